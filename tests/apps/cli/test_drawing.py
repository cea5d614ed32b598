"""Tables fit the terminal without breaking a number or a word."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bascule.apps.cli.drawing import drawn
from bascule.report.tables.table import Row, RowKind, Table

POLICIES = Table(
    title="Policies",
    headings=("Policy", "Margin, €", "Short of foresight, €/MW-year", "Capture"),
    rows=(
        Row(cells=("always-on", "−1,234,567", "685,114", "0.0 %")),
        Row(cells=("optimal", "1", "2", ">99.9 %")),
    ),
)


def printed(table: Table, width: int) -> str:
    """What a terminal of a width shows."""
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False)
    for part in drawn(table, width):
        console.print(part)
    shown = console.file
    assert isinstance(shown, io.StringIO)
    return shown.getvalue()


def test_a_wide_terminal_gets_one_table() -> None:
    """Headings stay on one line where there is room."""
    assert len(drawn(POLICIES, 100)) == 1
    assert "Short of foresight, €/MW-year" in printed(POLICIES, 100)


@given(st.integers(min_value=24, max_value=120))
def test_no_cell_is_broken_at_any_width(width: int) -> None:
    """Every cell stands whole on its line, and no line is longer than the terminal."""
    shown = printed(POLICIES, width)
    assert all(cell in shown for row in POLICIES.rows for cell in row.cells)
    assert max(map(len, shown.splitlines())) <= width


def test_parts_repeat_the_columns_of_words() -> None:
    """A narrow terminal gets several tables, each with the policies' names."""
    assert printed(POLICIES, 30).count("always-on") == len(drawn(POLICIES, 30)) > 1


def test_names_are_never_markup() -> None:
    """Brackets in a name are printed as they are."""
    table = Table(title="t", headings=("a",), rows=(Row(cells=("[red]hall[/red] :smile:",)),))
    assert "[red]hall[/red] :smile:" in printed(table, 80)


@pytest.mark.parametrize("kind", list(RowKind))
def test_every_kind_of_row_keeps_its_text(kind: RowKind) -> None:
    """Groups and sums differ in style only."""
    table = Table(title="t", headings=("a", "b"), rows=(Row(cells=("sum", "1"), kind=kind),))
    assert "sum" in printed(table, 80)
