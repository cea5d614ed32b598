"""Two public claims on real prices: what docs/claims.md says is what the runs say, and a second way agrees."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.examples.claims import (
    CLAIMS,
    DATA,
    DAY_AHEAD,
    FRANCE,
    PAGE,
    WINTER,
    bill,
    on_page,
    ran,
    raw,
    raw_hash_value_usd_per_th_h,
    real,
    saved,
    winter,
)

from bascule.adapters.catalogue.asic import part_load
from bascule.adapters.files.market_spec import read_spec
from bascule.adapters.files.site_file import read_site
from bascule.model.ledger import Account
from bascule.model.series import Floats
from bascule.study.compare import Settings

REAL_TIME = "power/ercot_rt_15min_2025.parquet"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not here")

WATTS = np.array([0.0, 1080.0, 1785.0, 2336.0, 2794.0, 3461.0, 4195.0])
TH_S = np.array([0.0, 54.7, 85.7, 106.3, 121.8, 142.4, 163.1])
MACHINES, KEPT = 10_000, 0.98
DAYS = (pl.date(2022, 12, 31), pl.date(2023, 12, 31))


@pytest.mark.parametrize("path", sorted(CLAIMS.glob("s*.yaml")), ids=lambda path: path.stem)
def test_a_site_of_the_claims_is_machines_and_energy(path: Path) -> None:
    """Every site file is read, and has one hall, one contract and no other cost."""
    site = read_site(path).site
    assert (len(site.fleets), len(site.supplies), site.adders, site.demand_charges) == (1, 1, (), ())
    assert site.fleets[0].pool_fee_frac == pytest.approx(1 - KEPT)


@pytest.mark.parametrize("path", sorted(CLAIMS.glob("*.market.yaml")), ids=lambda path: path.stem)
def test_a_market_file_of_the_claims_says_its_sources(path: Path) -> None:
    """Every market file is read, and every series has a source."""
    assert all(entry.source for entry in read_spec(path).spec.series.values())


@needs_data
@pytest.mark.parametrize(
    ("optimistic", "debounce_h", "row"),
    [
        (True, 0.0, "| at the interval's start | none"),
        (True, 0.25, "| at the interval's start | 15 min"),
        (False, 0.0, "| after the interval | none"),
        (False, 0.25, "| after the interval | 15 min"),
    ],
)
def test_ninety_dollars_in_houston(*, optimistic: bool, debounce_h: float, row: str) -> None:
    """The page's table says what the strike price of 90 did to uptime, bill, price paid and margin."""
    found = winter(optimistic=optimistic, debounce_h=debounce_h)
    base, strike = found.result("always-on"), found.result("strike-price")
    (up,), (of_bill, per_mwh) = strike.metrics.uptime_frac.values(), saved(base, strike)
    lost = base.ledger.of(Account.MINING) - strike.ledger.of(Account.MINING)
    gain = strike.metrics.margin - base.metrics.margin
    money = f"{bill(base) - bill(strike):,.0f} | {lost:,.0f} | {gain:+,.0f} |"
    assert on_page(f"{row} | {100 * up:.2f} % | {100 * of_bill:.2f} % | {100 * per_mwh:.2f} % | {money}")


@needs_data
@pytest.mark.parametrize("optimistic", [True, False])
@pytest.mark.parametrize("debounce", [0, 1])
def test_ninety_dollars_a_second_way(*, optimistic: bool, debounce: int) -> None:
    """Counting quarter hours in the price file gives the same uptime and the same price paid."""
    price = raw(REAL_TIME, "lz_houston_usd_per_mwh", *WINTER, "America/Chicago")
    low = np.concatenate([np.ones(2, dtype=bool), price <= 90.0])  # both quarter hours before were below 90
    seen = low[2:] if optimistic else low[1:-1]
    before = low[1:-1] if optimistic else low[:-2]
    on = seen & before if debounce else seen
    strike = winter(optimistic=optimistic, debounce_h=debounce / 4).result("strike-price")
    assert list(strike.metrics.uptime_frac.values()) == [pytest.approx(on.mean())]
    assert strike.metrics.energy_price_paid_per_mwh == pytest.approx(price[on].mean())


@needs_data
def test_the_old_year_ended_below_ninety() -> None:
    """The second way's first two quarter hours stand on the last prices of 2024."""
    column = pl.read_parquet(real("power/ercot_rt_15min_2024.parquet"))["lz_houston_usd_per_mwh"]
    assert (column.tail(2) <= 90.0).all()


@needs_data
def test_the_claim_is_that_of_the_day_ahead_price() -> None:
    """Bought at the day-ahead price the rule is on 98 % of the time and saves about 10 % of the bill."""
    settings = Settings(strike_per_mwh=90.0, debounce_h=0.0, explained=())
    found = ran("strike_houston", "lz_houston_day_ahead", WINTER, ("always-on", "strike-price"), settings)
    base, strike = found.result("always-on"), found.result("strike-price")
    (up,), (of_bill, per_mwh) = strike.metrics.uptime_frac.values(), saved(base, strike)
    price = raw(DAY_AHEAD, "da_lz_houston_usd_per_mwh", *WINTER, "America/Chicago")
    assert up == pytest.approx(np.nanmean(price <= 90.0), abs=1e-3)
    assert on_page(f"| day-ahead, hourly | {100 * up:.2f} % | {100 * of_bill:.2f} % | {100 * per_mwh:.2f} %")


