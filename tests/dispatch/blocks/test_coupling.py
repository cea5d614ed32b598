"""What couples the site's import over time: ramps, monthly peaks, an emission cap."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import (
    EVER,
    HOUR,
    JANUARY,
    START,
    Case,
    battery,
    case,
    demand_charge,
    earned,
    fleet,
    pool,
    site,
)

from bascule.dispatch.asking import Asking
from bascule.dispatch.check import check_ramp
from bascule.model.ai_contracts import ColocationLease, FirmReservation
from bascule.model.curve import flat
from bascule.model.grid_connection import GridConnection
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.series import SeriesRef
from bascule.model.site import EmissionCap, Site
from bascule.model.state import SiteState
from bascule.model.term import Term
from bascule.model.window import Window


def charged(per_kw_month: float, hours: float = 1.0, **parts: object) -> Site:
    """A fleet of 10 MW worth 50 under a demand charge."""
    return site(**{"fleets": (fleet(),), "demand_charges": (demand_charge(per_kw_month, hours),), **parts})


def imported(planned: Case) -> list[float]:
    """Import of the best plan."""
    return [round(mw, 6) for mw in planned.run().import_mw.tolist()]


class TestRamp:
    place = site(grid=GridConnection(import_limit_mw=100.0, ramp_mw_per_h=5.0), fleets=(fleet(),))

    def test_the_site_climbs_and_dips_by_its_ramp(self) -> None:
        """Around an hour at 100 the import falls to 5 MW and no further."""
        planned = case(self.place, [0, 0, 100, 0], state=SiteState(time=START, net_import_mw=0.0))
        assert imported(planned) == [5, 10, 5, 10]
        assert planned.plan().objective == pytest.approx(250 + 500 - 250 + 500)
        check_ramp(self.place, planned.run(), 0.0)

    def test_an_unknown_past_does_not_bind(self) -> None:
        """Where net import before is not known the first interval is free."""
        assert imported(case(self.place, [0, 0])) == [10, 10]


class TestPeak:
    @pytest.mark.parametrize(("per_kw_month", "best"), [(0.02, 300 - 200), (0.04, 0)])
    def test_a_peak_is_worth_its_hours_or_is_not_made(self, per_kw_month: float, best: float) -> None:
        """Three hours earn 30 per MW: more than a charge of 20, less than one of 40."""
        assert earned(charged(per_kw_month), [40, 40, 40]) == pytest.approx(best)

    def test_a_battery_shaves_the_peak(self) -> None:
        """A firm load of 4, 8, 4 MW is met with 6, 6, 4: what comes after cannot help."""
        firm = FirmReservation(
            name="firm",
            pool="pool",
            job_class="work",
            gpus=SeriesRef(name="firm"),
            price_per_gpu_h=0.0,
            shortfall_penalty_per_gpu_h=9.0,
            term=EVER,
        )
        place = charged(0.01, fleets=(), pools=(pool(8000),), reservations=(firm,), batteries=(battery(),))
        assert imported(case(place, [0, 0, 0], firm=[4000, 8000, 4000]))[:2] == [6, 6]
        assert earned(place, [0, 0, 0], firm=[4000, 8000, 4000]) == pytest.approx(-60)

    def test_a_peak_already_owed_is_free(self) -> None:
        """4 MW are owed: the machines use them and no more, and the ledger bills no more."""
        planned = case(charged(0.02), [40], state=SiteState(time=START, peak_mw={("peak", JANUARY): 4.0}))
        assert imported(planned) == [4]
        assert planned.plan().objective == pytest.approx(40) == planned.ledger().total

    def test_the_mean_of_a_billing_interval_is_billed(self) -> None:
        """10 MW for one half hour and none for the other are a peak of 5."""
        planned = case(charged(0.03), [0, 1000], step_h=0.5)
        assert planned.plan().objective == pytest.approx(250 - 150)
        assert planned.ledger().total == pytest.approx(100)

    def test_half_a_billing_interval_is_not_yet_a_peak(self) -> None:
        """10 MW in the first half hour and none in the second leave a peak of 5 in the state."""
        place = charged(0.0)
        _, middle = case(place, [0], step_h=0.5).advance()
        later = Case(
            site=place, values=case(place, [99]).values, step_h=0.5, state=middle, start=START + HOUR / 2
        )
        assert later.advance()[1].peak_mw["peak", JANUARY] == pytest.approx(5)

    @pytest.mark.parametrize(("per_kw_month", "best"), [(0.02, 0), (0.005, 100)])
    def test_each_month_has_its_own_peak(self, per_kw_month: float, best: float) -> None:
        """The last hour of January and the first of February earn 10 per MW each and owe a peak each."""
        values = case(charged(per_kw_month), [40, 40]).values
        planned = Case(site=charged(per_kw_month), values=values, start=START + timedelta(days=31) - HOUR)
        assert planned.plan().objective == pytest.approx(best)
        assert planned.ledger().total == pytest.approx(best)

    def test_a_horizon_may_weigh_a_share_of_the_charge(self) -> None:
        """A quarter of 20 is less than the 10 that an hour earns."""
        weighed = Asking(peak_weight={("peak", JANUARY): 0.25})
        planned = Case(site=charged(0.02), values=case(charged(0.02), [40]).values, asking=weighed)
        assert planned.plan().objective == pytest.approx(100 - 50)

    def test_a_floor_asked_for_is_free(self) -> None:
        """7 MW taken as owed in any case are used, though the state owes none."""
        floored = Asking(peak_floor_mw={("peak", JANUARY): 7.0})
        assert imported(
            Case(site=charged(0.02), values=case(charged(0.02), [40]).values, asking=floored)
        ) == [7]


class TestEmissions:
    @staticmethod
    def capped(tonnes: float, first: int = 0, hours: int = 3) -> Site:
        """A fleet of 10 MW worth 50 under a cap for some hours."""
        term = Term(start=START + first * HOUR, end=START + (first + hours) * HOUR)
        return site(
            fleets=(fleet(),),
            emission_cap=EmissionCap(tonnes=tonnes, carbon=SeriesRef(name="carbon"), term=term),
        )

    def test_the_cap_goes_to_the_hours_that_earn_most(self) -> None:
        """15 tonnes at 1 t/MWh: 10 MWh that earn 30 and 5 that earn 20; a sixteenth tonne is worth 20."""
        assert earned(self.capped(15), [40, 20, 30], carbon=[1000] * 3) == pytest.approx(400)
        assert earned(self.capped(16), [40, 20, 30], carbon=[1000] * 3) == pytest.approx(420)

    def test_cleaner_hours_go_further(self) -> None:
        """10 tonnes buy 10 MWh that earn 30, or 20 that earn 20 in two hours at half the carbon."""
        assert earned(self.capped(10), [20, 30, 30], carbon=[1000, 500, 500]) == pytest.approx(400)

    def test_what_was_emitted_before_is_gone(self) -> None:
        """9 of 15 tonnes are emitted: 6 are left."""
        planned = case(
            self.capped(15), [40, 20, 30], state=SiteState(time=START, emitted_tonnes=9.0), carbon=[1000] * 3
        )
        assert planned.plan().objective == pytest.approx(180)

    def test_a_cap_that_begins_later_is_not_spent_before(self) -> None:
        """All of a horizon of four hours holds a cap on its last two: both may emit all 10 tonnes."""
        planned = case(self.capped(10, 2, 2), [0] * 4, carbon=[1000] * 4)
        assert planned.run().import_mw.sum() == pytest.approx(10 + 10 + 10)


class TestRatchet:
    """A month is billed at least half of the highest peak of the 11 months before."""

    @staticmethod
    def at(per_kw_month: float) -> Site:
        """The charge with a ratchet of a half."""
        return charged(per_kw_month, demand_charges=(replace(demand_charge(per_kw_month), ratchet_frac=0.5),))

    def test_the_ratchet_of_earlier_months_is_free_to_use(self) -> None:
        """December's 8 MW bill 4 MW in January: the machines use them and no more, and both are on the bill."""
        before = SiteState(time=START, peak_mw={("peak", JANUARY - 1): 8.0})
        planned = case(self.at(0.02), [40], state=before)
        assert imported(planned) == [4]
        assert planned.plan().objective == pytest.approx(40 - 80) == planned.ledger().total

    def test_in_a_month_under_way_the_ratchet_was_billed_before(self) -> None:
        """1 MW so far in January: its 4 MW of ratchet are on an earlier bill."""
        peaks = {("peak", JANUARY - 1): 8.0, ("peak", JANUARY): 1.0}
        planned = case(self.at(0.02), [40], state=SiteState(time=START, peak_mw=peaks))
        assert imported(planned) == [4]
        assert planned.plan().objective == pytest.approx(40) == planned.ledger().total

    @pytest.mark.parametrize(("per_kw_month", "january_mw"), [(0.009, 0), (0.006, 10)])
    def test_a_horizon_of_two_months_sees_the_echo(self, per_kw_month: float, january_mw: float) -> None:
        """10 a MW in January's last hour, none in February: 9 + 4.5 is too much, 6 + 3 is not."""
        place = self.at(per_kw_month)
        values = case(place, [40, 99]).values
        planned = Case(site=place, values=values, start=START + timedelta(days=31) - HOUR)
        assert imported(planned) == [january_mw, 0]
        assert planned.plan().objective == pytest.approx(planned.ledger().total)

    @given(st.lists(st.integers(0, 99), min_size=5, max_size=5), st.integers(0, 8))
    @settings(max_examples=20, deadline=None)
    def test_the_objective_is_the_bill_over_months(self, spot: list[int], earlier_mw: int) -> None:
        """Five steps of three weeks with a peak of December behind them."""
        place = self.at(8.0)
        before = SiteState(time=START, peak_mw={("peak", JANUARY - 1): float(earlier_mw)})
        planned = case(place, spot, step_h=504.0, state=before)
        assert planned.plan().objective == pytest.approx(planned.ledger().total, abs=1e-6)


