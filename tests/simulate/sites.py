"""A site with one thing at a time, and a short run of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import numpy as np

from bascule.model.ai_contracts import BatchJob, ColocationLease, FirmReservation, GpuSale
from bascule.model.asic_fleet import AsicFleet, OperatingPoint
from bascule.model.battery import Battery
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.generator import Generator
from bascule.model.gpu_pool import GpuLevel, GpuPool, JobClass
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.outcome import Outcome
from bascule.model.schedule import JobPower, Setpoints
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.simulate.conditions import Conditions, conditions
from bascule.simulate.devices import Curves
from bascule.simulate.plant import Plant, advance


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


START = utc(2024, 1, 10)
ALWAYS = Term(start=utc(2000, 1, 1), end=utc(2100, 1, 1))
SITE = Site(name="s", country="FR", time_zone="UTC", currency="EUR", grid=GridConnection(import_limit_mw=100))
"""A connection; tests replace what they are about."""


def machine(hashrate_th_s: float) -> tuple[OperatingPoint, ...]:
    """Off, or 1 kW."""
    off = OperatingPoint(name="off", power_w=0, hashrate_th_s=0)
    return (off, OperatingPoint(name="on", power_w=1000, hashrate_th_s=hashrate_th_s))


NEW = AsicFleet(name="new", model="m", count=1000, points=machine(100))
OLD = replace(NEW, name="old", points=machine(50))
"""A megawatt of machines each: 10 J/TH and 20 J/TH."""

LEVELS = (
    GpuLevel(name="eco", power_w=600, throughput_frac=0.8),
    GpuLevel(name="full", power_w=1000, throughput_frac=1.0),
)
POOL = GpuPool(
    name="pool",
    accelerator="a",
    count=3000,
    job_classes=(JobClass(name="train", levels=LEVELS),),
    gpus_per_node=10,
)
"""3,000 GPUs that draw nothing at rest, 600 W at 80 % and 1 kW at full speed."""

FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="train",
    gpus=1000,
    price_per_gpu_h=1,
    shortfall_penalty_per_gpu_h=9,
    term=ALWAYS,
)
SALE = GpuSale(
    name="sale",
    kind="on_demand",
    pool="pool",
    job_class="train",
    demand_gpus=1000,
    price_per_gpu_h=1,
    term=ALWAYS,
)
JOB = BatchJob(
    name="job",
    pool="pool",
    job_class="train",
    gpu_h=4000,
    release=START,
    deadline=utc(2024, 1, 11),
    max_gpus=1000,
    value_per_gpu_h=1,
    known=START,
)
LEASE = ColocationLease(name="tenant", contracted_it_mw=1, drawn_frac=1.0, rent_per_kw_month=100, term=ALWAYS)
KILN = FlexibleLoad(name="kiln", power_mw=1, value_per_mwh=50)
BATTERY = Battery(
    name="battery",
    charge_limit_mw=1,
    discharge_limit_mw=1,
    energy_mwh=2,
    charge_efficiency_frac=1,
    discharge_efficiency_frac=1,
    initial_mwh=1,
)
SUN = Generator(name="sun", kind="solar", capacity_mw=10, capacity_frac=SeriesRef(name="sun"))


def called(
    limit_mw: float, curtailable_mw: float, breach_price_per_mwh: float | None = None
) -> GridConnection:
    """A connection that the grid may call on by the series ``order``."""
    calls = GridCalls(order_mw=SeriesRef(name="order"), breach_price_per_mwh=breach_price_per_mwh)
    return GridConnection(import_limit_mw=limit_mw, curtailable_mw=curtailable_mw, calls=calls)


def hours(count: int, start: datetime = START, minutes: int = 60) -> TimeGrid:
    """So many intervals, of an hour unless said otherwise."""
    return TimeGrid(start=start, step=timedelta(minutes=minutes), count=count)


def arrays(values: Mapping[str, Sequence[float]] | Mapping[str, Floats]) -> dict[str, Floats]:
    """Lists as arrays."""
    return {name: np.array(value, dtype=np.float64) for name, value in values.items()}


def work(*run_mw: float, gpus: Sequence[float] | None = None, first: int = 0) -> JobPower:
    """Power of a job from interval ``first`` on, at full speed unless GPUs are given."""
    power = np.array(run_mw, dtype=np.float64)
    return JobPower(
        first=first, run_mw=power, gpus=power * 1000 if gpus is None else np.array(gpus, dtype=np.float64)
    )


def plant(site: Site) -> Plant:
    """The site as it can be run."""
    return Plant(site=site, curves=Curves(site=site), jobs={job.name: job for job in site.jobs})


def weather(
    site: Site, grid: TimeGrid, values: Mapping[str, Sequence[float]] | Mapping[str, Floats]
) -> Conditions:
    """Conditions from series."""
    return conditions(site, grid, arrays(values))


def ran(
    site: Site,
    asked: Setpoints,
    before: SiteState | None = None,
    values: Mapping[str, Sequence[float]] | Mapping[str, Floats] = MappingProxyType({}),
) -> tuple[Outcome, SiteState]:
    """What the site does with setpoints, and the state after."""
    given = weather(site, asked.grid, values)
    return advance(plant(site), asked, given, before or SiteState(time=asked.grid.start))


def did(site: Site, asked: Setpoints, before: SiteState | None = None, **values: Sequence[float]) -> Outcome:
    """What the site does with setpoints, given series as lists."""
    return ran(site, asked, before, values)[0]
