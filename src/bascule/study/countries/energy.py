"""The price of energy at a place: one number, or every interval of a year."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.sourced import Source
from bascule.units import HOURS_PER_YEAR


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Energy:
    """Prices of intervals of one length; one number is one interval.

    Attributes:
        per_mwh: Price of each interval, shape (n,).
        currency: ISO code.
        hours: Length that the prices cover; zero for one number.
        period: What they cover in words, empty for one number.
        source: Who says so.
    """

    per_mwh: Floats
    currency: str
    hours: float
    period: str
    source: Source

    @property
    def is_series(self) -> bool:
        """Whether prices are known by interval."""
        return len(self.per_mwh) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningMargin:
    """What a MW earns that takes power at these prices, per year of 8,760 hours.

    Attributes:
        flat_per_mw_year: Running always.
        dispatched_per_mw_year: Running only where the value beats price and adders.
        running_frac: Share of time in which it then runs.
        price_running_per_mwh: Mean energy price of that time; None where it never runs.
    """

    flat_per_mw_year: float
    dispatched_per_mw_year: float
    running_frac: float
    price_running_per_mwh: float | None


def running_margin(
    value_per_mwh: float, prices_per_mwh: Floats, adders_per_mwh: float, available_frac: float = 1.0
) -> RunningMargin:
    """Margin of one MW that may stop at any interval: mean(max(value - price - adders, 0)) over the year.

    The mean price alone says nothing of it: of hours with the same mean, wide ones earn more.

    Args:
        value_per_mwh: What a MWh earns.
        prices_per_mwh: By interval, shape (n,), all of one length.
        adders_per_mwh: What is paid on every MWh beside the price.
        available_frac: Share of time in which machines are able to run.

    >>> two = running_margin(70.0, np.array([20.0, 120.0]), 0.0)
    >>> two.flat_per_mw_year, two.dispatched_per_mw_year, two.running_frac
    (0.0, 219000.0, 0.5)
    """
    spread = value_per_mwh - prices_per_mwh - adders_per_mwh
    hours, runs = HOURS_PER_YEAR * available_frac, spread > 0
    return RunningMargin(
        flat_per_mw_year=hours * float(spread.mean()),
        dispatched_per_mw_year=hours * float(np.maximum(spread, 0.0).mean()),
        running_frac=float(runs.mean()),
        price_running_per_mwh=float(prices_per_mwh[runs].mean()) if runs.any() else None,
    )
