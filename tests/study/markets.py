"""Small markets whose every value knows its moment, and short runs over them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from tests.dispatch.sites import HASHPRICE, START

from bascule.market.publication import Publication, PublicationRule
from bascule.model.market import Market
from bascule.model.series import Floats, Series
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.study.backtest import Run, Stage, run, set_stage
from bascule.study.compare import Settings, make_policy

REAL_TIME = Publication(rule=PublicationRule.REAL_TIME)
DAY_AHEAD = Publication(rule=PublicationRule.DAY_AHEAD_EU)
ALWAYS = Publication(rule=PublicationRule.ALWAYS)


def market(
    values: Mapping[str, Sequence[float] | Floats],
    *,
    start: datetime = START,
    step_h: float = 1.0,
    rules: Mapping[str, Publication] | None = None,
) -> Market:
    """A market from ``start``; spot is known after its interval unless ``rules`` say otherwise, the rest always."""
    arrays = {name: np.array(array, dtype=np.float64) for name, array in values.items()}
    count = arrays["spot"].size
    arrays.setdefault("hashprice", np.full(count, HASHPRICE))
    grid = TimeGrid(start=start, step=timedelta(hours=step_h), count=count)
    chosen = {"spot": REAL_TIME, **(rules or {})}
    series = {
        name: Series(name=name, values=array, known_at_s=chosen.get(name, ALWAYS).known_at_s(grid))
        for name, array in arrays.items()
    }
    return Market(grid=grid, series=series)


def stage_of(place: Site, world: Market, *, first: int = 0, count: int | None = None) -> Stage:
    """The ``count`` intervals of a market from ``first`` on, the rest of it history."""
    grid = world.grid
    return set_stage(
        place, world, grid.time(first), grid.time(grid.count if count is None else first + count)
    )


def ran(place: Site, world: Market, policy: str, *, first: int = 0, settings: Settings | None = None) -> Run:
    """A built-in policy through a market from interval ``first`` on."""
    stage = stage_of(place, world, first=first)
    return run(stage, make_policy(policy, stage, settings or Settings()))


def hashed(done: Run, fleet: str = "fleet") -> list[float]:
    """Power of a fleet's machines, MW by interval."""
    return np.round(done.outcome.fleets[fleet].it_mw, 6).tolist()  # type: ignore[no-any-return]
