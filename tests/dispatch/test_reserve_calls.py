"""Calls on plants that cannot follow by halves, that export, or that sell more than one product."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.dispatch.sites import EXPORT, Case, battery, case, fleet, site
from tests.dispatch.test_reserves import STEERED, hall, product

from bascule.model.curve import TemperatureCurve
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.grid_connection import GridConnection
from bascule.model.reserves import Direction, ReserveProduct
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.state import SiteState

CALLS = SeriesRef(name="calls")
SHED = product(calls=CALLS, penalty_per_mwh=500.0)
TAKE = replace(SHED, direction=Direction.TAKE, capacity_price=100.0)


def loaded(reserve: ReserveProduct, worth: float, **parts: object) -> Site:
    """A flexible load of 4 MW."""
    load = FlexibleLoad(name="load", power_mw=4.0, value_per_mwh=worth, control=STEERED)
    return site(loads=(replace(load, **parts),), reserves=(reserve,))  # type: ignore[arg-type]


def imported(place: Site, calls: list[float], spot: float = 40.0) -> list[float]:
    """Import of the best plan when it is called, after the check of every law."""
    return case(place, [spot] * len(calls), calls=calls).run().import_mw.round(6).tolist()  # type: ignore[no-any-return]


class TestWhole:
    def test_a_block_stops_whole(self) -> None:
        """Half of 10 MW is called: all 10 go, and the check knows why."""
        place = site(fleets=(fleet(control=STEERED, whole_block=True),), reserves=(SHED,))
        assert imported(place, [0.0, 0.5, 0.0]) == [10.0, 0.0, 10.0]

    def test_a_block_starts_whole(self) -> None:
        """Half of 10 MW of room is called: all 10 come on."""
        place = site(fleets=(fleet(control=STEERED, whole_block=True),), reserves=(TAKE,))
        assert imported(place, [0.0, 0.5, 0.0], 160.0) == [0.0, 10.0, 0.0]

    @pytest.mark.parametrize(
        ("parts", "less", "more"),
        [({"least_mw": 3.0}, 0.0, 3.0), ({"modes_mw": (1.0, 4.0)}, 1.0, 4.0), ({}, 2.0, 2.0)],
    )
    def test_a_load_sheds_and_takes_at_least_what_is_called(
        self, parts: dict[str, object], less: float, more: float
    ) -> None:
        """Of 4 MW half is called: the next power below when shedding, the next above when taking."""
        assert imported(loaded(SHED, 80.0, **parts), [0.0, 0.5, 0.0]) == [4.0, less, 4.0]
        assert imported(loaded(TAKE, 30.0, **parts), [0.0, 0.5, 0.0], 140.0) == [0.0, more, 0.0]

    def test_a_call_may_cut_a_least_time_short(self) -> None:
        """A load that must run 3 hours at a time stops for a call after two, and runs on after it."""
        place = loaded(SHED, 80.0, min_up_h=3.0, min_down_h=3.0)
        assert imported(place, [0.0, 0.0, 1.0, 0.0, 0.0]) == [4.0, 4.0, 0.0, 4.0, 4.0]


class TestConnection:
    def test_room_to_take_is_what_the_connection_leaves_before_the_call(self) -> None:
        """A call that fills a connection of 12 MW does not make its own room vanish."""
        place = hall(replace(TAKE, capacity_price=4.0), grid=GridConnection(import_limit_mw=12.0))
        outcome = case(place, [60.0] * 3, calls=[0.0, 1.0, 0.0]).run()
        assert outcome.import_mw.tolist() == [0.0, 10.0, 0.0]
        assert outcome.reserves["reserve"].held_mw.tolist() == [10.0] * 3

    def test_a_call_to_take_comes_before_sparing_the_peak(self) -> None:
        """A cap that keeps a month's peak down gives way to what was sold, and only by what is called."""
        given = case(hall(replace(TAKE, capacity_price=4.0)), [60.0] * 3, calls=[0.0, 0.5, 0.0])
        asked = replace(given.schedule().setpoints, import_cap_mw=np.full(3, 1.0))
        assert given.run(asked).import_mw.tolist() == [0.0, 5.0, 0.0]

    def test_a_resting_hall_has_room_for_its_cooling_too(self) -> None:
        """10 MW of machines at a PUE of 1.2 are 12 MW of room, though a hall at rest shows no PUE."""
        warm = TemperatureCurve(temperatures_c=(0.0, 40.0), values=(1.2, 1.2))
        place = site(
            fleets=(fleet(control=STEERED, pue=warm),), reserves=(replace(TAKE, capacity_price=4.0),)
        )
        outcome = case(place, [60.0], calls=[0.0]).run()
        assert outcome.reserves["reserve"].held_mw == pytest.approx([12.0])

    def test_a_site_that_exports_holds_what_is_left_of_its_export(self) -> None:
        """6 MW of a connection that exports 8 are used: 2 MW more can be given, 6 + 2 less by not exporting and importing."""
        grid = GridConnection(import_limit_mw=2.0, export_limit_mw=8.0)
        store = battery(10.0, 40.0, control=STEERED, initial_mwh=40.0)
        place = site(batteries=(store,), reserves=(SHED,), exports=(EXPORT,), grid=grid)
        given = case(place, [100.0], calls=[0.0])
        asked = replace(given.schedule().setpoints, discharge_mw={"battery": np.array([6.0])})
        asked = replace(asked, charge_mw={"battery": np.zeros(1)}, reserve_mw={"reserve": np.array([9.0])})
        assert given.run(asked).reserves["reserve"].held_mw.tolist() == [2.0]
        take = replace(given, site=replace(place, reserves=(TAKE,)))
        store_room = replace(SiteState(time=take.start), battery_mwh={"battery": 20.0})
        assert replace(take, state=store_room).run(asked).reserves["reserve"].held_mw.tolist() == [8.0]


