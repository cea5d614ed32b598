"""Reads one column of loads from a Parquet or CSV file, gaps and all."""

from pathlib import Path
from typing import Final

import numpy as np

from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_stamps import TIME_COLUMNS
from bascule.adapters.files.market_table import Pick, Table, open_table, read_rows
from bascule.errors import InputError, InputProblem
from bascule.market.defects import impossible_defects, order_defects, step_defects
from bascule.market.native import NativeSeries, laid_out
from bascule.market.rows import usual_step_s
from bascule.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

_FIRST_S: Final = 0
_END_S: Final = 7_258_118_400
"""The years 1970 to 2199."""


def read_load(path: Path, column: str | None) -> NativeSeries:
    """The loads of a file on their own step, NaN where rows are missing or empty.

    Args:
        path: Parquet or CSV file with a time column.
        column: Column of the loads in MW; None takes the only one whose name ends in ``_mw``.

    Raises:
        InputError: The file cannot be read, the column cannot be told, or the rows have defects that are no gaps.
    """
    if path.suffix.lower() not in {".parquet", ".csv"}:
        raise refused(path.name, "file", "is neither .parquet nor .csv: convert it", str(path))
    table = open_table(path)
    name = _column(table, column)
    rows = read_rows(table, Pick(column=name, divide_by=None, where={}), _FIRST_S, _END_S)
    step_s = usual_step_s(rows.stamps_s)
    if step_s is None or step_s > SECONDS_PER_HOUR or SECONDS_PER_DAY % step_s:
        shown = "unknown" if step_s is None else f"{step_s / 60:g} minutes"
        raise refused(path.name, name, "peaks need a step of an hour or a whole part of it", shown)
    defects = (*order_defects(rows), *step_defects(rows, step_s), *impossible_defects(name, rows))
    if defects:
        hint = "correct the rows: sorted, each once, on one step"
        raise InputError(
            [InputProblem(file=path.name, field=name, value="", hint=f"{group}: {hint}") for group in defects]
        )
    if not np.isfinite(rows.values).any():
        raise refused(path.name, name, "holds no number: choose another column")
    return laid_out(name, rows, step_s, source=path.name)


def _column(table: Table, column: str | None) -> str:
    numbers = [name for name in table.columns if name not in TIME_COLUMNS]
    if column is not None:
        if column not in table.columns:
            raise refused(table.name, "--column", f"is not there: {suggestion(column, numbers)}", column)
        return column
    loads = [name for name in numbers if name.endswith("_mw")]
    if len(loads) != 1:
        there = ", ".join(loads) or "no column ends in _mw"
        raise refused(table.name, "--column", f"name the column of the load with --column ({there})")
    return loads[0]
