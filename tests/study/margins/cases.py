"""Years of sites that several tests share."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

import numpy as np
from tests.dispatch.sites import START

from bascule.adapters.files.site_template import bundled_site
from bascule.apps.wiring import instant, read_market
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import HASH_VALUE
from bascule.study.backtest import set_stage
from bascule.study.margins.site_year import SiteYear


def hours_of(place: Site, spot: Sequence[float] | Floats, *, start: datetime = START) -> SiteYear:
    """A site over some hours at a hashprice of 24 per PH and day, which makes a machine of ``worth`` earn that per MWh."""
    prices = np.asarray(spot, dtype=np.float64)
    grid = TimeGrid(start=start, step=timedelta(hours=1), count=prices.size)
    values = {"spot": prices, HASH_VALUE: np.full(prices.size, 0.001)}
    return SiteYear(site=place, grid=grid, values=values, prices=("spot",))


@cache
def bundled_year(name: str, spec: str) -> SiteYear:
    """A bundled site over the year of an embedded market."""
    site, year = bundled_site(name).site, spec.split(":")[2]
    start = instant(f"{year}-01-01", site.time_zone, "--from")
    end = start + timedelta(days=365)
    return SiteYear.of(set_stage(site, read_market(site, [spec], start, end), start, end))
