"""Between two plans: an event of the plan goes on, and nothing else is withheld."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.flexible import HALF_DAY, place
from tests.dispatch.sites import FULL, HALF, JANUARY, START, Case, case

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.flex_events import TRACE_FRAC
from bascule.dispatch.follow import Followed, follow
from bascule.dispatch.ladder import merit_schedule
from bascule.dispatch.outlook import with_hash_value
from bascule.dispatch.policies.policy import Observation
from bascule.model.site import Site
from bascule.model.state import FlexState, SiteState


def done(where: Site, believed: list[float], now: float, state: SiteState | None = None) -> float:
    """GPU-hours short in the first hour of a plan on ``believed`` prices, followed at a price of ``now``."""
    planned: Case = case(where, believed, state=state)
    values = {name: v[:1] for name, v in planned.values.items()} | {"spot": np.array([now])}
    grid = planned.grid.window(0, 1)
    piece = Piece(grid=grid, values=with_hash_value(where, grid, values))
    followed = Followed(schedule=planned.schedule(), plan=planned.plan())
    schedule = follow(planned.shape, piece, planned.before, Asking(), followed)
    outcome = case(where, [now], state=state).run(schedule.setpoints)
    return float(outcome.uses["firm"].shortfall_gpu_h[0])


@pytest.mark.parametrize(
    ("believed", "now", "short"),
    [
        ([90, 40], 90, 500),  # planned
        ([90, 40], 500, 500),  # a higher price is no reason to withhold more
        ([40, 90], 90, 0),  # a price as high as the plan's best hour is no reason to begin an event
        ([90, 40], -5, 1000 * TRACE_FRAC),  # power that is paid for: but a trace, or the event would be over
        ([40, 90], 2500, 1000),  # above the penalty all stops, as it would without the customer's leave
    ],
)
def test_a_plan_is_followed(believed: list[float], now: float, short: float) -> None:
    """What the plan withholds stays withheld, at the worth of its payment."""
    assert done(place(HALF_DAY), believed, now) == pytest.approx(short, abs=1e-3)


def test_what_is_paid_for_decides_in_an_event() -> None:
    """85 per MWh withheld: at 80 the work is done after all, but for a trace."""
    paid = replace(HALF_DAY, payment_per_gpu_h=0.085)
    assert done(place(paid), [90, 40], 80) == pytest.approx(1000 * TRACE_FRAC, abs=1e-3)


def test_levels_are_given_up_from_the_top() -> None:
    """Half the work is more than the top level's fifth: the rest comes off the first level."""
    assert done(place(HALF_DAY, HALF, FULL), [300, 40], 300) == pytest.approx(500, abs=1e-3)


def test_without_an_event_left_nothing_is_withheld() -> None:
    """The state says so, whatever the plan was made on."""
    used = SiteState(time=START, flex={"firm": FlexState(month=JANUARY, events=1)})
    assert done(place(HALF_DAY), [90, 40], 90, used) == 0


def test_merit_order_serves_in_full() -> None:
    """The fallback takes every shortfall for a breach: never worse than without the customer's leave."""
    planned = case(place(HALF_DAY), [90, 40])
    assert planned.inputs().couples
    observation = Observation(state=planned.before, jobs=(), steps=2)
    made = merit_schedule(planned.shape, planned.piece, observation, Asking(), "test")
    assert planned.run(made.setpoints).uses["firm"].shortfall_gpu_h.tolist() == [0, 0]
