"""The closed form: bids filled from the top, supply declined first."""

import pytest
from tests.dispatch.sites import EVER, case, fleet, site

from bascule.dispatch.merit import Bid, fill
from bascule.errors import Infeasible
from bascule.model.energy_contracts import ExportSale, FixedSupply
from bascule.model.generator import Generator
from bascule.model.grid_connection import GridConnection

SUN = Generator(name="sun", kind="solar", capacity_mw=10.0, capacity_frac=1.0)
TWO = site(
    grid=GridConnection(import_limit_mw=13.0, auxiliary_fixed_mw=1.0),
    fleets=(fleet(50.0, name="old"), fleet(80.0, name="new")),
)


def test_the_most_efficient_run_first() -> None:
    """Of 13 MW at 40 one is auxiliary; the rest goes to the 10 MW worth 80, then to 2 of those worth 50."""
    filled = fill(case(TWO, [40]).inputs())
    assert [float(filled.group_run_mw[name][0]) for name in ("old", "new")] == pytest.approx([2, 10])
    assert filled.objective == pytest.approx(10 * 40 + 2 * 10 - 40)


@pytest.mark.parametrize(("spot", "marginal"), [(40, 50), (60, 60), (90, 90)])
def test_the_marginal_value_is_the_next_use_or_the_price(spot: float, marginal: float) -> None:
    """With the connection full a MWh is worth the next machine, else its price."""
    assert fill(case(TWO, [spot]).inputs()).bus_per_mwh[0] == pytest.approx(marginal)


def test_a_tie_goes_to_not_buying() -> None:
    """Machines worth exactly the price stay off."""
    assert fill(case(site(fleets=(fleet(50.0),)), [50]).inputs()).import_mw[0] == pytest.approx(0)


def test_further_bids_take_their_turn() -> None:
    """A battery's bid at 60 comes before machines worth 50 and after those worth 80."""
    inputs = case(TWO, [40]).inputs()
    bid = Bid(name="charge", width_mw=inputs.hours * 1.5, worth_per_mwh=inputs.hours * 60.0)
    filled = fill(inputs, [bid])
    assert float(filled.extra_mw["charge"][0]) == pytest.approx(1.5)
    assert float(filled.group_run_mw["old"][0]) == pytest.approx(0.5)


def test_base_load_that_nothing_carries_is_refused_with_its_numbers() -> None:
    """7 MW of auxiliaries on 5 MW of connection, from the second hour on."""
    place = site(grid=GridConnection(import_limit_mw=5.0, auxiliary_fixed_mw=7.0), fleets=(fleet(),))
    with pytest.raises(Infeasible, match=r"7 MW at 2026-01-01T00:00:00Z exceeds by 2 MW.*5 MW of import"):
        fill(case(place, [10]).inputs())


def test_does_not_claim_what_one_meter_cannot_do() -> None:
    """Import at 20, export at 100: the sun is sold for 1,000, and the closed form says so or that it does not hold."""
    grid = GridConnection(import_limit_mw=100.0, export_limit_mw=100.0)
    place = site(
        grid=grid,
        supplies=(FixedSupply(name="fixed", price_per_mwh=20.0, term=EVER),),
        generators=(SUN,),
        exports=(ExportSale(name="export", price=100.0, term=EVER),),
        fleets=(fleet(),),
    )
    inputs = case(place, [0]).inputs()
    assert inputs.couples or fill(inputs).objective == pytest.approx(case(place, [0]).plan().objective)
