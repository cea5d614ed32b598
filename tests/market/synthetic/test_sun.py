"""Where the sun stands, and what a plant gives under it."""

from datetime import UTC, datetime

import numpy as np
import pytest

from bascule.market.synthetic import Zone, generate, zone_facts
from bascule.market.synthetic.sun import clear_sky_frac, sun_direction


def at(moment: datetime) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """One instant as the functions take it."""
    return np.array([moment.timestamp()])


@pytest.mark.parametrize(
    ("moment", "noon_elevation_deg"),
    [
        (datetime(2023, 6, 21, 12, 2, tzinfo=UTC), 90 - 48.0 + 23.44),
        (datetime(2023, 12, 21, 11, 58, tzinfo=UTC), 90 - 48.0 - 23.44),
        (datetime(2023, 3, 20, 12, 8, tzinfo=UTC), 90 - 48.0),
    ],
)
def test_noon_heights_are_those_of_the_almanac(moment: datetime, noon_elevation_deg: float) -> None:
    """At 48 degrees north the noon sun of solstices and equinox stands where declination says."""
    up, south = sun_direction(at(moment), latitude_deg=48.0, longitude_deg=0.0)
    assert np.degrees(np.arcsin(up[0])) == pytest.approx(noon_elevation_deg, abs=0.5)
    assert south[0] == pytest.approx(np.cos(np.radians(noon_elevation_deg)), abs=0.01)


def test_clear_sky_power_is_zero_at_midnight_and_high_at_noon() -> None:
    """Night gives exactly nothing; a clear June noon most of the nameplate."""
    night = clear_sky_frac(at(datetime(2023, 6, 21, 0, tzinfo=UTC)), latitude_deg=47.0, longitude_deg=2.0)
    noon = clear_sky_frac(at(datetime(2023, 6, 21, 12, tzinfo=UTC)), latitude_deg=47.0, longitude_deg=2.0)
    assert night[0] == 0.0
    assert 0.75 < noon[0] < 1.0


@pytest.mark.parametrize(("zone", "year"), [("france", 2023), ("texas", 2022)])
def test_generated_solar_is_zero_at_night_and_only_then(zone: Zone, year: int) -> None:
    """The generated series is exactly zero while the sun is below the horizon, and above zero otherwise."""
    facts, start = zone_facts(zone), datetime(2023, 6, 1, tzinfo=UTC)
    steps = 20 * 86_400 // facts.step_s
    solar = generate(zone, calibration_year=year, start=start, steps=steps, seed=1)["solar_frac"]
    mid_s = start.timestamp() + facts.step_s * (np.arange(steps, dtype=np.float64) + 0.5)
    up, _ = sun_direction(mid_s, latitude_deg=facts.latitude_deg, longitude_deg=facts.longitude_deg)
    assert (solar[up <= 0] == 0.0).all()
    assert (solar[up > 0.05] > 0.0).all()
    assert np.count_nonzero(up <= 0) > steps / 4