class TestWindow:
    def test_only_hours_in_the_window_make_a_peak(self) -> None:
        """A charge on 01:00 to 02:00 keeps that hour at rest and no other."""
        inside = replace(demand_charge(0.5), window=Window(start_hour=1.0, end_hour=2.0))
        planned = case(charged(0.5, demand_charges=(inside,)), [40, 40, 40])
        assert imported(planned) == [10, 0, 10]
        assert planned.plan().objective == pytest.approx(planned.ledger().total)


class TestSystemPeaks:
    """A third of an interval's probability weighs a third of the charge; the ledger's energy rate is not touched."""

    place = site(
        fleets=(fleet(),),
        coincident_peaks=(
            CoincidentPeakCharge(
                name="4cp",
                per_kw_year={2027: 0.04},
                months=(1, 2),
                system_load=SeriesRef(name="load"),
                interval=HOUR,
                term=EVER,
            ),
        ),
    )

    def test_likely_hours_are_left_out(self) -> None:
        """20 a MW in the peak: a chance of a half costs 10 and stops what earns 5, a tenth does not."""
        series = {"load": [1.0] * 3, "load_peak_probability_frac": [0.0, 0.1, 0.5]}
        planned = case(self.place, [45] * 3, **series)  # type: ignore[arg-type]  # series only
        assert imported(planned) == [10, 10, 0]

    def test_no_more_than_the_energy_is_on_the_ledger_before_the_month_is_over(self) -> None:
        """Three hours of January settle at their price."""
        planned = case(self.place, [45] * 3, load=[1.0] * 3, load_peak_probability_frac=[0.0, 0.1, 0.0])
        assert planned.ledger().total == pytest.approx(150)

    def test_tenants_pay_for_their_own_power_in_the_peak(self) -> None:
        """What they are expected to pay stands in the objective, whatever is decided."""
        tenant = ColocationLease(
            name="tenant",
            contracted_it_mw=5.0,
            drawn_frac=1.0,
            rent_per_kw_month=0.0,
            pue=flat(1.0),
            shortfall_penalty_per_mwh=900.0,
            energy_pass_through=False,
            network_pass_through=True,
            term=EVER,
        )
        series = {"load": [1.0], "load_peak_probability_frac": [0.5]}
        alone = case(replace(self.place, fleets=(), leases=(tenant,)), [0], **series)  # type: ignore[arg-type]  # series only
        assert alone.plan().objective == pytest.approx(0)
