"""The embedded market: labelled synthetic, with the publication rules of its place."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.market.embedded import ZONES, embedded_market
from bascule.market.synthetic.zones import Zone
from bascule.model.market import Market

START = datetime(2023, 3, 1, tzinfo=UTC)


def market(zone: Zone, *, optimistic: bool = False) -> Market:
    """Two days with a day of history."""
    return embedded_market(
        zone,
        calibration_year={"france": 2023, "texas": 2022}[zone],
        start=START,
        end=START + timedelta(days=2),
        history=timedelta(days=1),
        seed=7,
        optimistic=optimistic,
    )


@pytest.mark.parametrize(
    ("zone", "price", "rule", "steps"),
    [("france", "spot_eur_per_mwh", "day_ahead_eu", 72), ("texas", "spot_usd_per_mwh", "real_time", 288)],
)
def test_a_zone_has_its_grid_and_rules(zone: Zone, price: str, rule: str, steps: int) -> None:
    """France is hourly and day-ahead, Texas quarter-hourly and real-time; every series is complete."""
    found = market(zone)
    assert (found.grid.start, found.grid.count) == (START - timedelta(days=1), steps)
    assert found.series[price].publication == rule
    assert found.series["difficulty"].publication == "at_block"
    assert all(np.isfinite(series.values).all() for series in found.series.values())


@pytest.mark.parametrize("zone", ZONES)
def test_everything_is_labelled_synthetic(zone: Zone) -> None:
    """Every series, the market, and an assumption say so."""
    found = market(zone)
    assert all(series.synthetic and "synthetic" in series.source for series in found.series.values())
    assert found.synthetic
    assert "generated" in found.assumptions[0].statement


def test_optimistic_moves_real_time_prices_only() -> None:
    """Texas prices are known a quarter earlier, and the market says that this is optimistic."""
    honest, hopeful = market("texas"), market("texas", optimistic=True)
    name = "spot_usd_per_mwh"
    assert set(honest.series[name].known_at_s - hopeful.series[name].known_at_s) == {900}
    assert "OPTIMISTIC" in hopeful.assumptions[-1].statement


def test_a_period_off_the_step_is_a_mistake() -> None:
    """The generator is never asked for a part of an interval."""
    with pytest.raises(ValueError, match="whole number of steps"):
        embedded_market(
            "france",
            calibration_year=2023,
            start=START,
            end=START + timedelta(minutes=90),
            history=timedelta(0),
            seed=1,
        )
