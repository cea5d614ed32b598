"""Flexible tiers event by event, solved by hand: 100 GPUs owed each hour."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import ALWAYS, hours, utc

from bascule.model.ai_contracts import FirmReservation
from bascule.model.flex_tier import FlexTier
from bascule.model.series import Floats
from bascule.model.state import FlexState
from bascule.model.time_grid import TimeGrid
from bascule.settle.flexibility import FlexUse, flex_use

TIER = FlexTier(loss_frac=0.25, duration_h=2.0, events_per_month=2, recovery_h=2.0)


def used(
    short: list[float] | Floats,
    tier: FlexTier = TIER,
    before: FlexState | None = None,
    grid: TimeGrid | None = None,
) -> FlexUse:
    """What is allowed of a shortfall from 10 January 2024 on."""
    firm = FirmReservation(
        name="firm",
        pool="pool",
        job_class="train",
        gpus=100,
        price_per_gpu_h=2,
        shortfall_penalty_per_gpu_h=6,
        term=ALWAYS,
        flex=tier,
    )
    missing = np.array(short, dtype=np.float64)
    over = grid or hours(missing.size)
    return flex_use(firm, over, "UTC", np.full(missing.size, 100.0), missing, before)


@pytest.mark.parametrize(
    ("short", "allowed"),
    [
        ([25, 20, 0, 0], [25, 20, 0, 0]),  # within depth and duration
        ([40, 0, 0, 0], [25, 0, 0, 0]),  # deeper: the part beyond is a shortfall
        ([25, 25, 25, 0], [25, 25, 0, 0]),  # longer: what comes after is a shortfall
        ([25, 0, 25, 0], [25, 0, 0, 0]),  # too early after the last: all of it is
        ([25, 0, 0, 25], [25, 0, 0, 25]),  # two hours later it is not
        ([25, 0, 0, 25, 0, 0, 25], [25, 0, 0, 25, 0, 0, 0]),  # the third of two a month
    ],
)
def test_what_exceeds_the_limits_is_a_shortfall(short: list[float], allowed: list[float]) -> None:
    """Depth and duration cut an event; count and recovery rule it out."""
    assert used(short).tolerated_gpu_h.tolist() == allowed


def test_a_duration_may_end_inside_an_interval() -> None:
    """An hour and a half of two: in the second hour 25 GPUs for half of it."""
    tier = replace(TIER, duration_h=1.5)
    assert used([20, 20], tier).tolerated_gpu_h.tolist() == [20, 12.5]


def test_an_event_too_early_keeps_the_rest_from_counting() -> None:
    """Recovery runs from the end of the last event, also of one beyond the limits."""
    assert used([25, 0, 25, 0, 25]).tolerated_gpu_h.tolist() == [25, 0, 0, 0, 0]


def test_a_new_month_has_its_own_events() -> None:
    """Two used up in January, the next on 1 February."""
    grid, before = hours(1, utc(2024, 2, 1)), FlexState(month=2024 * 12, events=2)
    assert used([25], before=before, grid=grid).tolerated_gpu_h.tolist() == [25]
    assert used([25], before=replace(before, month=2024 * 12 + 1), grid=grid).tolerated_gpu_h.tolist() == [0]


def test_an_event_under_way_goes_on() -> None:
    """An hour of two is gone, and it is not counted again."""
    before = FlexState(month=2024 * 12, events=2, open_h=1.0, allowed=True, rested_h=0.0)
    found = used([25, 25, 0], before=before)
    assert found.tolerated_gpu_h.tolist() == [25, 0, 0]
    assert (found.after.events, found.after.rested_h) == (2, 1.0)


def test_an_event_that_ended_with_the_last_stretch_has_to_recover() -> None:
    """Open before, not short now: recovery begins at the start."""
    before = FlexState(month=2024 * 12, events=1, open_h=1.0, allowed=True, rested_h=0.0)
    assert used([0, 25], before=before).tolerated_gpu_h.tolist() == [0, 0]
    assert used([0, 0, 25], before=before).tolerated_gpu_h.tolist() == [0, 0, 25]


@given(
    short=st.lists(st.sampled_from([0.0, 0.0, 10.0, 30.0]), min_size=2, max_size=30), at=st.integers(1, 29)
)
def test_two_parts_are_the_whole(short: list[float], at: int) -> None:
    """Stopping and going on from the state between changes nothing."""
    cut = min(at, len(short) - 1)
    whole, grid = used(short), hours(len(short))
    head = used(short[:cut], grid=grid.window(0, cut))
    tail = used(short[cut:], before=head.after, grid=grid.window(cut, len(short) - cut))
    both = np.concatenate([head.tolerated_gpu_h, tail.tolerated_gpu_h])
    assert both.tolist() == whole.tolerated_gpu_h.tolist()
    assert tail.after == whole.after


@given(short=st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_never_more_than_the_shortfall_or_the_depth(short: list[float]) -> None:
    """Nor more than the events of a month hold."""
    allowed = used(short).tolerated_gpu_h
    assert (allowed <= np.minimum(short, 25.0) + 1e-9).all()
    assert allowed.sum() <= 2 * 2 * 25 + 1e-9
