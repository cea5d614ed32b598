"""Bitcoin's daily figures: calibrated growth and spread, and difficulty that keeps the protocol's rule."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from bascule.market.synthetic.bitcoin import (
    calendar_days,
    draw_btc_usd,
    draw_difficulty,
    draw_fees_btc_per_block,
)
from bascule.market.synthetic.calibration import load_calibration

FIGURES = load_calibration("france", 2023).bitcoin
DAYS = calendar_days(2023, 2023)
DAY_S = 86_400


def difficulty(seed: int, *, days: NDArray[np.int64] = DAYS) -> NDArray[np.float64]:
    """Difficulty at each minute of the days."""
    minutes = np.arange(int(days[0]) * DAY_S, (int(days[-1]) + 1) * DAY_S, 60)
    return draw_difficulty(FIGURES, days, int(days[0]), minutes, np.random.default_rng(seed))


def test_calendar_days_hold_leap_years() -> None:
    """2023 and 2024 together have 731 days."""
    assert len(calendar_days(2023, 2024)) == 731


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_price_has_the_years_growth_and_volatility(seed: int) -> None:
    """First price, last price and spread of daily moves are the real year's."""
    price = draw_btc_usd(FIGURES, DAYS, int(DAYS[0]), np.random.default_rng(seed))
    assert price[0] == pytest.approx(FIGURES.price_first_usd)
    assert price[-1] == pytest.approx(FIGURES.price_last_usd)
    volatility = np.diff(np.log(price)).std() * math.sqrt(365)
    assert volatility == pytest.approx(FIGURES.volatility_annual_frac, rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fees_keep_the_mean_and_vary(seed: int) -> None:
    """Mean fees per block are the real year's; days differ by large factors, as in the real year."""
    fees = draw_fees_btc_per_block(FIGURES, DAYS, np.random.default_rng(seed))
    assert fees.mean() == pytest.approx(FIGURES.fees_btc_per_block)
    assert fees.max() / fees.min() > 5


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_difficulty_moves_about_every_two_weeks_only(seed: int) -> None:
    """A year has 26 to 29 retargets, none closer than 11 days to the next."""
    at = np.flatnonzero(np.diff(difficulty(seed)))
    assert 26 <= len(at) <= 29
    assert np.diff(at).min() > 11 * 24 * 60


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_retargets_follow_the_protocols_rule(seed: int) -> None:
    """The change at a period's end is 14 days over the period's length."""
    path = difficulty(seed)
    at = np.flatnonzero(np.diff(path)) + 1
    ratio = path[at[1:]] / path[at[:-1]]
    assert ratio == pytest.approx(14 * 24 * 60 / np.diff(at), rel=2e-4)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_difficulty_grows_as_in_the_year(seed: int) -> None:
    """Growth over the year is the real one, give or take a retarget or two."""
    path = difficulty(seed)
    assert path[0] == FIGURES.difficulty_first
    real = FIGURES.difficulty_last / FIGURES.difficulty_first
    assert path[-1] / path[0] == pytest.approx(real, rel=0.2)


def test_long_spans_have_difficulty_to_their_end() -> None:
    """Ten years do not run out of periods."""
    days = calendar_days(2023, 2032)
    hours = np.arange(int(days[0]) * 24, int(days[-1]) * 24 + 48) * 3_600
    path = draw_difficulty(FIGURES, days, int(days[0]), hours, np.random.default_rng(1))
    last_change = len(path) - np.flatnonzero(np.diff(path))[-1]
    assert last_change < 24 * 24
