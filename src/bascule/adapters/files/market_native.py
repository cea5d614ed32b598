"""Reads the native series of a recipe: rows of one or more files, checked, joined, laid on their step."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import numpy as np

from bascule.adapters.files.market_columns import Recipe
from bascule.adapters.files.market_defects import refuse_defects, refuse_incomplete
from bascule.adapters.files.market_period import MARGIN_S, Period
from bascule.adapters.files.market_problems import collecting, refused
from bascule.adapters.files.market_table import read_rows
from bascule.errors import InputError, InputProblem
from bascule.market.defect import SHOWN, stamp_text
from bascule.market.fill import FillRule
from bascule.market.native import NativeSeries, laid_out, year_shifted
from bascule.market.resample import Resampling
from bascule.market.rows import Rows, usual_step_s

AGREEMENT: Final = 1e-6
"""Relative difference up to which two files say the same: they may hold 32-bit numbers."""

_Parts = list[tuple[str, Rows]]


def read_native(recipe: Recipe, period: Period) -> NativeSeries:
    """The series of a recipe on its own step, over the period and a margin around it.

    Args:
        recipe: Where its columns are.
        period: When values must be complete.

    Returns:
        Values with NaN only outside the period, or where a fill rule was asked for.

    Raises:
        InputError: The rows have defects; every kind is listed.
    """
    parts = _parts(recipe, period)
    step_s = _step_s(recipe, parts)
    year = recipe.spec.from_year
    if year is None:
        span = _window(recipe, period, step_s, int(parts[0][1].stamps_s[0]))
        parts = _with_rows(recipe, [(file, rows.between(*span)) for file, rows in parts], span)
    refuse_defects(recipe, parts, step_s)
    rows, source = _joined(recipe, parts), _names(file for file, _ in parts)
    refuse_defects(recipe, [(source, rows)], step_s)
    native = laid_out(recipe.name, rows, step_s, until_s=period.end_s if year is None else 0, source=source)
    if year is not None:
        native = _stand_in(native, year, period)
        rows = Rows(stamps_s=native.grid.starts_s(), values=native.values)
    if recipe.spec.fill is None and not period.open_end:
        # A point stands for half a step on either side, an interval for the step after its stamp.
        ahead_s = step_s // 2 if reads_points(recipe, native.grid.start_s, step_s) else 0
        span = period.start_s + ahead_s, period.end_s
        refuse_incomplete(native.source, recipe, rows, step_s, span)
    return native


def reads_points(recipe: Recipe, native_start_s: int, step_s: int) -> bool:
    """True where rows are points, not intervals: asked for, or a temperature stamped off its own step."""
    if recipe.spec.resample is not None:
        return recipe.spec.resample is Resampling.LINEAR
    return recipe.name.endswith("_c") and native_start_s % step_s != 0


def _parts(recipe: Recipe, period: Period) -> _Parts:
    start_s, end_s = _span(recipe, period)
    problems: list[InputProblem] = []
    parts: _Parts = []
    for table in recipe.tables:
        with collecting(problems):
            parts.append((table.name, read_rows(table, recipe.pick, start_s, end_s)))
    if problems:
        raise InputError(problems)
    return _with_rows(recipe, parts, (start_s, end_s))


def _with_rows(recipe: Recipe, parts: _Parts, span: tuple[int, int]) -> _Parts:
    kept = [(file, rows) for file, rows in parts if rows.stamps_s.size]
    if not kept:
        raise _refused(recipe, _nothing(recipe, *span))
    return kept


def _stand_in(native: NativeSeries, year: int, period: Period) -> NativeSeries:
    margin_s = 2 * native.grid.step_s
    start_s = period.start_s - period.history_s - margin_s
    return year_shifted(native, year, start_s, period.end_s + margin_s)


def _span(recipe: Recipe, period: Period) -> tuple[int, int]:
    year = recipe.spec.from_year
    if year is None:
        return period.start_s - period.history_s - MARGIN_S, period.end_s + MARGIN_S
    first, last = (datetime(number, 1, 1, tzinfo=UTC) for number in (year, year + 1))
    return int(first.timestamp()), int(last.timestamp())


def _window(recipe: Recipe, period: Period, step_s: int, phase_s: int) -> tuple[int, int]:
    """Stamps whose values the market is made of: straight lines need a neighbour on either side."""
    first_s = period.start_s - period.history_s
    lines = recipe.spec.fill is FillRule.LINEAR or reads_points(recipe, phase_s, step_s)
    return (first_s - step_s, period.end_s + step_s) if lines else (first_s - step_s + 1, period.end_s)


def _nothing(recipe: Recipe, start_s: int, end_s: int) -> str:
    chosen = f" where {dict(recipe.pick.where)}" if recipe.pick.where else ""
    return (
        f"no row{chosen} between {stamp_text(start_s)} and {stamp_text(end_s)}:"
        " give a file of that time, a constant, or a year that stands in (from_year)"
    )


def _step_s(recipe: Recipe, parts: _Parts) -> int:
    steps = {file: step for file, rows in parts if (step := usual_step_s(rows.stamps_s)) is not None}
    if not steps:
        raise _refused(recipe, "has one row only near the period, so that its step cannot be known: add rows")
    if len(set(steps.values())) > 1:
        shown = ", ".join(f"{file} {step / 60:g} minutes" for file, step in steps.items())
        raise _refused(recipe, f"the files have different steps ({shown}): name one by file:")
    return next(iter(steps.values()))


def _joined(recipe: Recipe, parts: _Parts) -> Rows:
    """One file's rows as they are; those of several in order of time, each interval once."""
    if len(parts) == 1:
        return parts[0][1]
    stamps_s = np.concatenate([rows.stamps_s for _, rows in parts])
    values = np.concatenate([rows.values for _, rows in parts])
    # A missing value gives way to one that is there.
    order = np.lexsort((np.isnan(values), stamps_s))
    stamps_s, values = stamps_s[order], values[order]
    again = np.diff(stamps_s) == 0
    differ = np.flatnonzero(again & (np.abs(np.diff(values)) > AGREEMENT * np.abs(values[1:])))
    if differ.size:
        shown = ", ".join(stamp_text(int(stamp)) for stamp in stamps_s[differ[:SHOWN]])
        raise _refused(recipe, f"the files disagree at {differ.size:,} times ({shown}): name one by file:")
    keep = np.concatenate([[True], ~again])
    return Rows(stamps_s=stamps_s[keep], values=values[keep])


def _refused(recipe: Recipe, hint: str) -> InputError:
    return refused(_names(table.name for table in recipe.tables), recipe.name, hint, recipe.pick.column)


def _names(files: Iterable[str]) -> str:
    return " + ".join(dict.fromkeys(files))
