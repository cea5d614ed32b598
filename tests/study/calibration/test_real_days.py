"""Years drawn from real days keep their shape, their season and their joint moves."""

import numpy as np
import pytest

from bascule.study.calibration.observed import Observed
from bascule.study.calibration.real_days import Drawing, draw_days, whole_days

FIRST = 18_262  # 2020-01-01, a Wednesday
DAYS = FIRST + np.arange(4 * 365 + 1)


def _hourly(drop: tuple[int, ...] = ()) -> Observed:
    hours = np.arange(FIRST * 24, (FIRST + 60) * 24)
    kept = ~np.isin(np.arange(len(hours)), drop)
    return Observed(name="hourly", times_s=hours[kept] * 3600, values=hours[kept].astype(np.float64))


def test_whole_days_are_kept_whole() -> None:
    """A day that lacks an hour is left out and counted; the others are as they were."""
    found = whole_days(_hourly(drop=(30,)))
    assert found.values.shape == (59, 24)
    assert found.left_out == 1
    assert FIRST + 1 not in found.days
    assert found.values[0].tolist() == [FIRST * 24 + hour for hour in range(24)]


def test_blocks_follow_each_other_as_they_did() -> None:
    """Inside a block each day is the one after; blocks begin on the weekday and in the season of the date."""
    drawn = draw_days(DAYS, FIRST + 3000, 365, 50, np.random.default_rng(1))
    assert drawn.shape == (50, 365)
    inside = np.diff(drawn, axis=1)[:, np.arange(364) % 7 != 6]
    assert (inside == 1).all()
    targets = FIRST + 3000 + np.arange(0, 365, 7)
    starts = DAYS[drawn[:, ::7]]
    assert ((starts - targets) % 7 == 0).all()
    apart = np.abs((starts - targets + 182) % 365.25 - 182)
    assert apart.max() <= 33


def test_a_season_stays_a_season() -> None:
    """A series that is its day of the year comes back within the window, whatever is drawn."""
    rng = np.random.default_rng(2)
    summer = np.cos(2 * np.pi * (DAYS - FIRST - 196) / 365.25)
    drawn = draw_days(DAYS, FIRST, 365, 200, rng)
    assert np.abs(summer[drawn].mean(axis=0) - summer[:365]).max() < 0.25


def test_a_mean_over_all_draws_is_the_history_s() -> None:
    """Days of one kind: every real day is drawn about as often, apart from those at the ends."""
    values = np.random.default_rng(3).normal(50, 10, len(DAYS))
    drawn = draw_days(DAYS, FIRST, 364, 500, np.random.default_rng(4))
    assert values[drawn].mean() == pytest.approx(values.mean(), abs=1.0)


def test_the_same_seed_gives_the_same_days() -> None:
    """And another seed others."""
    one, same, other = (draw_days(DAYS, FIRST, 30, 3, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert (one == same).all()
    assert (one != other).any()


def test_what_cannot_be_drawn() -> None:
    """Too little history, a window that holds no such weekday, and a step that divides no day say so."""
    with pytest.raises(ValueError, match="widen the window"):
        draw_days(DAYS[:90], FIRST + 180, 7, 1, np.random.default_rng(1))
    with pytest.raises(ValueError, match="widen the window"):
        draw_days(DAYS[:5], FIRST, 7, 1, np.random.default_rng(1))
    with pytest.raises(ValueError, match="365 days"):
        Drawing(block_days=0)
    times = np.arange(40, dtype=np.int64) * 7000
    with pytest.raises(ValueError, match="divide a day"):
        whole_days(Observed(name="odd", times_s=times, values=np.ones(40)))
