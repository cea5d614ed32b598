"""The rolling horizon: plan with what is published and a forecast beyond, follow, and plan again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.event_worth import event_worths
from bascule.dispatch.expected_baseline import expected_delivery
from bascule.dispatch.expected_jobs import expected_jobs
from bascule.dispatch.follow import Followed, follow, followable
from bascule.dispatch.forecaster import NaiveForecaster
from bascule.dispatch.highs import SolverOptions
from bascule.dispatch.ladder import Rung, climb
from bascule.dispatch.offering import closing, offers, upcoming
from bascule.dispatch.outlook import Forecaster, coarse, month_tail, window, with_nominations
from bascule.dispatch.planner import Planner, PlannerKind
from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.rate_spread import rate_spread
from bascule.dispatch.scenario_rung import Paths, on_one_path, scenario_rung
from bascule.dispatch.site_shape import SiteShape
from bascule.market.fan import Residuals, fan, scenarios
from bascule.market.view import MarketView
from bascule.model.ai_contracts import BatchJob
from bascule.model.schedule import Schedule
from bascule.model.series import Ints
from bascule.model.time_grid import TimeGrid

HOUR = timedelta(hours=1)
_RESERVE_MARGIN_FRAC = 0.005
"""Temperature moves within a plan's hour, and with it what a hall draws; offers hold back more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How often and how far ``optimal`` plans.

    Attributes:
        window: How far it looks ahead.
        fine: How much of that in the market's own steps; the rest in hours.
        replan: A plan is made at least this often; in between it is followed.
        tail: Whether the rest of the month is planned with a demand charge.
        tail_every: How often; in between the month's planned peak is carried.
    """

    window: timedelta = timedelta(hours=48)
    fine: timedelta = timedelta(hours=48)
    replan: timedelta = timedelta(days=1)
    tail: bool = True
    tail_every: timedelta = timedelta(days=1)


DAY_AHEAD = Cadence()
"""Prices of whole days become known at once: a plan a day, 48 hours in full."""

REAL_TIME = Cadence(window=timedelta(hours=36), fine=timedelta(hours=4), replan=HOUR)
"""Prices become known one by one: a plan an hour, followed in between."""


@dataclass(kw_only=True)
class Optimal:
    """Plans by the program, re-plans by its cadence and on news, follows its marginal values in between.

    Attributes:
        name: Name of the policy.
        shape: The site.
        names: Series that a plan needs.
        cadence: How often and how far.
        forecaster: Speaks beyond what is published.
        options: Solver limits.
        planner: Whether plans are made for one path of prices or for several.
        prices: Series of which there are several paths, together.
        bid_premium_per_mwh: Energy that can also be bought later bids no more than the expected later price plus this; None
            bids its whole worth.
        asked: Offers are made for every next auction at each plan, not only for those whose gate closes now.
    """

    name: str
    shape: SiteShape
    names: tuple[str, ...]
    cadence: Cadence = DAY_AHEAD
    bid_premium_per_mwh: float | None = None
    asked: bool = False
    forecaster: Forecaster = field(default_factory=NaiveForecaster)
    options: SolverOptions = field(default_factory=lambda: SolverOptions(time_limit_s=10.0))
    planner: Planner = field(default_factory=Planner)
    prices: tuple[str, ...] = ()
    _residuals: Residuals | None = None
    _followed: Followed | None = None
    _last: Schedule | None = None
    _planned: datetime | None = None
    _jobs: frozenset[str] = frozenset()
    _tail_planned: datetime | None = None
    _seen: dict[str, BatchJob] = field(default_factory=dict)
    _peaks: dict[tuple[str, int], float] = field(default_factory=dict)
    _worths: dict[str, float] = field(default_factory=dict)
    _priced: datetime | None = None

    @property
    def listens(self) -> bool:
        """Every newly published price is a reason to look again."""
        return True

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """A new plan where one is due, else the last one followed at the newest prices."""
        gates = closing(self.shape.site, view.now, view.grid.step)
        if self._followed is not None and not gates and not self._due(observation, view.now):
            piece = window(self.shape.site, view, self.names, self.forecaster, 1)
            if piece is not None:
                asking = Asking(jobs=observation.jobs)
                [now] = with_nominations([piece], observation.positions)
                return follow(self.shape, now, observation.state, asking, self._followed)
        return self._plan(observation, view, upcoming(self.shape.site, view.now) if self.asked else gates)

    def _due(self, observation: Observation, now: datetime) -> bool:
        jobs = frozenset(job.name for job in observation.jobs)
        return self._planned is None or now - self._planned >= self.cadence.replan or not jobs <= self._jobs

    def _plan(self, observation: Observation, view: MarketView, wanted: Mapping[str, TimeGrid]) -> Schedule:
        self._remember(observation, view.now)
        until = max([view.now + self.cadence.window, *(grid.end for grid in wanted.values())])
        pieces = with_nominations(self._pieces(observation, view, until), observation.positions)
        with_tail = len(pieces) > 0 and pieces[-1].grid.start >= until
        ahead = (until - view.now) // view.grid.step
        expected = expected_delivery(self.shape.site, observation, view, ahead)
        asking = replace(
            self._asking(observation, view, pieces, with_tail=with_tail),
            positions=observation.positions,
            baseline_mw=expected.baseline_mw,
            delivered_frac=expected.shown_frac,
            rate_spread=rate_spread(self.shape.site, view) if self.shape.site.reserves else None,
            reserve_margin_frac=_RESERVE_MARGIN_FRAC,
            reserve_until_s=int(until.timestamp()),
        )
        rung = climb(self.shape, pieces, observation, view, asking, self._last, self.options)
        if rung.plan is not None and with_tail and rung.schedule.marginal is not None:
            self._tail_planned, self._peaks = view.now, dict(rung.schedule.marginal.peak_mw)
        plain = rung.plan
        if rung.plan is not None and self.planner.kind is PlannerKind.SCENARIO:
            rung = self._under_paths(observation, view, pieces[:-1] if with_tail else pieces, asking, rung)
        self._planned, self._last = view.now, rung.schedule
        self._jobs = frozenset(job.name for job in observation.jobs)
        self._followed = None
        if rung.plan is not None and self.cadence.replan < timedelta(days=1) and followable(self.shape.site):
            self._followed = Followed(schedule=rung.schedule, plan=rung.plan)
        if plain is None or not wanted:
            return rung.schedule
        made = offers(self.shape.site, plain, pieces, wanted, self.bid_premium_per_mwh)
        return replace(rung.schedule, offers=made)

    def _under_paths(
        self, observation: Observation, view: MarketView, pieces: list[Piece], asking: Asking, rung: Rung
    ) -> Rung:
        """The plan of the window under several paths; a month's peak stays as planned on the one path."""
        paths = self._paths(observation, view, pieces)
        if paths is None:
            return on_one_path(rung, "no price is left to forecast, or too few past forecasts to learn from")
        short = self._asking(observation, view, pieces, with_tail=False)
        asking = replace(short, positions=asking.positions, reserve_until_s=asking.reserve_until_s)
        if rung.plan is not None and rung.plan.inputs.count > sum(piece.grid.count for piece in pieces):
            rung = climb(self.shape, pieces, observation, view, asking, self._last, self.options)
        return scenario_rung(self.shape, observation.state, asking, rung, paths, self.planner, self.options)

    def _paths(self, observation: Observation, view: MarketView, pieces: list[Piece]) -> Paths | None:
        """The window in each scenario."""
        step = view.grid.step
        first = view.grid.index(view.now)
        count = sum(piece.grid.count * (piece.grid.step // step) for piece in pieces)
        whole = window(self.shape.site, view, self.names, self.forecaster, count)
        if not self.prices or whole is None:
            return None
        if self._residuals is None:
            length = max(self.cadence.window // step, count)
            self._residuals = Residuals(forecaster=self.forecaster.values, names=self.prices, length=length)
        drawn = fan(view, self._residuals, whole.values, first, self.planner.fan)
        if drawn is None:
            return None
        made = [
            with_nominations(
                coarse(Piece(grid=whole.grid, values=values), pieces[0].grid.count), observation.positions
            )
            for values in scenarios(whole.values, drawn)
        ]
        return Paths(pieces=made, weights=drawn.weights)

    def _remember(self, observation: Observation, now: datetime) -> None:
        """Keep the jobs of the last week: what usually comes."""
        recent = {name: job for name, job in self._seen.items() if job.release > now - timedelta(days=8)}
        self._seen = {**recent, **{job.name: job for job in observation.jobs}}

    def _pieces(self, observation: Observation, view: MarketView, until: datetime) -> list[Piece]:
        step = view.grid.step
        count = max(min((until - view.now) // step, observation.steps), 1)
        whole = window(self.shape.site, view, self.names, self.forecaster, count)
        if whole is None:
            return []
        pieces = coarse(whole, min(self.cadence.fine // step, count))
        tail = self._tail(observation, view, count)
        return pieces if tail is None else [*pieces, tail]

    def _tail(self, observation: Observation, view: MarketView, count: int) -> Piece | None:
        """The rest of the current month, where a demand charge makes it matter and it is due."""
        due = self._tail_planned is None or view.now - self._tail_planned >= self.cadence.tail_every
        new_month = not self._peaks or max(m for _, m in self._peaks) < self._month(
            view.grid.window(view.grid.index(view.now), 1)
        )
        if not (self.shape.site.demand_charges and self.cadence.tail and (due or new_month)):
            return None
        first = view.grid.index(view.now)
        left = observation.steps - count
        if left <= 0:
            return None
        ahead = view.grid.window(first, count + min(left, round(timedelta(days=31) / view.grid.step)))
        months = ahead.local_month(self.shape.site.time_zone)
        end = int(np.searchsorted(months, months[count - 1], side="right"))
        return (
            month_tail(self.shape.site, view, self.names, first + count, first + end) if end > count else None
        )

    def _month(self, grid: TimeGrid) -> int:
        return int(grid.local_month(self.shape.site.time_zone)[0])

    def _asking(
        self, observation: Observation, view: MarketView, pieces: list[Piece], *, with_tail: bool
    ) -> Asking:
        asking = Asking(
            jobs=observation.jobs, noticed=self._last, event_worth=self._event_worths(observation, view)
        )
        if with_tail:
            tail = pieces[-1].grid
            coming = expected_jobs(self._seen.values(), tail.start, tail.end)
            asking = replace(asking, jobs=(*observation.jobs, *coming))
        if not pieces or not self.shape.site.demand_charges:
            return asking
        floors = {} if with_tail else self._peaks
        # A peak that the month was planned for is owed in any case, and more costs the whole charge.
        weights = {**self._weights(observation, view, pieces), **dict.fromkeys(floors, 1.0)}
        return replace(asking, peak_weight=weights, peak_floor_mw=floors)

    def _event_worths(self, observation: Observation, view: MarketView) -> dict[str, float]:
        """What an event of a flexible customer must save, looked up once a day."""
        if not any(firm.flex for firm in self.shape.site.reservations):
            return {}
        if self._priced is None or view.now - self._priced >= timedelta(days=1):
            self._worths = event_worths(self.shape, view, self.names, observation.state)
            self._priced = view.now
        return self._worths

    def _weights(
        self, observation: Observation, view: MarketView, pieces: list[Piece]
    ) -> dict[tuple[str, int], float]:
        """Share of the charge that a horizon weighs: how much of what is left of the month it sees."""
        zone, first = self.shape.site.time_zone, view.grid.index(view.now)
        seen: dict[int, float] = {}
        for piece in pieces:
            for month, hours in _hours_by_month(piece.grid.local_month(zone), piece.grid.step_h).items():
                seen[month] = seen.get(month, 0.0) + hours
        ahead = view.grid.window(first, min(observation.steps, round(timedelta(days=62) / view.grid.step)))
        left = _hours_by_month(ahead.local_month(zone), ahead.step_h)
        return {
            (charge.name, month): min(hours / max(left.get(month, hours), hours), 1.0)
            for charge in self.shape.site.demand_charges
            for month, hours in seen.items()
        }


def _hours_by_month(months: Ints, step_h: float) -> dict[int, float]:
    ids, counts = np.unique(months, return_counts=True)
    return {int(month): float(count) * step_h for month, count in zip(ids, counts, strict=True)}
