"""Plain tables of a backtest."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.report.fixture import POLICIES, make_backtest

from bascule.report.notes import grouped
from bascule.report.numbers import plain_money
from bascule.report.tables.accounts import accounts_table
from bascule.report.tables.ledger import ledger_table, quantities_table
from bascule.report.tables.months import monthly_margin, monthly_table, peaks_table
from bascule.report.tables.origin import (
    assumptions_table,
    forecasts_table,
    notes_table,
    series_table,
    sources_table,
)
from bascule.report.tables.policies import above_per_mw_year, comparison_table, figures_table
from bascule.report.tables.service import service_table
from bascule.report.tables.table import Row, RowKind, Table
from bascule.study.results import Backtest

BACKTEST = make_backtest()
MAKERS = (
    accounts_table,
    comparison_table,
    figures_table,
    ledger_table,
    quantities_table,
    monthly_table,
    peaks_table,
    service_table,
    assumptions_table,
    series_table,
    notes_table,
    forecasts_table,
    sources_table,
)


def number(cell: str) -> float:
    """A cell read back."""
    return float(cell.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_every_table_has_rows(make: Callable[[Backtest], Table]) -> None:
    """A backtest with everything in it leaves no table empty."""
    assert make(BACKTEST).rows


def test_the_comparison_has_a_row_per_policy_with_its_margin() -> None:
    """Policies stand in the order in which they were run."""
    rows = comparison_table(BACKTEST).rows
    assert tuple(row.cells[0] for row in rows) == POLICIES
    for row, result in zip(rows, BACKTEST.results, strict=True):
        assert number(row.cells[1]) == pytest.approx(result.metrics.margin, abs=0.5)


def test_always_on_is_nothing_above_itself() -> None:
    """Money per MW-year is counted from always-on."""
    assert above_per_mw_year(BACKTEST.result("always-on"), BACKTEST) == 0.0


def test_the_ledger_ends_in_the_margin() -> None:
    """Lines and the margin agree, policy by policy."""
    rows = ledger_table(BACKTEST).rows
    lines = [row for row in rows if row.kind is RowKind.LINE]
    for column in range(1, len(POLICIES) + 1):
        total = sum(number(row.cells[column]) for row in lines)
        assert number(rows[-2].cells[column]) == pytest.approx(total, abs=len(lines))


def test_months_add_up_to_the_margin() -> None:
    """No interval of the ledger is lost between local months."""
    for result in BACKTEST.results:
        months = monthly_margin(result, BACKTEST.site.time_zone)
        assert math.fsum(months.values()) == pytest.approx(result.ledger.total, rel=1e-12)


def test_months_are_those_of_the_site() -> None:
    """The first interval, 30 October 05:00 UTC, is October in Texas, and November starts at 05:00 UTC there."""
    line = BACKTEST.result("optimal").ledger.lines[0]
    october = monthly_margin(BACKTEST.result("optimal"), "America/Chicago")[2022 * 12 + 9]
    sums = sum(float(each.amounts[:48].sum()) for each in BACKTEST.result("optimal").ledger.lines)
    assert line.amounts.size > 48
    assert october == pytest.approx(sums, rel=1e-12)


def test_a_generated_series_is_marked() -> None:
    """Synthetic prices say so in the list of series."""
    assert series_table(BACKTEST).rows[0].cells[1] == "SYNTHETIC"
    assert series_table(make_backtest(synthetic=False)).rows[0].cells[1] != "SYNTHETIC"


def test_a_row_that_does_not_fit_is_refused() -> None:
    """A cell too few is a mistake of ours."""
    with pytest.raises(ValueError, match="under 2 headings"):
        Table(title="t", headings=("a", "b"), rows=(Row(cells=("1",)),))


def test_a_figure_that_no_policy_has_is_no_column() -> None:
    """Without foresight there is no capture to show, and no zero stands for it."""
    result = BACKTEST.result("optimal")
    unknown = replace(result.metrics, capture_frac=None, regret_per_mw_year=None)
    alone = replace(BACKTEST, results=(replace(result, metrics=unknown),))
    assert not {"Capture", "Above always-on, $/MW-year"} & set(comparison_table(alone).headings)


def test_service_levels_show_what_tiers_tell_apart() -> None:
    """Three decimals, the credit, the right to leave; a month run in part is marked."""
    rows = {row.cells[0]: row.cells for row in service_table(BACKTEST).rows}
    assert rows["optimal"][2] == "2022-10*"
    assert rows["foresight"][2:] == (
        *("2022-10", "99.950 %", "36", "200", "150", "2", "144,000", "14,400", "2", "2024-09-01 00:00"),
    )


def test_like_remarks_about_series_stand_together() -> None:
    """Three series repaired alike are one line."""
    assert grouped(["a: filled", "b_mw: filled", "x y: odd"]) == ("a, b_mw: filled", "x y: odd")


def test_the_terminal_may_ask_for_some_forecasts() -> None:
    """Only the series named are scored in the table."""
    assert not forecasts_table(BACKTEST, frozenset()).rows


def test_groups_of_the_ledger_add_up_to_the_margin() -> None:
    """The last row of the short ledger is the margin of every policy."""
    totals = tuple(plain_money(result.ledger.total) for result in BACKTEST.results)
    assert accounts_table(BACKTEST).rows[-1].cells[1:] == totals
