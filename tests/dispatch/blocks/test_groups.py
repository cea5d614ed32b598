"""Fleets, GPU uses and tenants run while a megawatt-hour earns more than it costs."""

import numpy as np
import pytest
from tests.dispatch.sites import (
    EVER,
    FULL,
    HALF,
    OFF,
    Case,
    case,
    demand_charge,
    earned,
    fleet,
    job,
    pool,
    site,
)

from bascule.model.ai_contracts import ColocationLease, FirmReservation, GpuSale
from bascule.model.asic_fleet import Derate, OperatingPoint
from bascule.model.curve import TemperatureCurve
from bascule.model.grid_connection import GridConnection
from bascule.model.series import Level, SeriesRef
from bascule.settle.ai import HOURS_PER_MONTH

ECO = OperatingPoint(name="eco", power_w=500.0, hashrate_th_s=40.0)
NORMAL = OperatingPoint(name="normal", power_w=1000.0, hashrate_th_s=60.0)
TEMPERATURE = SeriesRef(name="outdoor_c")


def it_mw(planned: Case, name: str = "fleet") -> list[float]:
    """IT power of a fleet under the best plan."""
    return [round(mw, 6) for mw in planned.run().fleets[name].it_mw.tolist()]


def firm(gpus: Level = 600.0, penalty: float = 0.3, price: float = 0.0) -> FirmReservation:
    """A reservation in the pool."""
    return FirmReservation(
        name="firm",
        pool="pool",
        job_class="work",
        gpus=gpus,
        price_per_gpu_h=price,
        shortfall_penalty_per_gpu_h=penalty,
        term=EVER,
    )


def sale(gpus: Level = 800.0, price: float = 0.2) -> GpuSale:
    """A sale from the pool."""
    return GpuSale(
        name="sale",
        kind="on_demand",
        pool="pool",
        job_class="work",
        demand_gpus=gpus,
        price_per_gpu_h=price,
        term=EVER,
    )


def lease(**parts: object) -> ColocationLease:
    """A tenant of 5 IT MW in a hall of PUE 1.2."""
    return ColocationLease(
        name="tenant",
        contracted_it_mw=5.0,
        drawn_frac=1.0,
        rent_per_kw_month=73.0,
        term=EVER,
        pue=TemperatureCurve(temperatures_c=(0.0,), values=(1.2,)),
        **parts,  # type: ignore[arg-type]
    )