class TestStretches:
    def test_a_battery_called_again_and_again_runs_the_same_in_stretches(self) -> None:
        """Twelve calls in a row, each of which leaves less for the next, at once and hour by hour."""
        place = site(
            batteries=(battery(6.0, 20.0, control=STEERED, initial_mwh=18.0),),
            reserves=(replace(SHED, duration_h=24.0 / 8),),
            fleets=(fleet(mw=20.0),),
        )
        calls = [0.0, 1.0, 0.5, 0.0, 1.0, 0.0, 0.5, 0.5, 0.0, 1.0, 0.0, 1.0, 0.0, 0.5, 0.0, 1.0]
        whole = case(place, [40.0] * 16, calls=calls)
        rng = np.random.default_rng(3)
        asked = replace(
            whole.schedule().setpoints,
            charge_mw={"battery": np.maximum(rng.uniform(-4, 4, 16), 0.0)},
            discharge_mw={"battery": np.maximum(rng.uniform(-6, 2, 16), 0.0)},
            reserve_mw={"reserve": np.full(16, 4.0)},
        )
        once, state, done = whole.run(asked), whole.before, []
        for k in range(16):
            part = Case(
                site=place,
                values={name: v[k : k + 1] for name, v in whole.values.items()},
                start=whole.start + k * timedelta(hours=1),
                state=state,
            )
            kinds = ("fleet_run_mw", "fleet_machines", "charge_mw", "discharge_mw", "reserve_mw")
            cut = {kind: {n: v[k : k + 1] for n, v in getattr(asked, kind).items()} for kind in kinds}
            outcome, state = part.advance(replace(asked, grid=part.grid, import_cap_mw=None, **cut))
            done.append(float(outcome.reserves["reserve"].held_mw[0]))
        assert done == pytest.approx(once.reserves["reserve"].held_mw.tolist())
        assert state.battery_mwh["battery"] == pytest.approx(once.batteries["battery"].energy_mwh[-1])


class TestTwoAtOnce:
    def test_a_product_that_is_not_held_takes_no_delivery_from_one_that_is(self) -> None:
        """Of 10 MW a sold 4 and b 12; when both are called a shows 4, b 6, and b's missing 6 cost the penalty once."""
        first, second = (
            replace(SHED, name=name, response_s=s, calls=SeriesRef(name=name), activation_price=10.0)
            for name, s in (("a", 600.0), ("b", 900.0))
        )
        planned = case(hall(first, second), [40.0] * 3, a=[0.0, 1.0, 0.0], b=[0.0, 1.0, 0.0])
        sold = {"a": np.full(3, 4.0), "b": np.full(3, 12.0)}
        asked = replace(planned.schedule().setpoints, reserve_mw=sold)
        lines = {line.item: line.amount for line in planned.ledger(planned.run(asked)).lines}
        assert (lines["a: delivered"], lines["b: delivered"]) == pytest.approx((40.0, 60.0))
        assert (lines["a: called and not delivered"], lines["b: called and not delivered"]) == (0.0, 0.0)
        assert lines["b: sold and not held"] == pytest.approx(-3 * 6 * 500.0)
