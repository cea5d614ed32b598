"""The figures of a run, by hand."""

import pytest
from tests.dispatch.sites import (
    EVER,
    EXPORT,
    JANUARY,
    OFF,
    Case,
    battery,
    case,
    demand_charge,
    fleet,
    job,
    pool,
    site,
)

from bascule.model.ai_contracts import FirmReservation
from bascule.model.asic_fleet import OperatingPoint
from bascule.model.grid_connection import GridConnection
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.study.metrics import metrics
from bascule.study.results import Metrics

FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="work",
    gpus=600.0,
    price_per_gpu_h=0.1,
    shortfall_penalty_per_gpu_h=3.0,
    term=EVER,
)


def figures(planned: Case, always_on: float | None = None, bound: float | None = None) -> Metrics:
    """Metrics of the best plan."""
    outcome = planned.run()
    jobs = {j.name: j for j in planned.jobs}
    return metrics(
        planned.site, outcome, planned.ledger(outcome), planned.piece.values, jobs, always_on, bound
    )


def of(place: Site, spot: list[float], **series: list[float]) -> Metrics:
    """Metrics of a site's best plan."""
    return figures(case(place, spot, **series))  # type: ignore[arg-type]  # series only


class TestMoney:
    planned = case(site(fleets=(fleet(),)), [40, 60, 40])

    @pytest.mark.parametrize(
        ("always_on", "bound", "capture"),
        [(100, 300, 0.5), (0, 200, 1.0), (200, 200, None), (None, 200, None)],
    )
    def test_capture_is_the_share_of_the_spread(
        self, always_on: float | None, bound: float, capture: float | None
    ) -> None:
        """The plan earns 200: all of what can be moved, half of it, or nothing to speak of."""
        assert figures(self.planned, always_on, bound).capture_frac == (
            None if capture is None else pytest.approx(capture)
        )

    def test_ratio_and_regret_stand_beside_it(self) -> None:
        """200 of 300 on 100 MW in three hours."""
        found = figures(self.planned, 0, 300)
        assert found.margin_ratio == pytest.approx(2 / 3)
        assert found.regret_per_mw_year == pytest.approx(100 / 100 / (3 / 8760))

    def test_take_or_pay_is_not_movable(self) -> None:
        """60 of reservation fees are in the margin only."""
        found = of(site(pools=(pool(),), reservations=(FIRM,)), [10])
        assert (found.margin, found.movable) == pytest.approx((60 - 6, -6))

    def test_the_price_paid_is_weighted_by_volume(self) -> None:
        """20 MWh at 40 and none at 60."""
        assert figures(self.planned).energy_price_paid_per_mwh == pytest.approx(40)


class TestService:
    def test_service_is_delivered_over_reserved(self) -> None:
        """An hour of two with 450 of 600 GPUs: 1,050 of 1,200 GPU-hours, full in half of the intervals."""
        firm = {"term": EVER, "name": "firm", "pool": "pool", "job_class": "work", "price_per_gpu_h": 0.0}
        held = FirmReservation(gpus=SeriesRef(name="firm"), shortfall_penalty_per_gpu_h=3.0, **firm)  # type: ignore[arg-type]
        place = site(grid=GridConnection(import_limit_mw=0.45), pools=(pool(),), reservations=(held,))
        found = of(place, [10, 10], firm=[600, 400])
        assert found.ai_service_frac == pytest.approx(850 / 1000)
        assert found.firm_intervals_frac == pytest.approx(0.5)

    def test_without_reservations_there_is_no_service(self) -> None:
        """None, not one or zero."""
        assert (
            of(site(fleets=(fleet(),)), [40]).ai_service_frac,
            of(site(fleets=(fleet(),)), [40]).firm_intervals_frac,
        ) == (None, None)

    def test_jobs_done_of_jobs_due(self) -> None:
        """One finishes, one cannot, one is due after the end."""
        jobs = (
            job(500, 0, 2),
            job(5000, 0, 2, name="large", value_per_gpu_h=0.05),
            job(500, 0, 9, name="late"),
        )
        place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(),), jobs=jobs)
        assert of(place, [10, 10]).jobs_done == (1, 2)


class TestMachines:
    def test_uptime_counts_machines_not_power(self) -> None:
        """All machines at eco are all up; none in the second hour."""
        points = (
            OFF,
            OperatingPoint(name="eco", power_w=500.0, hashrate_th_s=40.0),
            OperatingPoint(name="normal", power_w=1000.0, hashrate_th_s=60.0),
        )
        found = of(site(fleets=(fleet(points=points),)), [60, 90])
        assert found.uptime_frac == {"fleet": pytest.approx(0.5)}

    def test_starts_per_machine(self) -> None:
        """Off in two spikes: two starts each."""
        assert of(site(fleets=(fleet(),)), [40, 60, 40, 60, 40]).starts_per_machine == {
            "fleet": pytest.approx(2)
        }

    def test_hashrate_produced(self) -> None:
        """10,000 machines of 50 TH/s for two hours are 1 EH/s-hour."""
        assert of(site(fleets=(fleet(),)), [40, 40]).hash_eh_h == pytest.approx(1.0)

    def test_battery_cycles(self) -> None:
        """10 MWh out of 10 in each of two peaks."""
        grid = GridConnection(import_limit_mw=100.0, export_limit_mw=100.0)
        place = site(grid=grid, exports=(EXPORT,), batteries=(battery(),))
        assert of(place, [10, 50, 20, 80]).battery_cycles == {"battery": pytest.approx(2)}


class TestEnergy:
    def test_uses_add_up_to_what_entered_the_bus(self) -> None:
        """Halls, battery losses and auxiliaries against import less losses and export."""
        grid = GridConnection(
            import_limit_mw=40.0,
            export_limit_mw=5.0,
            loss_frac=0.05,
            auxiliary_fixed_mw=1.0,
            auxiliary_per_it_frac=0.1,
        )
        lossy = battery(4.0, 8.0, charge_efficiency_frac=0.8)
        place = site(
            grid=grid,
            exports=(EXPORT,),
            fleets=(fleet(),),
            pools=(pool(),),
            reservations=(FIRM,),
            batteries=(lossy,),
        )
        planned = case(place, [20, 90, 30, 100])
        outcome, found = planned.run(), figures(planned)
        used = sum(mwh for use, mwh in found.mwh_by_use.items() if use != "export")
        assert used == pytest.approx(found.import_mwh * 0.95 - outcome.export_mw.sum() / 0.95)
        assert found.mwh_by_use["export"] == pytest.approx(outcome.export_mw.sum())

    def test_peaks_by_charge_and_month(self) -> None:
        """10 MW in January."""
        found = of(site(fleets=(fleet(),), demand_charges=(demand_charge(0.001),)), [40, 60])
        assert found.peaks_mw == {("peak", JANUARY): pytest.approx(10)}

    def test_carbon_of_imported_energy(self) -> None:
        """10 MWh at 200 g/kWh are 2 tonnes; without a series nobody knows."""
        place = site(fleets=(fleet(),), carbon=SeriesRef(name="carbon"))
        assert of(place, [40, 60], carbon=[200, 900]).carbon_tonnes == pytest.approx(2)
        assert of(site(fleets=(fleet(),)), [40]).carbon_tonnes is None

    def test_a_site_at_rest_paid_no_price(self) -> None:
        """Nothing imported, nothing divided by it."""
        assert of(site(fleets=(fleet(),)), [99]).energy_price_paid_per_mwh == 0
