"""GPU rents: typical levels, spot below on demand, days that remember."""

import numpy as np
import pytest

from bascule.market.synthetic.calibration import load_calibration
from bascule.market.synthetic.closeness import autocorrelation
from bascule.market.synthetic.gpu import draw_gpu_prices

FIGURES = load_calibration("france", 2023).gpu


def test_levels_and_spreads_are_the_calibrated_ones() -> None:
    """Over many years the medians and the spread are those stated."""
    on_demand, spot = draw_gpu_prices(FIGURES, 100_000, np.random.default_rng(1))
    assert np.median(on_demand) == pytest.approx(FIGURES.on_demand_usd_per_gpu_h, rel=0.02)
    assert np.median(spot) == pytest.approx(FIGURES.spot_usd_per_gpu_h, rel=0.03)
    assert np.log(on_demand).std() == pytest.approx(FIGURES.on_demand_log_std, rel=0.1)


def test_spot_is_always_below_on_demand() -> None:
    """Nobody pays more for a device that may be taken away."""
    on_demand, spot = draw_gpu_prices(FIGURES, 100_000, np.random.default_rng(2))
    assert (spot < on_demand).all()


def test_prices_remember_for_weeks() -> None:
    """Neighbouring days are alike, days a season apart are not."""
    on_demand, _ = draw_gpu_prices(FIGURES, 100_000, np.random.default_rng(3))
    assert autocorrelation(on_demand, 1) > 0.95
    assert autocorrelation(on_demand, 200) < 0.2
