"""What the tables of the chain room share."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bascule.report.messages import text
from bascule.report.numbers import NONE, fixed
from bascule.report.tables.table import Row, RowKind, Table
from bascule.report.tables.worded import worded


def table(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    text_columns: int = 1,
    note: str = "",
) -> Table:
    """A table under ``chain.table.NAME`` with headings ``chain.column.HEADING``."""
    return worded("chain", text(f"chain.table.{name}"), headings, rows, text_columns=text_columns, note=note)


def facts(name: str, rows: Iterable[tuple[str, str]], *, note: str = "") -> Table:
    """A table of facts: what, and its value."""
    kept = tuple(Row(cells=(text(f"chain.fact.{what}"), shown), kind=RowKind.LINE) for what, shown in rows)
    return Table(
        title=text(f"chain.table.{name}"),
        headings=(text("chain.result"), text("chain.value")),
        rows=kept,
        note=note,
    )


def day(moment_s: float | None) -> str:
    """A UTC day."""
    return NONE if moment_s is None else datetime.fromtimestamp(moment_s, UTC).strftime("%Y-%m-%d")


def minute(moment_s: float) -> str:
    """A UTC minute."""
    return datetime.fromtimestamp(moment_s, UTC).strftime("%Y-%m-%d %H:%M")


def number(value: float | None, decimals: int = 2) -> str:
    """A number, or a dash."""
    return NONE if value is None else fixed(value, decimals)


def signed_percent(frac: float | None, decimals: int = 2) -> str:
    """A change with its sign.

    >>> signed_percent(-0.2794), signed_percent(0.0312)
    ('−27.94 %', '+3.12 %')
    """
    if frac is None:
        return NONE
    shown = fixed(frac * 100, decimals)
    return f"{shown} %" if shown.startswith("−") else f"+{shown} %"


def hhi(value: float | None) -> str:
    """HHI as lawyers write it, 0 to 10,000."""
    return NONE if value is None else fixed(value * 1e4, 0)
