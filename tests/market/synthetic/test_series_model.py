"""A series read off its quantiles by rank, with and without a spike layer."""

from dataclasses import replace

import numpy as np
import pytest

from bascule.market.synthetic.calibration import load_calibration
from bascule.market.synthetic.local_clock import LocalClock, local_clock, year_start_s
from bascule.market.synthetic.series_model import mixed, rank_frac

YEAR_H = 8_760


def clock() -> LocalClock:
    """A French year."""
    return local_clock(year_start_s(2023, "Europe/Paris"), YEAR_H, step_s=3600, time_zone="Europe/Paris")


def test_ranks_are_even_and_follow_the_scores() -> None:
    """Four scores share the places 1/8, 3/8, 5/8 and 7/8 by size."""
    assert rank_frac(np.array([2.0, -1.0, 5.0, 0.0])).tolist() == [0.625, 0.125, 0.875, 0.375]


def test_mixing_gives_the_stated_correlation() -> None:
    """Coupled noise keeps unit variance and shows its coupling."""
    rng = np.random.default_rng(1)
    driver = rng.standard_normal(100_000)
    made = mixed(driver, rng.standard_normal(100_000), -0.4)
    assert np.corrcoef(driver, made)[0, 1] == pytest.approx(-0.4, abs=0.01)
    assert made.std() == pytest.approx(1.0, abs=0.01)


def test_values_hold_the_calibrated_extremes_and_median() -> None:
    """A year's lowest, highest and middle values are the calibrated ones."""
    model, rng = load_calibration("france", 2023).price, np.random.default_rng(1)
    values = model.values(clock(), rng.standard_normal(YEAR_H), rng)
    assert values.min() == pytest.approx(min(model.value), abs=0.01)
    assert values.max() == pytest.approx(max(model.value), abs=0.01)
    assert np.median(values) == pytest.approx(np.interp(0.5, model.rank_frac, model.value), abs=0.1)


def test_scarcity_takes_the_highest_ranks_where_its_score_is_high() -> None:
    """With a spike layer that knows only hour 18, the top hundredth lies in that hour."""
    price = load_calibration("texas", 2022).price
    assert price.scarcity is not None
    hour = tuple(50.0 if h == 18 else 0.0 for h in range(24))
    score = replace(price.scarcity.score, month=(0.0,) * 12, hour=(hour,))
    model = replace(price, scarcity=replace(price.scarcity, score=score))
    rng = np.random.default_rng(1)
    values = model.values(clock(), rng.standard_normal(YEAR_H), rng)
    top = np.argsort(values)[-round(YEAR_H * price.scarcity.share_frac) :]
    assert set(clock().hour[top]) == {18}
