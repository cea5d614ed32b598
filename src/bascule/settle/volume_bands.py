"""Tolerance bands on a month's metered energy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bascule.model.energy_contracts import VolumeBand
from bascule.model.series import Floats
from bascule.model.state import Metered
from bascule.model.time_grid import TimeGrid
from bascule.settle.calendar import covered_h, month_h

NOTHING: Final = Metered(mwh=0.0, hours=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Energy below and above a band."""

    shortfall_mwh: float
    excess_mwh: float

    def __sub__(self, other: "Missed") -> "Missed":
        """What came on top."""
        return Missed(
            shortfall_mwh=self.shortfall_mwh - other.shortfall_mwh,
            excess_mwh=self.excess_mwh - other.excess_mwh,
        )


def limits_mwh(band: VolumeBand, month: int, zone: str, hours: float) -> tuple[float, float]:
    """Lower and upper limit of the energy in ``hours`` of a month: the month's, for the share of its time.

    Args:
        band: The band.
        month: Month index (year * 12 + month - 1).
        zone: IANA name.
        hours: Hours of the month in which it is metered.
    """
    contracted = band.mwh_per_month * hours / month_h(month, zone)
    return band.low_frac * contracted, band.high_frac * contracted


def missed(band: VolumeBand, month: int, zone: str, metered: Metered) -> Missed:
    """How far the energy of a month lies outside its band; of a month metered in part, outside that part of it."""
    low, high = limits_mwh(band, month, zone, metered.hours)
    return Missed(shortfall_mwh=max(low - metered.mwh, 0.0), excess_mwh=max(metered.mwh - high, 0.0))


def metered_by_month(band: VolumeBand, grid: TimeGrid, zone: str, import_mw: Floats) -> dict[int, Metered]:
    """Energy and hours of each month that the grid has inside the band's term."""
    months, mwh = grid.local_month(zone), import_mw * grid.step_h * band.term.covers(grid)
    hours = covered_h(band.term, grid, zone)
    return {m: Metered(mwh=float(mwh[months == m].sum()), hours=hours[m]) for m in hours}


def added(
    band: str, before: Mapping[tuple[str, int], Metered], now: Mapping[int, Metered]
) -> dict[int, Metered]:
    """Energy and hours of each month of ``now``, with what was metered in it before."""
    return {month: _sum(before.get((band, month), NOTHING), more) for month, more in now.items()}


def _sum(first: Metered, second: Metered) -> Metered:
    return Metered(mwh=first.mwh + second.mwh, hours=first.hours + second.hours)


def newly_missed(
    band: VolumeBand,
    grid: TimeGrid,
    zone: str,
    import_mw: Floats,
    before: Mapping[tuple[str, int], Metered],
) -> dict[int, Missed]:
    """By how much each month's shortfall and excess grow over a grid; negative where they shrink again.

    Summed over the consecutive parts of a month this is exactly what the whole month misses.
    """
    now = metered_by_month(band, grid, zone, import_mw)
    whole = added(band.name, before, now)
    return {
        month: missed(band, month, zone, metered)
        - missed(band, month, zone, before.get((band.name, month), NOTHING))
        for month, metered in whole.items()
    }
