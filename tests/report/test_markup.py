"""Tables as HTML: what a page of paper needs to know about them."""

import pytest

from bascule.report.markup import table_markup
from bascule.report.tables.table import Row, Table


def _table(rows: int) -> Table:
    cells = tuple(Row(cells=(f"row {k}", "2026-11-26", "12.5 %")) for k in range(rows))
    return Table(title="Shares", headings=("What", "Day", "Share"), rows=cells, text_columns=2)


@pytest.mark.parametrize(("rows", "kind"), [(20, "table"), (21, "table long")])
def test_only_a_long_table_may_be_broken_over_pages(rows: int, kind: str) -> None:
    """Twenty rows fit on a page."""
    assert table_markup(_table(rows)).startswith(f'<figure class="{kind}">')


def test_a_day_and_a_share_stay_on_one_line() -> None:
    """A day by its class, a share by a space that does not break."""
    markup = table_markup(_table(1))
    assert '<td class="day">2026-11-26</td>' in markup
    assert '<td class="number">12.5\N{NO-BREAK SPACE}%</td>' in markup


def test_words_are_not_taken_for_days() -> None:
    """Only a cell that is a day and nothing else."""
    row = Row(cells=("since 2026-11-26", "2026-11", "1"))
    markup = table_markup(Table(title="T", headings=("A", "B", "C"), rows=(row,), text_columns=2))
    assert "day" not in markup
