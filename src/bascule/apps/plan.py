"""One plan as known at a moment: what should run, what that would earn, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.anchored import default_forecaster
from bascule.dispatch.asking import Piece
from bascule.dispatch.offering import upcoming
from bascule.dispatch.outlook import window
from bascule.dispatch.planner import Planner
from bascule.dispatch.policies.optimal import Cadence
from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.reasons import ReasonTrack, explain
from bascule.errors import DataGap, InputError, InputProblem
from bascule.market.view import MarketView
from bascule.model.ledger import Account, Ledger
from bascule.model.market import Market
from bascule.model.outcome import Outcome
from bascule.model.schedule import Schedule
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.energy import import_rate
from bascule.settle.ledger import settle
from bascule.simulate.conditions import conditions
from bascule.simulate.plant import advance
from bascule.study.backtest import Stage, price_names, set_stage
from bascule.study.compare import Settings, needed_names, optimal

MONTH: Final = timedelta(days=31)
"""How far past the plan its demand charge may look: the rest of the month is planned from the last week."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanAt:
    """A plan and what was believed when it was made.

    Attributes:
        site: The site.
        market: The market; nothing published after the moment was used.
        at: The moment of the decision, aware UTC.
        schedule: Setpoints, where they come from, marginal values.
        values: Values believed, by series, each of shape (grid.count,).
        published: Where every energy price was published, not forecast, shape (grid.count,).
        import_rate: Believed all-in money per MWh imported, shape (grid.count,).
        outcome: What the site would do without calls.
        ledger: What that would earn at the believed prices; nobody knows the system's peaks, so they are not in it.
        reasons: Why, by asset.
    """

    site: Site
    market: Market
    at: datetime
    schedule: Schedule
    values: Mapping[str, Floats]
    published: NDArray[np.bool_]
    import_rate: Floats
    outcome: Outcome
    ledger: Ledger
    reasons: Mapping[str, ReasonTrack]

    @property
    def grid(self) -> TimeGrid:
        """The intervals of the plan."""
        return self.schedule.grid

    @property
    def margin_before_demand_charge(self) -> float:
        """Believed money of the plan; a demand charge is left out, because a month owes it, not these hours."""
        return self.ledger.total - self.ledger.of(Account.DEMAND_CHARGE)


def horizon(site: Site, at: datetime, hours: int, *, bids: bool = False) -> timedelta:
    """Length of a plan: the hours asked for, and with offers at least to the end of the last day offered for.

    Raises:
        InputError: Offers are asked for, and nothing on the site is traded in an auction.
    """
    length = timedelta(hours=hours)
    if not bids:
        return length
    days = upcoming(site, at)
    if not days:
        hint = "nothing on this site is traded in an auction: add a nominated supply, or a reserve product with an auction"
        raise InputError([InputProblem(file=site.name, field="--bids", value="", hint=hint)])
    return max(length, *(grid.end - at for grid in days.values()))


def plan_at(
    site: Site,
    market: Market,
    at: datetime,
    length: timedelta,
    *,
    bids: bool = False,
    bid_premium_per_mwh: float | None = None,
    planner: Planner | None = None,
) -> PlanAt:
    """The plan that ``optimal`` makes at a moment, from the state in which the site file leaves the site.

    Args:
        site: The site.
        market: Series with history before the moment.
        at: The moment, aware UTC, on the market's grid.
        length: Length of the plan.
        bids: Whether to make the offers for the next auction of each product.
        bid_premium_per_mwh: Most that energy bids above its expected later price; None bids its whole worth.
        planner: What the plan is made for; None plans on one forecast path.

    Raises:
        DataGap: A series that the plan needs was never published before the moment.
    """
    stage, view = set_stage(site, market, at, at + length), MarketView(market, at)
    believed = _believed(stage, view)
    settings = Settings(
        cadence=Cadence(window=length, fine=length),
        bid_premium_per_mwh=bid_premium_per_mwh,
        planner=planner or Planner(),
    )
    schedule = _decide(stage, view, settings, bids=bids)
    grid = schedule.grid
    values = {name: array[: grid.count] for name, array in believed.values.items()} | _no_calls(site, grid)
    outcome = _outcome(stage, schedule, values)
    return PlanAt(
        site=site,
        market=market,
        at=at,
        schedule=schedule,
        values=values,
        published=_published(stage, view, grid),
        import_rate=import_rate(site, grid, values),
        outcome=outcome,
        ledger=settle(replace(site, coincident_peaks=()), outcome, values, stage.start),
        reasons=_reasons(stage, schedule, outcome, values),
    )


def _believed(stage: Stage, view: MarketView) -> Piece:
    site, names = stage.shape.site, needed_names(stage.shape.site)
    absent = [name for name in names if view.newest(name) is None]
    piece = None if absent else window(site, view, names, default_forecaster(site), stage.grid.count)
    if piece is None:
        listed = ", ".join(absent or names)
        raise DataGap(
            f"{listed}: nothing was published by then that a plan could start from; give data before it"
        )
    return piece


def _decide(stage: Stage, view: MarketView, settings: Settings, *, bids: bool) -> Schedule:
    policy = replace(optimal(stage, settings), asked=bids)
    known = tuple(job for job in stage.jobs if job.known <= view.now < job.deadline)
    steps = stage.grid.count + MONTH // stage.grid.step
    return policy.decide(Observation(state=stage.start, jobs=known, steps=steps), view)


def _outcome(stage: Stage, schedule: Schedule, values: Mapping[str, Floats]) -> Outcome:
    site, grid = stage.shape.site, schedule.grid
    given = conditions(site, grid, values)
    carbon = values[site.emission_cap.carbon.name] if site.emission_cap else None
    outcome, _ = advance(stage.plant, schedule.setpoints, given, stage.start, carbon)
    return outcome


def _no_calls(site: Site, grid: TimeGrid) -> dict[str, Floats]:
    """A call is followed when it comes; a plan shows the site without one."""
    named = (product.calls for product in site.reserves if isinstance(product.calls, SeriesRef))
    return {calls.name: np.zeros(grid.count) for calls in named}


def _published(stage: Stage, view: MarketView, grid: TimeGrid) -> NDArray[np.bool_]:
    first = view.grid.index(grid.start)
    known = [np.isfinite(view.known(n, first, grid.count)) for n in price_names(stage.shape.site)]
    return np.asarray(np.logical_and.reduce([np.ones(grid.count, dtype=bool), *known]))


def _reasons(
    stage: Stage, schedule: Schedule, outcome: Outcome, values: Mapping[str, Floats]
) -> dict[str, ReasonTrack]:
    bus, stored = np.full(schedule.grid.count, np.nan), {}
    if schedule.marginal is not None:
        bus, stored = schedule.marginal.bus_per_mwh, dict(schedule.marginal.stored_per_mwh)
    return explain(stage.shape, outcome, values, bus, stored)
