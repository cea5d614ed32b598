"""Reads a history of the drivers, every row of it checked: a move across a gap would be no quarter's."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bascule.adapters.chain.block_file import read_frame
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_stamps import TIME_COLUMNS, stamps_s
from bascule.errors import InputError, InputProblem
from bascule.model.series import Floats, Ints
from bascule.study.conversion.history import History, history_of
from bascule.units import SECONDS_PER_DAY

_LINE: Final = "__line__"
_FIRST_LINE: Final = 2
"""Of a table under its headings."""
_OFF_FRAC: Final = 0.5
"""A step may miss its length by so much of it: months do."""


def read_history(path: Path, columns: Mapping[int, str], step_days: int) -> History:
    """Read dated rows of all drivers.

    Args:
        path: Parquet or CSV, with a time column in UTC.
        columns: Name of each driver's column, hashprice and rent first.
        step_days: From a row to the next.

    Raises:
        InputError: Everything that is wrong in it, of each kind and column the first with its line.
    """
    frame = read_frame(path).with_row_index(_LINE, offset=_FIRST_LINE)
    file, lined = path.name, path.suffix.lower() == ".csv"
    found = [*_absent(frame, columns.values(), file)]
    if found:
        raise InputError(found)
    times = _times(frame, file)
    problems = [
        *_steps(times, step_days, file, lined=lined),
        *(one for column in columns.values() for one in _values(frame, column, file, lined=lined)),
    ]
    if problems:
        raise InputError(problems)
    values: Floats = np.stack([frame[column].cast(pl.Float64).to_numpy() for column in columns.values()])
    try:
        return history_of(file, columns, times, values, step_days)
    except ValueError as error:
        raise refused(file, "rows", str(error), str(frame.height)) from None


def _absent(frame: pl.DataFrame, columns: Iterable[str], file: str) -> Iterator[InputProblem]:
    there = [name for name in frame.columns if name != _LINE]
    for column in columns:
        if column not in there:
            hint = f"there is no such column: there are {', '.join(there)}"
            yield InputProblem(file=file, field="column", value=column, hint=hint)
    if not any(name in there for name in TIME_COLUMNS):
        hint = f"none of {', '.join(TIME_COLUMNS)} is there: name it so"
        yield InputProblem(file=file, field="time column", value="", hint=hint)


def _times(frame: pl.DataFrame, file: str) -> Ints:
    column = next(name for name in TIME_COLUMNS if name in frame.columns)
    return np.asarray(stamps_s(frame, column, file, _LINE).cast(pl.Int64).to_numpy(), dtype=np.int64)


def _steps(times: Ints, step_days: int, file: str, *, lined: bool) -> Iterator[InputProblem]:
    """The first step that is none: back, twice the same moment, or a gap."""
    days = np.diff(times) / SECONDS_PER_DAY
    wrong = np.flatnonzero(np.abs(days - step_days) > _OFF_FRAC * step_days)
    if not len(wrong):
        return
    row = int(wrong[0]) + 1
    more = f"; {len(wrong) - 1} more" if len(wrong) > 1 else ""
    hint = (
        f"{days[row - 1]:g} days after the row before, not {step_days}{more}:"
        " sort the rows, fill the gap, begin after it, or state another step_days"
    )
    at = str(np.datetime64(int(times[row]), "s").astype("datetime64[D]"))
    yield InputProblem(file=file, field="row", value=at, hint=hint, line=_line(row, lined=lined))


def _values(frame: pl.DataFrame, column: str, file: str, *, lined: bool) -> Iterator[InputProblem]:
    """The first value of a column of which no move can be taken."""
    numbers = frame[column].cast(pl.Float64, strict=False)
    wrong = ~(numbers.is_finite() & (numbers > 0)).fill_null(value=False)
    rows = frame.filter(wrong)
    if not rows.height:
        return
    value = rows[column][0]
    more = f" ({rows.height - 1} more)" if rows.height > 1 else ""
    hint = f"must be a number above zero{more}: every row needs each driver; mend it, or begin after it"
    shown = "nothing" if value is None else str(value)
    line = int(rows[_LINE][0]) if lined else None
    yield InputProblem(file=file, field=column, value=shown, hint=hint, line=line)


def _line(row: int, *, lined: bool) -> int | None:
    return row + _FIRST_LINE if lined else None
