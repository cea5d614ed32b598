"""A battery buys low, sells high, and pays for its losses and its wear."""

import pytest
from tests.dispatch.sites import EXPORT, battery, case, earned, site

from bascule.model.battery import Battery
from bascule.model.grid_connection import GridConnection
from bascule.model.site import Site


def traded(stored: Battery) -> Site:
    """A battery that may buy and sell 100 MW."""
    return site(
        grid=GridConnection(import_limit_mw=100.0, export_limit_mw=100.0),
        exports=(EXPORT,),
        batteries=(stored,),
    )


def lossy(**parts: float) -> Battery:
    """Loses a fifth each way."""
    return battery(charge_efficiency_frac=0.8, discharge_efficiency_frac=0.8, **parts)


@pytest.mark.parametrize(
    ("wear", "prices", "best"),
    [
        (0.0, [10, 100], 640 - 100),
        (20.0, [10, 100], 540 - 10 * 16.4),
        (0.0, [60, 90], 0),
        (0.0, [100, 10], 0),
    ],
)
def test_arbitrage_pays_losses_and_wear(wear: float, prices: list[float], best: float) -> None:
    """10 MWh bought are 8 in store and 6.4 sold; half the wear is charged each way at the bus."""
    assert earned(traded(lossy(wear_per_mwh=wear)), prices) == pytest.approx(best)


def test_cycles_as_often_as_prices_turn() -> None:
    """Two valleys and two peaks are two cycles of 10 MWh."""
    assert earned(traded(battery()), [10, 50, 20, 80]) == pytest.approx(400 + 600)


def test_power_limits_how_fast_it_fills() -> None:
    """4 MW take two of three cheap hours' 8 MWh to sell 4 in one dear hour."""
    assert earned(traded(battery(mw=4.0)), [10, 10, 100]) == pytest.approx(4 * 90)


def test_gives_back_what_it_must_end_with() -> None:
    """It sells its 10 MWh at 200 and buys them back at 100."""
    assert earned(traded(battery(initial_mwh=10.0, final_mwh=10.0)), [200, 100]) == pytest.approx(1000)


def test_final_energy_beyond_reach_is_what_can_be_reached() -> None:
    """From empty, 4 MW reach 8 of the 10 MWh wanted in two hours."""
    done = case(traded(battery(mw=4.0, final_mwh=10.0)), [10, 10]).run()
    assert done.batteries["battery"].energy_mwh[-1] == pytest.approx(8)


def test_energy_left_is_worth_its_value() -> None:
    """It fills at 10 for a final value of 30, which is on no bill."""
    planned = case(traded(battery(final_value_per_mwh=30.0)), [10])
    assert planned.plan().objective == pytest.approx(200)
    assert planned.ledger().total == pytest.approx(-100)


def test_least_energy_is_kept() -> None:
    """Of 10 MWh in store 4 must stay."""
    assert earned(traded(battery(initial_mwh=10.0, least_mwh=4.0)), [50]) == pytest.approx(300)


def test_carried_energy_below_the_least_is_no_contradiction() -> None:
    """A battery that starts below its least energy may rest."""
    assert earned(traded(battery(initial_mwh=2.0, least_mwh=4.0)), [50]) == pytest.approx(0)


def test_does_not_burn_power_both_ways_at_a_negative_price() -> None:
    """A full battery can empty into the load for 320 and refill for 500; charging and discharging at once is refused."""
    grid = GridConnection(import_limit_mw=100.0, auxiliary_fixed_mw=10.0)
    place = site(grid=grid, batteries=(lossy(mwh=8.0, initial_mwh=8.0),))
    planned = case(place, [-50, -50]).plan()
    assert earned(place, [-50, -50]) == pytest.approx(1000 + 180)
    assert planned.relaxed > planned.objective + 1
    assert planned.integers > 0
