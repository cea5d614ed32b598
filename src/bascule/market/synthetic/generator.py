"""The embedded market: a synthetic year of prices, weather, Bitcoin and GPU rents from a seed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bascule.market.synthetic.bitcoin import (
    calendar_days,
    draw_btc_usd,
    draw_difficulty,
    draw_fees_btc_per_block,
)
from bascule.market.synthetic.calibration import Calibration, load_calibration
from bascule.market.synthetic.gpu import draw_gpu_prices
from bascule.market.synthetic.local_clock import LocalClock, local_clock, year_start_s
from bascule.market.synthetic.sun import clear_sky_frac
from bascule.market.synthetic.zones import Zone, ZoneFacts, zone_facts

_DAY_S = 86_400
# One stream of chance per series: adding a series leaves the others as they were.
_STREAMS = ("price", "carbon", "temperature", "clearness", "btc", "difficulty", "fees", "gpu")


def generate(
    zone: Zone, *, calibration_year: int, start: datetime, steps: int, seed: int
) -> dict[str, NDArray[np.float64]]:
    """Generate the synthetic market of a zone.

    The local calendar years that the window touches are generated whole and the window is cut out of them:
    every generated year has the calibrated distribution of prices. Power prices, weather and carbon of a
    year do not depend on the window. Bitcoin and GPU series agree between windows that touch the same
    years; a window that reaches into a further year need not keep those of a shorter one.

    Args:
        zone: "france" (hourly day-ahead, EUR) or "texas" (15-minute real-time at load zone West, USD).
        calibration_year: Real year whose figures the series follow; see `zone_facts(zone).years`.
        start: Start of the first interval, aware, on the zone's step. Its own year may be any.
        steps: Number of intervals, at least one.
        seed: Source of chance, 0 or more; the same seed gives the same arrays to the bit.

    Returns:
        One array per series, one value per interval: `spot_eur_per_mwh` or `spot_usd_per_mwh`,
        `temperature_c`, `solar_frac` (0 to 1), `carbon_g_per_kwh`, `btc_usd`, `difficulty`,
        `fees_btc_per_block`, `gpu_on_demand_usd_per_gpu_h`, `gpu_spot_usd_per_gpu_h`, `usd_per_eur`. Bitcoin
        and GPU prices and fees are constant within a UTC day, the exchange rate throughout. Bitcoin's price
        and difficulty start from their real values on 1 January of the calibration year, or of the first
        year generated where that does not hold the calibration year.

    Raises:
        ValueError: If an argument is outside what is said above.
    """
    facts = zone_facts(zone)
    _check(facts, calibration_year, start, steps, seed)
    calibration = load_calibration(zone, calibration_year)
    first_s = int(start.timestamp())
    years = _local_years(facts, first_s, first_s + (steps - 1) * facts.step_s)
    clocks = [_year_clock(facts, year) for year in years]
    pieces = [_power_and_weather(facts, calibration, clock, [seed, calibration_year]) for clock in clocks]
    series = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    utc_s = np.concatenate([clock.utc_s for clock in clocks])
    anchor_year = calibration_year if calibration_year in years else years[0]
    series |= _bitcoin_and_gpu(calibration, years, anchor_year, utc_s, [seed, calibration_year])
    first = (first_s - int(utc_s[0])) // facts.step_s
    return {name: values[first : first + steps].copy() for name, values in series.items()}


def _check(facts: ZoneFacts, calibration_year: int, start: datetime, steps: int, seed: int) -> None:
    if calibration_year not in facts.years:
        raise ValueError(f"calibration_year is {calibration_year}; held for this zone: {facts.years}")
    if start.utcoffset() is None:
        raise ValueError(f"start {start} has no time zone; give an aware time in UTC")
    if start.timestamp() % facts.step_s != 0:
        raise ValueError(f"start {start} is not on the zone's step of {facts.step_s} s")
    if steps < 1:
        raise ValueError(f"steps is {steps}; at least 1 is needed")
    if seed < 0:
        raise ValueError(f"seed is {seed}; 0 or more is needed")


def _local_years(facts: ZoneFacts, first_s: int, last_s: int) -> range:
    zone = ZoneInfo(facts.time_zone)
    return range(datetime.fromtimestamp(first_s, zone).year, datetime.fromtimestamp(last_s, zone).year + 1)


def _year_clock(facts: ZoneFacts, year: int) -> LocalClock:
    begin_s, end_s = year_start_s(year, facts.time_zone), year_start_s(year + 1, facts.time_zone)
    steps = (end_s - begin_s) // facts.step_s
    return local_clock(begin_s, steps, step_s=facts.step_s, time_zone=facts.time_zone)


def _power_and_weather(
    facts: ZoneFacts, calibration: Calibration, clock: LocalClock, seed: list[int]
) -> dict[str, NDArray[np.float64]]:
    rng = _streams([*seed, int(clock.year[0])])
    driver = calibration.price.draw_noise(clock, rng["price"])
    series = {facts.price_key: calibration.price.values(clock, driver, rng["price"])}
    for key, name, model in (
        ("carbon_g_per_kwh", "carbon", calibration.carbon),
        ("temperature_c", "temperature", calibration.temperature),
        ("clearness", "clearness", calibration.clearness),
    ):
        series[key] = model.values(clock, model.draw_noise(clock, rng[name], driver), rng[name])
    clear_sky = clear_sky_frac(
        clock.mid_s, latitude_deg=facts.latitude_deg, longitude_deg=facts.longitude_deg
    )
    series["solar_frac"] = np.clip(clear_sky * series.pop("clearness"), 0.0, 1.0)
    return series


def _bitcoin_and_gpu(
    calibration: Calibration, years: range, anchor_year: int, utc_s: NDArray[np.int64], seed: list[int]
) -> dict[str, NDArray[np.float64]]:
    rng, bitcoin = _streams([*seed, years[0]]), calibration.bitcoin
    days = calendar_days(years[0], years[-1])
    anchor = int(calendar_days(anchor_year, anchor_year)[0])
    # Local and UTC years part by a few hours at either end, which take the nearest day's values.
    day = np.clip(utc_s // _DAY_S - days[0], 0, len(days) - 1)
    on_demand, spot = draw_gpu_prices(calibration.gpu, len(days), rng["gpu"])
    return {
        "btc_usd": draw_btc_usd(bitcoin, days, anchor, rng["btc"])[day],
        "difficulty": draw_difficulty(bitcoin, days, anchor, utc_s, rng["difficulty"]),
        "fees_btc_per_block": draw_fees_btc_per_block(bitcoin, days, rng["fees"])[day],
        "gpu_on_demand_usd_per_gpu_h": on_demand[day],
        "gpu_spot_usd_per_gpu_h": spot[day],
        "usd_per_eur": np.full(len(day), calibration.usd_per_eur),
    }


def _streams(seed: list[int]) -> dict[str, np.random.Generator]:
    return {name: np.random.default_rng([*seed, stream]) for stream, name in enumerate(_STREAMS)}
