"""Why: each asset's break-even against the marginal value at the bus."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import EVER, EXPORT, OFF, battery, case, fleet, job, pool, site

from bascule.dispatch.reasons import explain
from bascule.model.ai_contracts import ColocationLease, FirmReservation, GpuSale
from bascule.model.asic_fleet import Derate, OperatingPoint
from bascule.model.curve import TemperatureCurve
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.generator import Generator
from bascule.model.grid_connection import GridConnection
from bascule.model.reason import Reason, ReasonKind
from bascule.model.series import SeriesRef
from bascule.model.site import Site


def why(place: Site, spot: list[float], asset: str, **series: list[float]) -> list[Reason]:
    """Reasons of one asset under the best plan."""
    planned = case(place, spot, **series)  # type: ignore[arg-type]  # series only
    schedule = planned.schedule()
    assert schedule.marginal is not None
    outcome, marginal = planned.run(schedule.setpoints), schedule.marginal
    tracks = explain(
        planned.shape, outcome, planned.piece.values, marginal.bus_per_mwh, marginal.stored_per_mwh
    )
    return [tracks[asset].at(k) for k in range(len(spot))]


def kinds(reasons: list[Reason]) -> list[ReasonKind]:
    """Their kinds."""
    return [reason.kind for reason in reasons]


class TestFleet:
    def test_on_and_off_with_their_numbers(self) -> None:
        """Worth 50 against 40 and 61, one MW of auxiliaries at the margin."""
        place = site(grid=GridConnection(import_limit_mw=100.0, auxiliary_fixed_mw=1.0), fleets=(fleet(),))
        on, off = why(place, [40, 61], "fleet")
        assert (on.kind, off.kind) == (ReasonKind.HASH_ON, ReasonKind.HASH_OFF)
        assert off.numbers == {"break_even_per_mwh": pytest.approx(50), "price_per_mwh": pytest.approx(61)}

    def test_part_names_the_segment_at_the_edge(self) -> None:
        """At 60 the second half of the power, worth 40, does not run."""
        points = (
            OFF,
            OperatingPoint(name="eco", power_w=500.0, hashrate_th_s=40.0),
            OperatingPoint(name="normal", power_w=1000.0, hashrate_th_s=60.0),
        )
        grid = GridConnection(import_limit_mw=100.0, auxiliary_fixed_mw=1.0)
        (reason,) = why(site(grid=grid, fleets=(fleet(points=points),)), [60], "fleet")
        assert reason.kind is ReasonKind.HASH_PART
        assert reason.numbers["price_per_mwh"] == pytest.approx(60)

    def test_held_where_stopping_would_cost_a_start(self) -> None:
        """It rides through an hour at 80 because a start costs 40."""
        grid = GridConnection(import_limit_mw=100.0, auxiliary_fixed_mw=1.0)
        place = site(grid=grid, fleets=(fleet(mw=1.0, start_cost=0.04),))
        assert kinds(why(place, [40, 80, 30, 30, 30], "fleet"))[1] is ReasonKind.HASH_HELD

    def test_too_hot_is_unavailable(self) -> None:
        """At 50 C no power is left to it."""
        none = TemperatureCurve(temperatures_c=(40.0, 50.0), values=(1.0, 0.0))
        hot = fleet(derate=Derate(power_frac=none, hashrate_frac=none))
        place = site(fleets=(hot,), temperature=SeriesRef(name="outdoor_c"))
        assert kinds(why(place, [10], "fleet", outdoor_c=[50])) == [ReasonKind.UNAVAILABLE]

    def test_asleep_is_off(self) -> None:
        """Machines that sleep at 20 W are off, not partly on."""
        sleepy = fleet(
            points=(
                OperatingPoint(name="sleep", power_w=20.0, hashrate_th_s=0.0),
                OperatingPoint(name="on", power_w=1000.0, hashrate_th_s=50.0),
            )
        )
        assert kinds(why(site(fleets=(sleepy,)), [100], "fleet")) == [ReasonKind.HASH_OFF]

    def test_without_a_plan_the_import_rate_stands_in(self) -> None:
        """A rule has no marginal values: power costs its price over what is left after losses."""
        planned = case(
            site(grid=GridConnection(import_limit_mw=100.0, loss_frac=0.2), fleets=(fleet(),)), [60]
        )
        tracks = explain(planned.shape, planned.run(), planned.piece.values, np.array([np.nan]), {})
        assert tracks["fleet"].at(0).numbers["price_per_mwh"] == pytest.approx(75)

    def test_worth_of_the_whole_curve(self) -> None:
        """From rest to the top 60 TH/s on 1 kW are worth 60 per MWh, less at a PUE of 1.2."""
        cooled = fleet(60.0, pue=TemperatureCurve(temperatures_c=(0.0,), values=(1.2,)))
        assert case(site(fleets=(cooled,)), [40]).inputs().groups[0].whole_worth.tolist() == pytest.approx(
            [50]
        )


class TestCompute:
    def test_firm_work_is_served_or_short(self) -> None:
        """600 GPUs on 0.4 MW leave 200 short."""
        firm = FirmReservation(
            name="firm",
            pool="pool",
            job_class="work",
            gpus=600.0,
            price_per_gpu_h=0.0,
            shortfall_penalty_per_gpu_h=3.0,
            term=EVER,
        )
        place = site(grid=GridConnection(import_limit_mw=0.4), pools=(pool(),), reservations=(firm,))
        (reason,) = why(place, [10], "firm")
        assert reason.kind is ReasonKind.FIRM_SHORT
        assert reason.numbers["short_gpus"] == pytest.approx(200)
        assert reason.numbers["penalty_per_mwh"] == pytest.approx(3000)
        assert kinds(why(site(pools=(pool(),), reservations=(firm,)), [10], "firm")) == [
            ReasonKind.FIRM_SERVED
        ]

    def test_a_sale_is_on_off_or_in_part(self) -> None:
        """0.1 per GPU-hour is worth 100 per MWh; with buyers for 2,000 GPUs only 1,000 are sold."""
        sale = GpuSale(
            name="sale",
            kind="spot",
            pool="pool",
            job_class="work",
            demand_gpus=SeriesRef(name="wanted"),
            price_per_gpu_h=0.1,
            term=EVER,
        )
        place = site(pools=(pool(),), sales=(sale,))
        reasons = why(place, [40, 140, 40], "sale", wanted=[1000, 1000, 2000])
        assert kinds(reasons) == [ReasonKind.SALE_ON, ReasonKind.SALE_OFF, ReasonKind.SALE_PART]
        assert reasons[0].numbers["worth_per_mwh"] == pytest.approx(100)

    def test_jobs_run_or_wait(self) -> None:
        """The work of one hour waits for the second."""
        place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(),), jobs=(job(1000, 0, 2),))
        assert kinds(why(place, [50, 20], "pool: batch jobs")) == [ReasonKind.JOB_WAITS, ReasonKind.JOB_RUNS]

    def test_each_pool_has_its_own_work(self) -> None:
        """A pool without jobs does not run its neighbour's."""
        place = site(fleets=(fleet(),), pools=(pool(), pool(name="other")), jobs=(job(1000, 0, 1),))
        assert kinds(why(place, [20], "pool: batch jobs")) == [ReasonKind.JOB_RUNS]
        assert kinds(why(place, [20], "other: batch jobs")) != [ReasonKind.JOB_RUNS]

    def test_a_tenant_is_served_or_short(self) -> None:
        """3 of 5 MW."""
        lease = ColocationLease(
            name="tenant", contracted_it_mw=5.0, drawn_frac=1.0, rent_per_kw_month=1.0, term=EVER
        )
        (reason,) = why(site(grid=GridConnection(import_limit_mw=3.0), leases=(lease,)), [10], "tenant")
        assert reason.kind is ReasonKind.LEASE_SHORT
        assert reason.numbers["short_it_mw"] == pytest.approx(2)
        assert kinds(why(site(leases=(lease,)), [10], "tenant")) == [ReasonKind.LEASE_SERVED]


