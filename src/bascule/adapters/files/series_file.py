"""One column of Parquet or CSV files as a series to calibrate on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import polars as pl

from bascule.adapters.chain.block_file import read_frame
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_stamps import TIME_COLUMNS, stamps_s
from bascule.market.unit_suffix import unit_suffix
from bascule.study.calibration.observed import Observed
from bascule.units import SECONDS_PER_DAY

_STAMP, _VALUE, _LINE = "__stamp__", "__value__", "__line__"


class Daily(StrEnum):
    """How the rows of a UTC day become one value."""

    NONE = "none"
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesAsk:
    """What to read.

    Attributes:
        column: Its name; None for the only numeric column whose name ends in a unit.
        where: Text that other columns must hold.
        start_s: First moment, Unix seconds.
        end_s: Moment after the last.
        daily: What becomes of several rows in a day.
        everywhere: Whether every file with the column must have those of ``where``; else those that have them are filtered.
    """

    column: str | None
    where: Mapping[str, str] = field(default_factory=dict)
    start_s: int = -(1 << 40)
    end_s: int = 1 << 40
    daily: Daily = Daily.NONE
    everywhere: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSeries:
    """A series and how it came about.

    Attributes:
        observed: Its values.
        column: Where they stood.
        rows: That were read for it.
        empty: Rows without a number, left out.
    """

    observed: Observed
    column: str
    rows: int
    empty: int


def read_series(paths: Sequence[Path], ask: SeriesAsk) -> ReadSeries:
    """Read a column from every file that has it, one after the other.

    Fractions of a second are cut off.

    Raises:
        InputError: No file has it, a moment comes twice, or too few values are left.
    """
    frames = [(path.name, read_frame(path)) for path in paths]
    column = ask.column if ask.column is not None else _only_column(frames)
    parts = [_part(frame, column, ask, name) for name, frame in frames if column in frame.columns]
    if not parts:
        raise refused(frames[0][0], "--column", f"no file has it; there are {_numeric(frames)}", column)
    whole = pl.concat(parts).filter(pl.col(_STAMP).is_between(ask.start_s, ask.end_s, closed="left"))
    there = whole.filter(pl.col(_VALUE).is_not_null() & pl.col(_VALUE).is_finite())
    found = _by_day(there, ask.daily).sort(_STAMP)
    if found[_STAMP].is_duplicated().any():
        hint = "moments come more than once: choose rows with --where, or read by day with --daily median"
        raise refused(frames[0][0], column, hint)
    try:
        observed = Observed(name=column, times_s=found[_STAMP].to_numpy(), values=found[_VALUE].to_numpy())
    except ValueError as error:
        raise refused(frames[0][0], column, f"{error}; see --where, --from and --to") from None
    return ReadSeries(observed=observed, column=column, rows=whole.height, empty=whole.height - there.height)


def _part(frame: pl.DataFrame, column: str, ask: SeriesAsk, file: str) -> pl.DataFrame:
    time = next((name for name in TIME_COLUMNS if name in frame.columns), None)
    if time is None:
        raise refused(file, "time column", f"none of {', '.join(TIME_COLUMNS)} is there: name it so")
    for name, wanted in ask.where.items():
        if name not in frame.columns and not ask.everywhere:
            continue
        if name not in frame.columns:
            raise refused(file, f"--where {name}", f"there is no such column: {', '.join(frame.columns)}")
        known = frame[name].cast(pl.String)
        frame = frame.filter(known == wanted)
        if not frame.height:
            hint = f"no row holds it: there are {', '.join(sorted(known.drop_nulls().unique())[:20])}"
            raise refused(file, f"--where {name}", hint, wanted)
    if not frame[column].dtype.is_numeric():
        raise refused(file, column, f"holds {frame[column].dtype}, not numbers: choose another column")
    frame = _whole_seconds(frame, time).with_row_index(_LINE)
    stamps = stamps_s(frame, time, file, _LINE).cast(pl.Int64).alias(_STAMP)
    return pl.DataFrame([stamps, frame[column].cast(pl.Float64).alias(_VALUE)])


def _whole_seconds(frame: pl.DataFrame, time: str) -> pl.DataFrame:
    if isinstance(frame[time].dtype, pl.Datetime):
        return frame.with_columns(pl.col(time).dt.truncate("1s"))
    return frame


def _by_day(frame: pl.DataFrame, daily: Daily) -> pl.DataFrame:
    if daily is Daily.NONE:
        return frame
    day = (pl.col(_STAMP) // SECONDS_PER_DAY * SECONDS_PER_DAY).alias(_STAMP)
    value = pl.col(_VALUE).mean() if daily is Daily.MEAN else pl.col(_VALUE).median()
    return frame.group_by(day).agg(value)


def _only_column(frames: Sequence[tuple[str, pl.DataFrame]]) -> str:
    named = _unit_columns(frames)
    if len(named) != 1:
        raise refused(frames[0][0], "--column", f"name the column: there are {_numeric(frames)}")
    return named[0]


def _unit_columns(frames: Sequence[tuple[str, pl.DataFrame]]) -> list[str]:
    return list(
        dict.fromkeys(
            name
            for _, frame in frames
            for name, dtype in frame.schema.items()
            if dtype.is_numeric() and name not in TIME_COLUMNS and unit_suffix(name)
        )
    )


def _numeric(frames: Sequence[tuple[str, pl.DataFrame]]) -> str:
    names = dict.fromkeys(
        name
        for _, frame in frames
        for name, dtype in frame.schema.items()
        if dtype.is_numeric() and name not in TIME_COLUMNS
    )
    return ", ".join(names) or "no columns of numbers"
