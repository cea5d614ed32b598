"""Firm AI load against service level, with the interval that the days allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.sizing.bootstrap import Interval, Resampling, interval_of, resampled_days, resampled_levels
from bascule.study.sizing.firm_load import best, firm_load
from bascule.study.sizing.plant import Plant
from bascule.study.sizing.play import Played
from bascule.study.sizing.service import Hold, lost_by_day
from bascule.study.sizing.stretches import Stretches

LEVELS: Final = (0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99995, 0.99999, 1.0)
FINER: Final = tuple(1 - 10.0 ** -(quarter / 4) for quarter in range(5, 21))
"""Levels between them, a quarter of a nine apart, for a figure: size jumps where a further call can be bridged."""
_BETWEEN: Final = 25
"""Sizes beside the answers at which histories are judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One service level.

    Attributes:
        level_frac: Share of intervals with the full load.
        all_years_meter_mw: Largest load that keeps it over all years together.
        interval_meter_mw: Of that, from histories drawn again.
        every_year_meter_mw: Largest load that keeps it in every year.
    """

    level_frac: float
    all_years_meter_mw: float
    interval_meter_mw: Interval
    every_year_meter_mw: float


def curve(
    plant: Plant, stretches: Stretches, levels: Sequence[float], how: Resampling
) -> tuple[CurvePoint, ...]:
    """The curve over the years on which a size is judged.

    Args:
        plant: The site.
        stretches: Calls and outages of these years.
        levels: Levels in rising order.
        how: How days are drawn again.
    """
    pooled = [firm_load(plant, stretches, level, Hold.ALL_YEARS).ai_meter_mw for level in levels]
    yearly = [firm_load(plant, stretches, level, Hold.EVERY_YEAR).ai_meter_mw for level in levels]
    sizes = _sizes(plant, pooled + yearly)
    histories = _histories(plant, stretches, sizes, how)
    return tuple(
        CurvePoint(
            level_frac=level,
            all_years_meter_mw=pooled[at],
            interval_meter_mw=_interval(sizes, histories, level, pooled[at], how),
            every_year_meter_mw=yearly[at],
        )
        for at, level in enumerate(levels)
    )


def levels_by_history(stretches: Stretches, played: Played, how: Resampling) -> Floats:
    """Service level of each drawn history over all years of the stretches, shape (samples,)."""
    parts = [lost_by_day(stretches, played, year) for year in range(len(stretches.years))]
    lost = np.concatenate([part for part, _ in parts], axis=1)
    known = np.concatenate([part for _, part in parts])
    return resampled_levels(lost, known, resampled_days(known.size, lost.shape[0], how))


def _sizes(plant: Plant, answers: Sequence[float]) -> Floats:
    """The answers, sizes just above and evenly between, ascending: service jumps at an answer."""
    around = np.array(answers)
    above = around + 1e-4 * plant.connection_meter_mw
    between = np.linspace(0.0, plant.connection_meter_mw, _BETWEEN)
    sizes: Floats = np.unique(np.concatenate([around, above, between]))
    return sizes


def _histories(plant: Plant, stretches: Stretches, sizes: Floats, how: Resampling) -> Floats:
    """Levels by size and history, shape (sizes, samples)."""
    tried = (best(plant, stretches, float(size), Hold.ALL_YEARS) for size in sizes)
    return np.array([levels_by_history(stretches, one.played, how) for one in tried])


def _interval(sizes: Floats, histories: Floats, level: float, answer: float, how: Resampling) -> Interval:
    kept = histories >= level - 1e-12
    # The largest size below which a history keeps the level at every size that was tried.
    count = np.cumprod(kept, axis=0).sum(axis=0)
    firm = np.where(count > 0, sizes[np.maximum(count - 1, 0)], 0.0)
    found = interval_of(firm, how.confidence_frac)
    return Interval(low=min(found.low, answer), high=max(found.high, answer))
