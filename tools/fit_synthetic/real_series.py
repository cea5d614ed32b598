"""Read the real series, put them on a clock of whole local years, and find knots of their quantiles."""

from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bascule.market.synthetic.local_clock import LocalClock, local_clock, year_start_s
from bascule.market.synthetic.sun import clear_sky_frac, sun_direction
from bascule.market.synthetic.zones import Zone, ZoneFacts, zone_facts

Floats = NDArray[np.float64]

# Ranks between the published quantiles, where straight lines alone would miss mean and spread.
FINER_RANKS = (0.02, 0.15, 0.35, 0.65, 0.8, 0.85, 0.97, 0.98, 0.995, 0.998, 0.9995, 0.9998)
PUBLISHED_RANKS = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999)


class Distribution(TypedDict):
    """The figures of one series in `calibration.json` that give points of its quantile function."""

    n: int
    min: float
    max: float
    quantiles: dict[str, float]
    negative_hours: NotRequired[float]
    hours_ge_100: NotRequired[float]
    hours_ge_200: NotRequired[float]
    hours_ge_300: NotRequired[float]
    hours_ge_500: NotRequired[float]
    hours_ge_1000: NotRequired[float]
    hours_ge_3000: NotRequired[float]
    hours_ge_4500: NotRequired[float]


class Carbon(TypedDict):
    """One year of French carbon figures in `calibration.json`."""

    ci_g_per_kwh: Distribution


class Calibration(TypedDict):
    """The parts of `calibration.json` that are used."""

    FR_day_ahead_eur_per_mwh: dict[str, Distribution]
    FR_carbon_and_load: dict[str, Carbon]
    ERCOT_RT_15min_usd_per_mwh: dict[str, dict[str, Distribution]]
    GPU: dict[str, dict[str, dict[str, float]]]
    temperature_c: dict[str, Distribution]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Real:
    """A real series on a clock of whole local years, with the knots of its quantile function.

    Attributes:
        clock: Local calendar.
        values: One value per interval.
        rank_frac: Ranks of the knots, rising.
        value: Values at the knots, never falling.
        per_h: Intervals per hour.
    """

    clock: LocalClock
    values: Floats
    rank_frac: Floats
    value: Floats
    per_h: int


def whole_years(facts: ZoneFacts, first: int, last: int) -> LocalClock:
    """Return the clock of the local years first to last, both included."""
    begin_s, end_s = year_start_s(first, facts.time_zone), year_start_s(last + 1, facts.time_zone)
    steps = (end_s - begin_s) // facts.step_s
    return local_clock(begin_s, steps, step_s=facts.step_s, time_zone=facts.time_zone)


def price(data: Path, calibration: Calibration, zone: Zone, year: int) -> Real:
    """Read the real prices of a zone and year."""
    clock = whole_years(zone_facts(zone), year, year)
    if zone == "france":
        table = pl.read_parquet(data / "power/fr_day_ahead_hourly.parquet").filter(
            pl.col("year_local") == year
        )
        values, entry = table["price_eur_per_mwh"], calibration["FR_day_ahead_eur_per_mwh"][str(year)]
    else:
        table = pl.read_parquet(data / f"power/ercot_rt_15min_{year}.parquet")
        values = table["lz_west_usd_per_mwh"]
        entry = calibration["ERCOT_RT_15min_usd_per_mwh"][str(year)]["lz_west"]
    if table["ts_utc"].dt.epoch("s").to_list() != clock.utc_s.tolist():
        raise ValueError(f"{zone} {year}: the price file is not the whole local year")
    return _real(clock, floats(values), entry)


def carbon(data: Path, calibration: Calibration, zone: Zone, year: int) -> Real:
    """Read real carbon intensities; Texas has 2022 only, with life-cycle factors (France: direct)."""
    clock = whole_years(zone_facts(zone), year, year)
    if zone == "france":
        table = pl.read_parquet(data / "power/fr_generation_load_hourly.parquet")
        values = _on_clock(table["ts_utc"], floats(table["ci_direct_g_per_kwh"]), clock)
        return _real(clock, values, calibration["FR_carbon_and_load"][str(year)]["ci_g_per_kwh"])
    table = pl.read_parquet(data / "power/ercot_mix_ci_hourly_2022.parquet")
    values = _on_clock(table["ts_utc"], floats(table["ci_g_per_kwh"]), clock)
    return _real(clock, values, _distribution(values))


