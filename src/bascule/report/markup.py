"""Tables and lines as HTML; every word is escaped, for sites and series are named by their users."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from bascule.report.tables.table import Row, RowKind, Table

_LONG: Final = 20
"""Rows of a table that may be broken over pages of paper."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def table_markup(table: Table) -> str:
    """A table under its title, or nothing where it has no rows."""
    if not table.rows:
        return ""
    head = "".join(_cell("th", h, table, index) for index, h in enumerate(table.headings))
    body = "".join(_row(row, table) for row in table.rows)
    note = note_markup(table.note) if table.note else ""
    title, kind = escape(table.title), "table long" if len(table.rows) > _LONG else "table"
    return (
        f'<figure class="{kind}"><figcaption>{title}</figcaption>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}</figure>"
    )


def folded(table: Table) -> str:
    """A table that opens on request, or nothing where it has no rows."""
    if not table.rows:
        return ""
    return f"<details><summary>{escape(table.title)}</summary>{table_markup(table)}</details>"


def note_markup(note: str) -> str:
    """A remark below a chart."""
    return f'<p class="note">{escape(note)}</p>'


def banner_markup(texts: Iterable[str]) -> str:
    """One banner per text."""
    return "".join(f'<p class="banner" role="note">{escape(text)}</p>' for text in texts)


def tiles_markup(tiles: Iterable[tuple[str, str]]) -> str:
    """Figures with what they are."""
    items = (f"<div><dd>{escape(figure)}</dd><dt>{escape(what)}</dt></div>" for figure, what in tiles)
    return f'<dl class="tiles">{"".join(items)}</dl>'


def _row(row: Row, table: Table) -> str:
    if row.kind is RowKind.GROUP:
        name = escape(row.cells[0])
        return f'<tr class="group"><th scope="rowgroup" colspan="{len(row.cells)}">{name}</th></tr>'
    tags = ("th", *("td" for _ in row.cells[1:]))
    pairs = enumerate(zip(tags, row.cells, strict=True))
    cells = "".join(_cell(tag, cell, table, index) for index, (tag, cell) in pairs)
    return f'<tr class="{row.kind.value}">{cells}</tr>'


def _cell(tag: str, content: str, table: Table, index: int) -> str:
    if index >= table.text_columns:
        return f'<{tag} class="number">{escape(content.replace(" %", f"{_NO_BREAK}%"))}</{tag}>'
    kind = ' class="day"' if _DAY.fullmatch(content) else ""
    return f"<{tag}{kind}>{escape(content)}</{tag}>"
