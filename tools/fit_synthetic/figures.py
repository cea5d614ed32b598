"""Figures of the real series that the package carries beside the fit: prices, Bitcoin, GPU rents."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl
from tools.fit_synthetic.real_series import Calibration, Real, floats

from bascule.market.synthetic.closeness import autocorrelation, closeness

SOURCE = (
    "France: EPEX and ENTSO-E day-ahead hourly prices. Texas: ERCOT real-time settlement point prices, "
    "load zone West, 15 minutes. Bitcoin: Coin Metrics community data (CC BY-NC 4.0), block headers from "
    "2021. GPU: rental offers for H100 SXM, February to May 2026, and snapshots of a marketplace, October to "
    "November 2025. Exchange rate: assumption, near the yearly means of the European Central Bank's "
    "reference rate. Figures computed from those series by tools/fit_synthetic."
)
# Assumption: one rate per year, near the yearly mean of the European Central Bank's reference rate.
USD_PER_EUR = {"2020": 1.14, "2021": 1.18, "2022": 1.05, "2023": 1.08, "2024": 1.08, "2025": 1.13}


def price_figures(real: Real) -> dict[str, float | list[float]]:
    """Return the real side of the closeness table."""
    figures = closeness(real.values, real.clock.hour, step_h=1 / real.per_h)
    plain: dict[str, float | list[float]] = {
        name: round(value, 4) for name, value in asdict(figures).items() if isinstance(value, float)
    }
    return plain | {"hour_mean_per_mwh": [round(mean, 4) for mean in figures.hour_mean_per_mwh]}


def bitcoin_figures(data: Path) -> dict[str, dict[str, float]]:
    """Return one entry per calendar year 2020 to 2025, from the daily tables."""
    paths = [data / "bitcoin/btc_daily.parquet", data / "bitcoin/btc_daily_2025.parquet"]
    table = pl.concat([pl.read_parquet(path) for path in paths], how="vertical_relaxed")
    years = range(2020, 2026)
    return {str(year): _bitcoin_year(table.filter(pl.col("date").dt.year() == year)) for year in years}


def gpu_figures(calibration: Calibration) -> dict[str, float]:
    """Return the figures of the H100 rental market; the last three are assumptions."""
    rents = calibration["GPU"]["gpu_rental_2026_usd_per_gpu_h"]
    late_2025 = calibration["GPU"]["gpu_rental_prime_2025q4"]
    market: dict[str, dict[str, float]] = {**rents, **late_2025}
    swing = market["H100_80GB SXM5"]
    return {
        "on_demand_usd_per_gpu_h": market["H100_SXM|on_demand"]["median_usd_per_gpu_h"],
        "spot_usd_per_gpu_h": market["H100_SXM|spot"]["median_usd_per_gpu_h"],
        "on_demand_log_std": round(swing["std_of_median"] / swing["median_of_median"], 4),
        "spot_log_std": 0.2,
        "tau_days": 30.0,
        "common_frac": 0.5,
    }


def _bitcoin_year(table: pl.DataFrame) -> dict[str, float]:
    price, difficulty = floats(table["price_usd"]), floats(table["difficulty_mean"])
    fees_log = np.log(floats(table["fees_btc"]) / floats(table["block_count"]))
    return {
        "price_first_usd": round(float(price[0]), 2),
        "price_last_usd": round(float(price[-1]), 2),
        "volatility_annual_frac": round(float(np.diff(np.log(price)).std(ddof=1) * 365**0.5), 4),
        "difficulty_first": round(float(difficulty[0])),
        "difficulty_last": round(float(difficulty[-1])),
        "retarget_std_frac": round(_retarget_std_frac(difficulty), 4),
        "fees_btc_per_block": round(
            float(floats(table["fees_btc"]).sum() / floats(table["block_count"]).sum()), 5
        ),
        "fees_log_std": round(float(fees_log.std()), 4),
        "fees_log_memory": round(autocorrelation(fees_log, 1), 4),
    }


def _retarget_std_frac(difficulty: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    whole_days = difficulty[:-1][np.isclose(difficulty[1:], difficulty[:-1], rtol=1e-9)]
    change = np.diff(np.log(whole_days))
    return float(change[np.abs(change) > 1e-6].std(ddof=1))
