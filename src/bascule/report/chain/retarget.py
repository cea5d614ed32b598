"""Replayed retargets and the errors of foretelling them, as tables and figures."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from bascule.chain.bits import bits_text, difficulty
from bascule.chain.next_adjustment import AdjustmentError, AdjustmentScores
from bascule.chain.replay import Replayed
from bascule.chain.rules import PERIOD_BLOCKS
from bascule.chain.work import chain_work
from bascule.report.chain.form import day, facts, number, signed_percent, table
from bascule.report.figures.figure import Axis, Figure, Line
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import NONE, percent
from bascule.report.tables.table import Table

LARGEST: Final = 10


def replay_table(periods: Sequence[Replayed]) -> Table:
    """How many periods, and whether the rule gives what came."""
    stated = [period for period in periods if period.equal is not None]
    work = PERIOD_BLOCKS * chain_work(period.bits for period in periods)
    equal = sum(period.equal is True for period in stated)
    return facts(
        "replay",
        (
            ("periods", f"{len(periods):,}"),
            ("equal", f"{equal:,} / {len(stated):,}" if stated else NONE),
            ("work", f"2^{math.log2(work):.4f}" if work else NONE),
            ("clamped", f"{sum(period.clamped for period in periods):,}"),
            ("mean_block", f"{np.mean([period.block_s for period in periods]):.1f} s" if periods else NONE),
        ),
    )


def wrong_table(periods: Sequence[Replayed]) -> Table:
    """Periods whose next target is not what the rule gives."""
    rows = [
        (
            _height(period),
            bits_text(period.bits),
            bits_text(period.next_bits),
            bits_text(period.stated_next_bits or 0),
        )
        for period in periods
        if period.equal is False
    ]
    return table("wrong", ("height", "bits", "by_rule", "stated"), rows[:LARGEST])


def largest_table(periods: Sequence[Replayed]) -> Table:
    """The largest changes either way."""
    ordered = sorted(periods, key=lambda period: -abs(period.change_frac))[:LARGEST]
    rows = [
        (
            _height(period),
            day(period.first_time_s + period.timespan_s) if period.first_time_s else NONE,
            signed_percent(period.change_frac),
            f"{number(period.block_s, 1)} s",
            bits_text(period.next_bits),
            number(difficulty(period.next_bits) / 1e12, 2),
        )
        for period in ordered
    ]
    return table("largest", ("height", "day", "change", "block_time", "next_bits", "difficulty_t"), rows)


def scores_table(scores: AdjustmentScores) -> Table:
    """Mean absolute error by share of the period, on periods that chose nothing."""
    note = text(
        "chain.scores.note",
        weight=number(scores.pseudo_gaps, 0),
        fitted=str(scores.fitted),
        scored=str(scores.scored),
    )
    return table(
        "scores", ("elapsed", "naive", "former", "pace", "drawn"), map(_score_row, scores.errors), note=note
    )


def retarget_section(periods: Sequence[Replayed], scores: AdjustmentScores | None) -> Section:
    """Difficulty over time, changes, and how well they could be foretold."""
    timed = [period for period in periods if period.first_time_s]
    x = np.array([period.first_time_s + period.timespan_s for period in timed], dtype=np.int64)
    figures = [] if len(timed) < 2 else _difficulty_figures(timed, x)
    if scores is not None:
        figures.append(_scores_figure(scores))
    tables = (
        replay_table(periods),
        largest_table(periods),
        *(() if scores is None else (scores_table(scores),)),
    )
    return Section(title=text("chain.section.retarget"), figures=tuple(figures), tables=tables)


def _difficulty_figures(
    periods: Sequence[Replayed], x: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> list[Figure]:
    level = np.array([difficulty(period.next_bits) / 1e12 for period in periods])
    changes = np.array([100 * period.change_frac for period in periods])
    return [
        Figure(
            title=text("chain.figure.difficulty"),
            unit="T",
            marks=(Line(name=text("chain.column.difficulty_t"), x=x, y=level, steps=True),),
            from_zero=True,
        ),
        Figure(
            title=text("chain.figure.changes"),
            unit="%",
            marks=(Line(name=text("chain.column.change"), x=x, y=changes, steps=True),),
        ),
    ]


def _scores_figure(scores: AdjustmentScores) -> Figure:
    x = np.array([100 * error.elapsed_frac for error in scores.errors])
    names = ("naive", "pace", "drawn")
    marks = tuple(
        Line(
            name=text(f"chain.column.{name}"),
            x=x,
            y=np.array([100 * getattr(error, name) for error in scores.errors]),
        )
        for name in names
    )
    return Figure(
        title=text("chain.table.scores"),
        unit=text("chain.unit.points"),
        marks=marks,
        axis=Axis.NUMBER,
        x_label=text("chain.axis.elapsed"),
        from_zero=True,
    )


def _score_row(error: AdjustmentError) -> tuple[str, ...]:
    points = (error.naive, error.former, error.pace, error.drawn)
    return (percent(error.elapsed_frac), *(number(100 * value, 2) for value in points))


def _height(period: Replayed) -> str:
    return NONE if period.height_next is None else f"{period.height_next:,}"
