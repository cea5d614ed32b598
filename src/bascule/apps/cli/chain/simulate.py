"""Runs ``bascule chain simulate``: a hashrate path and what it does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bascule.apps.chain_json import plain
from bascule.apps.chain_wiring import read_hashrate
from bascule.apps.cli.bare import problem_document, run_bare
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.progress import waiting
from bascule.apps.cli.words import say
from bascule.apps.json_text import Json
from bascule.chain.rules import PERIOD_BLOCKS
from bascule.chain.shock_run import STEPS_PER_DAY, Market, ShockRun, shock_run, shocked_hashrate
from bascule.chain.work import hashrate_eh_s_at
from bascule.errors import InputError, InputProblem
from bascule.model.series import Floats
from bascule.report.chain.simulate import simulate_section, simulate_tables
from bascule.report.messages import text

DIFFICULTY: Final = 144.4e12
USD_PER_BTC: Final = 68_000.0
FEES_BTC: Final = 0.02
"""The bundled scenario's, where the command line says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for."""

    file: Path | None
    difficulty: float | None
    height: int
    shock_frac: float
    shock_day: float
    days: int
    usd_per_btc: float | None
    fees_btc_per_block: float | None
    fees_btc_per_day: float | None
    paths: int
    seed: int
    html: Path | None
    json: str | None


def run(asked: Request) -> None:
    """Simulate.

    Raises:
        InputError: Everything that is wrong with the request.
    """
    bare = None if asked.file is None else problem_document(asked.file)
    if bare is not None:
        run_bare(bare, "simulate", asked.json)
        return
    refuse_unwritable(asked.html, asked.json)
    _refuse(asked)
    hashrate, difficulty = _hashrate(asked)
    market = _market(asked)
    with refusing("command line", "hashrate"), waiting(say("chain_simulating")):
        found = shock_run(
            hashrate,
            difficulty,
            market,
            height=asked.height,
            paths=asked.paths,
            rng=np.random.default_rng(asked.seed),
        )
    title = text("chain.title.simulate")
    shown = page(title, [simulate_section(found)], period="", headline="")
    put_out(
        simulate_tables(found), _document(asked, difficulty, market, found), asked.json, asked.html, shown
    )


def _refuse(asked: Request) -> None:
    problems = []
    if asked.fees_btc_per_block is not None and asked.fees_btc_per_day is not None:
        hint = "give fees per block or per day, one of them"
        problems.append(InputProblem(file="command line", field="--fees-per-day", value="", hint=hint))
    if asked.height % PERIOD_BLOCKS:
        hint = f"must begin a period: {asked.height // PERIOD_BLOCKS * PERIOD_BLOCKS:,} does"
        problems.append(
            InputProblem(file="command line", field="--height", value=str(asked.height), hint=hint)
        )
    if problems:
        raise InputError(problems)


def _hashrate(asked: Request) -> tuple[Floats, float]:
    """EH/s by quarter-day, and the difficulty at the start."""
    if asked.file is None:
        difficulty = DIFFICULTY if asked.difficulty is None else asked.difficulty
        return shocked_hashrate(difficulty, asked.shock_frac, asked.shock_day, asked.days), difficulty
    by_day = read_hashrate(asked.file)[1]
    if asked.difficulty is None and by_day[0] <= 0:
        hint = "the first day has no hashrate, so it says nothing about the difficulty: give --difficulty"
        raise InputError([InputProblem(file=asked.file.name, field="row 1", value="0", hint=hint)])
    settled = float(by_day[0]) / hashrate_eh_s_at(1.0)
    return np.repeat(by_day, STEPS_PER_DAY), settled if asked.difficulty is None else asked.difficulty


def _market(asked: Request) -> Market:
    per_block = asked.fees_btc_per_block
    if per_block is None and asked.fees_btc_per_day is None:
        per_block = FEES_BTC
    return Market(
        usd_per_btc=USD_PER_BTC if asked.usd_per_btc is None else asked.usd_per_btc,
        fees_btc_per_block=per_block,
        fees_btc_per_day=asked.fees_btc_per_day,
    )


def _document(asked: Request, difficulty: float, market: Market, found: ShockRun) -> dict[str, Json]:
    return document(
        "simulate",
        () if asked.file is None else (asked.file.name,),
        {
            "assumptions": plain(market),
            "start_difficulty": difficulty,
            "start_height": asked.height,
            "seed": asked.seed,
            "path": plain(found.path),
            "income": plain(found.income),
            "paths": asked.paths,
            "difficulty_quantiles": plain(found.bands),
        },
    )
