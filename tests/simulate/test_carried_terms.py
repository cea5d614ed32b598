"""What the plant carries of AI terms from one stretch to the next."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.flexible import firm
from tests.dispatch.sites import case, pool, sale, site

from bascule.dispatch.ladder import cut_setpoints
from bascule.model.flex_tier import FlexTier
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.series import SeriesRef
from bascule.simulate.conditions import conditions, cut
from bascule.simulate.devices import Curves
from bascule.simulate.plant import Plant, advance

SALE = sale(1.0, 1.0)
TIER = FlexTier(loss_frac=0.5, duration_h=2.0, events_per_month=2, recovery_h=1.0)


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
def test_a_run_in_two_parts_takes_and_withholds_the_same(at: int) -> None:
    """GPUs taken by an order in the third hour and an event over hours 2 to 4 do not depend on where a run is cut."""
    grid = GridConnection(
        import_limit_mw=5.0, curtailable_mw=5.0, calls=GridCalls(order_mw=SeriesRef(name="order"))
    )
    where = site(pools=(pool(2000),), reservations=(firm(TIER),), sales=(SALE,), grid=grid)
    given = case(where, [40, 40, 90, 90, 40, 40], order=[0, 0, 3.6, 0, 0, 0])
    setpoints, plant = given.schedule().setpoints, Plant(site=where, curves=Curves(site=where), jobs={})
    world = conditions(where, given.grid, given.values)
    whole, after = advance(plant, setpoints, world, given.before)
    head, middle = advance(plant, cut_setpoints(setpoints, 0, at), cut(world, 0, at), given.before)
    rest = 6 - at
    tail, end = advance(plant, cut_setpoints(setpoints, at, rest), cut(world, at, rest), middle)
    taken = [part.uses["sale"].taken_gpus for part in (head, tail)]
    assert np.concatenate(taken).tolist() == whole.uses["sale"].taken_gpus.tolist()  # type: ignore[arg-type, union-attr]
    assert (end.flex, end.use_gpus) == (after.flex, after.use_gpus)
    assert after.flex["firm"].events >= 1


def test_nothing_can_be_taken_from_a_sale_without_notice() -> None:
    """Not zero: there is nothing to count."""
    where = site(pools=(pool(2000),), sales=(replace(SALE, notice_h=0.0),))
    assert case(where, [40]).run().uses["sale"].taken_gpus is None
