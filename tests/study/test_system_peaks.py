"""Peaks of the system through a run: perfect foresight leaves them out, hits and misses are counted, errors are money."""

from datetime import timedelta

import numpy as np
import pytest
from tests.dispatch.sites import EVER, HOUR, fleet, site
from tests.study.markets import ALWAYS, DAY_AHEAD, market

from bascule.model.energy_contracts import DemandCharge
from bascule.model.ledger import Account
from bascule.model.network_charges import CoincidentPeakCharge, PowerClass, SubscribedPower
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.study.backtest import initial_state
from bascule.study.compare import compare, needed_names
from bascule.study.network_results import Approximated, Approximation
from bascule.study.results import Backtest, PolicyResult

JANUARY_H, FEBRUARY_H = 744, 672
PEAKS = {"january": 100, "february": JANUARY_H + 300}
CHARGE = CoincidentPeakCharge(
    name="4cp",
    per_kw_year={2027: 0.4},
    months=(1, 2),
    system_load=SeriesRef(name="load"),
    interval=HOUR,
    term=EVER,
)


def place(**parts: object) -> Site:
    """10 MW of hashing worth 50 under the charge: 200 a MW in each month's peak."""
    return site(**{"fleets": (fleet(),), "coincident_peaks": (CHARGE,), **parts})


def world(hours: int = JANUARY_H + FEBRUARY_H) -> Backtest:
    """Two months at 40, a sure sign of January's peak, two hours of false alarm, and none of February's."""
    load, probability = np.full(hours, 1.0), np.zeros(hours)
    for peak in PEAKS.values():
        load[min(peak, hours - 1)] = 2.0
    probability[PEAKS["january"]] = 0.9
    probability[[50, 51]] = 0.5
    series = {"spot": np.full(hours, 40.0), "load": load, "load_peak_probability_frac": probability}
    data = market(series, rules={"spot": ALWAYS})
    end = data.grid.end
    return compare(place(), data, data.grid.start, end, ("always-on", "optimal", "foresight"))


FOUND = world()


def result(policy: str) -> PolicyResult:
    """One run over both months."""
    return FOUND.result(policy)


def approximation(policy: str) -> Approximation:
    """The one charge that is approximated."""
    [one] = result(policy).approximations
    return one


def test_always_on_pays_for_both_peaks() -> None:
    """10 MW at 200 each."""
    assert result("always-on").ledger.of(Account.COINCIDENT_PEAK) == pytest.approx(-4000)
    [met] = result("always-on").system_peaks
    assert (len(met.hits), len(met.misses), met.given_up_per_miss_mwh) == (0, 2, 0)


def test_foresight_leaves_the_true_peaks_out_and_its_objective_is_the_bill() -> None:
    """It knows the load, whatever the probabilities say: the hour of January's peak is given up, February's was never likely."""
    [met] = result("foresight").system_peaks
    assert [peak.hit for peak in met.peaks] == [True, True]
    assert [peak.given_up_mwh for peak in met.peaks] == [10, 0]
    assert met.given_up_per_hit_mwh == 5
    assert result("foresight").ledger.total == pytest.approx((JANUARY_H + FEBRUARY_H - 2) * 100)
    assert result("foresight").metrics.regret_per_mw_year == pytest.approx(0, abs=1e-6)
    assert approximation("foresight").error == 0


def test_optimal_follows_the_probabilities() -> None:
    """It is off in the likely hours: January's peak is hit at the price of two hours more, February's is missed."""
    [met] = result("optimal").system_peaks
    january, february = met.peaks
    assert (january.hit, january.import_mw, january.given_up_mwh) == (True, 0, 30)
    assert (february.hit, february.import_mw, february.given_up_mwh) == (False, 10, 0)
    assert (met.given_up_per_hit_mwh, met.given_up_per_miss_mwh) == (30, 0)


