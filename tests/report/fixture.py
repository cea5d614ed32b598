"""A backtest made by hand: plausible figures for the report, no policy behind them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from bascule.dispatch.reasons import ReasonTrack
from bascule.model.asic_fleet import AsicFleet, OperatingPoint
from bascule.model.battery import Battery
from bascule.model.energy_contracts import DemandCharge, SpotSupply
from bascule.model.generator import Generator
from bascule.model.gpu_pool import GpuLevel, GpuPool, JobClass
from bascule.model.grid_connection import GridConnection
from bascule.model.ledger import Account, Ledger, LedgerLine
from bascule.model.market import Assumption, Market
from bascule.model.outcome import BatteryOutcome, FleetOutcome, Outcome, PoolOutcome
from bascule.model.reason import ReasonKind
from bascule.model.series import Floats, Series, SeriesRef
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.settle.service_levels import ServiceMonth
from bascule.study.results import Backtest, ForecastScore, Metrics, PolicyResult

OLD: Final = "S19j Pro hall"
NEW: Final = "S19 XP hall"
POOL: Final = "H100 cluster"
BATTERY: Final = "battery"
SUN: Final = "roof"
BREAK_EVEN: Final[Mapping[str, float]] = {OLD: 47.2, NEW: 68.0}
HALL_MW: Final[Mapping[str, float]] = {OLD: 27.0, NEW: 21.0}
LOSS_FRAC: Final = 0.01
POLICIES: Final = ("always-on", "strike-price", "optimal", "foresight")
# Two weeks that hold the end of summer time in the United States (6 November 2022, 09:00 UTC at 02:00 local).
AUTUMN: Final = TimeGrid(start=datetime(2022, 10, 30, 5, tzinfo=UTC), step=timedelta(hours=1), count=14 * 24)
YEAR: Final = TimeGrid(start=datetime(2022, 1, 1, 6, tzinfo=UTC), step=timedelta(minutes=15), count=35_040)


def make_backtest(
    grid: TimeGrid = AUTUMN, *, site_name: str = "West Texas", synthetic: bool = True
) -> Backtest:
    """A backtest of four policies on a site with two fleets, a pool, a battery and a roof of solar cells."""
    rng = np.random.default_rng(7)
    site = make_site(grid, site_name)
    price = make_price(grid, rng)
    market = make_market(grid, price, synthetic=synthetic)
    worth = {name: level * _drift(grid) for name, level in BREAK_EVEN.items()}
    ledgers = {}
    outcomes = {}
    for policy in POLICIES:
        outcomes[policy] = make_outcome(grid, policy, price, worth, np.random.default_rng(11))
        ledgers[policy] = make_ledger(site, outcomes[policy], price, worth)
    return Backtest(
        site=site,
        market=market,
        grid=grid,
        values={"price_usd_per_mwh": price},
        import_rate=price,
        break_even_per_mwh=worth,
        results=tuple(make_result(p, site, outcomes[p], ledgers, price, worth) for p in POLICIES),
        forecasts=(
            ForecastScore(series="price_usd_per_mwh", lead_h=(1.0, 24.0), mae=(8.1, 16.4), bias=(0.2, -1.3)),
        ),
        optimistic=False,
        synthetic=synthetic,
    )


def make_site(grid: TimeGrid, name: str) -> Site:
    """The site."""
    term = Term(start=grid.start, end=grid.end)
    points = (
        OperatingPoint(name="rest", power_w=0.0, hashrate_th_s=0.0),
        OperatingPoint(name="on", power_w=3000.0, hashrate_th_s=100.0),
    )
    levels = (GpuLevel(name="full", power_w=1400.0, throughput_frac=1.0),)
    train = (JobClass(name="train", levels=levels),)
    fleets = tuple(
        AsicFleet(name=n, model=n, count=int(HALL_MW[n] / 3e-3), points=points) for n in (OLD, NEW)
    )
    return Site(
        name=name,
        country="US",
        time_zone="America/Chicago",
        currency="USD",
        grid=GridConnection(import_limit_mw=70.0, loss_frac=LOSS_FRAC, auxiliary_fixed_mw=0.5),
        fleets=fleets,
        pools=(GpuPool(name=POOL, accelerator="H100", count=6000, job_classes=train),),
        batteries=(Battery(name=BATTERY, charge_limit_mw=10.0, discharge_limit_mw=10.0, energy_mwh=20.0),),
        generators=(
            Generator(name=SUN, kind="solar", capacity_mw=5.0, capacity_frac=SeriesRef(name="solar_frac")),
        ),
        supplies=(SpotSupply(name="real-time", price=SeriesRef(name="price_usd_per_mwh"), term=term),),
        demand_charges=(
            DemandCharge(name="4CP", per_kw_month=2.0, billing_interval=timedelta(minutes=15), term=term),
        ),
    )


def make_price(grid: TimeGrid, rng: np.random.Generator) -> Floats:
    """Prices with an evening peak, a few spikes and hours below zero."""
    hour = grid.local_hour("America/Chicago")
    shape = 38 + 22 * np.exp(-(((hour - 19) / 2.5) ** 2)) - 12 * np.exp(-(((hour - 12) / 3) ** 2))
    noise = rng.normal(0, 9, grid.count)
    smooth = np.convolve(noise, np.ones(4) / 4, mode="same")
    spikes = np.where(rng.random(grid.count) < 0.002, rng.uniform(200, 4500, grid.count), 0.0)
    return np.asarray(np.round(shape + 2 * smooth + spikes, 2))


def make_market(grid: TimeGrid, price: Floats, *, synthetic: bool) -> Market:
    """A market of one series with one assumption and one repair."""
    series = Series(
        name="price_usd_per_mwh",
        values=price.copy(),
        known_at_s=grid.starts_s() + grid.step_s,
        source="seeded generator" if synthetic else "prices.parquet",
        publication="after its interval ended",
        synthetic=synthetic,
    )
    said = Assumption(
        name="temperature_c", statement="20.0 throughout", source="no weather file for this site"
    )
    return Market(
        grid=grid, series={series.name: series}, assumptions=(said,), notes=("3 gaps held at the last value",)
    )


def _drift(grid: TimeGrid) -> Floats:
    return np.asarray(1.0 + 0.15 * np.sin(np.arange(grid.count) / grid.count * 4.0))


def make_outcome(
    grid: TimeGrid, policy: str, price: Floats, worth: Mapping[str, Floats], rng: np.random.Generator
) -> Outcome:
    """What the site did: fleets run below their break-even, with an error that shrinks from policy to policy."""
    error = {"always-on": -1e9, "strike-price": 15.0, "optimal": 3.0, "foresight": 0.0}[policy]
    pue = 1.05 + 0.03 * np.sin(np.arange(grid.count) / 24 / 4)
    fleets = {}
    for name, level in worth.items():
        runs = (price + rng.normal(0, 1, grid.count) * max(error, 0.0) < level) | (error < 0)
        hall = np.where(runs, HALL_MW[name], 0.1) * pue
        rises = np.maximum(np.diff(runs.astype(np.float64), prepend=1.0), 0.0) * HALL_MW[name] / 3e-3
        fleets[name] = FleetOutcome(
            it_mw=hall / pue,
            hall_mw=hall,
            hashrate_th_s=np.where(runs, HALL_MW[name] * 3.3e4, 0.0),
            starts=rises,
        )
    pool = 8.0 + 0.4 * np.sin(np.arange(grid.count) / 7)
    moves = np.zeros(grid.count) if error < 0 else np.where(price > 55, -1.0, np.where(price < 28, 1.0, 0.0))
    charge, discharge = np.where(moves > 0, 6.0, 0.0), np.where(moves < 0, 5.0, 0.0)
    hour = grid.local_hour("America/Chicago")
    sun = 5.0 * np.clip(np.sin((hour - 6) / 12 * np.pi), 0, None)
    bus = sum(f.hall_mw for f in fleets.values()) + pool + charge - discharge - sun + 0.5
    return Outcome(
        grid=grid,
        import_mw=np.maximum(bus, 0.0) / (1 - LOSS_FRAC),
        export_mw=np.zeros(grid.count),
        breach_mw=np.zeros(grid.count),
        shed=np.zeros(grid.count),
        fleets=fleets,
        pools={POOL: PoolOutcome(it_mw=pool / 1.1, hall_mw=pool)},
        batteries={
            BATTERY: BatteryOutcome(
                charge_mw=charge, discharge_mw=discharge, energy_mwh=np.full(grid.count, 9.0)
            )
        },
        generation_mw={SUN: sun},
        available_mw={SUN: sun},
    )


def make_ledger(site: Site, outcome: Outcome, price: Floats, worth: Mapping[str, Floats]) -> Ledger:
    """A ledger whose lines follow from the outcome."""
    grid, step_h = outcome.grid, outcome.grid.step_h
    lines = [
        LedgerLine(
            account=Account.MINING,
            item=f"{name}: hashing",
            quantity=float(did.hashrate_th_s.sum()) * step_h,
            unit="TH/s-h",
            amounts=did.hall_mw * step_h * worth[name] * (did.hashrate_th_s > 0),
        )
        for name, did in outcome.fleets.items()
    ]
    mwh = outcome.import_mw * step_h
    reserved = np.full(grid.count, 6000 * 2.1 * step_h)
    lines += [
        LedgerLine(
            account=Account.AI,
            item="anchor tenant: reserved",
            quantity=6000.0 * grid.count * step_h,
            unit="GPU-h",
            amounts=reserved,
            take_or_pay=True,
        ),
        LedgerLine(
            account=Account.ENERGY,
            item="real-time",
            quantity=float(mwh.sum()),
            unit="MWh",
            amounts=-mwh * price,
        ),
    ]
    return Ledger(currency=site.currency, grid=grid, lines=tuple(lines))


def make_result(
    policy: str,
    site: Site,
    outcome: Outcome,
    ledgers: Mapping[str, Ledger],
    price: Floats,
    worth: Mapping[str, Floats],
) -> PolicyResult:
    """One run, with reasons for the two that plan."""
    planned = policy in {"optimal", "foresight"}
    return PolicyResult(
        policy=policy,
        outcome=outcome,
        ledger=ledgers[policy],
        metrics=make_metrics(policy, site, outcome, ledgers),
        sources={"program": outcome.grid.count} if planned else {"rule": outcome.grid.count},
        notes=("2 plans fell back to merit order",) if policy == "optimal" else (),
        bus_per_mwh=price / (1 - LOSS_FRAC) if planned else np.full(outcome.grid.count, np.nan),
        reasons=make_reasons(outcome, price / (1 - LOSS_FRAC), worth) if planned else {},
    )


def make_metrics(policy: str, site: Site, outcome: Outcome, ledgers: Mapping[str, Ledger]) -> Metrics:
    """Figures of one run."""
    hours = outcome.grid.step_h
    movable = {name: ledger.movable for name, ledger in ledgers.items()}
    mine, base, bound = movable[policy], movable["always-on"], movable["foresight"]
    mw_years = site.grid.import_limit_mw * outcome.grid.count * hours / 8760
    used = {name: float(did.hall_mw.sum()) * hours for name, did in outcome.fleets.items()}
    used |= {
        POOL: float(outcome.pools[POOL].hall_mw.sum()) * hours,
        "auxiliaries": 0.5 * outcome.grid.count * hours,
    }
    months = np.unique(outcome.grid.local_month(site.time_zone)).tolist()
    return Metrics(
        margin=ledgers[policy].total,
        movable=mine,
        capture_frac=(mine - base) / (bound - base),
        margin_ratio=mine / bound,
        regret_per_mw_year=(bound - mine) / mw_years,
        ai_service_frac=0.99997 if policy == "optimal" else 1.0,
        firm_intervals_frac=0.998,
        mwh_by_use={**used, "export": 0.0},
        import_mwh=float(outcome.import_mw.sum()) * hours,
        hash_eh_h=sum(float(f.hashrate_th_s.sum()) for f in outcome.fleets.values()) * hours / 1e6,
        uptime_frac={name: float((f.hashrate_th_s > 0).mean()) for name, f in outcome.fleets.items()},
        starts_per_machine={
            name: float(f.starts.sum()) / (HALL_MW[name] / 3e-3) for name, f in outcome.fleets.items()
        },
        battery_cycles={BATTERY: float(outcome.batteries[BATTERY].discharge_mw.sum()) * hours / 20.0},
        peaks_mw={("4CP", month): 61.2 for month in months},
        carbon_tonnes=1234.5,
        energy_price_paid_per_mwh=41.7,
        jobs_done=(12, 13),
        shed_intervals=0,
        service_months=(
            ServiceMonth(
                reservation="customer",
                month=months[0],
                whole=policy != "optimal",
                owed_gpu_h=72_000.0,
                delivered_gpu_h=71_964.0,
                maintenance_gpu_h=200.0,
                tolerated_gpu_h=150.0,
                events=2,
                availability_frac=0.9995,
                fee=144_000.0,
                credit=14_400.0,
                breaches=2,
                leave_from=datetime(2024, 9, 1, tzinfo=UTC),
            ),
        ),
    )


def make_reasons(outcome: Outcome, price: Floats, worth: Mapping[str, Floats]) -> dict[str, ReasonTrack]:
    """Reasons of the fleets, the battery and the roof."""
    kinds = list(ReasonKind)
    tracks = {}
    for name, did in outcome.fleets.items():
        on, off = kinds.index(ReasonKind.HASH_ON), kinds.index(ReasonKind.HASH_OFF)
        codes = np.where(did.hashrate_th_s > 0, on, off).astype(np.int8)
        numbers = {
            "break_even_per_mwh": worth[name].astype(np.float32),
            "price_per_mwh": price.astype(np.float32),
        }
        tracks[name] = ReasonTrack(asset=name, codes=codes, numbers=numbers)
    store = outcome.batteries[BATTERY]
    codes = np.select(
        [store.charge_mw > 0, store.discharge_mw > 0],
        [kinds.index(ReasonKind.BATTERY_CHARGES), kinds.index(ReasonKind.BATTERY_DISCHARGES)],
        default=kinds.index(ReasonKind.BATTERY_RESTS),
    ).astype(np.int8)
    stored = np.full(outcome.grid.count, 44.0, dtype=np.float32)
    numbers = {"stored_per_mwh": stored, "price_per_mwh": price.astype(np.float32)}
    tracks[BATTERY] = ReasonTrack(asset=BATTERY, codes=codes, numbers=numbers)
    full = np.full(outcome.grid.count, kinds.index(ReasonKind.GENERATOR_FULL), dtype=np.int8)
    sun = {"available_mw": outcome.available_mw[SUN].astype(np.float32)}
    tracks[SUN] = ReasonTrack(asset=SUN, codes=full, numbers=sun)
    return tracks
