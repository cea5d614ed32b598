"""Time columns as Unix seconds: UTC is demanded, never guessed."""

from typing import Final

import polars as pl

from bascule.adapters.files.market_problems import refused
from bascule.units import SECONDS_PER_DAY

TIME_COLUMNS: Final = ("timestamp_utc", "ts_utc", "date", "time_unix_s")
"""Names under which interval starts are looked for, in this order."""

_UTC_NAMES: Final = frozenset({"UTC", "Etc/UTC", "GMT", "Zulu", "+00:00"})
_MOMENT: Final = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.0+)?"
_UTC_END: Final = r" ?(Z|z|UTC|[+-]00:?00)$"
_OFFSET_END: Final = r" ?[+-]\d{2}:?\d{2}$"
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_YEAR_2200_S: Final = 7_258_118_400
_NAIVE: Final = "have no UTC offset: convert local time to UTC and write it as 2024-01-31T13:00:00Z"


def stamps_s(frame: pl.DataFrame, column: str, file: str, line_column: str) -> pl.Series:
    """Interval starts in Unix seconds.

    Args:
        frame: Rows of a file.
        column: Its time column.
        file: Its name, for messages.
        line_column: Column of line numbers, where the frame has it.

    Raises:
        InputError: The column is not in UTC or holds something else than whole seconds.
    """
    raw = frame[column]
    dtype = raw.dtype
    if isinstance(dtype, pl.Datetime):
        return _from_datetime(raw, dtype, file)
    if dtype == pl.Date and column == "date":
        return raw.cast(pl.Int64) * SECONDS_PER_DAY
    if dtype.is_integer() and column == "time_unix_s":
        return _from_unix(raw.cast(pl.Int64), file)
    if dtype == pl.String:
        return _from_text(frame, column, file, line_column)
    raise refused(file, column, f"holds {dtype}: write UTC date-times, or Unix seconds in time_unix_s")


def _from_datetime(raw: pl.Series, dtype: pl.Datetime, file: str) -> pl.Series:
    if dtype.time_zone is None:
        raise refused(file, raw.name, f"the date-times {_NAIVE} (Parquet: a column of type datetime in UTC)")
    if dtype.time_zone not in _UTC_NAMES:
        raise refused(file, raw.name, f"is in {dtype.time_zone}: convert it to UTC", dtype.time_zone)
    if raw.null_count():
        raise refused(file, raw.name, f"{raw.null_count():,} rows have no time: remove them")
    micros = raw.dt.epoch("us")
    if (micros % 1_000_000 != 0).any():
        raise refused(file, raw.name, "holds fractions of seconds: intervals start on whole seconds")
    return micros // 1_000_000


def _from_unix(raw: pl.Series, file: str) -> pl.Series:
    if raw.null_count():
        raise refused(
            file, raw.name, f"{raw.null_count():,} rows have no time or no integer: write Unix seconds"
        )
    newest = raw.max()
    if isinstance(newest, int) and newest > _YEAR_2200_S:
        hint = "lies beyond the year 2200: these look like milliseconds, divide them by 1000"
        raise refused(file, raw.name, hint, str(newest))
    return raw


def _from_text(frame: pl.DataFrame, column: str, file: str, line_column: str) -> pl.Series:
    raw = frame[column].str.strip_chars()
    if column == "time_unix_s":
        return _from_unix(raw.cast(pl.Int64, strict=False), file)
    if column == "date":
        days = raw.str.to_date("%Y-%m-%d", strict=False)
        _refuse_where(days.is_null(), "not a day like 2024-01-31", frame, column, file, line_column)
        return days.cast(pl.Int64) * SECONDS_PER_DAY
    known = raw.fill_null("")
    utc = known.str.contains(_MOMENT + _UTC_END)
    naive = known.str.contains(f"{_MOMENT}$|{_DAY}")
    elsewhere = known.str.contains(_MOMENT + _OFFSET_END) & ~utc
    _refuse_where(naive, f"local times: they {_NAIVE}", frame, column, file, line_column)
    _refuse_where(elsewhere, "not in UTC: convert them, ending in Z", frame, column, file, line_column)
    day, clock, second = (known.str.extract(_MOMENT, group) for group in (1, 2, 3))
    text = day + "T" + clock + second.fill_null(":00")
    moments = text.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", time_zone="UTC", strict=False)
    bad = ~utc | moments.is_null()
    _refuse_where(bad, "not a time like 2024-01-31T13:00:00Z", frame, column, file, line_column)
    return moments.dt.epoch("us") // 1_000_000


def _refuse_where(
    wrong: pl.Series, what: str, frame: pl.DataFrame, column: str, file: str, line_column: str
) -> None:
    rows = frame.filter(wrong)
    if not rows.height:
        return
    shown = ", ".join(str(text) for text in rows[column].head(10).to_list())
    line = int(rows[line_column][0]) if line_column in rows.columns else None
    raise refused(file, column, f"{rows.height:,} × {what} ({shown})", line=line)