def test_expected_and_booked_peaks_are_put_side_by_side() -> None:
    """Nothing was expected of February's peak, and 2,000 were booked."""
    one = approximation("optimal")
    assert (one.kind, one.planned) == (Approximated.COINCIDENT_PEAK, 0)
    assert one.billed == pytest.approx(2000)


def test_a_policy_that_does_not_plan_approximates_nothing() -> None:
    """Always-on has no linear form."""
    assert result("always-on").approximations == ()


def test_a_month_that_the_period_does_not_cover_is_said() -> None:
    """All but the last hour of February."""
    found = world(JANUARY_H + FEBRUARY_H - 1)
    note = "4cp: 2026-02 is not in the period whole, so its peak is not billed"
    assert all(note in one.notes for one in found.results)
    assert found.result("always-on").ledger.of(Account.COINCIDENT_PEAK) == pytest.approx(-2000)


def test_the_load_settles_and_the_probability_decides() -> None:
    """A plan waits for the probability only."""
    assert "load_peak_probability_frac" in needed_names(place())
    assert "load" not in needed_names(place())


def test_the_energy_price_that_is_reported_has_no_peak_in_it() -> None:
    """Expected peaks weigh on decisions alone."""
    assert FOUND.import_rate.max() == 40


class TestRatchet:
    place = site(
        fleets=(fleet(),),
        demand_charges=(
            DemandCharge(
                name="peak",
                per_kw_month=0.5,
                billing_interval=HOUR,
                term=EVER,
                ratchet_frac=0.5,
                earlier_peaks_mw={2025 * 12 + 11: 4.0, 2026 * 12 + 5: 90.0},
            ),
        ),
    )

    def test_only_earlier_months_are_taken_into_the_state(self) -> None:
        """June is still to come."""
        start = market({"spot": [1.0]}).grid.start
        assert initial_state(self.place, start).peak_mw == {("peak", 2025 * 12 + 11): 4.0}

    def test_the_echo_that_a_plan_did_not_see_is_its_error(self) -> None:
        """January pays 10 MW; February, where power is too dear, half of that, of which two were known before."""
        spot = np.concatenate([np.full(JANUARY_H, 40.0), np.full(FEBRUARY_H, 60.0)])
        data = market({"spot": spot}, rules={"spot": DAY_AHEAD})
        found = compare(self.place, data, data.grid.start, data.grid.end, ("optimal", "foresight"))
        [optimal] = found.result("optimal").approximations
        [foresight] = found.result("foresight").approximations
        assert [optimal.planned, optimal.billed] == pytest.approx([6000, 7500])
        assert [foresight.planned, foresight.billed] == pytest.approx([7500, 7500])
        assert found.result("optimal").metrics.peaks_mw == {
            ("peak", 2026 * 12): pytest.approx(10),
            ("peak", 2026 * 12 + 1): pytest.approx(5),
        }
        assert found.result("foresight").metrics.regret_per_mw_year == pytest.approx(0, abs=1e-4)


def test_overruns_are_planned_close_to_their_bill() -> None:
    """Four days of quarter-hours at random: what plans counted is within a thousandth of what they are billed."""
    power = SubscribedPower(
        name="htb",
        classes=(
            PowerClass(name="all", subscribed_mw=5.0, per_kw_year=1.0, overrun_per_kw=0.05, windows=()),
        ),
        term=EVER,
        interval=timedelta(minutes=10),
    )
    spot = np.random.default_rng(2).normal(40, 20, 4 * 96)
    data = market({"spot": spot}, step_h=0.25, rules={"spot": ALWAYS})
    here = site(fleets=(fleet(),), subscriptions=(power,))
    found = compare(here, data, data.grid.start, data.grid.end, ("always-on", "optimal", "foresight"))
    for policy in ("optimal", "foresight"):
        [one] = found.result(policy).approximations
        assert one.kind is Approximated.OVERRUN
        assert one.billed > 0
        assert 0 <= one.error <= 2e-3 * one.billed
    capture = found.result("optimal").metrics.capture_frac
    assert capture is not None
    assert capture > 0.5
