"""Fits recover what made a series, and their intervals hold what they promise."""

from collections.abc import Callable

import numpy as np
import pytest
from tests.study.calibration.simulated import DAY, daily, jumping, reverting, walk

from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.jumps import fit_jumps
from bascule.study.calibration.observed import Observed
from bascule.study.calibration.reversion import fit_reversion
from bascule.study.calibration.spikes import fit_spikes
from bascule.study.calibration.walk import fit_walk


def away(estimate: Estimate, truth: float) -> float:
    """Errors between an estimate and the truth."""
    assert estimate.standard_error is not None
    return abs(estimate.value - truth) / estimate.standard_error


def covered(fit: Callable[[int], tuple[Estimate, float]], runs: int = 200) -> float:
    """Share of seeded series whose 95 % interval holds the truth."""
    held = 0
    for seed in range(runs):
        estimate, truth = fit(seed)
        assert estimate.interval_95 is not None
        held += estimate.interval_95[0] <= truth <= estimate.interval_95[1]
    return held / runs


def test_a_walk_is_recovered() -> None:
    """Drift and volatility within three errors; the error of the drift is sigma over the root of the years."""
    found = fit_walk(walk(0.2, 0.6, 3650, np.random.default_rng(1)))
    assert away(found.drift, 0.2) < 3
    assert away(found.volatility, 0.6) < 3
    assert found.drift.standard_error == pytest.approx(0.6 / np.sqrt(3650 * DAY), rel=0.05)
    assert found.years_for_a_point == pytest.approx(3600, rel=0.1)


def test_more_observations_do_not_tell_the_drift() -> None:
    """Every eighth day of the same years knows the drift as well, and the volatility less."""
    whole = walk(0.2, 0.6, 3648, np.random.default_rng(2))
    part = Observed(name="part", times_s=whole.times_s[::8], values=whole.values[::8])
    daily_fit, weekly_fit = fit_walk(whole), fit_walk(part)
    assert weekly_fit.drift.standard_error == pytest.approx(daily_fit.drift.standard_error, rel=0.1)
    assert (weekly_fit.volatility.standard_error or 0) > 2 * (daily_fit.volatility.standard_error or 1)


def test_uneven_steps_are_weighed() -> None:
    """Half of the days left out at random, the volatility is still recovered."""
    rng = np.random.default_rng(3)
    whole = walk(0.1, 0.5, 4000, rng)
    kept = np.sort(rng.choice(4001, 2000, replace=False))
    found = fit_walk(Observed(name="gaps", times_s=whole.times_s[kept], values=whole.values[kept]))
    assert away(found.volatility, 0.5) < 3


def test_intervals_of_a_walk_hold() -> None:
    """In 200 series both 95 % intervals hold the truth in 90 to 99 % of them."""

    def drift(seed: int) -> tuple[Estimate, float]:
        return fit_walk(walk(0.1, 0.5, 730, np.random.default_rng(seed))).drift, 0.1

    def volatility(seed: int) -> tuple[Estimate, float]:
        return fit_walk(walk(0.1, 0.5, 730, np.random.default_rng(seed))).volatility, 0.5

    assert 0.9 <= covered(drift) <= 0.99
    assert 0.9 <= covered(volatility) <= 0.99


def test_fat_tails_widen_the_error_of_volatility() -> None:
    """Jumps make the volatility less certain than a normal would."""
    found = fit_walk(jumping(3000, np.random.default_rng(4)))
    assert found.excess_kurtosis > 2
    assert (found.volatility.standard_error or 0) > 1.3 * found.volatility.value / np.sqrt(2 * 3000)


def test_jumps_are_recovered() -> None:
    """All five parameters within three errors, and the likelihood ratio rules the walk out."""
    found = fit_jumps(jumping(5000, np.random.default_rng(5)))
    assert away(found.volatility, 0.4) < 3
    assert away(found.intensity, 30) < 3
    assert away(found.jump_mean, -0.02) < 3
    assert away(found.jump_sd, 0.06) < 3
    assert away(found.slope, 0.3) < 3
    assert found.p_value < 1e-6
    assert found.total_volatility == pytest.approx(found.walk.volatility.value, rel=0.05)


