"""Sales with notice: what buyers hold stays theirs until the notice is over."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import FULL, HALF, START, Case, case, fleet, pool, sale, site

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.follow import Followed, follow
from bascule.dispatch.ladder import merit_schedule
from bascule.dispatch.merit import fill
from bascule.dispatch.outlook import with_hash_value
from bascule.dispatch.policies.policy import Observation
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.state import SiteState

SALE = sale(2.0, 3.0)
HELD = SiteState(time=START, use_gpus={"sale": 600.0})


def place(**parts: object) -> Site:
    """A pool that is sold, and nothing else."""
    return site(pools=(pool(1000, HALF, FULL),), sales=(replace(SALE, **parts),))  # type: ignore[arg-type]


def gpus(planned: Case) -> list[float]:
    """GPUs sold in each hour of the best plan."""
    return np.round(planned.run().uses["sale"].gpus, 6).tolist()  # type: ignore[no-any-return]


def test_gpus_held_before_stay_for_the_notice() -> None:
    """At 120 they lose money, at the level that loses least; two hours later they may go. The bill is the objective."""
    planned = case(place(), [120, 120, 120, 40], state=HELD)
    assert gpus(planned) == [600, 600, 0, 1000]
    assert planned.ledger().total == pytest.approx(planned.plan().objective)
    assert fill(planned.inputs()).objective == pytest.approx(planned.plan().objective)


def test_a_notice_shorter_than_an_interval_holds_for_one() -> None:
    """Two minutes of an hour."""
    assert gpus(case(place(notice_h=1 / 30), [120, 120], state=HELD)) == [600, 0]


def test_without_notice_they_go_at_once() -> None:
    """The contract says nothing of it."""
    assert gpus(case(place(notice_h=0.0), [120, 120], state=HELD)) == [0, 0]


def test_demand_may_fall_by_itself() -> None:
    """Buyers who leave are not held."""
    planned = case(place(demand_gpus=SeriesRef(name="wanted")), [120, 120], state=HELD, wanted=[200, 900])
    assert gpus(planned) == [200, 600]


def test_a_notice_once_given_runs_on() -> None:
    """Said in the first plan for the third hour; a plan made an hour later does not begin anew."""
    first = case(place(), [120, 120, 120, 120], state=HELD)
    later = case(place(), [120, 120, 120], state=HELD)
    later = replace(later, asking=Asking(noticed=first.schedule()), start=first.grid.time(1))
    assert gpus(later) == [600, 0, 0]
    assert gpus(replace(later, asking=Asking())) == [600, 600, 0]


def test_an_order_breaks_a_notice_and_a_clawback_is_owed() -> None:
    """0.3 MW are left of 0.6 at the full level: the half level keeps all 600 GPUs, 0.1 MW keeps 200."""
    grid = GridConnection(
        import_limit_mw=1.0, curtailable_mw=1.0, calls=GridCalls(order_mw=SeriesRef(name="o"))
    )
    for order, kept in ((0.7, 600), (0.9, 200)):
        planned = case(replace(place(), grid=grid), [120, 120, 120], state=HELD, o=[0.0, order, 0.0])
        outcome = planned.run()
        assert outcome.uses["sale"].gpus.tolist() == pytest.approx([600, kept, 0])
        owed = [line for line in planned.ledger(outcome).lines if line.item == "sale: taken without notice"]
        assert [line.amount for line in owed] == pytest.approx([-(600 - kept) * 3.0 * 0.05])


def test_the_plant_carries_what_is_held() -> None:
    """600 GPUs at the end of the second hour."""
    assert case(place(), [120, 120], state=HELD).advance()[1].use_gpus == pytest.approx({"sale": 600})


def test_merit_order_keeps_them_too() -> None:
    """Before machines that earn more, where both do not fit."""
    where = replace(place(), fleets=(fleet(500.0, 1.0),), grid=GridConnection(import_limit_mw=1.0))
    planned = case(where, [120, 120, 120], state=HELD)
    observation = Observation(state=HELD, jobs=(), steps=3)
    made = merit_schedule(planned.shape, planned.piece, observation, Asking(), "test")
    assert planned.run(made.setpoints).uses["sale"].gpus.tolist() == pytest.approx([600, 600, 0])


@pytest.mark.parametrize(("now", "sold"), [(40, 600), (120, 600)])
def test_between_plans_no_more_is_sold_than_planned_and_no_less_kept(now: float, sold: float) -> None:
    """What the plan would take back in two hours is not sold beyond it, whatever the price does."""
    planned = case(place(), [120, 120, 120], state=HELD)
    grid = planned.grid.window(0, 1)
    values = {name: v[:1] for name, v in planned.values.items()} | {"spot": np.array([now])}
    piece = Piece(grid=grid, values=with_hash_value(planned.site, grid, values))
    followed = Followed(schedule=planned.schedule(), plan=planned.plan())
    schedule = follow(planned.shape, piece, HELD, Asking(), followed)
    assert case(place(), [now], state=HELD).run(schedule.setpoints).uses["sale"].gpus[0] == pytest.approx(
        sold
    )
