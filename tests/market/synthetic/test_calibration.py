"""The figures that the package carries: complete, consistent, and those of the real series."""

import json
from pathlib import Path

import pytest

from bascule.market.synthetic import Zone, zone_facts
from bascule.market.synthetic.calibration import load_calibration, real_closeness

YEARS: list[tuple[Zone, int]] = [
    (zone, year) for zone in ("france", "texas") for year in zone_facts(zone).years
]
PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "calibration.json"


@pytest.mark.parametrize(("zone", "year"), YEARS)
def test_quantiles_rise_and_shares_add_up(zone: Zone, year: int) -> None:
    """Each series has rising ranks, values that never fall, and memory whose shares sum to one."""
    held = load_calibration(zone, year)
    for model in (held.price, held.carbon, held.temperature, held.clearness):
        assert list(model.rank_frac) == sorted(set(model.rank_frac))
        assert list(model.value) == sorted(model.value)
        assert sum(c.weight_frac for c in model.components) == pytest.approx(1.0, abs=1e-3)


def test_a_year_that_is_not_held_is_an_error() -> None:
    """France 2022 was not calibrated."""
    with pytest.raises(KeyError, match="2022"):
        load_calibration("france", 2022)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the shared data are not beside the repository")
@pytest.mark.parametrize(("zone", "year"), YEARS)
def test_real_figures_are_the_published_ones(zone: Zone, year: int) -> None:
    """Carried figures equal the published ones of the same series."""
    tables = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    entry = (
        tables["FR_day_ahead_eur_per_mwh"][str(year)]
        if zone == "france"
        else tables["ERCOT_RT_15min_usd_per_mwh"][str(year)]["lz_west"]
    )
    held = real_closeness(zone, year)
    assert held.mean_per_mwh == pytest.approx(entry["mean"], abs=1e-3)
    assert held.std_per_mwh == pytest.approx(entry["std"], abs=1e-3)
    assert held.below_zero_h == entry["negative_hours"]
    assert held.p99_per_mwh == pytest.approx(entry["quantiles"]["0.99"], abs=1e-3)
    assert held.hour_mean_per_mwh == pytest.approx(entry["hour_of_day_mean_local"], abs=0.02)
    assert held.autocorrelation_24h == pytest.approx(entry["autocorr_24h"], abs=1e-3)