def temperature(data: Path, calibration: Calibration, zone: Zone) -> Real:
    """Read real temperatures: Paris 2022 to 2024 (quantiles of 2021-03 to 2025-05), Abilene 2020."""
    france = zone == "france"
    name = "fr_paris_hourly" if france else "tx_abilene_2020_hourly"
    clock = whole_years(zone_facts(zone), 2022, 2024) if france else whole_years(zone_facts(zone), 2020, 2020)
    table = pl.read_parquet(data / f"weather/{name}.parquet")
    values = _on_clock(table["ts_utc"], floats(table["temperature_c"]), clock)
    return _real(clock, values, calibration["temperature_c"][name])


def clearness(data: Path, zone: Zone) -> Real:
    """Read what share of clear-sky power arrives: Paris 2022 to 2024 from clouds, Abilene 2020 from PVGIS."""
    facts = zone_facts(zone)
    if zone == "france":
        table = pl.read_parquet(data / "weather/fr_paris_hourly.parquet").drop_nulls("cloud_cover_pct")
        cloud_frac = floats(table["cloud_cover_pct"]) / 100
        cloud_frac[cloud_frac < 0] = np.nan  # a defect of the source: bridged
        arriving = 1 - 0.75 * cloud_frac**3.4  # Kasten and Czeplak (1980)
        clock = whole_years(facts, 2022, 2024)
    else:
        table = pl.read_parquet(data / "weather/tx_abilene_2020_hourly.parquet")
        arriving = _pvgis_clearness(table, facts)
        clock = whole_years(facts, 2020, 2020)
    values = _on_clock(table["ts_utc"], arriving, clock)
    return _real(clock, values, _distribution(values))


def floats(column: pl.Series) -> Floats:
    """Return a column as 64-bit floats; nulls become NaN."""
    return column.cast(pl.Float64).to_numpy().astype(np.float64)


def _pvgis_clearness(table: pl.DataFrame, facts: ZoneFacts) -> Floats:
    at_s = floats(table["ts_utc"].dt.epoch("s"))
    plane_w_m2 = sum(
        (floats(table[f"irradiance_{part}_plane_w_m2"]) for part in ("beam", "diffuse", "reflected")),
        np.zeros(len(table)),
    )
    clear = clear_sky_frac(at_s, latitude_deg=facts.latitude_deg, longitude_deg=facts.longitude_deg)
    up, _ = sun_direction(at_s, latitude_deg=facts.latitude_deg, longitude_deg=facts.longitude_deg)
    ratio = 0.86 * plane_w_m2 / 1000 / np.maximum(clear, 1e-9)
    # A low sun makes the ratio of two small numbers; nights and twilights are bridged instead.
    return np.where(up > np.sin(np.radians(10)), np.clip(ratio, 0.05, 1.15), np.nan)


def _on_clock(stamps: pl.Series, values: Floats, clock: LocalClock) -> Floats:
    known = np.isfinite(values)
    return np.interp(clock.mid_s, floats(stamps.dt.epoch("s"))[known], values[known])


def _distribution(values: Floats) -> Distribution:
    quantiles = {str(rank): float(np.quantile(values, rank)) for rank in PUBLISHED_RANKS}
    return {"n": len(values), "min": float(values.min()), "max": float(values.max()), "quantiles": quantiles}


def _real(clock: LocalClock, values: Floats, figures: Distribution) -> Real:
    n = figures["n"]
    points = {0.5 / n: figures["min"], 1 - 0.5 / n: figures["max"]}
    points |= {float(rank): value for rank, value in figures["quantiles"].items()}
    points |= {rank: float(np.quantile(values, rank)) for rank in FINER_RANKS}
    points |= _level_points(figures, hours=n * clock.step_s / 3600)
    rank = np.array(sorted(points))
    value = np.maximum.accumulate(np.array([points[r] for r in rank.tolist()]))
    return Real(clock=clock, values=values, rank_frac=rank, value=value, per_h=3600 // clock.step_s)


def _level_points(figures: Distribution, *, hours: float) -> dict[float, float]:
    above = {
        100.0: figures.get("hours_ge_100", 0.0),
        200.0: figures.get("hours_ge_200", 0.0),
        300.0: figures.get("hours_ge_300", 0.0),
        500.0: figures.get("hours_ge_500", 0.0),
        1000.0: figures.get("hours_ge_1000", 0.0),
        3000.0: figures.get("hours_ge_3000", 0.0),
        4500.0: figures.get("hours_ge_4500", 0.0),
    }
    points = {1 - count / hours: level for level, count in above.items() if count > 0}
    below = figures.get("negative_hours", 0.0)
    return points | ({below / hours: 0.0} if below > 0 else {})
