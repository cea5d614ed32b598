"""Fit the embedded market to real series and write its two data files.

Usage: python tools/fit_synthetic.py DATA_FOLDER PACKAGE_FOLDER

DATA_FOLDER holds `calibration.json` and the folders `power`, `weather` and `bitcoin` beside it;
PACKAGE_FOLDER receives `figures.json` and `fit.json`. Takes a few minutes. The seeds used here (101 and up)
are not the ones that the tests and the documentation measure with.
"""

import json
import sys
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from statistics import NormalDist
from typing import TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bascule.market.synthetic.closeness import autocorrelation, closeness
from bascule.market.synthetic.latent import Component
from bascule.market.synthetic.local_clock import LocalClock, local_clock, year_start_s
from bascule.market.synthetic.series_model import Scarcity, SeriesModel
from bascule.market.synthetic.shape import Shape
from bascule.market.synthetic.sun import clear_sky_frac, sun_direction
from bascule.market.synthetic.zones import Zone, ZoneFacts, zone_facts

Floats = NDArray[np.float64]

ZONES: tuple[Zone, ...] = ("france", "texas")
SEEDS = tuple(range(101, 109))
POWER_MEMORY = ((0.5, 0), (2, 0), (8, 0), (32, 0), (96, 0), (336, 0), (12, 24), (48, 24), (400, 24), (24, 12))
WEATHER_MEMORY = ((6, 0), (24, 0), (72, 0), (240, 0), (48, 24))
# Ranks between the published quantiles, where straight lines alone would miss mean and spread.
FINER_RANKS = (0.02, 0.15, 0.35, 0.65, 0.8, 0.85, 0.97, 0.98, 0.995, 0.998, 0.9995, 0.9998)
SCARCE_SHARE = 0.01
# Rounded yearly means of the European Central Bank's reference rate; stated as an assumption.
USD_PER_EUR = {"2020": 1.14, "2021": 1.18, "2022": 1.05, "2023": 1.08, "2024": 1.08, "2025": 1.13}
SOURCE = (
    "France: EPEX/ENTSO-E day-ahead hourly prices. Texas: ERCOT real-time settlement point prices, load zone West, "
    "15 minutes. Bitcoin: Coin Metrics community data (CC BY-NC 4.0), block headers from 2021. GPU: rental offers "
    "for H100 SXM, February to May 2026, and a marketplace's snapshots, October to November 2025. Exchange rate: "
    "assumption, near the yearly means of the European Central Bank's reference rate. Figures computed from those "
    "series by tools/fit_synthetic.py."
)


class Figures(TypedDict):
    """The part of one entry of `calibration.json` that gives points of the quantile function."""

    n: int
    min: float
    max: float
    quantiles: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """A real series on a clock of whole local years, with the knots of its quantile function."""

    clock: LocalClock
    values: Floats
    rank_frac: Floats
    value: Floats
    per_h: int


def knots(figures: Figures, values: Floats, *, step_h: float) -> tuple[Floats, Floats]:
    """Return ranks and values: published quantiles, hours below zero and above levels, and finer ranks."""
    n = figures["n"]
    points = {0.5 / n: figures["min"], 1 - 0.5 / n: figures["max"]}
    points |= {float(rank): value for rank, value in figures["quantiles"].items()}
    points |= {rank: float(np.quantile(values, rank)) for rank in FINER_RANKS}
    hours = n * step_h
    for name, count in figures.items():
        if name.startswith("hours_ge_") and name[9:].isdigit() and isinstance(count, float) and count > 0:
            points[1 - count / hours] = float(name[9:])
        if name == "negative_hours" and isinstance(count, float) and count > 0:
            points[count / hours] = 0.0
    rank = np.array(sorted(points))
    return rank, np.maximum.accumulate(np.array([points[r] for r in rank]))


