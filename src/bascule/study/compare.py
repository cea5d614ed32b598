"""Every policy over the same period, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bascule.dispatch.anchored import anchors, default_forecaster, uncertain_prices
from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.check import check_outcome, check_ramp
from bascule.dispatch.check_reserves import fullest_frac
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.forecaster import NaiveForecaster
from bascule.dispatch.inputs import GroupKind
from bascule.dispatch.planner import Planner
from bascule.dispatch.policies.always import Always
from bascule.dispatch.policies.foresight import Foresight, foresee
from bascule.dispatch.policies.optimal import DAY_AHEAD, REAL_TIME, Cadence, Optimal
from bascule.dispatch.policies.policy import Policy
from bascule.dispatch.policies.prices import hash_value_now
from bascule.dispatch.policies.rules import Rules
from bascule.dispatch.policies.strike_price import StrikePrice
from bascule.dispatch.reasons import explain
from bascule.errors import CheckFailed
from bascule.market.view import MarketView
from bascule.model.ledger import Ledger
from bascule.model.market import Market
from bascule.model.needs import needed_series
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.settle.coincident import partial_months
from bascule.settle.energy import import_rate
from bascule.settle.ledger import settle
from bascule.study.approximations import Planned, approximations
from bascule.study.backtest import Run, Stage, price_names, rate_names, run, set_stage
from bascule.study.forecast_scores import scores
from bascule.study.metrics import metrics
from bascule.study.network_results import Approximation
from bascule.study.regret import split_regret
from bascule.study.reserve_results import reserves_met
from bascule.study.results import Backtest, ForecastScore, PolicyResult
from bascule.study.system_peaks import peaks_met
from bascule.study.value_of_information import value_of_information
from bascule.units import KG_PER_TONNE

POLICIES: Final = ("always-on", "mine-only", "ai-only", "strike-price", "rules", "optimal", "foresight")
"""Every built-in policy, in the order of the tables."""

PLANNING: Final = ("optimal", "foresight")
"""Policies whose plans count charges in a linear form."""

Report = Callable[[str, float], None]
"""Told which policy runs and the share of it that is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a comparison leaves open.

    Attributes:
        strike_per_mwh: Threshold of ``strike-price``; None takes the fleets' mean break-even at the start of
            the period.
        debounce_h: Hours below the strike before machines return.
        optimistic: Whether real-time prices were published at the interval's start; only labels the result.
        explained: Policies whose reasons are kept.
        cadence: How often ``optimal`` plans; None chooses by how prices become known.
        regret: Whether to run ``optimal`` once more with 48 hours known, to split its regret by what it did not know.
        planner: How ``optimal`` treats prices that it does not know.
        value_of_information: Whether to run ``optimal`` with each planner, each forecaster and with prices known.
        bid_premium_per_mwh: Most that energy bids above its expected later price; None bids its whole worth.
        accept_frac: Share of a tranche that an auction takes at exactly its price.
    """

    strike_per_mwh: float | None = None
    debounce_h: float = 0.25
    optimistic: bool = False
    explained: tuple[str, ...] = ("optimal", "foresight")
    cadence: Cadence | None = None
    regret: bool = False
    planner: Planner = field(default_factory=Planner)
    value_of_information: bool = False
    bid_premium_per_mwh: float | None = None
    accept_frac: float = 1.0


def compare(
    site: Site,
    market: Market,
    start: datetime,
    end: datetime,
    policies: Sequence[str] = POLICIES,
    settings: Settings | None = None,
    report: Report | None = None,
) -> Backtest:
    """Run policies over ``[start, end)`` and put them side by side.

    Args:
        site: The site.
        market: Series that cover the period, with history before it where there is any.
        start: First instant, aware UTC, on the market's grid.
        end: Instant after the last.
        policies: Names from :data:`POLICIES`.
        settings: What is left open.
        report: Told how far the comparison is.

    Raises:
        CheckFailed: A run broke a law of physics or of a contract.
        Infeasible: The period cannot be run.
    """
    chosen = settings or Settings()
    stage = replace(set_stage(site, market, start, end), accept_frac=chosen.accept_frac)
    runs: dict[str, Run] = {}
    ceiling = None
    for name in policies:
        policy = make_policy(name, stage, chosen)
        told = (lambda done, name=name: report(name, done)) if report else None
        runs[name] = run(stage, policy, told)
        check_outcome(site, runs[name].outcome, stage.plant.jobs, stage.start.battery_mwh)
        if isinstance(policy, Foresight):
            ceiling = policy.ceiling
    return _side_by_side(stage, runs, chosen, ceiling)


def make_policy(name: str, stage: Stage, settings: Settings) -> Policy:
    """A built-in policy.

    Raises:
        ValueError: No such policy.
    """
    shape = stage.shape
    makers: dict[str, Callable[[], Policy]] = {
        "always-on": lambda: Always(name=name, shape=shape),
        "mine-only": lambda: Always(name=name, shape=shape, computes=False),
        "ai-only": lambda: Always(name=name, shape=shape, mines=False),
        "strike-price": lambda: _strike_price(stage, settings),
        "rules": lambda: _rules(stage),
        "optimal": lambda: optimal(stage, settings),
        "foresight": lambda: _foresight(stage),
    }
    if name not in makers:
        raise ValueError(f"no policy {name!r}; there are {', '.join(POLICIES)}")
    return makers[name]()


def _strike_price(stage: Stage, settings: Settings) -> StrikePrice:
    strike = break_even_at_start(stage) if settings.strike_per_mwh is None else settings.strike_per_mwh
    return StrikePrice(
        name="strike-price",
        shape=stage.shape,
        price_names=rate_names(stage.shape.site),
        strike_per_mwh=strike,
        debounce_h=settings.debounce_h,
    )


def _rules(stage: Stage) -> Rules:
    site = stage.shape.site
    return Rules(
        name="rules", shape=stage.shape, price_names=rate_names(site), mining_names=mining_names(site)
    )


def optimal(stage: Stage, settings: Settings) -> Optimal:
    """The rolling-horizon policy for a period."""
    cadence = settings.cadence or _cadence(stage)
    site = stage.shape.site
    return Optimal(
        name="optimal",
        shape=stage.shape,
        names=needed_names(site),
        cadence=cadence,
        bid_premium_per_mwh=settings.bid_premium_per_mwh,
        forecaster=default_forecaster(site),
        planner=settings.planner,
        prices=uncertain_prices(site),
    )


def _foresight(stage: Stage) -> Foresight:
    plan, best = foresee(stage.shape, stage.grid, stage.values, stage.start, stage.jobs)
    return Foresight(name="foresight", plan=plan, ceiling=best.relaxed)


def needed_names(site: Site) -> tuple[str, ...]:
    """Series that a plan needs: all that the site asks for, less what is only reported."""
    reported = {site.carbon.name} if site.carbon and site.emission_cap is None else set()
    # A call is followed when it comes, not expected.
    reported |= {r.calls.name for r in site.reserves if isinstance(r.calls, SeriesRef)}
    # Decisions ask for the probability of a peak; the load itself only settles.
    reported |= {charge.system_load.name for charge in site.coincident_peaks}
    return tuple(name for name in needed_series(site) if name not in reported)


def mining_names(site: Site) -> tuple[str, ...]:
    """Series that decide what a hash earns."""
    mining = site.mining
    if mining.hashprice_usd_per_ph_day is not None:
        names = [mining.hashprice_usd_per_ph_day]
    else:
        names = [mining.btc_usd, mining.difficulty, mining.fees_btc_per_block]
    return tuple(names if site.currency == "USD" else [*names, mining.usd_per_eur])


def _cadence(stage: Stage) -> Cadence:
    """Day-ahead where the price of some interval is known well before it begins."""
    for name in price_names(stage.shape.site):
        series = stage.market.series[name]
        ahead_s = stage.market.grid.starts_s() - series.known_at_s
        if float(np.median(ahead_s)) < timedelta(hours=1).total_seconds():
            return REAL_TIME
    return DAY_AHEAD


def break_even_at_start(stage: Stage) -> float:
    """Power price at which the fleets together earn nothing by what was published at the start, weighted by their power."""
    site, view = stage.shape.site, MarketView(stage.market, stage.grid.start)
    value = hash_value_now(site, view, mining_names(site), stage.grid.window(0, 1)) if site.fleets else None
    if value is None:
        return 0.0
    total = sum(f.devices * f.hull().top_w for f in site.fleets)
    hashes = sum(f.devices * f.hull().top_yield * (1.0 - f.pool_fee_frac) for f in site.fleets)
    return float(value[0]) * hashes / total * 1e6


def break_evens(stage: Stage) -> dict[str, Floats]:
    """Value per bus MWh of each fleet run whole, by interval."""
    inputs = compile_inputs(stage.shape, [Piece(grid=stage.grid, values=stage.values)], stage.start, Asking())
    return {g.name: g.whole_worth for g in inputs.groups if g.kind is GroupKind.FLEET}


def _broken_rules(stage: Stage, done: Run) -> tuple[str, ...]:
    """Rules of the site that only plans know and this run did not keep: said, since it makes a comparison unfair."""
    site, notes = stage.shape.site, []
    try:
        check_ramp(site, done.outcome, stage.start.net_import_mw)
    except CheckFailed as broken:
        notes.append(f"does not keep the site's ramp limit: {broken}")
    cap = site.emission_cap
    if cap is not None:
        mwh = done.outcome.import_mw * stage.grid.step_h * cap.term.covers(stage.grid)
        tonnes = float((mwh * stage.values[cap.carbon.name]).sum()) / KG_PER_TONNE
        if tonnes > cap.tonnes * (1 + 1e-6):
            notes.append(f"emits {tonnes:,.0f} t, more than the cap of {cap.tonnes:,.0f} t")
    return tuple(notes)


def _scored(stage: Stage) -> tuple[ForecastScore, ...]:
    """The forecaster in use first, then the naive one beneath it where that is another."""
    names = tuple(dict.fromkeys((*price_names(stage.shape.site), *anchors(stage.shape.site))))
    plain = scores(stage, names, NaiveForecaster())
    if not anchors(stage.shape.site):
        return plain
    return (*scores(stage, names, default_forecaster(stage.shape.site), "anchored"), *plain)


def _unbilled_peaks(stage: Stage) -> tuple[str, ...]:
    """Months whose system peak is not billed, since the period does not cover them whole."""
    site, notes = stage.shape.site, []
    for charge in site.coincident_peaks:
        months = partial_months(charge, stage.grid, site.time_zone)
        listed = ", ".join(f"{month // 12}-{month % 12 + 1:02d}" for month in months)
        if listed:
            notes.append(f"{charge.name}: {listed} is not in the period whole, so its peak is not billed")
    return tuple(notes)


def _approximations(stage: Stage, name: str, done: Run, ledger: Ledger) -> tuple[Approximation, ...]:
    if name not in PLANNING:
        return ()
    planned = Planned(whole=name == "foresight", overrun_money=done.overrun_money)
    return approximations(stage.shape.site, done.outcome, ledger, stage.values, stage.start, planned)


def _side_by_side(stage: Stage, runs: dict[str, Run], settings: Settings, ceiling: float | None) -> Backtest:
    site = stage.shape.site
    ledgers = {name: settle(site, done.outcome, stage.values, stage.start) for name, done in runs.items()}
    base = ledgers["always-on"].movable if "always-on" in ledgers else None
    bound = None
    if ceiling is not None and "foresight" in ledgers:
        # What no policy can move stands in the ceiling as well.
        bound = ceiling - (ledgers["foresight"].total - ledgers["foresight"].movable)
    results = []
    for name, done in runs.items():
        reasons = {}
        if name in settings.explained:
            reasons = explain(stage.shape, done.outcome, stage.values, done.bus_per_mwh, done.stored_per_mwh)
        figures = metrics(site, done.outcome, ledgers[name], stage.values, stage.plant.jobs, base, bound)
        results.append(
            PolicyResult(
                policy=name,
                outcome=done.outcome,
                ledger=ledgers[name],
                metrics=figures,
                sources=done.sources,
                notes=(*done.notes, *_broken_rules(stage, done), *_unbilled_peaks(stage)),
                bus_per_mwh=done.bus_per_mwh,
                reasons=reasons,
                system_peaks=peaks_met(stage.shape, done.outcome, stage.values),
                approximations=_approximations(stage, name, done, ledgers[name]),
                reserves=reserves_met(site, done.outcome, ledgers[name]),
                fullest_frac=fullest_frac(site, done.outcome) if done.outcome.reserves else None,
            )
        )
    regret = None
    if settings.regret and bound is not None and "optimal" in ledgers:
        regret = split_regret(stage, optimal(stage, settings), ledgers["optimal"].movable, bound)
    information = None
    if settings.value_of_information and "optimal" in ledgers:
        information = value_of_information(stage, optimal(stage, settings), ledgers["optimal"].movable)
    return Backtest(
        site=site,
        market=stage.market,
        grid=stage.grid,
        values=stage.values,
        import_rate=import_rate(site, stage.grid, stage.values),
        break_even_per_mwh=break_evens(stage),
        results=tuple(results),
        forecasts=_scored(stage) if "optimal" in runs else (),
        optimistic=settings.optimistic,
        synthetic=stage.market.synthetic,
        regret=regret,
        information=information,
    )