class TestFleet:
    def test_runs_where_power_is_cheaper_than_hashing(self) -> None:
        """10 MW worth 50 run at 40 and 45, not at 60."""
        place = site(fleets=(fleet(50.0),))
        assert it_mw(case(place, [40, 60, 45])) == [10, 0, 10]
        assert earned(place, [40, 60, 45]) == pytest.approx(150)

    def test_climbs_its_curve_as_power_gets_cheaper(self) -> None:
        """The first half of the power earns 80, the second 40: all at 30, half at 60, none at 90."""
        place = site(fleets=(fleet(points=(OFF, ECO, NORMAL)),))
        assert it_mw(case(place, [30, 60, 90])) == [10, 5, 0]
        assert earned(place, [30, 60, 90]) == pytest.approx(5 * 50 + 5 * 10 + 5 * 20)

    def test_skips_a_point_below_the_hull(self) -> None:
        """A poor eco point is not used at 50: from off to normal every MWh earns 60."""
        poor = OperatingPoint(name="eco", power_w=500.0, hashrate_th_s=20.0)
        assert earned(site(fleets=(fleet(points=(OFF, poor, NORMAL)),)), [50]) == pytest.approx(100)

    def test_pays_for_sleep(self) -> None:
        """10,000 machines that sleep at 20 W draw 0.2 MW at 100, and 10 MW for 500 at 10."""
        asleep = OperatingPoint(name="sleep", power_w=20.0, hashrate_th_s=0.0)
        awake = OperatingPoint(name="on", power_w=1000.0, hashrate_th_s=50.0)
        assert earned(site(fleets=(fleet(points=(asleep, awake)),)), [100, 10]) == pytest.approx(-20 + 400)

    def test_loses_fee_and_unavailable_machines(self) -> None:
        """Half the machines at 90 percent of 50 earn 5 MW x (45 - 40)."""
        assert earned(site(fleets=(fleet(pool_fee_frac=0.1, availability_frac=0.5),)), [40]) == pytest.approx(
            25
        )

    @pytest.mark.parametrize(("start_cost", "best", "during"), [(0.02, 50, 0), (0.04, 40, 1)])
    def test_rides_through_a_spike_that_saves_less_than_a_start(
        self, start_cost: float, best: float, during: float
    ) -> None:
        """A spike of 80 costs 30 to ride through: less than a start of 40, more than one of 20."""
        place = site(fleets=(fleet(mw=1.0, start_cost=start_cost),))
        assert earned(place, [40, 80, 30, 30, 30]) == pytest.approx(best)
        assert it_mw(case(place, [40, 80, 30, 30, 30])) == [1, during, 1, 1, 1]

    @pytest.mark.parametrize(("warmup_s", "best"), [(1440.0, 50), (2880.0, 40)])
    def test_counts_warm_up_as_lost_hashing(self, warmup_s: float, best: float) -> None:
        """0.4 h of warm-up lose 20 and are paid; 0.8 h lose 40 and the machines ride through."""
        assert earned(
            site(fleets=(fleet(mw=1.0, warmup_s=warmup_s),)), [40, 80, 30, 30, 30]
        ) == pytest.approx(best)

    @pytest.mark.parametrize(("start_cost", "best"), [(0.01, 10), (0.03, 0)])
    def test_pays_the_first_start_of_a_cold_fleet(self, start_cost: float, best: float) -> None:
        """An hour that earns 20 is worth a start of 10 but not one of 30."""
        assert earned(
            site(fleets=(fleet(mw=1.0, start_cost=start_cost, initial_on_frac=0.0),)), [30]
        ) == pytest.approx(best)

    def test_whole_block_stays_off_where_it_does_not_fit(self) -> None:
        """A block of 10 MW cannot run on 6 MW, though its relaxation would."""
        planned = case(
            site(grid=GridConnection(import_limit_mw=6.0), fleets=(fleet(whole_block=True),)), [40]
        ).plan()
        assert (planned.objective, planned.integers) == pytest.approx((0, 1))
        assert planned.relaxed == pytest.approx(60)

    def test_whole_block_moves_above_its_first_point(self) -> None:
        """All machines at eco take 5 MW; the sixth MW lifts some of them higher."""
        block = fleet(points=(OFF, ECO, NORMAL), whole_block=True)
        assert earned(site(grid=GridConnection(import_limit_mw=6.0), fleets=(block,)), [30]) == pytest.approx(
            5 * 50 + 10
        )

    def test_few_machines_high_rather_than_many_started(self) -> None:
        """Half the machines run: at 5 MW they go to their top for 300 rather than start the others at 5,000."""
        half = fleet(points=(OFF, ECO, NORMAL), start_cost=1.0, initial_on_frac=0.5)
        assert earned(site(grid=GridConnection(import_limit_mw=5.0), fleets=(half,)), [0]) == pytest.approx(
            300
        )

    def test_heat_cuts_power_and_hashrate(self) -> None:
        """At 40 C half the power is left, and every MWh earns 45 instead of 50."""
        power, rate = (TemperatureCurve(temperatures_c=(20.0, 40.0), values=(1.0, low)) for low in (0.5, 0.9))
        hot = fleet(derate=Derate(power_frac=power, hashrate_frac=rate))
        place = site(fleets=(hot,), temperature=TEMPERATURE)
        assert it_mw(case(place, [40, 40], outdoor_c=[20, 40])) == [10, 5]
        assert earned(place, [40, 40], outdoor_c=[20, 40]) == pytest.approx(100 + 25)

    def test_cooling_raises_the_break_even(self) -> None:
        """At PUE 1.5 hashing worth 50 pays for power at up to 33.3 only."""
        warm = fleet(pue=TemperatureCurve(temperatures_c=(0.0, 50.0), values=(1.0, 1.5)))
        place = site(fleets=(warm,), temperature=TEMPERATURE)
        assert it_mw(case(place, [40, 40, 30], outdoor_c=[0, 50, 50])) == [10, 0, 10]
        assert earned(place, [40, 40, 30], outdoor_c=[0, 50, 50]) == pytest.approx(100 + 500 - 450)


