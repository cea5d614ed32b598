"""The two places that the embedded market speaks of: where they lie and how their prices tick."""

from dataclasses import dataclass
from typing import Literal

Zone = Literal["france", "texas"]
"""A place with a calibrated market: French day-ahead, or ERCOT real-time at load zone West."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneFacts:
    """What is fixed about a zone.

    Attributes:
        time_zone: IANA name; hours of the day, weekdays, months and years are counted in it.
        latitude_deg: Latitude of the sun's reference point, degrees north.
        longitude_deg: Longitude of that point, degrees east.
        step_s: Length of one market interval, seconds.
        price_key: Name under which the price series is returned.
        years: Calibration years that are held for the zone.
    """

    time_zone: str
    latitude_deg: float
    longitude_deg: float
    step_s: int
    price_key: str
    years: tuple[int, ...]

    @property
    def step_h(self) -> float:
        """Length of one market interval, hours."""
        return self.step_s / 3600.0


def zone_facts(zone: Zone) -> ZoneFacts:
    """Return the facts of a zone.

    Args:
        zone: One of the two calibrated zones.

    Returns:
        Its facts: France near its centre (Bourges), Texas at Abilene, inside load zone West.

    Raises:
        ValueError: If the zone is not one of the two.
    """
    if zone == "france":
        return ZoneFacts(
            time_zone="Europe/Paris",
            latitude_deg=47.1,
            longitude_deg=2.4,
            step_s=3600,
            price_key="spot_eur_per_mwh",
            years=(2021, 2023, 2025),
        )
    if zone == "texas":
        return ZoneFacts(
            time_zone="America/Chicago",
            latitude_deg=32.45,
            longitude_deg=-99.73,
            step_s=900,
            price_key="spot_usd_per_mwh",
            years=(2020, 2022, 2024),
        )
    raise ValueError(f"zone is {zone!r}; the embedded market holds 'france' and 'texas'")
