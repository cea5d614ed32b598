"""Where cells stand: rows by name, years by column, so that a formula can point before anything is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from bascule.model.series import Floats

LABEL, UNIT, TOTAL, FIRST = 0, 1, 2, 3
"""Columns of a sheet of years; year 0 stands in the last."""
NOTHING: Final = ""

Value = float | str
Formula = Callable[[int], str]
"""A year's formula, without the equals sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of years.

    Attributes:
        key: Its name; its label is the text ``workbook.row.<key>``.
        values: What each year's formula gives, from year 0; NaN is an empty cell.
        formula: Of a year; None for an input.
        style: Name of a number format.
        summed: Whether the column of totals adds it up.
        strong: Whether it is a sum row, set in bold.
        start: First year that is written.
    """

    key: str
    values: Floats
    formula: Formula | None
    style: str = "money"
    summed: bool = True
    strong: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """One value in the column of totals."""

    key: str
    value: Value
    formula: Callable[[], str]
    style: str = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line of text above rows."""

    key: str


Entry = Line | Single | Heading


@dataclass(slots=True, kw_only=True)
class Places:
    """Rows of one sheet of years.

    Attributes:
        sheet: Its name.
        years: Horizon.
        rows: Row by key, from 0.
    """

    sheet: str
    years: int
    rows: dict[str, int] = field(default_factory=dict)

    def settle(self, entries: Iterable[Entry], first_row: int) -> None:
        """Give every entry its row, headings with a free one above."""
        row = first_row
        for entry in entries:
            row += isinstance(entry, Heading) and row > first_row
            self.rows[entry.key] = row
            row += 1

    def at(self, key: str, year: int) -> str:
        """Cell of a year, such as ``'Cash flow'!$E$7``."""
        return f"'{self.sheet}'!{self.column(year)}{self.rows[key] + 1}"

    def span(self, key: str, first: int = 0, last: int | None = None) -> str:
        """Cells from a year to another, fixed."""
        row, end = self.rows[key] + 1, self.years if last is None else last
        return f"'{self.sheet}'!${self.column(first)}${row}:${self.column(end)}${row}"

    def total(self, key: str) -> str:
        """Cell of the total or of a single value."""
        return f"'{self.sheet}'!${xl_col_to_name(TOTAL)}${self.rows[key] + 1}"

    def column(self, year: int) -> str:
        """Letters of a year's column."""
        return str(xl_col_to_name(FIRST + year))


def name(key: str) -> str:
    """The defined name of an input: its key with low lines.

    >>> name("block.meter_mw")
    'block_meter_mw'
    """
    return key.replace(".", "_")


def from_year_1(values: Floats) -> Floats:
    """A row of the years from 0 whose year 0 is empty."""
    return np.concatenate([[np.nan], values])
