"""The largest firm AI load that keeps a service level."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.study.sizing.plant import Plant
from bascule.study.sizing.play import Played, deficits_mw, play
from bascule.study.sizing.service import Hold, level_of
from bascule.study.sizing.stretches import Stretches

CLOSE_FRAC: Final = 1e-5
"""Width of the last bracket, as a share of the connection."""
MOST_RULES: Final = 8
"""Deficits tried as the largest that the battery is spent on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Best:
    """One size under the battery rule that keeps its level best.

    Attributes:
        ai_meter_mw: The size, at the meter.
        most_deficit_mw: Largest deficit that the battery is spent on.
        level_frac: What it keeps.
        played: What happened.
    """

    ai_meter_mw: float
    most_deficit_mw: float
    level_frac: float
    played: Played


def best(
    plant: Plant, stretches: Stretches, ai_meter_mw: float, hold: Hold, enough_frac: float = 1.0
) -> Best:
    """Play one size under each battery rule until one keeps ``enough_frac``; else the one that keeps most.

    A battery that is spent on deep deficits may lack for the shallow ones after them. With the rule free, more battery never
    keeps less.
    """
    found: Best | None = None
    for rule_mw in _rules_mw(plant, stretches, ai_meter_mw):
        played = play(plant, stretches, ai_meter_mw, rule_mw)
        level = level_of(stretches, played, hold)
        if found is None or level > found.level_frac:
            found = Best(ai_meter_mw=ai_meter_mw, most_deficit_mw=rule_mw, level_frac=level, played=played)
        if level >= enough_frac - 1e-12:
            break
    if found is None:
        raise ValueError("a battery has at least one rule")
    return found


def firm_load(plant: Plant, stretches: Stretches, level_frac: float, hold: Hold) -> Best:
    """The largest size that keeps a level, by bisection; of no size where outages alone break the level.

    Args:
        plant: The site.
        stretches: Calls and outages of the years on which it is judged.
        level_frac: Share of intervals with the full load, 0 to 1.
        hold: Over what it must hold.
    """
    width = CLOSE_FRAC * max(plant.connection_meter_mw, 1e-9)
    low, high = 0.0, plant.connection_meter_mw + plant.store.power_mw
    kept = best(plant, stretches, low, hold, level_frac)
    if kept.level_frac < level_frac - 1e-12:
        return kept
    for size in (high, *_steps_mw(plant, stretches)):
        tried = best(plant, stretches, size, hold, level_frac)
        if tried.level_frac >= level_frac - 1e-12 and size > low:
            low, kept = size, tried
        elif size < high:
            high = size
    while high - low > width and low < high:
        middle = (low + high) / 2
        tried = best(plant, stretches, middle, hold, level_frac)
        if tried.level_frac >= level_frac - 1e-12:
            low, kept = middle, tried
        else:
            high = middle
    return kept


def _steps_mw(plant: Plant, stretches: Stretches) -> Iterator[float]:
    """Sizes at which service jumps whatever the calls: the connection whole, and less what is most called."""
    called = float(np.minimum(stretches.called_mw, plant.curtailable_meter_mw).max(initial=0.0))
    yield plant.connection_meter_mw
    if called > 0:
        yield plant.connection_meter_mw - called


def _rules_mw(plant: Plant, stretches: Stretches, ai_meter_mw: float) -> Iterator[float]:
    power = plant.store.power_mw
    yield power
    if power <= 0 or plant.store.energy_mwh <= 0:
        return
    deficit, _ = deficits_mw(plant, stretches, ai_meter_mw)
    depths = np.unique(np.round(deficit[(deficit > 0) & (deficit <= power)], 9))[:-1]
    if depths.size > MOST_RULES:
        depths = depths[np.linspace(0, depths.size - 1, MOST_RULES).astype(np.int64)]
    yield from depths[::-1].tolist()
