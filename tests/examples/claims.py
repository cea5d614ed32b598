"""The example sites of the two public claims, run on the real prices beside the repository."""

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bascule.adapters.files.site_file import read_site
from bascule.apps.wiring import instant, read_market
from bascule.model.ledger import Account
from bascule.model.series import Floats
from bascule.study.compare import Settings, compare
from bascule.study.results import Backtest, PolicyResult

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = ROOT / "examples" / "claims"
DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "claims.md"
BITCOIN = ("bitcoin/btc_daily.parquet", "bitcoin/btc_daily_2025.parquet")
DAY_AHEAD = "power/ercot_da_rt_as_hourly_2024_2025h1.parquet"
WINTER = ("2025-01-01", "2025-03-16")
FRANCE = "power/fr_day_ahead_hourly.parquet"


def real(name: str) -> str:
    """A file of the shared data; the test skips where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return str(path)


def market_files(place: str, year: int) -> list[str]:
    """What a reader gives with ``--market`` for a place and year."""
    bitcoin = [real(name) for name in BITCOIN]
    if place == "france":
        return [real(FRANCE), *bitcoin, str(ROOT / "examples" / f"france_{year}.market.yaml")]
    spec = str(CLAIMS / f"{place}.market.yaml")
    if place.endswith("day_ahead"):
        return [real(DAY_AHEAD), *bitcoin, spec]
    years = [n for n in (year - 1, year) if n in {2020, 2022, 2024, 2025}]
    return [*(real(f"power/ercot_rt_15min_{n}.parquet") for n in years), *bitcoin, spec]


def ran(
    site: str,
    place: str,
    period: tuple[str, str],
    policies: tuple[str, ...],
    settings: Settings | None = None,
) -> Backtest:
    """A comparison on the real prices of a place, ``period`` as a reader gives it with ``--from`` and ``--to``."""
    chosen = settings or Settings(explained=())
    plant = read_site(CLAIMS / f"{site}.yaml").site
    start, end = (instant(text, plant.time_zone, "period") for text in period)
    files = market_files(place, int(period[0][:4]))
    market = read_market(plant, files, start, end, optimistic=chosen.optimistic)
    return compare(plant, market, start, end, policies, chosen)


@cache
def winter(*, optimistic: bool, debounce_h: float) -> Backtest:
    """The first claim's weeks at LZ_HOUSTON with a strike price of 90, run once for every test that asks."""
    settings = Settings(strike_per_mwh=90.0, debounce_h=debounce_h, optimistic=optimistic, explained=())
    return ran("strike_houston", "lz_houston", WINTER, ("always-on", "strike-price"), settings)


def bill(result: PolicyResult) -> float:
    """Money paid for energy."""
    return -result.ledger.of(Account.ENERGY)


def saved(base: PolicyResult, other: PolicyResult) -> tuple[float, float]:
    """Share of the bill that the other run did not pay, and by what share it paid less per MWh."""
    paid = [bill(result) / result.metrics.import_mwh for result in (base, other)]
    return 1 - bill(other) / bill(base), 1 - paid[1] / paid[0]


def on_page(row: str) -> bool:
    """Whether the page of the claims has a row of a table that begins so."""
    lines = [" ".join(line.split()) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return any(line.startswith(row) for line in lines)


def raw(file: str, column: str, first: str, last: str, zone: str) -> Floats:
    """A column of a data file over ``[first, last)`` in local dates, read without the package."""
    start, end = (instant(day, zone, "period") for day in (first, last))
    table = pl.read_parquet(real(file)).filter(pl.col("ts_utc").is_between(start, end, closed="left"))
    values: Floats = table.sort("ts_utc")[column].cast(pl.Float64).to_numpy()
    return values


def raw_hash_value_usd_per_th_h(days: Floats, subsidy_btc: float) -> Floats:
    """What 1 TH/s earns in an hour of each UTC day, from price, difficulty, fees and blocks, shape (4, days)."""
    price, difficulty, fees, blocks = days
    blocks_per_th_h = 1e12 * 3600.0 / (difficulty * 2.0**48 / 65535.0)
    return np.asarray(blocks_per_th_h * (subsidy_btc + fees / blocks) * price)
