"""Parquet and CSV files of series: opened, and read no further than needed."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import ComputeError

from bascule.adapters.files.market_problems import reading, refused
from bascule.adapters.files.market_stamps import TIME_COLUMNS, stamps_s
from bascule.market.rows import Rows

_PARQUET_MAGIC: Final = b"PAR1"
_LINE: Final = "__line__"
_STAMP: Final = "__stamp__"
_NULLS: Final = ["", "NA", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A readable file of series.

    Attributes:
        path: Where it is.
        time_column: Column of the interval starts.
        columns: All its columns.
    """

    path: Path
    time_column: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """File name, for messages and for ``file:``."""
        return self.path.name

    @property
    def is_csv(self) -> bool:
        """True where rows have line numbers."""
        return self.path.suffix.lower() == ".csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What to read from a table.

    Attributes:
        column: Column of the values.
        divide_by: Column to divide them by, if any.
        where: Text that other columns must hold.
    """

    column: str
    divide_by: str | None
    where: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are needed beside the time column."""
        return tuple(dict.fromkeys([self.column, *([self.divide_by] if self.divide_by else []), *self.where]))


def open_table(path: Path) -> Table:
    """Look at the head of a file.

    Raises:
        InputError: It is missing, empty, of another kind than its name says, or has no time column.
    """
    with reading(path):
        with path.open("rb") as file:
            head = file.read(len(_PARQUET_MAGIC))
        if not head:
            raise refused(path.name, "file", "is empty: give a file with a time column and rows")
        columns = _csv_columns(path, head) if path.suffix.lower() == ".csv" else _parquet_columns(path, head)
    time_column = next((name for name in TIME_COLUMNS if name in columns), None)
    if time_column is None:
        raise refused(path.name, "time column", _no_time_hint(columns), ", ".join(columns)[:80])
    return Table(path=path, time_column=time_column, columns=columns)


def read_rows(table: Table, pick: Pick, start_s: int, end_s: int) -> Rows:
    """The picked rows stamped in ``[start_s, end_s)``, in file order.

    Raises:
        InputError: A stamp or a value cannot be understood.
    """
    with reading(table.path):
        return _rows(_collected(table, pick, start_s, end_s), table, pick, (start_s, end_s))


def _collected(table: Table, pick: Pick, start_s: int, end_s: int) -> pl.DataFrame:
    try:
        return _scan(table, pick, start_s, end_s).collect()
    except ComputeError:
        _refuse_long_line(table)
        raise


def _rows(frame: pl.DataFrame, table: Table, pick: Pick, span: tuple[int, int]) -> Rows:
    frame = frame.with_columns(stamps_s(frame, table.time_column, table.name, _LINE).alias(_STAMP))
    frame = frame.filter(pl.col(_STAMP).is_between(span[0], span[1], closed="left"))
    for column, text in pick.where.items():
        frame = frame.filter(pl.col(column).cast(pl.String) == text)
    values = _numbers(frame, pick.column, table)
    if pick.divide_by is not None:
        values = values / _numbers(frame, pick.divide_by, table)
    lines = frame[_LINE].to_numpy() if table.is_csv else None
    filled = values.fill_null(float("nan")).to_numpy()
    return Rows(stamps_s=frame[_STAMP].to_numpy(), values=filled, lines=lines)


def _scan(table: Table, pick: Pick, start_s: int, end_s: int) -> pl.LazyFrame:
    columns = list(dict.fromkeys([table.time_column, *pick.columns]))
    if table.is_csv:
        scan = pl.scan_csv(table.path, infer_schema=False, null_values=_NULLS, row_index_name=_LINE)
        # Line 1 is the head, and the index counts from 0.
        return scan.select(pl.col(_LINE).cast(pl.Int64) + 2, *columns)
    scan = pl.scan_parquet(table.path).select(columns)
    dtype = scan.collect_schema()[table.time_column]
    if isinstance(dtype, pl.Datetime) and dtype.time_zone == "UTC":
        start, end = (datetime.fromtimestamp(moment_s, UTC) for moment_s in (start_s, end_s))
        scan = scan.filter(pl.col(table.time_column).is_between(start, end, closed="left"))
    return scan


def _refuse_long_line(table: Table) -> None:
    """Name the first line with more cells than the head, such as one with decimal commas."""
    if not table.is_csv:
        return
    with table.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        for cells in reader:
            if len(cells) > len(table.columns):
                hint = (
                    f"has {len(cells)} cells, the head {len(table.columns)}: write decimal points, not commas"
                )
                raise refused(table.name, "line", hint, ",".join(cells)[:60], reader.line_num)


def _numbers(frame: pl.DataFrame, column: str, table: Table) -> pl.Series:
    """A column as floats; text that is no number is named with its line."""
    raw = frame[column]
    if raw.dtype == pl.Boolean or not (raw.dtype.is_numeric() or raw.dtype == pl.String):
        raise refused(table.name, column, f"holds {raw.dtype}, not numbers: choose another column")
    numbers = raw.cast(pl.Float64, strict=False)
    wrong = frame.filter(numbers.is_null() & raw.is_not_null())
    if wrong.height:
        shown = ", ".join(f"{text!r}" for text in wrong[column].head(10).to_list())
        line = int(wrong[_LINE][0]) if table.is_csv else None
        hint = f"{wrong.height:,} × not a number ({shown}): write numbers with a decimal point, nothing else"
        raise refused(table.name, column, hint, line=line)
    return numbers


def _parquet_columns(path: Path, head: bytes) -> tuple[str, ...]:
    if head != _PARQUET_MAGIC:
        hint = (
            "is not a Parquet file (its first bytes are not PAR1): rename it if it is CSV, or export it again"
        )
        raise refused(path.name, "file", hint)
    return tuple(pl.read_parquet_schema(path))


def _csv_columns(path: Path, head: bytes) -> tuple[str, ...]:
    if head == _PARQUET_MAGIC:
        raise refused(path.name, "file", "is a Parquet file: rename it to .parquet")
    return tuple(pl.scan_csv(path, infer_schema=False).collect_schema().names())


def _no_time_hint(columns: tuple[str, ...]) -> str:
    if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        return "columns are separated by ';' or tabs: write commas"
    return f"none of {', '.join(TIME_COLUMNS)} is there: rename the column of the interval starts in UTC"
