"""Tables of places and how their values are written."""

from collections.abc import Iterable, Sequence

from bascule.report.messages import text
from bascule.report.numbers import fixed
from bascule.report.tables.table import Row, Table
from bascule.report.tables.worded import worded


def table(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str] | Row],
    *,
    currency: str = "",
    text_columns: int = 1,
    note: str = "",
) -> Table:
    """A table under ``places.table.NAME`` with headings ``places.column.HEADING``."""
    title = text(f"places.table.{name}", currency=currency)
    return worded("places", title, headings, rows, currency=currency, text_columns=text_columns, note=note)


def thousands(amount: float) -> str:
    """An amount in thousands.

    >>> thousands(-114_200.0)
    '−114'
    """
    return fixed(amount / 1e3, 0)


def millions(amount: float) -> str:
    """An amount in millions."""
    return fixed(amount / 1e6, 1)
