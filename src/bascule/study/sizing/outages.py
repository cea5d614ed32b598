"""Outages of equipment as a seeded alternating renewal process: up and down for exponential times, in balance from the start."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.sizing.equipment import Equipment, EquipmentKind

_KINDS = tuple(EquipmentKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Names one draw: the same seed, year and number give the same outages whatever else changes."""

    seed: int
    year: int
    number: int


def down_hours(unit: Equipment, span_h: float, draws: np.random.Generator) -> Floats:
    """Begin and end of each outage of one unit in hours from the start, shape (n, 2); ends may lie beyond the span.

    The first state is drawn from the balance of the two, and exponential times have no memory, so that every moment is
    down with probability ``forced_outage_frac``, MTTR / (MTBF + MTTR).
    """
    if unit.forced_outage_frac == 0:
        return np.empty((0, 2))
    spans, now_h = [], 0.0
    down = bool(draws.random() < unit.forced_outage_frac)
    while now_h < span_h:
        lasts_h = float(draws.exponential(unit.repair_h if down else unit.between_h))
        if down:
            spans.append((now_h, now_h + lasts_h))
        now_h, down = now_h + lasts_h, not down
    return np.array(spans).reshape(-1, 2)


def is_down(spans_h: Floats, moments_h: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether a unit is down at moments, shape of the moments; spans in order and apart."""
    if not spans_h.size:
        return np.zeros(moments_h.shape, dtype=np.bool_)
    at = np.searchsorted(spans_h[:, 0], moments_h, side="right") - 1
    down: np.ndarray[tuple[int], np.dtype[np.bool_]] = (at >= 0) & (moments_h < spans_h[np.maximum(at, 0), 1])
    return down


def up_share(equipment: Sequence[Equipment], kind: EquipmentKind, moments_h: Floats, draw: Draw) -> Floats:
    """Share of what the equipment of a kind carries that it can carry at moments, 0 to 1; the scarcest group counts.

    Args:
        equipment: All of it.
        kind: Which of it.
        moments_h: Middles of intervals in hours since the year began, ascending.
        draw: Which outages.
    """
    share = np.ones(moments_h.shape)
    span_h = float(moments_h[-1]) if moments_h.size else 0.0
    for index, group in enumerate(part for part in equipment if part.kind is kind):
        up = np.full(moments_h.shape, float(group.count))
        for unit in range(group.count):
            key = [draw.seed, draw.year, draw.number, _KINDS.index(kind), index, unit]
            up -= is_down(down_hours(group, span_h, np.random.default_rng(key)), moments_h)
        share = np.minimum(share, np.minimum(up / group.needed, 1.0))
    return share
