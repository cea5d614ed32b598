"""Figures that compare generated with real prices, and the promise that they are close."""

from datetime import UTC, datetime

import numpy as np
import pytest

from bascule.market.synthetic import Closeness, Zone, closeness, generate, shape_error_frac, zone_facts
from bascule.market.synthetic.calibration import real_closeness
from bascule.market.synthetic.local_clock import local_clock, year_start_s

YEARS: list[tuple[Zone, int]] = [
    (zone, year) for zone in ("france", "texas") for year in zone_facts(zone).years
]


def generated(zone: Zone, year: int, seed: int) -> Closeness:
    """Figures of one generated local year."""
    facts = zone_facts(zone)
    begin_s, end_s = year_start_s(year, facts.time_zone), year_start_s(year + 1, facts.time_zone)
    steps = (end_s - begin_s) // facts.step_s
    start = datetime.fromtimestamp(begin_s, UTC)
    price = generate(zone, calibration_year=year, start=start, steps=steps, seed=seed)[facts.price_key]
    clock = local_clock(begin_s, steps, step_s=facts.step_s, time_zone=facts.time_zone)
    return closeness(price, clock.hour, step_h=facts.step_h)


def test_figures_of_a_hand_made_series() -> None:
    """Ten days of a square wave between -1 and 3 have figures that can be written down."""
    hour = np.tile(np.arange(24), 10)
    found = closeness(np.where(hour < 6, -1.0, 3.0), hour, step_h=1.0)
    assert (found.mean_per_mwh, found.p5_per_mwh, found.p50_per_mwh, found.p99_per_mwh) == (
        2.0,
        -1.0,
        3.0,
        3.0,
    )
    assert found.below_zero_h == 60.0
    assert found.hour_mean_per_mwh == (-1.0,) * 6 + (3.0,) * 18
    assert found.autocorrelation_24h == pytest.approx(1.0)
    assert found.autocorrelation_1h == pytest.approx(7 / 9, abs=0.01)  # 1 - 2 changes in 24 h / (2 p q)


def test_quarter_hours_count_as_quarters() -> None:
    """Hours below zero are hours, whatever the step."""
    hour = np.repeat(np.tile(np.arange(24), 8), 4)
    found = closeness(np.where(hour == 3, -1.0, hour.astype(float)), hour, step_h=0.25)
    assert found.below_zero_h == 8.0
    assert found.hour_mean_per_mwh[5] == 5.0


def test_shape_error_is_the_largest_hour_against_the_mean() -> None:
    """One hour off by a tenth of the mean price is an error of a tenth."""
    hour = np.tile(np.arange(24), 8)
    real = closeness(10.0 + np.sin(hour / 24 * 2 * np.pi), hour, step_h=1.0)
    off = closeness(10.0 + np.sin(hour / 24 * 2 * np.pi) + (hour == 7), hour, step_h=1.0)
    assert shape_error_frac(off, real) == pytest.approx(0.1)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("zone", "year"), YEARS)
def test_distribution_is_close(zone: Zone, year: int, seed: int) -> None:
    """Mean within 1 %, spread 2 %, quantiles 1 % of the mean price, hours below zero within one."""
    real, found = real_closeness(zone, year), generated(zone, year, seed)
    assert found.mean_per_mwh == pytest.approx(real.mean_per_mwh, rel=0.01)
    assert found.std_per_mwh == pytest.approx(real.std_per_mwh, rel=0.02)
    for quantile in ("p5_per_mwh", "p50_per_mwh", "p95_per_mwh", "p99_per_mwh"):
        gap = getattr(found, quantile) - getattr(real, quantile)
        assert abs(gap) < 0.01 * real.mean_per_mwh
    assert abs(found.below_zero_h - real.below_zero_h) <= 1


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("zone", "year"), YEARS)
def test_time_structure_is_close(zone: Zone, year: int, seed: int) -> None:
    """Hours of the day and memory are as near as the page on the synthetic market says."""
    real, found = real_closeness(zone, year), generated(zone, year, seed)
    france = zone == "france"
    assert shape_error_frac(found, real) < (0.1 if france else 0.6)
    for lag, slack in (("1h", 0.02), ("24h", 0.05), ("168h", 0.1)):
        name = f"autocorrelation_{lag}"
        assert abs(getattr(found, name) - getattr(real, name)) < (slack if france else 0.2)
