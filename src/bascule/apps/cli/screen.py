"""Where text and tables go: standard output, or standard error while a machine reads the output."""

import os
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from bascule.report.tables.table import Row, RowKind, Table

WIDE: Final = 160
"""Columns where there is no terminal that says how wide it is."""


class Screen:
    """Prints for people.

    Attributes:
        console: The stream that it prints to.
    """

    def __init__(self, *, to_error: bool = False) -> None:
        """Choose the stream.

        Args:
            to_error: Print to standard error, because standard output carries JSON.
        """
        self.console = _console(to_error=to_error)

    def line(self, text: str = "", style: str = "") -> None:
        """One line, broken only by the terminal itself."""
        self.console.print(Text(text, style=style), soft_wrap=True)

    def banner(self, text: str) -> None:
        """A line that nobody may miss."""
        self.line(text, "bold yellow")

    def table(self, table: Table, *, title: bool = True) -> None:
        """A table with its note; nothing where it has no rows."""
        if not table.rows:
            return
        if title:
            self.line()
            self.line(table.title, "bold")
        self.console.print(rich_table(table))
        if table.note:
            self.console.print(Text(table.note, style="dim"))


def rich_table(table: Table) -> RichTable:
    """A table as the terminal draws it: words to the left, numbers to the right."""
    drawn = RichTable(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        show_header=any(table.headings),
        header_style="bold",
    )
    for index, heading in enumerate(table.headings):
        words = index < table.text_columns
        drawn.add_column(Text(heading), justify="left" if words else "right", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row.cells), style=_style(row))
    return drawn


def _style(row: Row) -> str:
    return "" if row.kind is RowKind.LINE else "bold"


def _console(*, to_error: bool) -> Console:
    # Names of assets may hold brackets and colons: nothing in them is markup.
    console = Console(stderr=to_error, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDE
    return console
