"""Where text and tables go: standard output, or standard error while a machine reads the output."""

import os
from typing import Final

from rich.console import Console
from rich.text import Text

from bascule.apps.cli.drawing import drawn
from bascule.report.tables.table import Table

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
        for index, part in enumerate(drawn(table, self.console.width)):
            if index:
                self.line()
            self.console.print(part)
        if table.note:
            self.console.print(Text(table.note, style="dim"))


def _console(*, to_error: bool) -> Console:
    # Names of assets may hold brackets and colons: nothing in them is markup.
    console = Console(stderr=to_error, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDE
    return console
