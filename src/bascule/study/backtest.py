"""A policy through a period: it decides with what was known, the plant does it, the ledger settles it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from bascule.dispatch.ladder import cut_setpoints
from bascule.dispatch.outlook import with_hash_value
from bascule.dispatch.policies.policy import Observation, Policy
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import InputError, InputProblem
from bascule.market.view import MarketView
from bascule.model.ai_contracts import BatchJob
from bascule.model.energy_contracts import NominatedSupply, SpotSupply
from bascule.model.job_list import jobs_between
from bascule.model.market import Market
from bascule.model.outcome import Outcome
from bascule.model.schedule import JobPower, Schedule, Setpoints
from bascule.model.series import Floats, Ints
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle.calendar import month_span
from bascule.settle.two_settlements import refuse_surplus_above_imbalance
from bascule.simulate.conditions import Conditions, conditions, cut
from bascule.simulate.devices import Curves
from bascule.simulate.plant import Plant, advance
from bascule.study.exchange import Exchange, traded

Progress = Callable[[float], None]
"""Told the share of the period that is done, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Everything that a run needs and that no policy changes.

    Attributes:
        shape: The site.
        market: The market, history included.
        grid: The period.
        values: Actual values on the period's grid.
        given: Actual conditions on it.
        plant: The site as it can be run.
        jobs: Batch jobs of the period.
        start: State at the start.
        accept_frac: Share of a tranche that an auction takes at exactly its price.
    """

    shape: SiteShape
    market: Market
    grid: TimeGrid
    values: Mapping[str, Floats]
    given: Conditions
    plant: Plant
    jobs: tuple[BatchJob, ...]
    start: SiteState
    accept_frac: float = 1.0


def set_stage(site: Site, market: Market, start: datetime, end: datetime) -> Stage:
    """A period of a market, ready to be run.

    Args:
        site: The site.
        market: Series that cover ``[start, end)``.
        start: First instant, aware UTC, on the market's grid.
        end: Instant after the last.
    """
    _refuse_long_warmup(site, market.grid)
    first, count = market.grid.index(start), round((end - start) / market.grid.step)
    grid = market.grid.window(first, count)
    values = {name: series.values[first : first + count] for name, series in market.series.items()}
    refuse_surplus_above_imbalance(site, grid, values)
    jobs = tuple(job for job in jobs_between(site, start, end) if job.release >= start)
    return Stage(
        shape=SiteShape.of(site),
        market=market,
        grid=grid,
        values=with_hash_value(site, grid, values),
        given=conditions(site, grid, values),
        plant=Plant(site=site, curves=Curves(site=site), jobs={job.name: job for job in jobs}),
        jobs=jobs,
        start=initial_state(site, start),
    )


def _refuse_long_warmup(site: Site, grid: TimeGrid) -> None:
    problems = [
        InputProblem(
            file=site.name,
            field=f"asic_fleets ({fleet.name}).warmup_s",
            value=f"{fleet.warmup_s:g}",
            hint=f"a warm-up is at most one interval of the market ({grid.step_s} s); state what is lost after it as start_cost",
        )
        for fleet in site.fleets
        if fleet.warmup_s > grid.step_s
    ]
    if problems:
        raise InputError(problems)


def initial_state(site: Site, start: datetime) -> SiteState:
    """The state that the site file describes."""
    return SiteState(
        time=start,
        battery_mwh={b.name: b.initial_mwh for b in site.batteries},
        fleet_on={f.name: f.initial_on_frac * f.devices for f in site.fleets},
        peak_mw=_earlier_peaks(site, start),
    )


def _earlier_peaks(site: Site, start: datetime) -> dict[tuple[str, int], float]:
    """Peaks that the charges state of months that began before the start."""
    return {
        (charge.name, month): peak
        for charge in site.demand_charges
        for month, peak in charge.earlier_peaks_mw.items()
        if month_span(month, site.time_zone).start < start
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """What a policy did over a period.

    Attributes:
        setpoints: What it asked for in the end, over the whole period.
        outcome: What the plant did with it.
        sources: Intervals by the rung that decided them.
        bus_per_mwh: Marginal value at the bus as planned, NaN where there was none.
        stored_per_mwh: Worth of stored energy as planned, by battery.
        notes: Notes of rungs below the first, each once.
        overrun_money: What the plans counted for overruns of subscribed power, and what these would be billed.
    """

    setpoints: Setpoints
    outcome: Outcome
    sources: Mapping[str, int]
    bus_per_mwh: Floats
    stored_per_mwh: Mapping[str, Floats]
    notes: tuple[str, ...]
    overrun_money: tuple[float, float] = (0.0, 0.0)


def run(stage: Stage, policy: Policy, progress: Progress | None = None) -> Run:
    """Run a policy through the period, one decision at a time, each with the market cut at its moment.

    Args:
        stage: The period.
        policy: Decides.
        progress: Told how far the run is.
    """
    record, state, index = _Record(stage), stage.start, 0
    exchange = Exchange(stage.shape.site, stage.market, stage.grid, stage.accept_frac)
    wakes, told = _wakes(stage, policy, exchange.gates()), _KnownJobs(stage.jobs)
    metered = np.zeros(stage.grid.count)
    called = {r.name: np.zeros(stage.grid.count) for r in stage.shape.site.reserves}
    while index < stage.grid.count:
        now = stage.grid.time(index)
        view = MarketView(stage.market, now)
        known = told.at(now)
        left = stage.grid.count - index
        seen = Observation(
            state=state,
            jobs=known,
            steps=left,
            positions=exchange.positions(index, now),
            metered_mw=metered[:index],
            called_mw={name: mw[:index] for name, mw in called.items()},
        )
        schedule = policy.decide(seen, view)
        exchange.submit(schedule.offers, now)
        following = int(wakes[np.searchsorted(wakes, index, side="right")])
        count = min(schedule.grid.count, following - index, left)
        part = _as_traded(cut_setpoints(schedule.setpoints, 0, count), exchange, index)
        outcome, state = advance(
            stage.plant, part, cut(stage.given, index, count), state, _carbon(stage, index, count)
        )
        metered[index : index + count] = outcome.import_mw
        for name, did in outcome.reserves.items():
            called[name][index : index + count] = did.called_mw
        state = _without_past_jobs(stage, state)
        record.add(schedule, part, index)
        index += count
        if progress is not None:
            progress(index / stage.grid.count)
    return record.finish()


def _as_traded(part: Setpoints, exchange: Exchange, index: int) -> Setpoints:
    """Setpoints with what the auctions have decided; what has no auction stays as planned."""
    energy, reserve = exchange.delivered(index, part.grid.count)
    return replace(
        part,
        nominated_mw={**part.nominated_mw, **energy},
        reserve_mw={**part.reserve_mw, **reserve},
    )


class _KnownJobs:
    """The jobs that the operator knows of and that are not over, as time goes on."""

    def __init__(self, jobs: Sequence[BatchJob]) -> None:
        self._coming = sorted(jobs, key=lambda job: job.known, reverse=True)
        self._known: list[BatchJob] = []

    def at(self, now: datetime) -> tuple[BatchJob, ...]:
        """Known at ``now``, by release and name; ``now`` never goes back."""
        while self._coming and self._coming[-1].known <= now:
            self._known.append(self._coming.pop())
        self._known = [job for job in self._known if job.deadline > now]
        return tuple(sorted(self._known, key=lambda job: (job.release, job.name)))


def _without_past_jobs(stage: Stage, state: SiteState) -> SiteState:
    """The state without jobs whose deadline has passed: there are many, and nothing asks for them again."""
    jobs = {name: job for name, job in state.jobs.items() if stage.plant.jobs[name].deadline > state.time}
    return replace(state, jobs=jobs)


def _carbon(stage: Stage, index: int, count: int) -> Floats | None:
    cap = stage.shape.site.emission_cap
    return None if cap is None else stage.values[cap.carbon.name][index : index + count]


def _wakes(stage: Stage, policy: Policy, gates: Sequence[float]) -> Ints:
    """Intervals at which there is news for a policy, the end of the period last."""
    count, first = stage.grid.count, stage.grid.start_s
    prices = _price_news(stage) if policy.listens else np.zeros(0)
    moments = [*prices.tolist(), *_job_news(stage, prices)]
    steps = np.ceil((np.asarray(moments, dtype=np.float64) - first) / stage.grid.step_s)
    # An offer has to be in before its gate closes.
    steps = np.append(
        steps, np.floor((np.asarray(gates) - first) / stage.grid.step_s) if policy.listens else []
    )
    inside = np.unique(steps[(steps > 0) & (steps < count)]).astype(np.int64)
    return np.append(inside, count)


def _price_news(stage: Stage) -> Floats:
    """Moments inside the period at which some price becomes known, Unix seconds, rising."""
    first, last = stage.grid.start.timestamp(), stage.grid.end.timestamp()
    known = [stage.market.series[name].known_at_s for name in price_names(stage.shape.site)]
    moments = np.unique(np.concatenate(known)) if known else np.zeros(0)
    return np.asarray(moments[(moments > first) & (moments < last)], dtype=np.float64)


def _job_news(stage: Stage, prices: Floats) -> list[float]:
    """Moments at which a job becomes known that may start before the next price news tells of it anyway."""
    following = np.append(prices, np.inf)
    moments = []
    for job in stage.jobs:
        known = job.known.timestamp()
        if job.release.timestamp() < following[np.searchsorted(prices, known)]:
            moments.append(known)
    return moments


def price_names(site: Site) -> tuple[str, ...]:
    """Series whose news is a reason to decide again: energy prices and orders of the grid."""
    nominated = (supply for supply in site.supplies if isinstance(supply, NominatedSupply))
    surplus = [supply.surplus.name for supply in nominated if supply.surplus is not None]
    return tuple(dict.fromkeys([*rate_names(site), *surplus, *(one.price for one in traded(site))]))


def rate_names(site: Site) -> tuple[str, ...]:
    """Series that the import rate needs, and orders of the grid: what simple rules go by.

    A nomination is sunk, so of a two-settlement supply only the imbalance price is among them.
    """
    names = [s.price.name for s in site.supplies if isinstance(s, SpotSupply)]
    names += [s.imbalance.name for s in site.supplies if isinstance(s, NominatedSupply)]
    orders = [site.grid.calls.order_mw.name] if site.grid.calls else []
    return tuple(dict.fromkeys([*names, *orders]))


class _Record:
    """Setpoints of the whole period, filled decision by decision."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._parts: dict[tuple[str, str], Floats] = {}
        self._jobs: dict[str, list[JobPower]] = {}
        self._sources: dict[str, int] = {}
        self._notes: dict[str, None] = {}
        self._bus = np.full(stage.grid.count, np.nan)
        self._stored: dict[str, Floats] = {}
        self._cap = np.full(stage.grid.count, np.inf)
        self._overrun_money = (0.0, 0.0)

    def add(self, schedule: Schedule, part: Setpoints, index: int) -> None:
        """Take over what was followed of a schedule."""
        count = part.grid.count
        self._sources[schedule.source.value] = self._sources.get(schedule.source.value, 0) + count
        if part.import_cap_mw is not None:
            self._cap[index : index + count] = part.import_cap_mw
        if schedule.overrun_money is not None:
            planned, billed = schedule.overrun_money
            self._overrun_money = (self._overrun_money[0] + planned, self._overrun_money[1] + billed)
        if schedule.note:
            self._notes[f"{schedule.source.value}: {schedule.note}"] = None
        for kind, name, values in _arrays(part):
            self._array(kind, name)[index : index + count] = values
        for name, job in part.job_run_mw.items():
            self._jobs.setdefault(name, []).append(
                JobPower(first=index + job.first, run_mw=job.run_mw, gpus=job.gpus)
            )
        if schedule.marginal is not None:
            self._bus[index : index + count] = schedule.marginal.bus_per_mwh[:count]
            for name, stored in schedule.marginal.stored_per_mwh.items():
                self._stored.setdefault(name, np.full(self._stage.grid.count, np.nan))
                self._stored[name][index : index + count] = stored[:count]

    def _array(self, kind: str, name: str) -> Floats:
        default = np.inf if kind in ("generation_mw", "fleet_machines") else 0.0
        return self._parts.setdefault((kind, name), np.full(self._stage.grid.count, default))

    def _of(self, kind: str) -> dict[str, Floats]:
        return {name: array for (part, name), array in self._parts.items() if part == kind}

    def finish(self) -> Run:
        """Replay the recorded setpoints in one go: the same plant, the same outcome."""
        stage = self._stage
        jobs = {name: _joined(parts) for name, parts in self._jobs.items()}
        setpoints = Setpoints(
            grid=stage.grid,
            job_run_mw=jobs,
            fleet_run_mw=self._of("fleet_run_mw"),
            fleet_machines=self._of("fleet_machines"),
            use_run_mw=self._of("use_run_mw"),
            use_gpus=self._of("use_gpus"),
            charge_mw=self._of("charge_mw"),
            discharge_mw=self._of("discharge_mw"),
            generation_mw=self._of("generation_mw"),
            load_mw=self._of("load_mw"),
            import_cap_mw=self._cap,
            nominated_mw=self._of("nominated_mw"),
            reserve_mw=self._of("reserve_mw"),
        )
        carbon = _carbon(stage, 0, stage.grid.count)
        outcome, _ = advance(stage.plant, setpoints, stage.given, stage.start, carbon)
        return Run(
            setpoints=setpoints,
            outcome=outcome,
            sources=dict(self._sources),
            bus_per_mwh=self._bus,
            stored_per_mwh=self._stored,
            notes=tuple(self._notes)[:10],
            overrun_money=self._overrun_money,
        )


def _arrays(part: Setpoints) -> Iterator[tuple[str, str, Floats]]:
    kinds: Sequence[tuple[str, Mapping[str, Floats]]] = (
        ("fleet_run_mw", part.fleet_run_mw),
        ("fleet_machines", part.fleet_machines),
        ("use_run_mw", part.use_run_mw),
        ("use_gpus", part.use_gpus),
        ("charge_mw", part.charge_mw),
        ("discharge_mw", part.discharge_mw),
        ("generation_mw", part.generation_mw),
        ("load_mw", part.load_mw),
        ("nominated_mw", part.nominated_mw),
        ("reserve_mw", part.reserve_mw),
    )
    for kind, arrays in kinds:
        for name, values in arrays.items():
            yield kind, name, values


def _joined(parts: list[JobPower]) -> JobPower:
    first, end = parts[0].first, parts[-1].first + parts[-1].run_mw.size
    run, gpus = np.zeros(end - first), np.zeros(end - first)
    for part in parts:
        span = slice(part.first - first, part.first - first + part.run_mw.size)
        run[span], gpus[span] = part.run_mw, part.gpus
    return JobPower(first=first, run_mw=run, gpus=gpus)
