"""How much of a shortfall a customer's flexible tier allows, event by event."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bascule.model.ai_contracts import FirmReservation
from bascule.model.flex_tier import FlexTier
from bascule.model.series import Floats
from bascule.model.state import FlexState
from bascule.model.time_grid import TimeGrid

LEAST_GPU_H = 1e-6
LEAST_FRAC = 1e-6
"""A shortfall below this, or below this share of what is owed, is rounding and no event."""
_H = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlexUse:
    """What was allowed of a shortfall.

    Attributes:
        tolerated_gpu_h: Part of the shortfall within the limits, shape (grid.count,).
        events: 1.0 where an event within the limits begins, shape (grid.count,).
        after: State at the end.
    """

    tolerated_gpu_h: Floats
    events: Floats
    after: FlexState


def flex_use(
    firm: FirmReservation,
    grid: TimeGrid,
    zone: str,
    owed_gpus: Floats,
    short_gpu_h: Floats,
    before: FlexState | None = None,
) -> FlexUse:
    """What a reservation's flexible tier allows of a shortfall; nothing without one.

    Args:
        firm: The reservation.
        grid: Intervals.
        zone: IANA name; months are counted there.
        owed_gpus: GPUs reserved per interval.
        short_gpu_h: Full-speed GPU-hours not delivered per interval.
        before: State at the start; None where nothing was used.
    """
    state, tolerated, begun = before or FlexState(), np.zeros(grid.count), np.zeros(grid.count)
    if firm.flex is None:
        return FlexUse(tolerated_gpu_h=tolerated, events=begun, after=state)
    depth = firm.flex.loss_frac * owed_gpus * grid.step_h
    months, end = grid.local_month(zone), 0
    for first, last in _runs(short_gpu_h > np.maximum(LEAST_GPU_H, LEAST_FRAC * owed_gpus * grid.step_h)):
        continues = first == 0 and state.open_h > 0
        if not continues:
            state = _begun(firm.flex, _rested(state, (first - end) * grid.step_h), int(months[first]))
            begun[first] = float(state.allowed)
        span = slice(first, last)
        elapsed_h = state.open_h + np.arange(last - first) * grid.step_h
        share = np.clip((firm.flex.duration_h - elapsed_h) / grid.step_h, 0.0, 1.0)
        # Where the time ends inside an interval, its shortfall is taken to lie before that end as far as the depth allows.
        tolerated[span] = np.minimum(short_gpu_h[span], depth[span] * share) * state.allowed
        state, end = replace(state, open_h=state.open_h + (last - first) * grid.step_h), last
    if end < grid.count:
        state = _rested(state, (grid.count - end) * grid.step_h)
    return FlexUse(tolerated_gpu_h=tolerated, events=begun, after=state)


def _rested(state: FlexState, hours: float) -> FlexState:
    """The state after hours without a shortfall; an event under way has ended where they begin."""
    before_h = 0.0 if state.open_h > 0 else state.rested_h
    return replace(state, open_h=0.0, allowed=False, rested_h=before_h + hours)


def _begun(tier: FlexTier, state: FlexState, month: int) -> FlexState:
    """The state as an event begins: one more of the month's, or one beyond the limits."""
    used = state.events if state.month == month else 0
    allowed = used < tier.events_per_month and state.rested_h >= tier.recovery_h - _H
    return replace(state, month=month, events=used + allowed, allowed=allowed, rested_h=0.0)


def _runs(short: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[tuple[int, int]]:
    """First and one past the last interval of each unbroken run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], short, [False]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
