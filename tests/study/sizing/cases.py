"""Small sites whose answer is known by hand."""

from collections.abc import Sequence

import numpy as np

from bascule.study.sizing.calls import CallYear, year_start_s
from bascule.study.sizing.firm_load import Best, firm_load
from bascule.study.sizing.plant import Plant
from bascule.study.sizing.service import Hold
from bascule.study.sizing.stretches import Stretches, stretches_of


def year(called_mw: Sequence[float], number: int = 2023, step_s: int = 3600) -> CallYear:
    """A year of which the first intervals are known."""
    stamps = year_start_s(number) + step_s * np.arange(len(called_mw), dtype=np.int64)
    return CallYear(
        year=number, step_s=step_s, stamps_s=stamps, called_mw=np.array(called_mw, dtype=np.float64)
    )


def quiet(hours: int, *calls: tuple[int, int, float]) -> list[float]:
    """So many hours without a call, but for calls given as first hour, hours and megawatts."""
    called = [0.0] * hours
    for first, lasts, depth in calls:
        called[first : first + lasts] = [depth] * lasts
    return called


def laid(plant: Plant, *years: CallYear, draws: int = 1, seed: int = 1) -> Stretches:
    """Calls with the plant's outages."""
    return stretches_of(years, plant.equipment, draws=draws, seed=seed)


def firm(plant: Plant, *years: CallYear, level: float = 1.0, hold: Hold = Hold.ALL_YEARS) -> Best:
    """The largest load."""
    return firm_load(plant, laid(plant, *years), level, hold)
