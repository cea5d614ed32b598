"""Runs ``bascule chain simulate``: a hashrate path and what it does."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bascule.apps.chain_json import plain
from bascule.apps.chain_wiring import bundled_scenario, read_hashrate
from bascule.apps.cli.bare import problem_document, run_bare
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.progress import waiting
from bascule.apps.cli.words import say
from bascule.apps.json_text import Json
from bascule.chain.rules import PERIOD_BLOCKS
from bascule.chain.scenario import PivotScenario
from bascule.chain.shock_run import STEPS_PER_DAY, Market, ShockRun, shock_run, shocked_hashrate
from bascule.chain.work import hashrate_eh_s_at
from bascule.errors import InputError, InputProblem
from bascule.model.series import Floats
from bascule.report.chain.simulate import simulate_section, simulate_tables
from bascule.report.messages import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for."""

    file: Path | None
    difficulty: float | None
    height: int | None
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
    scenario = bundled_scenario()
    course, market = _course(asked, scenario), _market(asked, scenario)
    with refusing("command line", "hashrate"), waiting(say("chain_simulating")):
        found = shock_run(
            course.hashrate_eh_s,
            course.difficulty,
            market,
            height=course.height,
            paths=asked.paths,
            rng=np.random.default_rng(asked.seed),
            start_s=course.start_s,
        )
    title, assumed = (
        text("chain.title.simulate" if asked.file is None else "chain.title.path"),
        _assumed(course, market),
    )
    shown = page(title, [simulate_section(found, assumed)], period="", headline="")
    answer = _document(asked, course, market, found)
    put_out(simulate_tables(found), answer, asked.json, asked.html, shown, headline=assumed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """A hashrate by quarter-day; difficulty, height and time at its start."""

    hashrate_eh_s: Floats
    difficulty: float
    height: int
    start_s: int | None


def _assumed(course: _Course, market: Market) -> str:
    """What the figures rest on, in a line."""
    if market.fees_btc_per_block is None:
        fees = text("chain.assumed.per_day", fees=f"{market.fees_btc_per_day:g}")
    else:
        fees = text("chain.assumed.per_block", fees=f"{market.fees_btc_per_block:g}")
    price, hard = f"{market.usd_per_btc:,.0f}", f"{course.difficulty / 1e12:.5g}"
    height = f"{course.height:,}"
    return text("chain.assumed", price=price, fees=fees, difficulty=hard, height=height)


def _refuse(asked: Request) -> None:
    problems = []
    if asked.fees_btc_per_block is not None and asked.fees_btc_per_day is not None:
        hint = "give fees per block or per day, one of them"
        problems.append(InputProblem(file="command line", field="--fees-per-day", value="", hint=hint))
    if asked.height is None and asked.file is not None:
        hint = "say which block the table begins at: the subsidy depends on it"
        problems.append(InputProblem(file="command line", field="--height", value="", hint=hint))
    if asked.height is not None and asked.height % PERIOD_BLOCKS:
        hint = f"must begin a period: {asked.height // PERIOD_BLOCKS * PERIOD_BLOCKS:,} does"
        problems.append(
            InputProblem(file="command line", field="--height", value=str(asked.height), hint=hint)
        )
    if problems:
        raise InputError(problems)


def _course(asked: Request, scenario: PivotScenario) -> _Course:
    """What mines: a shock to a hashrate that finds a block every 600 s, or a table of days."""
    height = scenario.height + 1 if asked.height is None else asked.height
    if asked.file is None:
        settled = scenario.difficulty if asked.difficulty is None else asked.difficulty
        if settled is None:
            raise ValueError("the bundled scenario states its difficulty")
        hashrate = shocked_hashrate(settled, asked.shock_frac, asked.shock_day, asked.days)
        return _Course(hashrate_eh_s=hashrate, difficulty=settled, height=height, start_s=None)
    start_s, by_day = read_hashrate(asked.file)
    if asked.difficulty is None and by_day[0] <= 0:
        hint = "the first day has no hashrate, so it says nothing about the difficulty: give --difficulty"
        raise InputError([InputProblem(file=asked.file.name, field="row 1", value="0", hint=hint)])
    found = float(by_day[0]) / hashrate_eh_s_at(1.0) if asked.difficulty is None else asked.difficulty
    hashrate = np.repeat(by_day, STEPS_PER_DAY)
    return _Course(hashrate_eh_s=hashrate, difficulty=found, height=height, start_s=start_s)


def _market(asked: Request, scenario: PivotScenario) -> Market:
    """What a block pays: as asked for, else as in the bundled scenario."""
    per_block = asked.fees_btc_per_block
    if per_block is None and asked.fees_btc_per_day is None:
        per_block = scenario.fees_btc_per_block
    return Market(
        usd_per_btc=scenario.usd_per_btc if asked.usd_per_btc is None else asked.usd_per_btc,
        fees_btc_per_block=per_block,
        fees_btc_per_day=asked.fees_btc_per_day,
    )


def _document(asked: Request, course: _Course, market: Market, found: ShockRun) -> dict[str, Json]:
    return document(
        "simulate",
        () if asked.file is None else (asked.file.name,),
        {
            "assumptions": plain(market),
            "start_difficulty": course.difficulty,
            "start_s": course.start_s,
            "start_height": course.height,
            "seed": asked.seed,
            "path": plain(found.path),
            "income": plain(found.income),
            "paths": asked.paths,
            "difficulty_quantiles": plain(found.bands),
            "block_s_quantiles": plain(found.block_s),
        },
    )
