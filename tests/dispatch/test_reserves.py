"""Reserves in the program and the plant: hand-solved cases, and what the independent check finds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import EVER, Case, battery, case, earned, fleet, site

from bascule.dispatch.asking import Asking
from bascule.dispatch.check import check_outcome
from bascule.errors import CheckFailed
from bascule.model.ledger import Account
from bascule.model.positions import Positions
from bascule.model.reserves import Control, Direction, ReserveProduct
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.state import SiteState

STEERED = Control.CONTROLLABLE
BREAKER = Control.BREAKER


def product(name: str = "reserve", price: float = 5.0, **parts: object) -> ReserveProduct:
    """Sheds on call within ten minutes, for an hour, paid ``price`` per MW and hour."""
    plain = ReserveProduct(
        name=name,
        capacity_price=price,
        response_s=600.0,
        duration_h=1.0,
        eligible=(STEERED,),
        term=EVER,
    )
    return replace(plain, **parts)  # type: ignore[arg-type]


def hall(*products: ReserveProduct, **parts: object) -> Site:
    """A controllable fleet of 10 MW that is worth 50 USD/MWh, and reserves."""
    return site(fleets=(fleet(control=STEERED),), reserves=products, **parts)


def held(planned: Case, name: str = "reserve") -> list[float]:
    """Megawatts of a product in the best plan."""
    return [round(mw, 6) for mw in planned.schedule().setpoints.reserve_mw[name].tolist()]


def sold(planned: Case, *megawatts: float, name: str = "reserve") -> Case:
    """The same case with a product sold before."""
    positions = Positions(reserve_mw={name: np.asarray(megawatts)})
    return replace(planned, asking=Asking(positions=positions))


class TestHandSolved:
    def test_running_load_is_paid_twice(self) -> None:
        """10 MW earn 50 - 40 by hashing and 5 by standing ready: 150 an hour."""
        assert earned(hall(product()), [40.0]) == pytest.approx(150.0)

    def test_load_runs_at_a_loss_while_the_reserve_pays_for_it(self) -> None:
        """At 53 hashing loses 3 and the reserve earns 5; at 56 both stop: a MW that is off cannot be sold."""
        planned = case(hall(product()), [53.0, 56.0])
        assert held(planned) == [10.0, 0.0]
        assert planned.plan().objective == pytest.approx(10 * (50 - 53 + 5))

    def test_one_megawatt_is_sold_once(self) -> None:
        """Of two products the dearer takes all 10 MW."""
        planned = case(hall(product("a", 5.0), product("b", 7.0)), [40.0])
        assert held(planned, "a") == [0.0]
        assert held(planned, "b") == [10.0]
        assert earned(hall(product("a", 5.0), product("b", 7.0)), [40.0]) == pytest.approx(170.0)

    def test_a_slow_asset_holds_less_of_a_fast_product(self) -> None:
        """A fleet that takes 60 s to stop sheds half of itself in 30 s; the slower product takes the rest."""
        fast, slow = product("fast", 9.0, response_s=30.0), product("slow", 4.0, response_s=60.0)
        place = hall(fast, slow)
        planned = case(place, [40.0])
        assert (held(planned, "fast"), held(planned, "slow")) == ([5.0], [5.0])
        assert earned(place, [40.0]) == pytest.approx(10 * 10 + 5 * 9 + 5 * 4)

    def test_the_wrong_kind_of_control_holds_nothing(self) -> None:
        """A breaker-type fleet sells nothing of a product for loads that follow base points."""
        place = site(fleets=(fleet(control=BREAKER),), reserves=(product(),))
        assert "reserve" not in case(place, [40.0]).schedule().setpoints.reserve_mw

    def test_room_to_take_needs_load_that_is_off(self) -> None:
        """At 60 the fleet is off and sells 10 MW of room; at 40 it runs, since hashing earns 10 and room 4."""
        place = hall(product(price=4.0, direction=Direction.TAKE))
        assert held(case(place, [60.0, 40.0])) == [10.0, 0.0]

    def test_a_battery_holds_what_its_energy_lasts_for(self) -> None:
        """6 MWh that must be kept last 2 h at 3 MW, whatever its power."""
        place = site(
            batteries=(battery(mw=10.0, mwh=10.0, control=STEERED, initial_mwh=6.0, final_mwh=6.0),),
            reserves=(product(duration_h=2.0),),
            fleets=(fleet(mw=20.0),),
        )
        assert held(case(place, [40.0])) == [3.0]

    def test_energy_given_anyway_is_not_sold_as_reserve(self) -> None:
        """10 MWh discharged at 300 in the first hour cannot stand ready in it too; kept, they earn 5 an hour."""
        place = site(
            batteries=(battery(mw=20.0, mwh=10.0, control=STEERED, initial_mwh=10.0),),
            reserves=(product(),),
            fleets=(fleet(400.0, mw=20.0),),
        )
        planned = case(place, [300.0])
        assert held(planned) == [0.0]
        assert planned.schedule().setpoints.discharge_mw["battery"].tolist() == pytest.approx([10.0])

    def test_expected_calls_cost_what_the_load_would_have_earned(self) -> None:
        """Called a tenth of the time, a MW loses 0.1 x (50 - 40) of the 0.8 that it is paid."""
        place = hall(product(price=0.8, call_frac=0.1))
        assert held(case(place, [40.0])) == [0.0]
        assert held(case(hall(product(price=1.2, call_frac=0.1)), [40.0])) == [10.0]

    def test_losses_make_a_megawatt_at_the_meter_cheaper_to_hold(self) -> None:
        """With 10 % loss, 10 MW of load are 11.1 MW at the meter."""
        place = hall(product())
        place = replace(place, grid=replace(place.grid, loss_frac=0.1))
        assert held(case(place, [40.0])) == [pytest.approx(10 / 0.9)]


class TestSold:
    def test_load_that_backs_a_sale_runs_whatever_power_costs(self) -> None:
        """At 1,000 the fleet would stop; 4 MW sold with a penalty of 2,000 keep 4 MW on."""
        planned = sold(case(hall(product(penalty_per_mwh=2000.0)), [1000.0]), 4.0)
        assert planned.schedule().setpoints.fleet_run_mw["fleet"].tolist() == pytest.approx([4.0])

    def test_a_small_penalty_is_paid_when_power_is_dear(self) -> None:
        """With a penalty of 100 it is cheaper to miss; only what is held is paid for, and the ledger says so."""
        planned = sold(case(hall(product(penalty_per_mwh=100.0)), [1000.0]), 4.0)
        ledger = planned.ledger()
        assert ledger.of(Account.RESERVE) == 0.0
        assert ledger.of(Account.RESERVE_PENALTY) == pytest.approx(-400.0)
        assert planned.plan().objective == pytest.approx(ledger.total)

    def test_what_is_sold_is_not_planned_again(self) -> None:
        """Nothing sold in the first hour, 4 MW in the second, still open in the third."""
        planned = sold(case(hall(product()), [40.0, 40.0, 40.0]), 0.0, 4.0, np.nan)
        assert held(planned) == [0.0, 4.0, 10.0]


class TestCalls:
    def called(self, share: Sequence[float], **parts: object) -> Case:
        """The hall with a call of these shares."""
        called = replace(product(calls=SeriesRef(name="calls"), penalty_per_mwh=500.0), **parts)  # type: ignore[arg-type]
        place = hall(called)
        return case(place, [40.0] * len(share), calls=share)

    def test_a_call_stops_load_and_is_paid(self) -> None:
        """Half of 10 MW is called: 5 MW less import, 5 MWh at 100 each by the meter, capacity paid on."""
        ran = self.called([0.0, 0.5, 0.0], activation_price=100.0)
        outcome = ran.run()
        assert outcome.import_mw.tolist() == pytest.approx([10.0, 5.0, 10.0])
        assert ran.ledger().of(Account.RESERVE) == pytest.approx(3 * 50 + 5 * 100)

    def test_a_call_that_cannot_be_measured_is_neither_paid_nor_penalised(self) -> None:
        """A call in the last hour has no hour after it: the ledger says so."""
        ledger = self.called([0.0, 0.5], activation_price=100.0).ledger()
        assert ledger.of(Account.RESERVE) == pytest.approx(2 * 50)
        assert [line.quantity for line in ledger.lines if "unknown" in line.item] == [5.0]

    def test_a_call_that_lasts_too_long_ends_by_itself(self) -> None:
        """Of three called hours the contract's first binds."""
        assert self.called([1.0, 1.0, 1.0, 0.0]).run().import_mw.tolist() == pytest.approx([0, 10, 10, 10])

    def test_calls_beyond_the_yearly_number_do_not_bind(self) -> None:
        """One call a year: the second is void."""
        ran = self.called([1.0, 0.0, 1.0], most_calls_per_year=1).run()
        assert ran.import_mw.tolist() == pytest.approx([0, 10, 10])

    def test_a_call_within_the_recovery_time_does_not_bind(self) -> None:
        """Two hours of recovery: an hour later is too soon, two hours later is not."""
        ran = self.called([1.0, 0.0, 1.0, 1.0, 0.0, 0.0], recovery_h=2.0).run()
        assert ran.import_mw.tolist() == pytest.approx([0, 10, 10, 10, 10, 10])

    def test_the_replay_of_stretches_is_the_run_at_once(self) -> None:
        """A battery that is called carries its lower energy on, in one run as in two."""
        place = site(
            batteries=(battery(mw=10.0, mwh=10.0, control=STEERED, initial_mwh=8.0),),
            reserves=(product(calls=SeriesRef(name="calls")),),
            fleets=(fleet(mw=20.0),),
        )
        whole = case(place, [40.0] * 4, calls=[0.0, 0.5, 0.5, 1.0])
        asked = whole.schedule().setpoints
        asked = replace(asked, reserve_mw={"reserve": np.full(4, 4.0)})
        once = whole.run(asked)
        first = case(place, [40.0] * 2, calls=[0.0, 0.5])
        half = {
            key: {n: v[:2] for n, v in getattr(asked, key).items()}
            for key in ("fleet_run_mw", "charge_mw", "discharge_mw", "reserve_mw")
        }
        done, state = first.advance(replace(asked, grid=first.grid, use_run_mw={}, **half))  # type: ignore[arg-type]
        assert done.batteries["battery"].energy_mwh.tolist() == pytest.approx(
            once.batteries["battery"].energy_mwh[:2].tolist()
        )
        assert isinstance(state, SiteState)


class TestCheck:
    def test_capacity_paid_for_load_that_is_off_is_found(self) -> None:
        """A tampered outcome that holds 10 MW on a fleet that does not run fails by name."""
        planned = sold(case(hall(product()), [40.0]), 10.0)
        outcome = planned.run()
        off = replace(
            outcome.fleets["fleet"], it_mw=np.zeros(1), hall_mw=np.zeros(1), hashrate_th_s=np.zeros(1)
        )
        tampered = replace(outcome, fleets={"fleet": off}, import_mw=np.zeros(1))
        with pytest.raises(
            CheckFailed, match=r"fleet: capacity of reserve .* paid for load that does not run"
        ):
            check_outcome(planned.site, tampered, {}, {})

    def test_a_megawatt_sold_twice_is_found(self) -> None:
        """Two products that each hold all 10 MW of one fleet fail by name."""
        planned = case(hall(product("a", 5.0), product("b", 7.0)), [40.0])
        outcome = planned.run()
        twice = replace(outcome, reserves={"a": outcome.reserves["b"], "b": outcome.reserves["b"]})
        with pytest.raises(CheckFailed, match="paid for load that does not run, by 10 MW"):
            check_outcome(planned.site, twice, {}, {})
