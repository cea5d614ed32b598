"""Businesses that open and close on a lattice, against enumeration and closed forms."""

import math
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from bascule.study.plan.open_close import OpenClose, Running, open_close_value

PLANT = OpenClose(
    price0=1.0,
    rate=0.06,
    yield_=0.02,
    sigma=0.3,
    years=2.0,
    steps=6,
    output=10.0,
    unit_cost=0.9,
    maintenance=0.4,
    cost_open=0.5,
    cost_close=0.3,
    start=Running.CLOSED,
    abandon=True,
    salvage=0.7,
    decide_every=2,
)


def enumerated(plant: OpenClose) -> float:
    """The same problem by plain recursion over nodes and states."""
    years = plant.years / plant.steps
    up = math.exp(plant.sigma * math.sqrt(years))
    chance = (math.exp((plant.rate - plant.yield_) * years) - 1 / up) / (up - 1 / up)

    @cache
    def value(step: int, rises: int, running: bool) -> float:  # noqa: FBT001
        if step == plant.steps:
            return plant.salvage
        if step % plant.decide_every:
            return earned(step, rises, running)
        cost = plant.cost_close if running else plant.cost_open
        choices = [earned(step, rises, running), earned(step, rises, not running) - cost]
        return max([*choices, 0.0]) if plant.abandon else max(choices)

    def earned(step: int, rises: int, running: bool) -> float:  # noqa: FBT001
        price = plant.price0 * up ** (2 * rises - step)
        flow = plant.output * (price - plant.unit_cost) if running else -plant.maintenance
        later = chance * value(step + 1, rises + 1, running) + (1 - chance) * value(step + 1, rises, running)
        return flow * years + math.exp(-plant.rate * years) * later

    return value(0, 0, plant.start == Running.OPEN)


@given(
    st.sampled_from(Running),
    st.booleans(),
    st.integers(1, 8),
    st.integers(1, 9),
    st.floats(0.1, 0.8),
    st.floats(0, 2),
    st.floats(-1, 2),
)
def test_equals_enumeration(
    start: Running,
    abandon: bool,  # noqa: FBT001
    steps: int,
    every: int,
    sigma: float,
    cost: float,
    salvage: float,
) -> None:
    """Every state, rule of decision and cost gives what plain recursion gives."""
    plant = replace(
        PLANT,
        start=start,
        abandon=abandon,
        steps=steps,
        decide_every=every,
        sigma=sigma,
        cost_open=cost,
        salvage=salvage,
    )
    assert open_close_value(plant) == pytest.approx(enumerated(plant), rel=1e-12, abs=1e-12)


def test_one_step_by_hand() -> None:
    """Open at 1.0: earn 2 x 10 x 0.1 less 0.5 at once, and the salvage later."""
    plant = replace(PLANT, steps=1, decide_every=1)
    assert open_close_value(plant) == pytest.approx(2 - 0.5 + 0.7 * math.exp(-0.12))


def test_free_switching_is_a_row_of_calls() -> None:
    """Without costs and upkeep the value is the sum of discounted calls on each date's price (Black and Scholes)."""
    free = replace(
        PLANT, maintenance=0.0, cost_open=0.0, cost_close=0.0, salvage=0.0, steps=2000, decide_every=1
    )
    years, total = free.years / free.steps, 0.0
    for step in range(1, free.steps):
        at = step * years
        spread = free.sigma * math.sqrt(at)
        high = (math.log(1 / 0.9) + (0.04 + 0.045) * at) / spread
        call = math.exp(-0.02 * at) * norm.cdf(high) - 0.9 * math.exp(-0.06 * at) * norm.cdf(high - spread)
        total += 10 * years * call
    assert open_close_value(free) == pytest.approx(total + 10 * years * 0.1, rel=1e-3)


def test_laws() -> None:
    """More freedom is worth more: to abandon, to decide more often, at a lower cost; dearer upkeep costs."""
    value = open_close_value(PLANT)
    assert open_close_value(replace(PLANT, abandon=False)) <= value
    assert open_close_value(replace(PLANT, decide_every=1)) >= value
    assert open_close_value(replace(PLANT, cost_open=0.6)) <= value
    assert open_close_value(replace(PLANT, maintenance=0.5)) <= value
    assert abs(open_close_value(replace(PLANT, start=Running.OPEN)) - value) <= 0.5


@pytest.mark.parametrize(
    ("name", "bad"),
    [("sigma", 0.0), ("steps", 0), ("decide_every", 0), ("rate", 3.0), ("cost_close", -0.6)],
)
def test_what_has_no_lattice(name: str, bad: Any) -> None:  # noqa: ANN401 -- of any field
    """Each is refused with what is needed."""
    with pytest.raises(ValueError, match=r"needs|chance|sum"):
        replace(PLANT, **{name: bad})
