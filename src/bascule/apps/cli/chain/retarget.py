"""Runs ``bascule chain retarget``: the rule against what came, and how well the next change could be foretold."""

from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.chain_wiring import ChainInputs, read_chain
from bascule.apps.cli.bare import problem_document, run_bare
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.json_text import Json
from bascule.chain.anchors import start_bits
from bascule.chain.blocks import Blocks
from bascule.chain.next_adjustment import AdjustmentScores, adjustment_scores
from bascule.chain.replay import Replayed, replay_blocks, replay_rows, whole_periods
from bascule.errors import InputError, InputProblem
from bascule.report.chain.retarget import (
    largest_table,
    replay_table,
    retarget_section,
    scores_table,
    wrong_table,
)
from bascule.report.messages import text

FEW_PERIODS = 4


def run(file: Path, *, bits: int | None, html: Path | None, json: str | None) -> None:
    """Replay a file.

    Args:
        file: Bare problems, a table of periods, or blocks.
        bits: Compact target of the first whole period, for blocks that carry none.
        html: File for the page.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with it.
    """
    bare = problem_document(file)
    if bare is not None:
        run_bare(bare, "retarget", json)
        return
    refuse_unwritable(html, json)
    inputs = read_chain([file])
    periods, scores = _replayed(inputs, file.name, bits)
    title = text("chain.title.retarget")
    shown = page(title, [retarget_section(periods, scores)], period=file.name, headline="")
    tables = (replay_table(periods), wrong_table(periods), largest_table(periods))
    found = document(
        "retarget", inputs.sources, {"periods": [_row(p) for p in periods], "scores": plain(scores)}
    )
    put_out((*tables, *(() if scores is None else (scores_table(scores),))), found, json, html, shown)


def _row(period: Replayed) -> dict[str, Json]:
    row = plain(period)
    if not isinstance(row, dict):
        raise TypeError("a period is an object")
    return {**row, "equal": period.equal, "block_s": period.block_s}


def _replayed(
    inputs: ChainInputs, file: str, bits: int | None
) -> tuple[tuple[Replayed, ...], AdjustmentScores | None]:
    if inputs.periods:
        with refusing(file, "bits"):
            return replay_rows(inputs.periods), None
    if inputs.blocks is None:
        hint = "needs blocks or periods: give height and time_unix_s per block, or bits and times per period"
        raise InputError([InputProblem(file=file, field="columns", value="", hint=hint)])
    return periods_of(inputs.blocks, file, bits), _scores(inputs.blocks)


def periods_of(blocks: Blocks, file: str, bits: int | None) -> tuple[Replayed, ...]:
    """Whole periods of blocks.

    Raises:
        InputError: There is none, or nobody says with which target the first begins.
    """
    if not whole_periods(blocks):
        hint = "holds no whole period of 2,016 blocks from a height that 2,016 divides: give more blocks"
        raise InputError([InputProblem(file=file, field="rows", value=f"{blocks.count:,}", hint=hint)])
    found = start_bits(blocks, bits)
    if found is None:
        hint = "these blocks carry no bits: say with --bits what the first whole period's compact target was"
        raise InputError([InputProblem(file=file, field="bits", value="", hint=hint)])
    with refusing(file, "bits"):
        return replay_blocks(blocks, found)


def _scores(blocks: Blocks) -> AdjustmentScores | None:
    return adjustment_scores(blocks) if whole_periods(blocks) >= FEW_PERIODS else None
