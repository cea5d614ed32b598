"""Orders of the grid on the curtailable part of the connection: which of them count, and what that part is paid."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import Values, resolve
from bascule.units import SECONDS_PER_HOUR

_TOLERANCE_H = 1e-9


def orders_mw(
    site: Site, grid: TimeGrid, values: Values, used_h: Mapping[int, float] | None = None
) -> Floats:
    """Power that the grid may call back per interval: never beyond the curtailable part, and nothing by a void order.

    An order is void in an interval that would take the hours of its calendar year, on the site's clock, beyond what the
    contract allows. Void orders use no hours.

    Args:
        site: The site.
        grid: Intervals.
        values: Series on them.
        used_h: Hours of orders before the first interval, by calendar year.

    Returns:
        Shape (grid.count,), zero where there is no order.

    Raises:
        DataGap: The series of orders is missing.
    """
    calls = site.grid.calls
    if calls is None:
        return np.zeros(grid.count)
    ordered = np.minimum(resolve(calls.order_mw, values, grid.count), site.grid.curtailable_mw)
    if calls.most_h_per_year is None:
        return ordered
    years, before = _years(grid, site.time_zone), used_h or {}
    allowed = ordered.copy()
    for year in np.unique(years).tolist():
        inside = np.flatnonzero((years == year) & (ordered > 0))
        hours = before.get(year, 0.0) + np.arange(1, inside.size + 1) * grid.step_h
        allowed[inside[hours > calls.most_h_per_year + _TOLERANCE_H]] = 0.0
    return allowed


def orders_of_pieces(
    site: Site, pieces: Sequence[tuple[TimeGrid, Values]], used_h: Mapping[int, float]
) -> list[Floats]:
    """The same over consecutive grids, each with the hours that those before it use.

    Args:
        site: The site.
        pieces: Grids with the series on them, in order of time.
        used_h: Hours of orders before the first, by calendar year.
    """
    found, used = [], dict(used_h)
    for grid, values in pieces:
        found.append(orders_mw(site, grid, values, used))
        used = hours_used(site, grid, found[-1], used)
    return found


def hours_used(
    site: Site, grid: TimeGrid, allowed_mw: Floats, before_h: Mapping[int, float]
) -> dict[int, float]:
    """Hours of orders by calendar year after a grid; empty where no contract counts them.

    Args:
        site: The site.
        grid: Intervals.
        allowed_mw: Orders that count, as :func:`orders_mw` gives them.
        before_h: Hours before the first interval.
    """
    if site.grid.calls is None or site.grid.calls.most_h_per_year is None:
        return {}
    used, years = dict(before_h), _years(grid, site.time_zone)
    for year, count in zip(*np.unique(years[allowed_mw > 0], return_counts=True), strict=True):
        used[int(year)] = used.get(int(year), 0.0) + float(count) * grid.step_h
    return used


def curtailable_income(site: Site, grid: TimeGrid) -> Floats:
    """Money per interval paid for the curtailable part, whatever is ordered; a year's money in equal parts over its hours."""
    calls = site.grid.calls
    if calls is None or not calls.income_per_mw_year:
        return np.zeros(grid.count)
    years = _years(grid, site.time_zone)
    hours = {year: _hours_of(year, site.time_zone) for year in np.unique(years).tolist()}
    share = grid.step_h / np.array([hours[year] for year in years.tolist()])
    return np.asarray(calls.income_per_mw_year * site.grid.curtailable_mw * share)


def _years(grid: TimeGrid, zone: str) -> Ints:
    return grid.local_month(zone) // 12


def _hours_of(year: int, zone: str) -> float:
    info = ZoneInfo(zone)
    ends = (datetime(each, 1, 1, tzinfo=info).astimezone(UTC) for each in (year, year + 1))
    start, end = (moment.timestamp() for moment in ends)
    return (end - start) / SECONDS_PER_HOUR
