"""What the tables of a plan share."""

from collections.abc import Iterable, Sequence

from bascule.report.messages import text
from bascule.report.numbers import NONE, figure, fixed
from bascule.report.tables.table import Table
from bascule.report.tables.worded import worded

MILLION = 1e6


def table(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    text_columns: int = 1,
    note: str = "",
) -> Table:
    """A table under ``plan.table.NAME`` with headings ``plan.column.HEADING``."""
    return worded("plan", text(f"plan.table.{name}"), headings, rows, text_columns=text_columns, note=note)


def millions(money: float | None, decimals: int = 2) -> str:
    """Money in millions, or a dash."""
    return NONE if money is None else fixed(money / MILLION, decimals)


def some(value: float | None) -> str:
    """A number with about three digits, or a dash."""
    return NONE if value is None else figure(value)


def yes(value: bool) -> str:  # noqa: FBT001 -- a word for a truth
    """Yes or no."""
    return text("plan.yes") if value else text("plan.no")
