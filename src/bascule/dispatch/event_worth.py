"""What an event of a flexible customer must save to be used now: the worst of those that the last weeks would have used.

A plan sees two days, a contract counts by the month. A plan that took every event that saves anything would have none
left when prices rise.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.flex_events import worst_of_best
from bascule.dispatch.outlook import with_hash_value
from bascule.dispatch.site_shape import SiteShape
from bascule.market.view import MarketView
from bascule.model.flex_tier import FlexTier
from bascule.model.state import FlexState, SiteState

_WEEKS = timedelta(days=28)
_LEAST = timedelta(days=7)


def event_worths(
    shape: SiteShape, view: MarketView, names: tuple[str, ...], state: SiteState
) -> dict[str, float]:
    """Money that an event must save, by flexible reservation; empty where less than a week is known.

    With as many events for each of the last four weeks' days as are left for each day of the month, it is what the worst
    event of the best set would have saved at the prices of those weeks.

    Args:
        shape: The site.
        view: The market cut at now.
        names: Series that a plan needs.
        state: What was used so far.
    """
    piece = _past(shape, view, names)
    if piece is None:
        return {}
    inputs = compile_inputs(shape, [piece], SiteState(time=piece.grid.start), Asking())
    tiers = {firm.name: firm.flex for firm in shape.site.reservations if firm.flex is not None}
    share = (piece.grid.end - piece.grid.start) / _left(view.now, shape.site.time_zone)
    month = int(view.grid.window(view.grid.index(view.now), 1).local_month(shape.site.time_zone)[0])
    worths = {}
    for flex in inputs.flexes:
        left = _events_left(tiers[flex.group], state.flex.get(flex.group), month)
        worths[flex.group] = worst_of_best(inputs, flex, max(round(left * share), 1)) if left else 0.0
    return worths


def _past(shape: SiteShape, view: MarketView, names: tuple[str, ...]) -> Piece | None:
    """The last weeks of which everything is known."""
    first = view.grid.index(view.now)
    count = min(first, _WEEKS // view.grid.step)
    if count < _LEAST // view.grid.step:
        return None
    values = {name: view.known(name, first - count, count) for name in names}
    known = np.all([np.isfinite(array) for array in values.values()], axis=0)
    end = int(np.flatnonzero(known)[-1]) + 1 if known.any() else 0
    begin = int(np.flatnonzero(~known[:end])[-1]) + 1 if not known[:end].all() else 0
    if end - begin < _LEAST // view.grid.step:
        return None
    grid = view.grid.window(first - count + begin, end - begin)
    past = {name: array[begin:end] for name, array in values.items()}
    return Piece(grid=grid, values=with_hash_value(shape.site, grid, past))


def _events_left(tier: FlexTier, used: FlexState | None, month: int) -> int:
    spent = used.events if used is not None and used.month == month else 0
    return max(tier.events_per_month - spent, 0)


def _left(now: datetime, zone: str) -> timedelta:
    local = now.astimezone(ZoneInfo(zone))
    month = local.year * 12 + local.month
    return local.replace(year=month // 12, month=month % 12 + 1, day=1, hour=0, minute=0, second=0) - local