class TestOthers:
    def test_a_battery_charges_rests_and_discharges(self) -> None:
        """Stored energy is worth what it will sell for."""
        grid = GridConnection(import_limit_mw=100.0, export_limit_mw=100.0)
        lossy = battery(charge_efficiency_frac=0.8)
        place = site(grid=grid, exports=(EXPORT,), batteries=(lossy,))
        reasons = why(place, [10, 45, 50], "battery")
        assert kinds(reasons) == [
            ReasonKind.BATTERY_CHARGES,
            ReasonKind.BATTERY_RESTS,
            ReasonKind.BATTERY_DISCHARGES,
        ]
        assert reasons[0].numbers["stored_per_mwh"] == pytest.approx(50)

    def test_the_sun_is_dark_full_or_curtailed(self) -> None:
        """At night, at noon, and where power is worth less than nothing."""
        sun = Generator(name="sun", kind="solar", capacity_mw=5.0, capacity_frac=SeriesRef(name="sun_frac"))
        reasons = why(site(fleets=(fleet(),), generators=(sun,)), [40, 40, -20], "sun", sun_frac=[0, 1, 1])
        assert kinds(reasons) == [
            ReasonKind.GENERATOR_DARK,
            ReasonKind.GENERATOR_FULL,
            ReasonKind.GENERATOR_CURTAILED,
        ]

    def test_a_load_is_on_off_or_held(self) -> None:
        """Worth 50, off at 90, and held on at 90 where a start costs more."""
        grid = GridConnection(import_limit_mw=100.0, auxiliary_fixed_mw=1.0)
        load = FlexibleLoad(name="load", power_mw=1.0, least_mw=1.0, value_per_mwh=50.0)
        free = site(grid=grid, loads=(load,), fleets=(fleet(),))
        assert kinds(why(free, [20, 90], "load")) == [ReasonKind.LOAD_ON, ReasonKind.LOAD_OFF]
        held = replace(free, loads=(replace(load, start_cost=50.0, initial_mw=1.0),))
        assert kinds(why(held, [20, 90, 10, 10], "load"))[1] is ReasonKind.LOAD_HELD


def test_every_asset_has_its_track() -> None:
    """One track per asset and one per pool with jobs, each as long as the outcome."""
    place = site(fleets=(fleet(),), pools=(pool(),), jobs=(job(10, 0, 2),), batteries=(battery(),))
    planned = case(place, [40, 60])
    tracks = explain(planned.shape, planned.run(), planned.piece.values, np.full(2, np.nan), {})
    assert sorted(tracks) == ["battery", "fleet", "pool: batch jobs"]
    assert {track.codes.size for track in tracks.values()} == {2}
