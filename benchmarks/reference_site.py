"""The synthetic reference site-year on which the speed figures of this project are measured.

60 MW of mining in three efficiency groups, a 40 MW GPU hall with a 25 MW firm contract and ten batch jobs a
day, a 20 MW / 40 MWh
battery, 15 MW of solar and a 100 MW connection with a monthly demand charge, on a seeded year of 15-minute
prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from bascule.model.ai_contracts import BatchJob, FirmReservation
from bascule.model.asic_fleet import AsicFleet, OperatingPoint
from bascule.model.battery import Battery
from bascule.model.energy_contracts import DemandCharge, ExportSale, SpotSupply
from bascule.model.generator import Generator
from bascule.model.gpu_pool import GpuLevel, GpuPool, JobClass
from bascule.model.grid_connection import GridConnection
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import HASH_VALUE

START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=15)
DAY = 96
FEE_PER_MWH = 4.0
EUR_PER_USD = 0.92
J_PER_TH = (15.0, 19.0, 30.0)
JOBS_PER_DAY = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReferenceYear:
    """A seeded year: its site, its jobs, and series values on its grid."""

    site: Site
    grid: TimeGrid
    values: dict[str, Floats]
    jobs: Sequence[BatchJob]


def reference_year(
    *, seed: int = 7, days: int = 367, tight: bool = False, jobs_per_day: int = JOBS_PER_DAY
) -> ReferenceYear:
    """The reference year; ``tight`` has 0.6 of the hashprice and 15 EUR/kW-month instead of 5."""
    rng = np.random.default_rng(seed)
    count = days * DAY
    t = np.arange(count)
    hour = (t % DAY) / 4
    price = _prices(rng, count, hour)
    season = 0.6 - 0.4 * np.cos(2 * np.pi * (t / DAY - 10) / 365)
    bell = np.clip(np.sin(np.pi * (hour - 6) / 12), 0, None) * ((hour > 6) & (hour < 18))
    solar = bell * season * np.repeat(rng.uniform(0.3, 1.0, days), DAY)
    hashprice = np.repeat(50 * np.exp(np.cumsum(rng.normal(0, 0.012, days))), DAY)
    jobs = _jobs(rng, days, jobs_per_day)
    values = {
        "spot_eur_per_mwh": price,
        "solar_frac": solar,
        HASH_VALUE: hashprice * EUR_PER_USD / 24_000 * (0.6 if tight else 1.0),
    }
    site = reference_site(15.0 if tight else 5.0)
    return ReferenceYear(
        site=site, grid=TimeGrid(start=START, step=STEP, count=count), values=values, jobs=jobs
    )


def _prices(rng: np.random.Generator, count: int, hour: Floats) -> Floats:
    shocks = rng.normal(0, 1, count // 4)
    level = np.zeros(count // 4)
    for i in range(1, level.size):
        level[i] = 0.92 * level[i - 1] + shocks[i]
    hourly = np.repeat(level / level.std(), 4)
    shape = 14 * np.cos(2 * np.pi * (hour - 19) / 24) + 8 * np.cos(2 * np.pi * (hour - 8) / 12)
    quarter = rng.normal(0, 5, count)
    spikes = np.zeros(count)
    for start in rng.choice(count - 8, size=60, replace=False):
        spikes[start : start + rng.integers(2, 8)] += rng.uniform(120, 500)
    raw = shape + 26 * hourly + quarter + spikes
    return np.asarray(60 + 40 * (raw - raw.mean()) / raw.std())


def _jobs(rng: np.random.Generator, days: int, jobs_per_day: int) -> list[BatchJob]:
    n = jobs_per_day * days
    release = np.repeat(np.arange(days) * DAY, jobs_per_day) + rng.integers(0, DAY, n)
    length = rng.integers(8 * 4, 24 * 4, n)
    power_mw = rng.uniform(2, 5, n)
    energy_mwh = np.minimum(rng.uniform(8, 45, n), 0.8 * power_mw * length / 4)
    value = rng.uniform(60, 320, n)
    return [
        BatchJob(
            name=f"job {k}",
            pool="hall",
            job_class="batch",
            gpu_h=float(energy_mwh[k]) * 1000,
            release=START + int(release[k]) * STEP,
            deadline=START + int(release[k] + length[k]) * STEP,
            max_gpus=float(power_mw[k]) * 1000,
            value_per_gpu_h=float(value[k]) / 1000,
            known=START,
        )
        for k in range(n)
    ]


def reference_site(per_kw_month: float) -> Site:
    """The reference site with a demand charge of ``per_kw_month`` EUR."""
    term = Term(start=START, end=START + timedelta(days=400))
    spot = SeriesRef(name="spot_eur_per_mwh")
    full = GpuLevel(name="full", power_w=1000.0, throughput_frac=1.0)
    return Site(
        name="reference",
        country="FR",
        time_zone="UTC",
        currency="EUR",
        grid=GridConnection(import_limit_mw=100.0, export_limit_mw=10.0),
        fleets=tuple(_fleet(j_per_th) for j_per_th in J_PER_TH),
        pools=(
            GpuPool(
                name="hall",
                accelerator="1 kW",
                count=40_000,
                job_classes=(JobClass(name="batch", levels=(full,)),),
            ),
        ),
        batteries=(
            Battery(
                name="battery",
                charge_limit_mw=20.0,
                discharge_limit_mw=20.0,
                energy_mwh=40.0,
                charge_efficiency_frac=0.92,
                discharge_efficiency_frac=0.92,
                initial_mwh=20.0,
                final_mwh=20.0,
            ),
        ),
        generators=(
            Generator(
                name="solar", kind="solar", capacity_mw=15.0, capacity_frac=SeriesRef(name="solar_frac")
            ),
        ),
        supplies=(SpotSupply(name="spot", price=spot, term=term, margin_per_mwh=FEE_PER_MWH),),
        exports=(ExportSale(name="export", price=spot, term=term),),
        demand_charges=(
            DemandCharge(name="peak", per_kw_month=per_kw_month, billing_interval=STEP, term=term),
        ),
        reservations=(
            FirmReservation(
                name="firm",
                pool="hall",
                job_class="batch",
                gpus=25_000.0,
                price_per_gpu_h=0.0,
                shortfall_penalty_per_gpu_h=3.0,
                term=term,
            ),
        ),
    )


def _fleet(j_per_th: float) -> AsicFleet:
    points = (
        OperatingPoint(name="off", power_w=0.0, hashrate_th_s=0.0),
        OperatingPoint(name="normal", power_w=1000.0, hashrate_th_s=1000.0 / j_per_th),
    )
    return AsicFleet(name=f"asic {j_per_th:g} J/TH", model="1 kW", count=20_000, points=points)
