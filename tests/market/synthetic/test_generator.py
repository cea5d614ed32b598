"""The generator as its callers see it: reproducible, complete, plausible, true to the calendar."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bascule.market.synthetic import Zone, generate, zone_facts

KEYS = {
    "temperature_c",
    "solar_frac",
    "carbon_g_per_kwh",
    "btc_usd",
    "difficulty",
    "fees_btc_per_block",
    "gpu_on_demand_usd_per_gpu_h",
    "gpu_spot_usd_per_gpu_h",
    "usd_per_eur",
}
DAILY = ("btc_usd", "fees_btc_per_block", "gpu_on_demand_usd_per_gpu_h", "gpu_spot_usd_per_gpu_h")
START = datetime(2023, 1, 1, tzinfo=UTC)
CASES: list[tuple[Zone, int]] = [("france", 2023), ("texas", 2022)]


def market(
    zone: Zone, year: int, *, start: datetime = START, days: int = 365, seed: int = 1
) -> dict[str, NDArray[np.float64]]:
    """Generate a market of some days."""
    steps = days * 86_400 // zone_facts(zone).step_s
    return generate(zone, calibration_year=year, start=start, steps=steps, seed=seed)


@pytest.mark.parametrize(("zone", "year"), CASES)
def test_holds_every_series_finite_and_of_equal_length(zone: Zone, year: int) -> None:
    """Each named series is there, one finite value per interval."""
    found = market(zone, year)
    assert set(found) == KEYS | {zone_facts(zone).price_key}
    assert {len(values) for values in found.values()} == {365 * 86_400 // zone_facts(zone).step_s}
    assert all(np.isfinite(values).all() for values in found.values())


@pytest.mark.parametrize(("zone", "year"), CASES)
def test_same_seed_gives_the_same_bits(zone: Zone, year: int) -> None:
    """Two runs with one seed cannot be told apart."""
    one, two = market(zone, year, days=60), market(zone, year, days=60)
    assert all(one[name].tobytes() == two[name].tobytes() for name in one)


@pytest.mark.parametrize(("zone", "year"), CASES)
def test_seeds_differ_in_every_series_but_the_exchange_rate(zone: Zone, year: int) -> None:
    """Another seed is another market."""
    one, two = market(zone, year, seed=1), market(zone, year, seed=2)
    same = {name for name in one if np.array_equal(one[name], two[name])}
    assert same == {"usd_per_eur"}


@settings(max_examples=10)
@given(first=st.integers(0, 300), days=st.integers(1, 60))
def test_windows_of_one_year_are_cuts_of_one_market(first: int, days: int) -> None:
    """A window inside a local year agrees with the whole year."""
    begin = datetime(2023, 1, 1, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
    whole = market("france", 2023, start=begin)
    part = market("france", 2023, start=begin + timedelta(days=first), days=days)
    assert all(np.array_equal(part[name], whole[name][24 * first : 24 * (first + days)]) for name in whole)


def test_power_and_weather_of_a_year_do_not_depend_on_the_window() -> None:
    """History before New Year leaves the new year's prices as they were."""
    begin = datetime(2023, 1, 1, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
    alone = market("france", 2023, start=begin, days=10)
    longer = market("france", 2023, start=begin - timedelta(days=5), days=15)
    for name in ("spot_eur_per_mwh", "temperature_c", "solar_frac", "carbon_g_per_kwh"):
        assert np.array_equal(longer[name][120:], alone[name])


@pytest.mark.parametrize(("zone", "year"), CASES)
def test_values_are_plausible(zone: Zone, year: int) -> None:
    """No series leaves the range that such a thing can have."""
    found = market(zone, year)
    assert found["solar_frac"].min() == 0.0
    assert 0.5 < found["solar_frac"].max() <= 1.0
    assert -25 < found["temperature_c"].min() < found["temperature_c"].max() < 46
    assert 1 < found["carbon_g_per_kwh"].min() < found["carbon_g_per_kwh"].max() < 700
    assert 1_000 < found["btc_usd"].min() < found["btc_usd"].max() < 500_000
    assert 0 < found["fees_btc_per_block"].min() < found["fees_btc_per_block"].max() < 20
    assert (found["gpu_spot_usd_per_gpu_h"] < found["gpu_on_demand_usd_per_gpu_h"]).all()
    assert found["gpu_spot_usd_per_gpu_h"].min() > 0.5
    assert 1.0 < found["usd_per_eur"][0] < 1.3


@pytest.mark.parametrize(("zone", "year"), CASES)
def test_daily_series_hold_within_a_utc_day(zone: Zone, year: int) -> None:
    """Bitcoin price, fees and GPU rents have one value per UTC day, and change between days."""
    found = market(zone, year, days=30)
    for name in DAILY:
        by_day = found[name].reshape(30, -1)
        assert (by_day == by_day[:, :1]).all()
        assert len(np.unique(by_day)) > 20


def test_bitcoin_starts_from_the_calibration_year_also_with_history() -> None:
    """A window that begins in the year before still has the real price on 1 January."""
    found = market("france", 2023, start=START - timedelta(days=10), days=20)
    assert found["btc_usd"][240] == pytest.approx(16_606.75)
    assert found["btc_usd"][239] != found["btc_usd"][240]


@pytest.mark.parametrize(
    ("zone", "year", "day", "hours"),
    [("france", 2023, (3, 26), 23), ("france", 2023, (10, 29), 25), ("texas", 2022, (3, 12), 23)],
)
def test_prices_follow_local_hours_over_a_clock_change(
    zone: Zone, year: int, day: tuple[int, int], hours: int
) -> None:
    """A day of 23 or 25 hours is generated whole, and the next local midnight is where it should be."""
    facts = zone_facts(zone)
    begin = datetime(2023, *day, tzinfo=ZoneInfo(facts.time_zone))
    end = (begin + timedelta(days=1)).astimezone(UTC)
    steps = hours * 3600 // facts.step_s
    assert end - begin.astimezone(UTC) == timedelta(hours=hours)
    found = generate(zone, calibration_year=year, start=begin.astimezone(UTC), steps=steps + 1, seed=1)
    after = generate(zone, calibration_year=year, start=end, steps=1, seed=1)
    assert found[facts.price_key][-1] == after[facts.price_key][0]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"calibration_year": 2022}, "calibration_year is 2022"),
        ({"start": datetime(2023, 1, 1)}, "no time zone"),  # noqa: DTZ001 - the mistake under test
        ({"start": START + timedelta(minutes=15)}, "not on the zone's step"),
        ({"steps": 0}, "steps is 0"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_wrong_arguments_are_named(change: dict[str, datetime | int], named: str) -> None:
    """A programmer's mistake is refused with the argument in the message."""
    right: dict[str, datetime | int] = {"calibration_year": 2023, "start": START, "steps": 24, "seed": 1}
    with pytest.raises(ValueError, match=named):
        generate("france", **(right | change))  # type: ignore[arg-type]
