"""The price that a simple rule goes by: published where it is, else the last one published."""

import numpy as np

from bascule.chain.hashprice import hash_value_per_th_h
from bascule.market.view import MarketView
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.energy import import_rate
from bascule.settle.values import Values


def published(
    site: Site, view: MarketView, names: tuple[str, ...], most: int
) -> tuple[TimeGrid, Floats] | None:
    """Import rate of the coming intervals for which every price is published; of one, by the last published price, if none is.

    Returns:
        The intervals and their rates, or None while no price has ever been published.
    """
    first = view.grid.index(view.now)
    known = {name: view.known(name, first, most) for name in names}
    ahead = [int(np.argmax(np.isnan(v))) if np.isnan(v).any() else most for v in known.values()]
    count = max(min(ahead, default=most), 1)
    values: dict[str, Floats] = {}
    for name, array in known.items():
        newest = view.newest(name)
        if newest is None:
            return None
        values[name] = np.where(np.isnan(array[:count]), newest[1], array[:count])
    grid = view.grid.window(first, count)
    return grid, import_rate(site, grid, values)


def latest(view: MarketView, names: tuple[str, ...], count: int) -> Values | None:
    """The newest known value of each series, repeated; None where one has none."""
    newest = {name: view.newest(name) for name in names}
    if any(value is None for value in newest.values()):
        return None
    return {name: np.full(count, value[1]) for name, value in newest.items() if value is not None}


def hash_value_now(site: Site, view: MarketView, names: tuple[str, ...], grid: TimeGrid) -> Floats | None:
    """What a hash earns by the newest known price, difficulty and fees, shape (grid.count,)."""
    values = latest(view, names, grid.count)
    return None if values is None else hash_value_per_th_h(site, grid, values)
