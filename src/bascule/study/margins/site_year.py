"""A year of a site with its prices, whose margin is asked at other hashprices, power prices and AI prices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.merit import MeritOrder, fill
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import Infeasible
from bascule.model.energy_contracts import NominatedSupply, SpotSupply
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import HASH_VALUE
from bascule.study.backtest import Stage, initial_state
from bascule.units import HOURS_PER_DAY, HOURS_PER_YEAR, TH_PER_PH


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteYear:
    """A site over a year.

    Attributes:
        site: The site.
        grid: Its intervals.
        values: Series of the year.
        prices: Names of the energy price series: what is bought, sold and hedged at a market's price.
    """

    site: Site
    grid: TimeGrid
    values: Mapping[str, Floats]
    prices: tuple[str, ...]

    @staticmethod
    def of(stage: Stage) -> "SiteYear":
        """The year that a stage holds."""
        site = stage.shape.site
        return SiteYear(site=site, grid=stage.grid, values=stage.values, prices=_energy_prices(site))

    @property
    def years(self) -> float:
        """Length in years of 8,760 hours."""
        return self.grid.count * self.grid.step.total_seconds() / 3600 / HOURS_PER_YEAR

    def at(self, hashprice: float, power_scale: float, ai_scale: float) -> "SiteYear":
        """The same year at another hashprice (money per PH and day) and with power and AI prices scaled."""
        moved = dict(self.values)
        for name in self.prices:
            moved[name] = moved[name] * power_scale
        if self.site.fleets:
            moved[HASH_VALUE] = np.full(self.grid.count, hashprice / (TH_PER_PH * HOURS_PER_DAY))
        return replace(self, site=_sold_at(self.site, ai_scale), values=moved)


def _energy_prices(site: Site) -> tuple[str, ...]:
    """Series of energy prices, each once; orders of the grid and prices of reserves are none of them."""
    spot = [one.price for one in site.supplies if isinstance(one, SpotSupply)]
    nominated = [
        price
        for one in site.supplies
        if isinstance(one, NominatedSupply)
        for price in (one.day_ahead, one.imbalance, one.surplus)
    ]
    hedged = [*(one.spot for one in site.blocks), *(one.spot for one in site.collars)]
    found = [*spot, *nominated, *hedged, *(one.price for one in site.exports)]
    return tuple(dict.fromkeys(one.name for one in found if isinstance(one, SeriesRef)))


def _sold_at(site: Site, scale: float) -> Site:
    """A site whose AI prices are scaled; those that are series are left, since their values are not this site's alone."""
    sales = tuple(
        sale
        if isinstance(sale.price_per_gpu_h, SeriesRef)
        else replace(sale, price_per_gpu_h=sale.price_per_gpu_h * scale)
        for sale in site.sales
    )
    return replace(site, sales=sales)


def closed_margin(year: SiteYear) -> float:
    """Money per year where nothing couples in time: a merit order in every interval, without batteries and demand charges."""
    return _filled(year).objective / year.years


def closed_steps(year: SiteYear) -> tuple[float, Floats]:
    """The margin of the closed form, and the money of each interval that sums to that of the whole year.

    What does not depend on an interval, such as a standing fee, falls on all alike. Shape (grid.count,).
    """
    found = _filled(year)
    standing = (found.objective - float(found.earned.sum())) / year.grid.count
    return found.objective / year.years, found.earned + standing


def program_margin(year: SiteYear) -> float:
    """Money per year by the program: batteries and demand charges included, batch jobs left out.

    Windows are calendar months of the site, since a demand charge is due once a month whatever part of it a window covers;
    batteries begin each as they begin the year, and peaks of months before the year alone count for ratchets.

    Raises:
        Infeasible: A month has no plan.
    """
    total, shape = 0.0, SiteShape.of(year.site)
    for grid, values in _months(year):
        pieces = [Piece(grid=grid, values=values)]
        plan = optimise(
            compile_inputs(shape, pieces, initial_state(year.site, grid.start), Asking()), relax=True
        )
        if not isinstance(plan, Plan):
            raise Infeasible(f"the month from {grid.start:%Y-%m-%d} on has no plan: check the site's limits")
        total += plan.objective
    return total / year.years


def _months(year: SiteYear) -> Iterator[tuple[TimeGrid, dict[str, Floats]]]:
    months = year.grid.local_month(year.site.time_zone)
    firsts = [0, *(np.flatnonzero(np.diff(months)) + 1).tolist(), year.grid.count]
    for first, end in pairwise(firsts):
        yield (
            year.grid.window(first, end - first),
            {name: array[first:end] for name, array in year.values.items()},
        )


def _filled(year: SiteYear) -> MeritOrder:
    pieces = [Piece(grid=year.grid, values=dict(year.values))]
    state = initial_state(year.site, year.grid.start)
    return fill(compile_inputs(SiteShape.of(year.site), pieces, state, Asking()))
