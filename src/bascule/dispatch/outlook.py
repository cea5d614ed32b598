"""What a policy believes about the hours ahead: known values where they are published, a forecast beyond."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import numpy as np

from bascule.chain.hashprice import hash_value_per_th_h
from bascule.dispatch.asking import Piece
from bascule.market.view import MarketView
from bascule.model.positions import Positions
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import HASH_VALUE

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


class Forecaster(Protocol):
    """Speaks for the hours that are not yet published."""

    def values(self, view: MarketView, name: str, first: int, count: int) -> Floats:
        """Known values where known, the forecast elsewhere; NaN only where nothing at all is known.

        Args:
            view: The market cut at now.
            name: Series.
            first: Grid index of the first interval.
            count: Number of intervals.
        """
        ...


def with_hash_value(site: Site, grid: TimeGrid, values: Mapping[str, Floats]) -> dict[str, Floats]:
    """Values with what a hash earns added, where the site has fleets and the value is not given."""
    if not site.fleets or HASH_VALUE in values:
        return dict(values)
    return {**values, HASH_VALUE: hash_value_per_th_h(site, grid, values)}


def window(
    site: Site, view: MarketView, names: Iterable[str], forecaster: Forecaster, count: int
) -> Piece | None:
    """The next ``count`` intervals as believed now, or None while some needed series has no known value at all."""
    first = view.grid.index(view.now)
    grid = view.grid.window(first, count)
    values = {name: forecaster.values(view, name, first, count) for name in names}
    if site.grid.calls is not None:
        # An order that is not announced is not expected.
        order = site.grid.calls.order_mw.name
        values[order] = np.nan_to_num(view.known(order, first, count))
    if any(np.isnan(array[0]) for array in values.values()):
        return None
    return Piece(grid=grid, values=with_hash_value(site, grid, values))


def coarse(piece: Piece, fine: int) -> list[Piece]:
    """A window as ``fine`` intervals as they are, then whole hours of their means."""
    per_hour = round(HOUR / piece.grid.step)
    hours = (piece.grid.count - fine) // per_hour if per_hour > 1 else 0
    if hours <= 0:
        return [piece]
    head = Piece(
        grid=piece.grid.window(0, fine),
        values={name: array[:fine] for name, array in piece.values.items()},
        nominated_mw={name: array[:fine] for name, array in piece.nominated_mw.items()},
    )
    grid = TimeGrid(start=head.grid.end, step=HOUR, count=hours)

    def by_hour(arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        span = slice(fine, fine + hours * per_hour)
        return {name: array[span].reshape(hours, per_hour).mean(axis=1) for name, array in arrays.items()}

    return [head, Piece(grid=grid, values=by_hour(piece.values), nominated_mw=by_hour(piece.nominated_mw))]


def month_tail(
    site: Site, view: MarketView, names: Iterable[str], start_index: int, end_index: int
) -> Piece | None:
    """The rest of a month in whole hours, every hour as it was in the last known week.

    Args:
        site: Names what a hash earns.
        view: The market cut at now.
        names: Series needed.
        start_index: Grid index of the first interval after the window.
        end_index: Grid index after the month's last interval.
    """
    per_hour = max(round(HOUR / view.grid.step), 1)
    hours = (end_index - start_index) // per_hour
    if hours <= 0:
        return None
    grid = TimeGrid(start=view.grid.time(start_index), step=HOUR, count=hours)
    values = {name: _like_last_week(view, name, start_index, hours, per_hour) for name in names}
    if site.grid.calls is not None:
        values[site.grid.calls.order_mw.name] = np.zeros(hours)
    if any(np.isnan(array).any() for array in values.values()):
        return None
    return Piece(grid=grid, values=with_hash_value(site, grid, values))


def _like_last_week(view: MarketView, name: str, start_index: int, hours: int, per_hour: int) -> Floats:
    newest = view.newest(name)
    if newest is None:
        return np.full(hours, np.nan)
    week = 168 * per_hour
    # The last known value of each hour of the week, aligned so that entry 0 is an hour of the week like the
    # tail's first.
    behind = -(-(start_index - newest[0]) // week) * week
    first = start_index - behind
    history = view.known(name, first - week, 2 * week).reshape(2, 168, per_hour)
    recent = np.where(np.isnan(history[1]), history[0], history[1])
    known = ~np.isnan(recent)
    means = np.where(known, recent, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    means[~known.any(axis=1)] = np.mean(recent[known]) if known.any() else newest[1]
    return np.resize(means, hours)


def with_nominations(pieces: list[Piece], positions: Positions) -> list[Piece]:
    """Pieces with what was bought day-ahead; the first starts where the positions do, on their step.

    A coarser piece takes the mean of the intervals that it covers, NaN unless all of them are known.
    """
    if not positions.nominated_mw or not pieces:
        return pieces
    first = pieces[0].grid
    return [
        replace(
            piece,
            nominated_mw={name: _over(mw, first, piece.grid) for name, mw in positions.nominated_mw.items()},
        )
        for piece in pieces
    ]


def _over(mw: Floats, first: TimeGrid, grid: TimeGrid) -> Floats:
    per_step, offset = grid.step_s // first.step_s, (grid.start_s - first.start_s) // first.step_s
    wanted = np.full(grid.count * per_step, np.nan)
    known = mw[offset : offset + wanted.size]
    wanted[: known.size] = known
    return np.asarray(wanted.reshape(grid.count, per_step).mean(axis=1))