def test_the_walk_is_nested() -> None:
    """Jumps never fit worse, and hardly better where there are none."""
    found = fit_jumps(walk(0.1, 0.5, 1500, np.random.default_rng(6)))
    assert found.log_likelihood >= found.walk.log_likelihood - 1e-6
    assert found.ratio < 12


def test_intervals_of_jumps_hold() -> None:
    """In 60 series the interval of the diffusion's volatility holds the truth in at least 85 %."""

    def volatility(seed: int) -> tuple[Estimate, float]:
        return fit_jumps(jumping(1000, np.random.default_rng(seed))).volatility, 0.4

    assert covered(volatility, 60) >= 0.85


def test_reversion_is_recovered() -> None:
    """Speed less its known bias, level and volatility within three errors."""
    found = fit_reversion(reverting(6.0, 2.5, 0.8, 3650, np.random.default_rng(7)))
    assert abs(found.speed.value - found.speed_bias - 6) < 3 * (found.speed.standard_error or 0)
    assert away(found.level, 2.5) < 3
    assert away(found.volatility, 0.8) < 3
    assert found.reverts
    assert found.technology_drift is None


def test_a_technology_drift_is_recovered() -> None:
    """A level that falls by a quarter a year is found, and the level is that of the last day."""
    found = fit_reversion(reverting(8.0, 2.0, 0.5, 3650, np.random.default_rng(8), drift=-0.25), trend=True)
    assert found.technology_drift is not None
    assert away(found.technology_drift, -0.25) < 3
    assert away(found.level, 2.0) < 3
    assert found.reverts


def test_intervals_of_reversion_hold() -> None:
    """Volatility in 90 to 99 % of 200 series; the speed's, less its bias, in 88 % at least."""
    drawn = [
        fit_reversion(reverting(10.0, 2.0, 0.6, 1461, np.random.default_rng(seed))) for seed in range(200)
    ]
    unbiased = [
        Estimate(value=one.speed.value - one.speed_bias, standard_error=one.speed.standard_error)
        for one in drawn
    ]
    assert 0.9 <= covered(lambda seed: (drawn[seed].volatility, 0.6)) <= 0.99
    assert 0.85 <= covered(lambda seed: (drawn[seed].level, 2.0)) <= 0.99
    assert 0.88 <= covered(lambda seed: (unbiased[seed], 10.0)) <= 1


def test_gaps_are_left_out() -> None:
    """A month and some days missing: speed and volatility are still recovered, from the usual steps alone."""
    whole = reverting(10.0, 2.0, 0.6, 3000, np.random.default_rng(12))
    gone = np.concatenate([np.arange(100, 130), [500, 502, 800]])
    holed = Observed(
        name="holed", times_s=np.delete(whole.times_s, gone), values=np.delete(whole.values, gone)
    )
    found = fit_reversion(holed)
    # 30 days in a row cost 31 steps, each single day two.
    assert found.count == 2999 - 31 - 3 * 2
    assert away(found.volatility, 0.6) < 3
    assert away(found.speed, 10) < 3


def test_jumps_at_the_edge_say_so() -> None:
    """Tails that no rare jump explains drive the intensity to its bound of one a step: then no error is given."""
    moves = np.random.default_rng(0).standard_t(5, 400) * 0.02
    found = fit_jumps(daily(np.exp(np.concatenate([[0.0], moves.cumsum()]))))
    assert found.at_edge
    assert found.per_step == pytest.approx(1)
    assert found.intensity.standard_error is None
    assert not fit_jumps(jumping(1000, np.random.default_rng(1))).at_edge


def test_the_bias_of_the_speed_is_what_is_stated() -> None:
    """Over 200 short series the speed is too high on average by the bias, to a third of it."""
    drawn = [fit_reversion(reverting(8.0, 2.0, 0.6, 730, np.random.default_rng(seed))) for seed in range(200)]
    excess = np.mean([one.speed.value for one in drawn]) - 8.0
    assert excess == pytest.approx(np.mean([one.speed_bias for one in drawn]), rel=0.35)


