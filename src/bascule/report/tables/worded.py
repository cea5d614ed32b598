"""A table whose headings are words of a room's catalogue."""

from collections.abc import Iterable, Sequence

from bascule.report.messages import text
from bascule.report.tables.table import Row, Table


def worded(
    room: str,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str] | Row],
    *,
    currency: str = "",
    text_columns: int = 1,
    note: str = "",
) -> Table:
    """A table with headings ``ROOM.column.HEADING``.

    Args:
        room: Before the keys of its texts.
        title: As it is shown.
        headings: Keys, one per column.
        rows: Cells of each row.
        currency: For headings that name it.
        text_columns: Leading columns that hold words.
        note: What the reader must know, or empty.
    """
    return Table(
        title=title,
        headings=tuple(text(f"{room}.column.{heading}", currency=currency) for heading in headings),
        rows=tuple(row if isinstance(row, Row) else Row(cells=tuple(row)) for row in rows),
        text_columns=text_columns,
        note=note,
    )