def whole_years(facts: ZoneFacts, first: int, last: int) -> LocalClock:
    """Return the clock of the local years first to last, both included."""
    begin, end = year_start_s(first, facts.time_zone), year_start_s(last + 1, facts.time_zone)
    return local_clock(begin, (end - begin) // facts.step_s, step_s=facts.step_s, time_zone=facts.time_zone)


def normal_scores(values: Floats) -> Floats:
    """Return the normal quantile of each value's rank; ties are broken by chance."""
    order = np.lexsort((np.random.default_rng(0).random(len(values)), values))
    rank = np.empty(len(values))
    rank[order] = (np.arange(len(values)) + 0.5) / len(values)
    return np.array([NormalDist().inv_cdf(float(r)) for r in rank])


def shape_of(flat: Floats, seasons: int = 4) -> Shape:
    """Build a shape from 12 month terms, 7 weekday terms and 24 terms per season."""
    hour = flat[19:].reshape(seasons, 24)
    return Shape(
        month=tuple(flat[:12].tolist()),
        weekday=tuple(flat[12:19].tolist()),
        hour=tuple(tuple(row) for row in hour.tolist()),
    )


def fit_shape(target: Floats, clock: LocalClock) -> Shape:
    """Fit the calendar terms to a target by least squares."""
    size = 19 + 4 * 24
    basis = np.stack([shape_of(row).at(clock) for row in np.eye(size)], axis=1)
    gram = basis.T @ basis + 1e-6 * len(target) * np.eye(size)
    for part in (slice(12, 19), *(slice(19 + 24 * k, 43 + 24 * k) for k in range(4))):
        gram[part, part] += len(target)  # weekdays and each season's hours sum to zero: the level is the month's
    return shape_of(np.linalg.solve(gram, basis.T @ target))


def correlations(values: Floats, lags: NDArray[np.int64]) -> Floats:
    """Return the autocorrelation at the given lags."""
    centred = values - values.mean()
    power = np.abs(np.fft.rfft(centred, 2 * len(values))) ** 2
    sums = np.fft.irfft(power)[: len(values)] / np.arange(len(values), 0, -1)
    return sums[lags] / sums[0]


def memory_lags(per_h: int) -> NDArray[np.int64]:
    """Return the lags that memory is fitted on: all up to two days, hourly up to ten."""
    return np.r_[np.arange(1, 48 * per_h), np.arange(48 * per_h, 24 * 10 * per_h, per_h)].astype(np.int64)


def fit_memory(wanted: Floats, lag_h: Floats, grid: tuple[tuple[float, float], ...]) -> tuple[Component, ...]:
    """Fit non-negative weights of memory terms to wanted autocorrelations by coordinate descent."""
    columns = [np.exp(-lag_h / tau) * (np.cos(2 * np.pi * lag_h / period) if period else 1) for tau, period in grid]
    importance = np.where(np.isclose(lag_h % 24, 0), 10.0, 1.0) / (1 + lag_h / 6)
    root = np.sqrt(np.r_[importance, 200.0])
    matrix = np.r_[np.stack(columns, axis=1), np.ones((1, len(grid)))] * root[:, None]
    target = np.r_[wanted, 1.0] * root
    gram, pull, weight = matrix.T @ matrix, matrix.T @ target, np.full(len(grid), 0.1)
    for _ in range(3000):
        for j in range(len(grid)):
            weight[j] = max(0.0, weight[j] + (pull[j] - gram[j] @ weight) / gram[j, j])
    weight = np.where(weight < 0.003, 0.0, weight)
    weight /= weight.sum()
    kept = [(t, p, w) for (t, p), w in zip(grid, weight.tolist(), strict=True) if w > 0]
    return tuple(Component(tau_h=t, period_h=p, order=1, weight_frac=round(w, 5)) for t, p, w in kept)


def fit_series(
    real: Real, grid: tuple[tuple[float, float], ...], driver: Floats | None = None
) -> tuple[SeriesModel, Floats, Floats]:
    """Fit a series; return the model, its noise and the autocorrelation that its memory was fitted on."""
    scores = normal_scores(real.values)
    score = fit_shape(scores, real.clock)
    rest = scores - score.at(real.clock)
    log_scale = fit_shape(np.log(np.abs(rest) + 1e-3) + 0.635, real.clock)
    noise = rest / np.exp(log_scale.at(real.clock))
    log_scale = replace(log_scale, month=tuple(m + float(np.log(noise.std())) for m in log_scale.month))
    noise = (noise - noise.mean()) / noise.std()
    lags = memory_lags(real.per_h)
    coupling = 0.0 if driver is None else float(np.corrcoef(noise, driver)[0, 1])
    wanted = correlations(noise, lags)
    if driver is not None:
        wanted = (wanted - coupling**2 * correlations(driver, lags)) / (1 - coupling**2)
    model = SeriesModel(
        rank_frac=tuple(real.rank_frac.tolist()),
        value=tuple(real.value.tolist()),
        score=score,
        log_scale=log_scale,
        components=fit_memory(wanted, lags / real.per_h, grid),
        coupling=round(coupling, 3),
        scarcity=None,
    )
    return model, noise, wanted


def draws(model: SeriesModel, clock: LocalClock) -> list[Floats]:
    """Generate the series for each of the fitting seeds."""
    paths = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        paths.append(model.values(clock, model.draw_noise(clock, rng), rng))
    return paths


def group_means(values: Floats, group: NDArray[np.int64], size: int) -> Floats:
    """Return the mean of the values in each group."""
    return np.bincount(group, weights=values, minlength=size) / np.bincount(group, minlength=size)


def shifted(shape: Shape, month: Floats, hour: Floats) -> Shape:
    """Add month and hour terms to a shape (the hour terms in every season)."""
    return replace(
        shape,
        month=tuple((np.array(shape.month) + month).tolist()),
        hour=tuple(tuple((np.array(row) + hour).tolist()) for row in shape.hour),
    )


def refine(model: SeriesModel, real: Real, wanted: Floats, *, cap: float, rounds: int) -> SeriesModel:
    """Correct month terms, hour terms and memory until generated values below the cap match the real ones."""
    lags, month = memory_lags(real.per_h), real.clock.month_pos.astype(np.int64)
    body = np.minimum(real.values, cap)
    goal_month, goal_hour = group_means(body, month, 12), group_means(body, real.clock.hour, 24)
    goal_memory = correlations(body, lags)
    for _ in range(rounds):
        paths = [np.minimum(path, cap) for path in draws(model, real.clock)]
        got = np.mean(paths, axis=0)
        month_gap = (goal_month - group_means(got, month, 12)) / body.std()
        hour_gap = (goal_hour - group_means(got, real.clock.hour, 24)) / body.std()
        wanted = wanted + 0.5 * (goal_memory - np.mean([correlations(p, lags) for p in paths], axis=0))
        model = replace(
            model,
            score=shifted(model.score, 0.6 * month_gap, 0.8 * hour_gap),
            components=fit_memory(wanted, lags / real.per_h, POWER_MEMORY),
        )
    return model


def with_scarcity(model: SeriesModel, tau_h: float, coupling: float) -> SeriesModel:
    """Give a model a spike layer that knows neither months nor hours yet."""
    flat = Shape(month=(0.0,) * 12, weekday=(0.0,) * 7, hour=((0.0,) * 24,))
    components = (
        Component(tau_h=tau_h, period_h=0, order=2, weight_frac=0.7),
        Component(tau_h=200, period_h=24, order=1, weight_frac=0.3),  # spikes return at the same hour for days
    )
    layer = Scarcity(share_frac=SCARCE_SHARE, score=flat, components=components, coupling=coupling)
    return replace(model, scarcity=layer)


def place_spikes(model: SeriesModel, real: Real, *, cap: float, rounds: int) -> SeriesModel:
    """Correct when scarcity is likely until money above the cap falls in the same months and hours."""
    month = real.clock.month_pos.astype(np.int64)
    above = np.maximum(real.values - cap, 0.0)
    floor = above.mean() / 10
    goal_month = np.log(group_means(above, month, 12) + floor)
    goal_hour = np.log(group_means(above, real.clock.hour, 24) + floor)
    for _ in range(rounds):
        got = np.mean([np.maximum(path - cap, 0.0) for path in draws(model, real.clock)], axis=0)
        month_gap = goal_month - np.log(group_means(got, month, 12) + floor)
        hour_gap = goal_hour - np.log(group_means(got, real.clock.hour, 24) + floor)
        if model.scarcity is None:
            raise ValueError("give the model a spike layer first")
        score = shifted(model.scarcity.score, 0.15 * month_gap, 0.15 * hour_gap)
        model = replace(model, scarcity=replace(model.scarcity, score=score))
    return model


def memory_gap(model: SeriesModel, real: Real) -> float:
    """Return how far generated prices miss the real autocorrelation, as a sum of squares."""
    lags = [max(1, round(h * real.per_h)) for h in (0.25, 1, 2, 3, 6, 12, 24, 48, 168)]
    weight = np.array([2, 3, 1, 1, 1, 0.5, 3, 0.5, 1])
    goal = np.array([autocorrelation(real.values, lag) for lag in lags])
    got = np.mean([[autocorrelation(p, lag) for lag in lags] for p in draws(model, real.clock)], axis=0)
    return float((weight * (goal - got) ** 2).sum())


def fit_spikes(model: SeriesModel, real: Real, *, cap: float) -> SeriesModel:
    """Search the spike layer's decay time and coupling; spikes are placed anew for each trial."""
    best, best_gap = model, np.inf
    for tau_h, coupling in product((0.3, 0.5, 0.7, 1.0, 2.0, 3.0, 4.5), (0.3, 0.45, 0.6)):
        trial = place_spikes(with_scarcity(model, tau_h, coupling), real, cap=cap, rounds=10)
        gap = memory_gap(trial, real)
        if gap < best_gap:
            best, best_gap = trial, gap
            print(f"  spikes: decay {tau_h} h, coupling {coupling}, gap {gap:.4f}", flush=True)
    return place_spikes(best, real, cap=cap, rounds=15)


def on_clock(stamps: pl.Series, values: Floats, clock: LocalClock) -> Floats:
    """Bring a series to the middles of the clock's intervals by straight lines, over its gaps too."""
    known = np.isfinite(values)
    at_s = stamps.dt.epoch("s").to_numpy().astype(np.float64)
    return np.interp(clock.utc_s + clock.step_s / 2, at_s[known], values[known])


def real_price(data: Path, figures: dict[str, dict[str, object]], zone: Zone, year: int) -> Real:
    """Read the real prices of a zone and year."""
    facts = zone_facts(zone)
    clock = whole_years(facts, year, year)
    if zone == "france":
        table = pl.read_parquet(data / "power/fr_day_ahead_hourly.parquet").filter(pl.col("year_local") == year)
        values, entry = table["price_eur_per_mwh"].to_numpy(), figures["FR_day_ahead_eur_per_mwh"][str(year)]
    else:
        table = pl.read_parquet(data / f"power/ercot_rt_15min_{year}.parquet")
        values = table["lz_west_usd_per_mwh"].to_numpy()
        entry = figures["ERCOT_RT_15min_usd_per_mwh"][str(year)]["lz_west"]
    if table["ts_utc"].dt.epoch("s").to_list() != clock.utc_s.tolist():
        raise ValueError(f"{zone} {year}: the price file is not the whole local year")
    return on_knots(clock, values.astype(np.float64), entry)


def on_knots(clock: LocalClock, values: Floats, figures: Figures) -> Real:
    """Join values and the knots of their quantile function."""
    rank, value = knots(figures, values, step_h=clock.step_s / 3600)
    return Real(clock=clock, values=values, rank_frac=rank, value=value, per_h=3600 // clock.step_s)


def real_carbon(data: Path, figures: dict[str, dict[str, object]], zone: Zone, year: int) -> Real:
    """Read real carbon intensities; Texas has 2022 only, with life-cycle factors (France: direct)."""
    facts = zone_facts(zone)
    clock = whole_years(facts, year, year)
    if zone == "france":
        table = pl.read_parquet(data / "power/fr_generation_load_hourly.parquet")
        column, entry = table["ci_direct_g_per_kwh"], figures["FR_carbon_and_load"][str(year)]["ci_g_per_kwh"]
        return on_knots(clock, on_clock(table["ts_utc"], column.to_numpy().astype(np.float64), clock), entry)
    table = pl.read_parquet(data / "power/ercot_mix_ci_hourly_2022.parquet")
    values = on_clock(table["ts_utc"], table["ci_g_per_kwh"].to_numpy().astype(np.float64), clock)
    return on_knots(clock, values, quantile_figures(values))


def quantile_figures(values: Floats) -> Figures:
    """Return the figures that `calibration.json` would hold for a series that it does not have."""
    ranks = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999)
    quantiles = {str(rank): float(np.quantile(values, rank)) for rank in ranks}
    return {"n": len(values), "min": float(values.min()), "max": float(values.max()), "quantiles": quantiles}


def real_temperature(data: Path, figures: dict[str, dict[str, object]], zone: Zone) -> Real:
    """Read real temperatures: Paris 2022 to 2024 (quantiles of 2021-03 to 2025-05), Abilene 2020."""
    name, first, last = ("fr_paris_hourly", 2022, 2024) if zone == "france" else ("tx_abilene_2020_hourly", 2020, 2020)
    table = pl.read_parquet(data / f"weather/{name}.parquet")
    clock = whole_years(zone_facts(zone), first, last)
    values = on_clock(table["ts_utc"], table["temperature_c"].to_numpy().astype(np.float64), clock)
    return on_knots(clock, values, figures["temperature_c"][name])


def real_clearness(data: Path, zone: Zone) -> Real:
    """Read how much of the clear-sky power arrives: Paris 2022 to 2024 from clouds, Abilene 2020 from PVGIS."""
    facts = zone_facts(zone)
    if zone == "france":
        table = pl.read_parquet(data / "weather/fr_paris_hourly.parquet")
        cloud_frac = table["cloud_cover_pct"].to_numpy().astype(np.float64) / 100
        clear = 1 - 0.75 * np.abs(cloud_frac) ** 3.4  # Kasten and Czeplak (1980)
        clock = whole_years(facts, 2022, 2024)
        values = on_clock(table["ts_utc"], clear, clock)
    else:
        table = pl.read_parquet(data / "weather/tx_abilene_2020_hourly.parquet")
        clock = whole_years(facts, 2020, 2020)
        values = on_clock(table["ts_utc"], pvgis_clearness(table, facts), clock)
    return on_knots(clock, values, quantile_figures(values))


def pvgis_clearness(table: pl.DataFrame, facts: ZoneFacts) -> Floats:
    """Return in-plane irradiance over the clear-sky formula's, unknown while the sun is below 10 degrees."""
    at_s = table["ts_utc"].dt.epoch("s").to_numpy().astype(np.float64)
    place = {"latitude_deg": facts.latitude_deg, "longitude_deg": facts.longitude_deg}
    plane = sum(table[f"irradiance_{part}_plane_w_m2"].to_numpy() for part in ("beam", "diffuse", "reflected"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = 0.86 * np.asarray(plane, dtype=np.float64) / 1000 / clear_sky_frac(at_s, **place)
    up, _ = sun_direction(at_s, **place)
    return np.where(up > np.sin(np.radians(10)), np.clip(ratio, 0.05, 1.15), np.nan)


def fit_price(real: Real, zone: Zone) -> tuple[SeriesModel, Floats]:
    """Fit a price with its corrections; return the model and the noise behind the real prices."""
    model, noise, wanted = fit_series(real, POWER_MEMORY)
    if zone == "france":
        return refine(model, real, wanted, cap=np.inf, rounds=10), noise
    cap = float(np.quantile(real.values, 1 - SCARCE_SHARE))
    return fit_spikes(refine(model, real, wanted, cap=cap, rounds=10), real, cap=cap), noise


def main(data: Path, package: Path) -> None:
    """Fit everything and write the two files."""
    figures = json.loads((data / "calibration.json").read_text(encoding="utf-8"))
    fit: dict[str, object] = {}
    real_prices: dict[str, object] = {}
    for zone in ZONES:
        years = zone_facts(zone).years
        prices = {y: real_price(data, figures, zone, y) for y in years}
        fitted = {}
        for y, real in prices.items():
            print(zone, y, flush=True)
            fitted[y] = fit_price(real, zone)
        carbon_years = years if zone == "france" else (2022,)
        carbon = {}
        for y in carbon_years:
            carbon[y] = fit_series(real_carbon(data, figures, zone, y), POWER_MEMORY, fitted[y][1])[0]
        weather_year = 2023 if zone == "france" else 2020
        fit[zone] = {
            "price": {str(y): plain(fitted[y][0]) for y in years},
            "carbon": {str(y): plain(carbon.get(y, carbon[carbon_years[-1]])) for y in years},
            "temperature": plain(fit_weather(real_temperature(data, figures, zone), fitted[weather_year][1], weather_year)),
            "clearness": plain(fit_weather(real_clearness(data, zone), fitted[weather_year][1], weather_year)),
        }
        real_prices[zone] = {str(y): price_figures(real) for y, real in prices.items()}
    write(package / "fit.json", fit)
    write(
        package / "figures.json",
        {
            "source": SOURCE,
            "price": real_prices,
            "bitcoin": bitcoin_figures(data),
            "gpu": {"h100_sxm": gpu_figures(figures)},
            "usd_per_eur": USD_PER_EUR,
        },
    )


def write(path: Path, content: dict[str, object]) -> None:
    """Write JSON in one piece."""
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


def fit_weather(real: Real, price_noise: Floats, price_year: int) -> SeriesModel:
    """Fit a weather series and its coupling to the price of the one year that both have."""
    model, noise, _ = fit_series(real, WEATHER_MEMORY)
    coupling = float(np.corrcoef(noise[real.clock.year == price_year], price_noise)[0, 1])
    return replace(model, coupling=round(coupling, 3))


def plain(model: SeriesModel) -> dict[str, object]:
    """Return a model as JSON values, rounded to what matters; components become rows."""
    flat: dict[str, object] = json.loads(json.dumps(asdict(model)), parse_float=lambda text: round(float(text), 4))
    flat["rank_frac"] = [round(rank, 7) for rank in model.rank_frac]
    flat["components"] = [list(asdict(c).values()) for c in model.components]
    if model.scarcity is not None:
        layer = json.loads(json.dumps(flat["scarcity"]))
        flat["scarcity"] = layer | {"components": [list(asdict(c).values()) for c in model.scarcity.components]}
    return flat


def bitcoin_figures(data: Path) -> dict[str, dict[str, float]]:
    """Return one entry per calendar year 2020 to 2025, from the daily table."""
    paths = [data / "bitcoin/btc_daily.parquet", data / "bitcoin/btc_daily_2025.parquet"]
    table = pl.concat([pl.read_parquet(path) for path in paths], how="vertical_relaxed")
    return {str(year): bitcoin_year(table.filter(pl.col("date").dt.year() == year)) for year in range(2020, 2026)}


def bitcoin_year(table: pl.DataFrame) -> dict[str, float]:
    """Return the figures of one year of the daily table."""
    price, difficulty = table["price_usd"].to_numpy(), table["difficulty_mean"].to_numpy()
    fees_log = np.log((table["fees_btc"] / table["block_count"]).to_numpy())
    level = difficulty[:-1][np.isclose(difficulty[1:], difficulty[:-1], rtol=1e-9)]  # whole days of one period
    change = np.diff(np.log(level))
    change = change[np.abs(change) > 1e-6]
    return {
        "price_first_usd": round(float(price[0]), 2),
        "price_last_usd": round(float(price[-1]), 2),
        "volatility_annual_frac": round(float(np.diff(np.log(price)).std(ddof=1) * 365**0.5), 4),
        "difficulty_first": round(float(difficulty[0])),
        "difficulty_last": round(float(difficulty[-1])),
        "retarget_std_frac": round(float(change.std(ddof=1)), 4),
        "fees_btc_per_block": round(float(table["fees_btc"].sum() / table["block_count"].sum()), 5),
        "fees_log_std": round(float(fees_log.std()), 4),
        "fees_log_memory": round(autocorrelation(fees_log, 1), 4),
    }


def price_figures(real: Real) -> dict[str, object]:
    """Return the real side of the closeness table."""
    full = asdict(closeness(real.values, real.clock.hour, step_h=1 / real.per_h))
    return {name: [round(v, 4) for v in value] if isinstance(value, tuple) else round(value, 4) for name, value in full.items()}


def gpu_figures(figures: dict[str, dict[str, object]]) -> dict[str, float]:
    """Return the figures of the H100 rental market; the last three are assumptions."""
    rents, late_2025 = figures["GPU"]["gpu_rental_2026_usd_per_gpu_h"], figures["GPU"]["gpu_rental_prime_2025q4"]["H100_80GB SXM5"]
    return {
        "on_demand_usd_per_gpu_h": rents["H100_SXM|on_demand"]["median_usd_per_gpu_h"],
        "spot_usd_per_gpu_h": rents["H100_SXM|spot"]["median_usd_per_gpu_h"],
        "on_demand_log_std": round(late_2025["std_of_median"] / late_2025["median_of_median"], 4),
        "spot_log_std": 0.2,
        "tau_days": 30.0,
        "common_frac": 0.5,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
