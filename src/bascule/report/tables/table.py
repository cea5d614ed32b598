"""A table of text that knows nothing of how it will be drawn."""

from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    """What a row is to its reader."""

    LINE = "line"
    GROUP = "group"
    SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: a cell per heading, a group's row its name alone."""

    cells: tuple[str, ...]
    kind: RowKind = RowKind.LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings and rows.

    Attributes:
        title: What the table shows.
        headings: One per column.
        rows: The rows, each with as many cells as there are headings.
        text_columns: Leading columns that hold words (left-aligned); the others hold numbers (right-aligned).
        note: What the reader must know, or empty.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    text_columns: int = 1
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the headings."""
        for row in self.rows:
            if len(row.cells) != len(self.headings):
                raise ValueError(f"{self.title}: {row.cells} under {len(self.headings)} headings")
