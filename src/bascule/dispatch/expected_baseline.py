"""What calls to come are expected to be measured against: what the site has drawn at the same time of day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from bascule.dispatch.policies.policy import Observation
from bascule.market.view import MarketView
from bascule.model.reserves import Baseline, ReserveProduct
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.baseline import BaselineSettings, baseline_mw, expected_baseline_mw

_HISTORY: Final = timedelta(days=45)
"""Ten like days without call fit into it, weekends too."""
_TRUSTED_H: Final = 12.0
"""Hours of full delivery that a product without a record is trusted with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExpectedDelivery:
    """What sales of energy not drawn are expected to be measured against, by product.

    Attributes:
        baseline_mw: Metered power without a call in the coming intervals, each of shape (count,), NaN where unknown.
        shown_frac: Share of what is sold that the meter is expected to show, from the calls so far.
    """

    baseline_mw: Mapping[str, Floats]
    shown_frac: Mapping[str, float]


def expected_delivery(site: Site, observation: Observation, view: MarketView, count: int) -> ExpectedDelivery:
    """Expected baseline and delivery of every product whose sale is a call.

    Whatever the product's method, tomorrow's calls are measured against hours that have not come; the last like days say
    best what they will hold, and the product's own record how far that can be trusted.

    Args:
        site: The site.
        observation: What was metered and called so far.
        view: Says what now is.
        count: Intervals ahead.
    """
    known = min(observation.metered_mw.size, _HISTORY // view.grid.step)
    products = [product for product in site.reserves if product.always_called]
    if not known or not products:
        return ExpectedDelivery(baseline_mw={}, shown_frac={})
    so_far = TimeGrid(start=view.now - known * view.grid.step, step=view.grid.step, count=known)
    coming = view.grid.window(view.grid.index(view.now), count)
    metered = observation.metered_mw[-known:]
    called = {product.name: observation.called_mw[product.name][-known:] for product in products}
    return ExpectedDelivery(
        baseline_mw={
            name: expected_baseline_mw(
                Baseline.TEN_OF_TEN, metered, so_far, mw > 0, coming, site.time_zone, BaselineSettings()
            )
            for name, mw in called.items()
        },
        shown_frac={p.name: _shown(p, metered, so_far, called[p.name], site.time_zone) for p in products},
    )


def _shown(product: ReserveProduct, metered: Floats, grid: TimeGrid, called: Floats, zone: str) -> float:
    """Delivered over called so far, as if some hours of full delivery had gone before."""
    events = called > 0
    if not events.any():
        return 1.0
    baseline = baseline_mw(product.baseline, metered, grid, events, zone, BaselineSettings())
    measured = events & np.isfinite(baseline)
    shown = np.clip(baseline[measured] - metered[measured], 0.0, called[measured]).sum()
    prior = _TRUSTED_H / grid.step_h * float(called[events].mean())
    return float((prior + shown) / (prior + called[measured].sum()))