class TestPool:
    def test_serves_dearer_uses_first(self) -> None:
        """600 reserved GPUs (0.3 each) and 400 of 800 sold fill 1,000 at 0.1 of energy."""
        place = site(pools=(pool(),), reservations=(firm(price=0.2),), sales=(sale(),))
        assert earned(place, [100]) == pytest.approx(600 * 0.2 + 400 * 0.2 - 1000 * 0.1)

    def test_drops_a_sale_that_does_not_pay_its_power(self) -> None:
        """At 250 USD/MWh a GPU-hour costs 0.25: more than a sale of 0.2, less than a penalty of 0.3."""
        done = case(site(pools=(pool(),), reservations=(firm(),), sales=(sale(),)), [250]).run()
        assert [float(done.uses[name].gpu_h[0]) for name in ("firm", "sale")] == pytest.approx([600, 0])

    def test_batch_work_waits_for_the_hour_without_buyers(self) -> None:
        """A sale takes the first hour at 0.2; the job runs in the second at 0.1."""
        place = site(pools=(pool(),), sales=(sale(gpus=SeriesRef(name="wanted")),), jobs=(job(1000, 0, 2),))
        assert earned(place, [10, 10], wanted=[1000, 0]) == pytest.approx(200 + 100 - 20)

    def test_scarce_power_goes_to_many_slow_gpus(self) -> None:
        """0.5 MW run 1,000 GPUs at half power and 0.8 throughput rather than 500 at full speed."""
        place = site(
            grid=GridConnection(import_limit_mw=0.5),
            pools=(pool(1000, HALF, FULL),),
            reservations=(firm(gpus=1000.0),),
        )
        assert earned(place, [10]) == pytest.approx(-200 * 0.3 - 5)

    def test_scarce_gpus_run_at_full_speed(self) -> None:
        """A sale left with 500 of the GPUs that it wants sells 500 full GPU-hours, not the top of a thousand."""
        place = site(
            pools=(pool(1000, HALF, FULL),), reservations=(firm(gpus=500.0),), sales=(sale(gpus=1000.0),)
        )
        assert earned(place, [0]) == pytest.approx(500 * 0.2)

    def test_idle_gpus_draw_power(self) -> None:
        """1,000 GPUs that are not paused idle at 100 W: 0.1 MW at 50."""
        place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(idle_w=100.0, pauses_nodes=False),))
        assert earned(place, [50]) == pytest.approx(-5)

    def test_whole_nodes_are_not_split(self) -> None:
        """The ninth GPU would wake a node of eight for 0.4 of idle power and is not sold."""
        place = site(pools=(pool(16, idle_w=500.0, whole_nodes=True),), sales=(sale(gpus=9.0, price=0.12),))
        planned = case(place, [100])
        assert float(planned.run().uses["sale"].gpus[0]) == pytest.approx(8)
        assert earned(place, [100]) == pytest.approx(8 * (0.12 - 0.1))
        assert planned.plan().relaxed == pytest.approx(9 * (0.12 - 0.1))

    def test_idle_nodes_are_not_burned_at_a_negative_price(self) -> None:
        """A node without work is paused, whatever power costs."""
        assert earned(
            site(fleets=(fleet(),), pools=(pool(16, idle_w=500.0, whole_nodes=True),)), [-10]
        ) == pytest.approx(600)

    def test_paused_nodes_leave_their_power_to_others(self) -> None:
        """One node of two at full speed needs 8 kW of a 9 kW connection."""
        nodes = pool(16, idle_w=500.0, whole_nodes=True)
        place = site(
            grid=GridConnection(import_limit_mw=0.009),
            pools=(nodes,),
            reservations=(firm(gpus=8.0, penalty=3.0),),
        )
        assert earned(place, [10]) == pytest.approx(-0.08)

    def test_a_node_short_of_a_gpu_still_runs(self) -> None:
        """15.2 available GPUs in nodes of eight serve 15."""
        nodes = pool(16, idle_w=500.0, whole_nodes=True, availability_frac=0.95)
        done = case(site(pools=(nodes,), reservations=(firm(gpus=15.0, penalty=3.0),)), [10]).run()
        assert float(done.uses["firm"].shortfall_gpu_h[0]) == pytest.approx(0)


class TestLease:
    def test_passes_energy_on_and_leaves_the_rent(self) -> None:
        """5 IT MW at 73 per kW-month pay 500 an hour; the 6 MW that they draw cost us nothing."""
        rent = 5 * 1000 * 73.0 / HOURS_PER_MONTH
        assert rent == pytest.approx(500)
        assert earned(site(leases=(lease(),)), [40]) == pytest.approx(rent)

    def test_energy_not_passed_on_is_ours(self) -> None:
        """Without pass-through 6 MW at 40 come off the rent, and the tenant is served all the same."""
        kept = lease(energy_pass_through=False, network_pass_through=False)
        assert earned(site(leases=(kept,)), [40]) == pytest.approx(500 - 240)

    def test_passes_its_own_peak_on(self) -> None:
        """A demand charge of 20 per MW on 6 MW is the tenant's where networks are passed on."""
        place = site(leases=(lease(),), demand_charges=(demand_charge(0.02),))
        assert earned(place, [40]) == pytest.approx(500)

    def test_power_that_is_denied_costs_the_penalty(self) -> None:
        """3 MW of connection serve 2.5 IT MW; the other 2.5 cost 10,000 each."""
        place = site(grid=GridConnection(import_limit_mw=3.0), leases=(lease(),))
        assert float(case(place, [40]).run().leases["tenant"].shortfall_it_mw[0]) == pytest.approx(2.5)
        assert earned(place, [40]) == pytest.approx(500 - 25_000)

    def test_comes_before_hashing(self) -> None:
        """Of 8 MW the tenant takes 6, machines worth 50 the rest."""
        place = site(grid=GridConnection(import_limit_mw=8.0), leases=(lease(),), fleets=(fleet(),))
        assert case(place, [10]).run().fleets["fleet"].it_mw == pytest.approx(np.array([2.0]))
