"""A year of a site with its prices, whose margin is asked at other hashprices, power prices and AI prices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.merit import fill
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import Infeasible
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import HASH_VALUE
from bascule.study.backtest import Stage, initial_state, price_names
from bascule.units import HOURS_PER_DAY, HOURS_PER_YEAR, TH_PER_PH

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteYear:
    """A site over a year.

    Attributes:
        site: The site.
        grid: Its intervals.
        values: Series of the year.
        prices: Names of the power price series.
    """

    site: Site
    grid: TimeGrid
    values: Mapping[str, Floats]
    prices: tuple[str, ...]

    @staticmethod
    def of(stage: Stage) -> "SiteYear":
        """The year that a stage holds."""
        site = stage.shape.site
        return SiteYear(site=site, grid=stage.grid, values=stage.values, prices=price_names(site))

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
    """Money per year where nothing couples in time: a merit order in every interval."""
    return _filled(year, year.grid, dict(year.values)) / year.years


def program_margin(year: SiteYear) -> float:
    """Money per year by the program, in windows of a week: batteries, demand charges and jobs included.

    Raises:
        Infeasible: A week has no plan.
    """
    total, shape = 0.0, SiteShape.of(year.site)
    for grid, values in _weeks(year):
        pieces = [Piece(grid=grid, values=values)]
        plan = optimise(
            compile_inputs(shape, pieces, initial_state(year.site, grid.start), Asking()), relax=True
        )
        if not isinstance(plan, Plan):
            raise Infeasible(f"the week of {grid.start:%Y-%m-%d} has no plan: check the site's limits")
        total += plan.objective
    return total / year.years


def _weeks(year: SiteYear) -> Iterator[tuple[TimeGrid, dict[str, Floats]]]:
    each = round(_WEEK / year.grid.step)
    for first in range(0, year.grid.count, each):
        count = min(each, year.grid.count - first)
        yield (
            year.grid.window(first, count),
            {name: array[first : first + count] for name, array in year.values.items()},
        )


def _filled(year: SiteYear, grid: TimeGrid, values: dict[str, Floats]) -> float:
    shape = SiteShape.of(year.site)
    pieces = [Piece(grid=grid, values=values)]
    return fill(compile_inputs(shape, pieces, initial_state(year.site, grid.start), Asking())).objective
