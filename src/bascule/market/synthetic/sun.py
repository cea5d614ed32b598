"""Where the sun stands and what a fixed south-facing solar plant would give under a clear sky."""

import numpy as np
from numpy.typing import NDArray

_SOLAR_CONSTANT_W_M2 = 1_353.0  # as the clear-sky formula below was fitted with
_PERFORMANCE_FRAC = 0.86  # system losses of 14 %: the default of the PVGIS calculator
_DIFFUSE_FRAC = 0.10  # of the beam, on a clear day


def sun_direction(
    mid_s: NDArray[np.float64], *, latitude_deg: float, longitude_deg: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sun's height and its southward part.

    Args:
        mid_s: Instants, seconds since 1970 in UTC.
        latitude_deg: Degrees north.
        longitude_deg: Degrees east.

    Returns:
        Sine of the elevation, and the southward horizontal component of the unit vector to the sun.
        Declination and the equation of time by Spencer's Fourier series (1971), good to about 0.2 degrees.
    """
    day_angle = 2 * np.pi * ((mid_s / 86_400) % 365.2425) / 365.2425
    declination = _declination_rad(day_angle)
    hour_angle = (
        np.pi * ((mid_s / 3_600 + longitude_deg / 15 + _equation_of_time_h(day_angle)) % 24 - 12) / 12
    )
    latitude = np.radians(latitude_deg)
    swing = np.cos(declination) * np.cos(hour_angle)
    up = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * swing
    south = np.sin(latitude) * swing - np.cos(latitude) * np.sin(declination)
    return up, south


def _declination_rad(day_angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return (
        0.006918
        - 0.399912 * np.cos(day_angle)
        + 0.070257 * np.sin(day_angle)
        - 0.006758 * np.cos(2 * day_angle)
        + 0.000907 * np.sin(2 * day_angle)
        - 0.002697 * np.cos(3 * day_angle)
        + 0.00148 * np.sin(3 * day_angle)
    )


def _equation_of_time_h(day_angle: NDArray[np.float64]) -> NDArray[np.float64]:
    radians = (
        0.000075
        + 0.001868 * np.cos(day_angle)
        - 0.032077 * np.sin(day_angle)
        - 0.014615 * np.cos(2 * day_angle)
        - 0.040849 * np.sin(2 * day_angle)
    )
    return radians * 12 / np.pi


def clear_sky_frac(
    mid_s: NDArray[np.float64], *, latitude_deg: float, longitude_deg: float
) -> NDArray[np.float64]:
    """Return the capacity factor of a fixed plant tilted 30 degrees to the south under a clear sky.

    Args:
        mid_s: Middle of each interval, seconds since 1970 in UTC.
        latitude_deg: Degrees north.
        longitude_deg: Degrees east.

    Returns:
        Power over nameplate power, 0 to 1; exactly 0 while the sun is below the horizon. Beam by the
        air-mass formula of Meinel and Meinel (1976), 1353 W/m2 x 0.7^(air mass^0.678).
    """
    up, south = sun_direction(mid_s, latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    beam_w_m2 = _SOLAR_CONSTANT_W_M2 * 0.7 ** (_air_mass(up) ** 0.678)
    tilt = np.radians(30.0)
    on_plane = np.maximum(np.cos(tilt) * up + np.sin(tilt) * south, 0.0)
    plane_w_m2 = beam_w_m2 * (on_plane + _DIFFUSE_FRAC)
    return np.where(up > 0, np.minimum(_PERFORMANCE_FRAC * plane_w_m2 / 1_000, 1.0), 0.0)


def _air_mass(sin_elevation: NDArray[np.float64]) -> NDArray[np.float64]:
    elevation_deg = np.degrees(np.arcsin(np.clip(sin_elevation, 0.0, 1.0)))
    return 1 / (np.maximum(sin_elevation, 0.0) + 0.50572 * (elevation_deg + 6.07995) ** -1.6364)
