"""The closed-form margin of a site: every hour of fifteen years on a thousand paths, with memory that does not grow with them."""

from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np

from bascule.market.embedded import embedded_market
from bascule.model.series import Floats, Ints
from bascule.study.margins.stack import DayChoice, Rank, path_margins
from benchmarks.children import in_child, load
from benchmarks.figures import Figure

PART: Final = "site paths"
PATHS: Final = 1_000
FEW_PATHS: Final = 250
YEARS: Final = 15
RUNS: Final = 3
CONNECTION_MW: Final = 100.0
RANKS: Final = (
    Rank(meter_mw=40.0, j_per_th=16.0, fee_frac=0.01),
    Rank(meter_mw=40.0, j_per_th=21.5, fee_frac=0.01),
    Rank(meter_mw=30.0, j_per_th=29.5, fee_frac=0.01),
)
"""Three generations of machines, more than the connection carries."""

_DELIVERY_USD_PER_MWH: Final = 8.0
_REAL_YEARS: Final = 4
_GROWTH_MIB: Final = 16.0
"""Margins of 1,000 paths take 0.1 MiB; the hours of 750 more paths would take 11 GiB."""


def measure(*, quick: bool) -> list[Figure]:
    """Peaks of two numbers of paths, each in a process of its own, and the time of the larger."""
    paths, few = (100, 50) if quick else (PATHS, FEW_PATHS)
    _, small_mib = in_child(seconds_of, few, 1)
    seconds, large_mib = in_child(seconds_of, paths, 1 if quick else RUNS)
    hours = paths * YEARS * 8_760
    return [
        Figure(
            part=PART,
            name="closed-form margins",
            value=median(seconds),
            unit="s",
            at_most=60.0,
            note=f"{paths:,} paths x {YEARS} years of 8,760 hours, {len(RANKS)} generations of machines; "
            f"median of {len(seconds)}, best {min(seconds):.1f} s, {load()}",
        ),
        Figure(part=PART, name="speed", value=hours / min(seconds) / 1e6, unit="million hours/s"),
        Figure(part=PART, name=f"peak memory, {paths:,} paths", value=large_mib, unit="MiB"),
        Figure(
            part=PART,
            name=f"peak memory above that of {few:,} paths",
            value=large_mib - small_mib,
            unit="MiB",
            at_most=_GROWTH_MIB,
            note="each in a process of its own: flat in the number of paths",
        ),
    ]


def seconds_of(paths: int, runs: int) -> list[float]:
    """Time of every run, results taken block by block as a user of them would."""
    days, season = real_days()
    hashprice, found = hashprices(paths), []
    for seed in range(runs):
        begun = perf_counter()
        blocks = path_margins(RANKS, CONNECTION_MW, hashprice, days, DayChoice(season, seed))
        margins = np.concatenate(list(blocks))
        found.append(perf_counter() - begun)
        if margins.shape != (paths, YEARS) or not np.isfinite(margins).all():
            raise ValueError("a path has no margin in some year")
    return found


@cache
def real_days() -> tuple[Floats, Ints]:
    """Hourly all-in prices of whole days of the embedded Texas market, shape (days, 24), and the day of the year of each."""
    start = datetime(2022, 1, 1, tzinfo=UTC)
    market = embedded_market(
        "texas",
        calibration_year=2022,
        start=start,
        end=start + timedelta(days=365 * _REAL_YEARS),
        history=timedelta(0),
        seed=7,
    )
    price = market.series["spot_usd_per_mwh"].values
    return price.reshape(-1, 24, 4).mean(axis=2) + _DELIVERY_USD_PER_MWH, np.arange(365 * _REAL_YEARS) % 365


def hashprices(paths: int) -> Floats:
    """Seeded random walks from 40 USD per PH and day, by path and year."""
    steps = np.random.default_rng(15).normal(-0.05, 0.4, (paths, YEARS))
    return np.asarray(40.0 * np.exp(np.cumsum(steps, axis=1)))
