"""What the rows of the cash flow need to point at each other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.report.workbook.case import Case
from bascule.report.workbook.places import Line, Places
from bascule.study.project.flows import SUMS, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The case and where its rows stand.

    Attributes:
        case: Figures.
        flow: Rows of the cash flow.
        yearly: Rows of the yearly inputs.
        written: Rows of the write-off shares.
    """

    case: Case
    flow: Places
    yearly: Places
    written: Places

    @property
    def years(self) -> int:
        """Horizon."""
        return self.flow.years

    def year(self, year: int) -> str:
        """Cell of the year's number in the head of the cash flow."""
        return f"{self.flow.column(year)}${HEAD + 1}"

    def year_of_service(self, year: int) -> str:
        """Cell of the year's number in the head of the write-off shares."""
        return f"{self.written.column(year)}${HEAD + 1}"

    def sum_line(self, row: Row) -> Line:
        """A row that is the sum of others."""

        def formula(year: int) -> str:
            return "+".join(self.flow.at(part.value, year) for part in SUMS[row])

        return Line(key=row.value, values=self.case.row(row), formula=formula, strong=True)

    def at_horizon(self, row: Row, amount: str) -> Line:
        """A row that holds one amount in the last year."""
        return Line(
            key=row.value,
            values=self.case.row(row),
            formula=lambda year: f"IF({self.year(year)}={self.years},{amount},0)",
        )


HEAD = 3
"""Row of the years on a sheet of years, from 0."""


def from_zero(values: Floats) -> Floats:
    """A row of years from 1 with a zero for year 0."""
    return np.concatenate([[0.0], values])


def terms(parts: Iterator[str]) -> str:
    """A sum of terms, 0 where there is none."""
    return "+".join(parts) or "0"