def test_a_walk_is_not_told_from_slow_reversion() -> None:
    """In at least nine walks of ten, reversion is not claimed."""
    claimed = 0
    for seed in range(100):
        try:
            claimed += fit_reversion(walk(0.05, 0.3, 1000, np.random.default_rng(seed))).reverts
        except ValueError:
            continue
    assert claimed <= 11


def test_spikes_are_set_apart() -> None:
    """Ten single spikes of 300 a year on an OU of 50: counted, sized, and the base recovered without them."""
    rng, days = np.random.default_rng(9), 2000
    speed, sigma = 40.0, 60.0
    kept = np.exp(-speed * DAY)
    shocks, base = rng.normal(0, sigma / np.sqrt(2 * speed) * np.sqrt(1 - kept**2), days), np.empty(days)
    base[0] = 50
    for day in range(1, days):
        base[day] = 50 + kept * (base[day - 1] - 50) + shocks[day]
    spiked = np.arange(20, days, 36)
    prices = base.copy()
    prices[spiked] += rng.normal(300, 30, len(spiked))
    found = fit_spikes(daily(prices))
    assert round(found.spikes_per_year.value * found.years) == pytest.approx(len(spiked), abs=4)
    assert found.spike_size is not None
    assert found.spike_size.value == pytest.approx(300, rel=0.1)
    assert found.up_frac is not None
    assert found.up_frac > 0.9
    assert away(found.level, 50) < 3
    assert away(found.volatility, sigma) < 3.5
    assert away(found.speed, speed) < 3.5


def test_a_gap_of_years_is_not_spike_free_time() -> None:
    """Two years with a spike a month, ten years apart: twelve a year, not two."""
    prices = np.random.default_rng(11).normal(50, 5, 730)
    prices[1:] += 0.5 * (prices[:-1] - 50)
    prices[15::30] += 400
    days = 18_000 + np.arange(730) + 3650 * (np.arange(730) >= 365)
    found = fit_spikes(Observed(name="apart", times_s=days * 86_400, values=prices))
    assert found.spikes_per_year.value == pytest.approx(12, abs=1)
    assert found.years == pytest.approx(2, abs=0.02)


def test_without_spikes_few_are_found() -> None:
    """A plain OU has hardly any beyond four robust deviations, and may be negative."""
    rng = np.random.default_rng(10)
    prices = rng.normal(0, 10, 2000) * 1.0
    prices[1:] += 0.5 * prices[:-1]
    found = fit_spikes(daily(prices))
    assert found.spikes_per_year.value * found.years <= 4


@pytest.mark.parametrize(
    ("fit", "values", "said"),
    [
        (fit_walk, [1.0] * 30, "never moves"),
        (fit_walk, [1.0, -1.0] * 15, "logarithm"),
        (fit_reversion, [float(2**k) for k in range(30)], "straight line|nothing reverts"),
        (fit_reversion, [1.0, 2.0] * 15, "straight line|nothing reverts"),
        (fit_spikes, [5.0] * 30, "never move"),
    ],
)
def test_series_that_say_nothing(fit: Callable[[Observed], object], values: list[float], said: str) -> None:
    """Each is refused with the reason."""
    with pytest.raises(ValueError, match=said):
        fit(daily(np.array(values)))


def test_series_that_are_none() -> None:
    """Too short, moments that repeat, values that are no numbers; and a gap where steps must be even."""
    with pytest.raises(ValueError, match="at least 20"):
        daily(np.ones(3))
    with pytest.raises(ValueError, match="rise"):
        Observed(name="x", times_s=np.zeros(30, dtype=np.int64), values=np.ones(30))
    with pytest.raises(ValueError, match="number"):
        daily(np.full(30, np.nan))
    whole = walk(0.1, 0.5, 60, np.random.default_rng(1))
    every_third = np.flatnonzero(np.arange(61) % 3)
    gap = Observed(name="x", times_s=whole.times_s[every_third], values=whole.values[every_third])
    with pytest.raises(ValueError, match="few gaps"):
        fit_reversion(gap)
