"""What a MWh is worth in each use over a period: lines of the price-duration curve."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.report.tables.policies import result_of
from bascule.study.results import Backtest

_NUMBERS = ("worth_per_mwh", "penalty_per_mwh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Median and middle 90 % of what a MWh at the bus is worth in one use."""

    name: str
    mining: bool
    median_per_mwh: float
    low_per_mwh: float
    high_per_mwh: float


def worths(backtest: Backtest) -> tuple[Worth, ...]:
    """Worth of each fleet, and of each other use whose reasons under ``optimal`` state one."""
    fleets = [_worth(name, values, mining=True) for name, values in backtest.break_even_per_mwh.items()]
    optimal = result_of(backtest, "optimal")
    tracks = {} if optimal is None else optimal.reasons
    others = [
        _worth(asset, np.asarray(track.numbers[number], dtype=np.float64), mining=False)
        for asset, track in tracks.items()
        for number in _NUMBERS
        if number in track.numbers and asset not in backtest.break_even_per_mwh
    ]
    return tuple(worth for worth in (*fleets, *others) if worth is not None)


def _worth(name: str, values: Floats, *, mining: bool) -> Worth | None:
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    low, median, high = np.percentile(known, [5, 50, 95]).tolist()
    return Worth(name=name, mining=mining, median_per_mwh=median, low_per_mwh=low, high_per_mwh=high)
