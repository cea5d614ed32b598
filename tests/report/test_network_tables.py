"""Tables of system peaks and of approximated charges."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.report.fixture import make_backtest

from bascule.report.html import render
from bascule.report.tables.network import approximations_table, system_peaks_table
from bascule.report.tables.table import RowKind
from bascule.study.network_results import Approximated, Approximation, PeakMet, PeaksMet
from bascule.study.results import Backtest


def peak(month: int, day: int, off_frac: float, given_up_mwh: float) -> PeakMet:
    """A peak of 2022 at 21:00 UTC."""
    return PeakMet(
        start=datetime(2022, month, day, 21, tzinfo=UTC),
        month=2022 * 12 + month - 1,
        load_mw=79_000.0,
        import_mw=12.5,
        paid=1_000.0,
        hashing_off_frac=off_frac,
        given_up_mwh=given_up_mwh,
    )


MET = PeaksMet(charge="4cp", peaks=(peak(6, 20, 1.0, 30.0), peak(7, 19, 0.4, 50.0), peak(8, 2, 0.5, 10.0)))


def backtest() -> Backtest:
    """The fixture, its plan with peaks and approximations."""
    made = make_backtest()
    kinds = [
        Approximation(kind=kind, item="contract", planned=900.0, billed=1_000.0) for kind in Approximated
    ]
    results = [
        replace(result, system_peaks=(MET,), approximations=tuple(kinds))
        if result.policy == "optimal"
        else result
        for result in made.results
    ]
    return replace(made, results=tuple(results))


def test_each_peak_has_a_row_and_each_charge_a_sum() -> None:
    """Hit from half of the hashing on; local day and hour; energy per hit and per miss."""
    *peaks, total = system_peaks_table(backtest()).rows
    assert [row.cells[2] for row in peaks] == [
        "Mon 2022-06-20 16:00: hit",
        "Tue 2022-07-19 16:00: missed",
        "Tue 2022-08-02 16:00: hit",
    ]
    assert peaks[0].cells[3:] == ("12.5", "100 %", "30", "1,000")
    assert total.kind is RowKind.SUM
    assert total.cells[2] == "2 of 3 hit; MWh given up per hit 20; per miss 50"
    assert total.cells[-2:] == ("90", "3,000")


def test_each_approximated_charge_has_its_error() -> None:
    """Planned, billed, and what is between them."""
    rows = approximations_table(backtest()).rows
    assert len(rows) == len(Approximated)
    assert rows[0].cells[1:] == ("ratchet", "contract", "900", "1,000", "100")


def test_a_backtest_without_them_has_no_rows() -> None:
    """Nothing is shown of what a site does not have."""
    assert system_peaks_table(make_backtest()).rows == ()
    assert approximations_table(make_backtest()).rows == ()


def test_the_page_shows_both() -> None:
    """They stand with what the plant did."""
    page = render(backtest(), command="bascule")
    assert "Peaks of the system" in page
    assert "Charges that plans approximate" in page
