"""A forecaster for prices that an auction has already spoken about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from bascule.dispatch.forecaster import NaiveForecaster
from bascule.dispatch.outlook import Forecaster
from bascule.market.view import MarketView
from bascule.model.energy_contracts import NominatedSupply, SpotSupply
from bascule.model.series import Floats
from bascule.model.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchoredForecaster:
    """The newest deviation of a real-time price from its day-ahead price, decaying into the day-ahead price.

    Where no day-ahead price is published for an hour, and for every other series, it says what the forecaster beneath
    says.

    Attributes:
        anchors: Day-ahead series by real-time or imbalance series.
        half_life_h: Hours after which the newest deviation counts for half.
        beneath: Speaks where there is no anchor.
    """

    anchors: Mapping[str, str]
    half_life_h: float = 2.0
    beneath: Forecaster = field(default_factory=NaiveForecaster)

    def values(self, view: MarketView, name: str, first: int, count: int) -> Floats:
        """Known values where known, the forecast elsewhere; NaN only where nothing of the series is known."""
        believed = self.beneath.values(view, name, first, count)
        newest = view.newest(name) if name in self.anchors else None
        if newest is None or newest[0] >= first + count - 1:
            return believed
        return self._anchored(view, name, first, believed, newest)

    def _anchored(
        self, view: MarketView, name: str, first: int, believed: Floats, newest: tuple[int, float]
    ) -> Floats:
        last, value = newest
        anchor = view.known(self.anchors[name], first, believed.size)
        then = float(view.known(self.anchors[name], last, 1)[0])
        deviation = 0.0 if np.isnan(then) else value - then
        ahead = np.arange(first, first + believed.size) - (last + 1)
        spoken = anchor + deviation * 0.5 ** (np.maximum(ahead, 0) * view.grid.step_h / self.half_life_h)
        unknown = np.isnan(view.known(name, first, believed.size)) & np.isfinite(spoken)
        return np.asarray(np.where(unknown, spoken, believed))


def anchors(site: Site) -> dict[str, str]:
    """Day-ahead series by the series that metered energy beyond a nomination is priced with."""
    found: dict[str, str] = {}
    for supply in site.supplies:
        if isinstance(supply, NominatedSupply):
            priced = [supply.imbalance] if supply.surplus is None else [supply.imbalance, supply.surplus]
            found |= {price.name: supply.day_ahead.name for price in priced}
    return found


def uncertain_prices(site: Site) -> tuple[str, ...]:
    """Energy prices that a plan must forecast where they are not published: of spot and of two-settlement contracts."""
    spot = [supply.price.name for supply in site.supplies if isinstance(supply, SpotSupply)]
    found = anchors(site)
    return tuple(dict.fromkeys([*spot, *found, *found.values()]))


def default_forecaster(site: Site) -> Forecaster:
    """Anchored where the site buys in two settlements, else naive."""
    found = anchors(site)
    return AnchoredForecaster(anchors=found) if found else NaiveForecaster()
