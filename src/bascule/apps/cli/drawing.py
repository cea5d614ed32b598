"""Tables as a terminal draws them: headings break between words, and numbers never."""

from dataclasses import replace
from typing import Final

from rich import box
from rich.cells import cell_len
from rich.console import JustifyMethod
from rich.table import Table as RichTable
from rich.text import Text

from bascule.report.tables.table import Row, RowKind, Table

_GAP: Final = 3
"""Columns of the terminal between two columns of a table."""


def drawn(table: Table, width: int) -> list[RichTable]:
    """A table as one or more that fit a terminal; each repeats the columns that hold words.

    Args:
        table: What to draw.
        width: Columns of the terminal.
    """
    if _natural(table) <= width or table.text_columns == len(table.headings):
        return [_rich(table)]
    return [_rich(part, narrow=True) for part in _parts(table, width)]


def _natural(table: Table) -> int:
    columns = range(len(table.headings))
    return sum(max(_cells(table, k), cell_len(table.headings[k])) + _GAP for k in columns) - _GAP


def _cells(table: Table, column: int) -> int:
    return max(cell_len(row.cells[column]) for row in table.rows)


def _least(table: Table, column: int) -> int:
    """Width that breaks no word of the heading and no cell."""
    return max([_cells(table, column), *(cell_len(word) for word in table.headings[column].split())])


def _parts(table: Table, width: int) -> list[Table]:
    words = list(range(table.text_columns))
    room = width - sum(_least(table, k) + _GAP for k in words)
    parts: list[list[int]] = []
    left = -1
    for column in range(table.text_columns, len(table.headings)):
        needs = _least(table, column)
        if needs > left:
            parts.append([])
            left = room
        parts[-1].append(column)
        left -= needs + _GAP
    return [_chosen(table, [*words, *part]) for part in parts]


def _chosen(table: Table, columns: list[int]) -> Table:
    rows = tuple(Row(cells=tuple(row.cells[k] for k in columns), kind=row.kind) for row in table.rows)
    return replace(table, headings=tuple(table.headings[k] for k in columns), rows=rows)


def _rich(table: Table, *, narrow: bool = False) -> RichTable:
    """Words to the left, numbers to the right."""
    made = RichTable(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        show_header=any(table.headings),
        header_style="bold",
    )
    for index, heading in enumerate(table.headings):
        justify: JustifyMethod = "left" if index < table.text_columns else "right"
        width = _least(table, index) if narrow else None
        made.add_column(Text(heading, justify=justify), justify=justify, overflow="fold", width=width)
    for row in table.rows:
        style = "" if row.kind is RowKind.LINE else "bold"
        made.add_row(*(Text(cell) for cell in row.cells), style=style)
    return made
