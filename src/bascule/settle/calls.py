"""Which calls of a reserve product bind: no longer, no sooner and no more often than its contract says."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.reserves import ReserveProduct
from bascule.model.series import Floats, SeriesRef
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import Values, resolve


def due_calls(product: ReserveProduct, grid: TimeGrid, zone: str, values: Values) -> Floats:
    """Share of the committed power that must be shed (or taken) per interval, shape (grid.count,).

    A call is a run of intervals with a share above zero. What lasts longer than ``duration_h`` does not bind beyond it; a call
    that begins within ``recovery_h`` of the end of the last binding one, or that is one more than ``most_calls_per_year``
    allows in a calendar year of the zone, does not bind at all. Where what is sold is always called, every interval binds.

    Args:
        product: The product.
        grid: Intervals, from the first of a run on: calls before it are not counted.
        zone: IANA name in which years are counted.
        values: Series values on the grid.
    """
    if product.calls is None:
        return np.zeros(grid.count)
    share = np.clip(resolve(product.calls, values, grid.count), 0.0, 1.0) * product.term.covers(grid)
    return _bound(product, share, grid, zone) if isinstance(product.calls, SeriesRef) else share


def _bound(product: ReserveProduct, share: Floats, grid: TimeGrid, zone: str) -> Floats:
    due, free_from = np.zeros(grid.count), -np.inf
    counted: dict[int, int] = {}
    longest = max(round(product.duration_h / grid.step_h), 1)
    info = ZoneInfo(zone)
    for begin, end in call_spans(share > 0):
        year = datetime.fromtimestamp(grid.time(begin).timestamp(), UTC).astimezone(info).year
        number = counted.get(year, 0) + 1
        most = product.most_calls_per_year
        if begin < free_from or (most is not None and number > most):
            continue
        counted[year] = number
        until = min(end, begin + longest)
        due[begin:until] = share[begin:until]
        free_from = until + product.recovery_h / grid.step_h - 1e-9
    return due


def call_spans(called: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """First interval and interval after the last of every run of called intervals."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], called, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