def test_the_part_load_curve_is_the_catalogue_s() -> None:
    """The points that the second way uses are those of the catalogue without the one below the hull."""
    points = [(p.power_w, p.hashrate_th_s) for p in part_load("S19k Pro")]
    assert points[1:] == list(zip(WATTS[1:].tolist(), TH_S[1:].tolist(), strict=True))
    marginal = np.diff(WATTS) / np.diff(TH_S)
    assert on_page("| marginal J/TH | " + " | ".join(f"{j:.1f}" for j in marginal))


@pytest.mark.parametrize(("share", "gain"), [(0.88, 0.18), (0.84, 0.065), (0.77, 0.0)])
def test_a_flat_price_near_break_even_would_give_the_claim(share: float, gain: float) -> None:
    """With power at 88 % of the default point's break-even all year, points earn 18 % more than on/off."""
    value = 1.0 / share * WATTS[4] / TH_S[4] * 1e-6  # money per TH/s-hour at a power price of 1 per MWh
    margins = TH_S[:5] * value - WATTS[:5] * 1e-6
    assert margins.max() / margins[4] - 1 == pytest.approx(gain, abs=0.005)


@needs_data
@pytest.mark.parametrize(
    ("place", "period", "row"),
    [
        ("lz_west", ("2024-01-01", "2025-01-01"), "| LZ_WEST 2024"),
        ("france", ("2023-01-01", "2024-01-01"), "| France 2023"),
        ("france", ("2025-01-01", "2026-01-01"), "| France 2025"),
    ],
)
def test_operating_points_against_on_off(place: str, period: tuple[str, str], row: str) -> None:
    """The page's table has the best margins of on/off and of points on both connections."""
    on_off, points, turbo = _best(place, period)
    gains = f"{points:.2f} | {100 * (points / on_off - 1):+.2f} % | {turbo:.2f} | {100 * (turbo / on_off - 1):+.1f} %"
    assert on_page(f"{row} | {on_off:.2f} | {gains}")


def _best(place: str, period: tuple[str, str]) -> list[float]:
    """Millions that perfect knowledge earns on/off, with points, and with points and a turbo connection."""
    region = "france" if place == "france" else "texas"
    sites = [f"s19k_{region}_{kind}" for kind in ("on_off", "points", "points_turbo")]
    return [ran(s, place, period, ("foresight",)).result("foresight").metrics.margin / 1e6 for s in sites]


@needs_data
def test_operating_points_a_second_way() -> None:
    """Summing each hour's best by hand from the price files gives the same French margins of 2023."""
    price, value = _france_2023()
    earned = np.outer(value, TH_S) * KEPT - np.outer(price, WATTS) / 1e6
    best = [earned[:, kept].max(axis=1).sum() * MACHINES / 1e6 for kept in ([0, 4], slice(0, 5), slice(0, 7))]
    assert best == pytest.approx(_best("france", ("2023-01-01", "2024-01-01")), rel=1e-9)


def _france_2023() -> tuple[Floats, Floats]:
    """Price and value of a hash in EUR by hour, straight from the files."""
    price = raw(FRANCE, "price_eur_per_mwh", "2023-01-01", "2024-01-01", "Europe/Paris")
    table = pl.read_parquet(real("bitcoin/btc_daily.parquet")).filter(pl.col("date").is_between(*DAYS))
    columns = [table[c].to_numpy() for c in ("price_usd", "difficulty_mean", "fees_btc", "block_count")]
    daily = raw_hash_value_usd_per_th_h(np.array(columns, dtype=np.float64), 6.25) / 1.081
    return price, np.repeat(daily, 24)[23 : 23 + price.size]  # the local year begins at 23:00 UTC


@needs_data
def test_known_prices_lose_little_of_the_bound() -> None:
    """With French publication times ``optimal`` keeps the gain of operating points, as the page says."""
    period = ("2023-01-01", "2024-01-01")
    kinds = ("on_off", "points", "points_turbo")
    runs = [ran(f"s19k_france_{kind}", "france", period, ("optimal",)) for kind in kinds]
    on_off, points, turbo = (run.result("optimal").metrics.margin / 1e6 for run in runs)
    gains = f"{points:.2f} | {100 * (points / on_off - 1):+.2f} % | {turbo:.2f} | {100 * (turbo / on_off - 1):+.1f} %"
    assert on_page(f"| France 2023, `optimal` | {on_off:.2f} | {gains}")


def test_the_page_gives_every_file() -> None:
    """Every file of the folder is named on the page."""
    page = PAGE.read_text(encoding="utf-8")
    assert [path.name for path in CLAIMS.iterdir() if path.name not in page] == []
