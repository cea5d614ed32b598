"""A flexible load keeps its least power, modes, times and ramps, and sells its heat."""

import pytest
from tests.dispatch.sites import START, case, earned, fleet, site

from bascule.model.flexible_load import FlexibleLoad, HeatSale
from bascule.model.grid_connection import GridConnection
from bascule.model.site import Site
from bascule.model.state import LoadState, SiteState


def load(worth: float = 50.0, mw: float = 10.0, *, limit_mw: float = 100.0, **parts: object) -> Site:
    """A load worth 50 per MWh beside one machine of no account."""
    flexible = FlexibleLoad(name="load", power_mw=mw, value_per_mwh=worth, **parts)  # type: ignore[arg-type]
    return site(
        grid=GridConnection(import_limit_mw=limit_mw), loads=(flexible,), fleets=(fleet(0.001, 0.001),)
    )


def power(place: Site, spot: list[float]) -> list[float]:
    """Power of the load under the best plan."""
    return [round(mw, 6) for mw in case(place, spot).run().loads["load"].power_mw.tolist()]


def test_runs_while_it_is_worth_its_power() -> None:
    """Worth 50, it runs at 40 and not at 60."""
    assert power(load(), [40, 60]) == [10, 0]
    assert earned(load(), [40, 60]) == pytest.approx(100)


def test_a_site_may_be_nothing_but_a_load() -> None:
    """No fleet, no pool, no battery."""
    assert earned(
        site(loads=(FlexibleLoad(name="load", power_mw=5.0, value_per_mwh=30.0),)), [20]
    ) == pytest.approx(50)


def test_stays_off_below_its_least_power() -> None:
    """4 MW of connection are too few for a load of at least 5."""
    planned = case(load(least_mw=5.0, limit_mw=4.0), [40]).plan()
    assert (planned.objective, planned.relaxed) == pytest.approx((0, 40))


def test_least_power_is_kept_in_a_dear_hour_that_it_must_ride_through() -> None:
    """At 90 it falls to 2 MW: cheaper than a new start at 200."""
    place = load(least_mw=2.0, start_cost=200.0, initial_mw=10.0)
    assert power(place, [20, 90, 20]) == [10, 2, 10]
    assert earned(place, [20, 90, 20]) == pytest.approx(300 - 80 + 300)


def test_runs_in_the_largest_mode_that_fits() -> None:
    """Modes of 4 and 10 MW on 8 MW: 4."""
    place = load(modes_mw=(4.0, 10.0), limit_mw=8.0)
    assert power(place, [40]) == [4]
    assert earned(place, [40]) == pytest.approx(40)


def test_once_started_it_runs_its_least_time() -> None:
    """Three hours at least: two good hours carry a bad one, and no second bad one."""
    place = load(mw=1.0, least_mw=1.0, min_up_h=3.0)
    assert earned(place, [20, 20, 90, 90]) == pytest.approx(30 + 30 - 40)


def test_once_stopped_it_rests_its_least_time() -> None:
    """Stopping at 90 would cost the two good hours after it."""
    assert earned(
        load(mw=1.0, least_mw=1.0, min_down_h=3.0, initial_mw=1.0), [20, 90, 20, 20]
    ) == pytest.approx(30 - 40 + 60)


@pytest.mark.parametrize(("start_cost", "best"), [(50.0, 70), (30.0, 80)])
def test_rides_through_where_a_start_costs_more(start_cost: float, best: float) -> None:
    """An hour at 90 loses 40."""
    assert earned(
        load(mw=1.0, least_mw=1.0, start_cost=start_cost, initial_mw=1.0), [20, 90, 10, 10]
    ) == pytest.approx(best)


def test_a_load_without_a_least_power_idles_at_a_hundredth() -> None:
    """On at 1 percent in the hour at 90 it saves its start of 50; at nothing it would be off."""
    assert earned(load(mw=1.0, start_cost=50.0, initial_mw=1.0), [20, 90, 10, 10]) == pytest.approx(
        30 - 0.4 + 80
    )


def test_climbs_and_falls_by_its_ramp() -> None:
    """From rest at 4 MW an hour: 4, 8, 10."""
    assert power(load(ramp_mw_per_h=4.0), [0, 0, 0]) == [4, 8, 10]
    assert earned(load(ramp_mw_per_h=4.0), [0, 0, 0]) == pytest.approx(22 * 50)


def test_a_running_load_falls_by_its_ramp() -> None:
    """From 10 MW at 4 MW an hour it is still at 6 and 2 in dear hours."""
    assert power(load(ramp_mw_per_h=4.0, initial_mw=10.0), [90, 90, 90]) == [6, 2, 0]


def test_time_held_before_the_horizon_counts() -> None:
    """On for one of three hours, it must stay on for two more, at 90."""
    assert power(load(min_up_h=3.0, initial_mw=10.0, initial_h=1.0, least_mw=10.0), [90, 90, 90]) == [
        10,
        10,
        0,
    ]


def test_the_state_carried_in_replaces_the_initial_one() -> None:
    """Off for one of three hours, it may start two hours later."""
    state = SiteState(time=START, loads={"load": LoadState(power_mw=0.0, held_h=1.0)})
    planned = case(load(min_down_h=3.0, initial_mw=10.0), [0, 0, 0], state=state)
    assert planned.run().loads["load"].power_mw.tolist() == pytest.approx([0, 0, 10])


def test_heat_pays_up_to_its_demand() -> None:
    """Worth 30 and 0.9 x 20 of heat it runs at 40, but only where the 3 MW of heat are wanted."""
    place = load(30.0, heat=HeatSale(recovered_frac=0.9, demand_mw=3.0, price_per_mwh=20.0))
    assert power(place, [40, 50, 20]) == [round(3 / 0.9, 6), 0, 10]
    assert earned(place, [40, 50, 20]) == pytest.approx(3 / 0.9 * 8 + 100 + 60)
