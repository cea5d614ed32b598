"""Moves of history on the paths of risk: their law is kept, volatilities and means are the plan's."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests.study.conversion.cases import FUNDING, with_courses
from tests.study.conversion.test_risk import CASE, WORLD
from tests.study.conversion.wide_case import nothing_beyond, wide_case

from bascule.model.series import Floats
from bascule.study.conversion.accounts import accounts
from bascule.study.conversion.books import AtOnce, Never
from bascule.study.conversion.histories import histories
from bascule.study.conversion.history import History, history_of
from bascule.study.conversion.history_paths import deviations, log_means, rows_of
from bascule.study.conversion.plan_drivers import HASHPRICE, POWER, RENT
from bascule.study.conversion.risk import joined, known_control, risk, tasks, work
from bascule.study.plan.process import Gbm, LogOu, Merton

WEEK_S = 7 * 86_400
PATHS = 40_000


def past(logs: Floats, step_days: float = 7) -> History:
    """A history of weekly rows from logarithms of shape (columns, rows)."""
    names = ("hash_usd", "rent_usd", "power_usd")[: len(logs)]
    times = np.arange(logs.shape[1]) * int(step_days * 86_400)
    return history_of("past.csv", dict(enumerate(names)), times, np.exp(logs), step_days)


def walks(corr: float = 0.0, rows: int = 261, columns: int = 2, seed: int = 2) -> History:
    """Five years of weeks with fat tails."""
    rng = np.random.default_rng(seed)
    shocks = rng.standard_t(3, (columns, rows)) * 0.05
    shocks[1] = corr * shocks[0] + np.sqrt(1 - corr**2) * shocks[1]
    return past(np.cumsum(shocks, axis=1))


def test_moves_are_standardised_one_by_one() -> None:
    """Mean zero, deviation one, correlation and tails as they were; thirteen weeks overlap."""
    logs = np.cumsum(np.random.default_rng(5).standard_normal((2, 120)), axis=1)
    found = past(logs)
    assert found.steps == 13
    assert found.stretches == 107
    assert found.quarters == pytest.approx(119 * 7 / 91.3125)
    plain = logs[:, 13:] - logs[:, :-13]
    assert found.moves.mean(axis=1) == pytest.approx(np.zeros(2), abs=1e-12)
    assert found.moves.std(axis=1) == pytest.approx(np.ones(2))
    assert found.spread == pytest.approx(plain.std(axis=1))
    assert found.corr == pytest.approx(np.corrcoef(plain))
    assert found.skewness == pytest.approx(stats.skew(plain, axis=1))
    assert found.excess_kurtosis == pytest.approx(stats.kurtosis(plain, axis=1))
    assert (found.first, found.last) == ("1970-01-01", "1972-04-13")


def test_a_month_is_a_third_of_a_quarter() -> None:
    """Rows 30 days apart."""
    logs = np.cumsum(np.random.default_rng(5).standard_normal((2, 40)), axis=1)
    assert past(logs, 30).steps == 3


def test_shocks_have_the_plan_s_deviations_and_levels_its_means() -> None:
    """On every date: of a walk and of a level that reverts, from a skewed history."""
    rng = np.random.default_rng(1)
    skewed = past(np.cumsum(rng.exponential(1.0, (2, 200)) ** 2, axis=1))
    moved = CASE.drivers(world=True)
    drawn = deviations(skewed, moved, rows_of(skewed, CASE.quarters, PATHS, rng))
    variances = np.diagonal(moved.variances(), axis1=1, axis2=2)
    assert drawn.std(axis=2)[1:] == pytest.approx(np.sqrt(variances)[1:], rel=0.03)
    levels = np.exp(drawn)
    error = levels.std(axis=2) / np.sqrt(PATHS)
    assert (np.abs(levels.mean(axis=2) - np.exp(variances / 2)) <= 4 * error + 1e-12).all()


def test_moves_of_history_replace_jumps_and_keep_the_plan_s_deviations_and_means() -> None:
    """A hashprice that slumps at times and takes the rent along."""
    slumps = Merton(start=40.0, mu=-0.05, sigma=0.3, jumps_per_year=1.0, jump_mean=-0.3, jump_sd=0.2)
    moved = with_courses(CASE, slumps, CASE.rent.pricing).drivers(world=True)
    drawn = deviations(walks(), moved, rows_of(walks(), CASE.quarters, PATHS, np.random.default_rng(1)))
    variances = np.diagonal(moved.variances(), axis1=1, axis2=2)
    assert drawn.std(axis=2)[1:] == pytest.approx(np.sqrt(variances)[1:], rel=0.03)
    levels = np.stack([moved.levels(date, drawn[date]) for date in range(CASE.quarters)], axis=1)
    error = levels.std(axis=2) / np.sqrt(PATHS)
    assert (np.abs(levels.mean(axis=2) - moved.means()) <= 4 * error + 1e-9).all()


def test_the_mean_of_a_level_is_exact_for_what_is_drawn() -> None:
    """Two quarters by brute force: all pairs of stretches of a small history."""
    small = walks(rows=117)
    moved = CASE.drivers(world=True)
    shock = moved.shock[RENT]
    one = np.exp(moved.decay[RENT] * shock * small.moves[RENT])[:, None]
    both = one * np.exp(shock * small.moves[RENT])[None, :]
    found = log_means(small, moved.decay, moved.shock, 3)
    assert found[2, RENT] == pytest.approx(np.log(both.mean()), rel=1e-12)
    assert found[0].tolist() == [0.0, 0.0]


def test_what_moved_as_one_moves_as_one() -> None:
    """Perfect dependence in history, whatever correlation the plan states: logarithms of two walks are in proportion."""
    logs = np.cumsum(np.random.default_rng(3).standard_normal(200) * 0.1)
    one = past(np.stack([logs, 0.3 * logs]))
    case = with_courses(CASE, Gbm(start=40.0, mu=0.0, sigma=0.4), Gbm(start=150.0, mu=0.0, sigma=0.2))
    levels = histories(case, replace(WORLD, history=one), 500, np.random.default_rng(4)).levels
    logs_of = np.log(levels) - np.log(levels).mean(axis=2, keepdims=True)
    assert logs_of[HASHPRICE, 1:] == pytest.approx(2 * logs_of[RENT, 1:], abs=1e-12)


def test_dependence_is_history_s_and_not_the_plan_s() -> None:
    """One quarter ahead: the correlation of the stretches drawn, in place of 0.2."""
    found = walks(corr=-0.8)
    levels = histories(CASE, replace(WORLD, history=found), PATHS, np.random.default_rng(4)).levels
    drawn = np.corrcoef(np.log(levels[:, 1]))[0, 1]
    assert drawn == pytest.approx(found.corr[0, 1], abs=4 / np.sqrt(PATHS))
    assert drawn < -0.5


def test_power_moves_with_the_same_quarters() -> None:
    """Mean 1 on every date, the stated deviation, and the dependence of a column that is the hashprice's."""
    logs = np.cumsum(np.random.default_rng(3).standard_t(4, 300) * 0.1)
    other = np.cumsum(np.random.default_rng(8).standard_normal(300) * 0.1)
    found = past(np.stack([logs, other, logs]))
    world = replace(WORLD, history=found, power_sd=0.3, power_speed=0.8)
    drawn = histories(CASE, world, PATHS, np.random.default_rng(4))
    scale = drawn.power_scale
    assert (np.abs(scale.mean(axis=1) - 1) < 4 * scale.std(axis=1) / np.sqrt(PATHS)).all()
    assert np.log(scale).std(axis=1) == pytest.approx(0.3, rel=0.03)
    keep = np.exp(-0.8 / 4)
    step = np.log(scale[5]) - keep * np.log(scale[4])
    walk = np.log(drawn.levels[HASHPRICE, 5]) - np.log(drawn.levels[HASHPRICE, 4])
    assert np.corrcoef(step, walk)[0, 1] == pytest.approx(1.0)
    assert found.corr[HASHPRICE, POWER] == pytest.approx(1.0)


def test_without_a_column_power_keeps_its_own_shocks() -> None:
    """Independent of both drivers."""
    world = replace(WORLD, history=walks(), power_sd=0.3)
    drawn = histories(CASE, world, PATHS, np.random.default_rng(4))
    step = np.log(drawn.power_scale[1] / drawn.power_scale[0])
    walk = np.log(drawn.levels[HASHPRICE, 1])
    assert abs(np.corrcoef(step, walk)[0, 1]) < 4 / np.sqrt(PATHS)


def test_the_control_has_mean_zero() -> None:
    """Within four standard errors of independent paths, and the error of a mean is theirs."""
    world = replace(WORLD, history=walks(corr=0.5), paths=20_000)
    found = joined(map(work, tasks(CASE, FUNDING, (), world, (Never(),))))
    control = known_control(CASE, found.levels)
    error = control.std(axis=1) / np.sqrt(control.shape[1])
    assert (np.abs(control.mean(axis=1)) < 4 * error).all()
    npv = found.sheets["mine on"].npv
    plain = risk(found.sheets["mine on"], FUNDING)
    assert plain.standard_error == pytest.approx(npv.std() / np.sqrt(len(npv)), rel=0.05)
    better = risk(found.sheets["mine on"], FUNDING, control)
    assert better.standard_error < 0.5 * plain.standard_error


def test_normal_moves_give_the_risk_of_normal_shocks() -> None:
    """A long history of normal moves with the plan's correlation: the same mean and quantiles within their noise."""
    rng = np.random.default_rng(6)
    shocks = np.array([[1.0, 0.0], [0.2, np.sqrt(1 - 0.04)]]) @ rng.standard_normal((2, 40_001))
    long = past(np.cumsum(shocks * 0.01, axis=1))
    one, other = (
        accounts(CASE, FUNDING, (), AtOnce(case=CASE, most=1), histories(CASE, world, 20_000, rng)).npv
        for world in (WORLD, replace(WORLD, history=long))
    )
    assert other.mean() == pytest.approx(one.mean(), abs=5 * float(one.std()) / np.sqrt(10_000))
    assert np.quantile(other, [0.05, 0.5, 0.95]) == pytest.approx(
        np.quantile(one, [0.05, 0.5, 0.95]), abs=0.1 * float(one.std())
    )


def test_every_uncertain_driver_needs_a_column() -> None:
    """In a plan with more than two; those that are known need none, and change nothing."""
    world = replace(WORLD, history=walks())
    with pytest.raises(ValueError, match="no column of uncertain driver 2"):
        tasks(wide_case(8), FUNDING, (), world, (Never(),))
    narrow, wide = (
        histories(case, world, 100, np.random.default_rng(4)).levels for case in (CASE, nothing_beyond(CASE))
    )
    assert wide[:2].tobytes() == narrow.tobytes()
    assert (wide[2:] == 1.0).all()


def test_what_teaches_nothing_is_refused() -> None:
    """Too few quarters; a column that grows evenly."""
    even = np.linspace(0.0, 1.0, 200)
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match=r"has 7\.6 quarters, and at least 8 are needed"):
        past(rng.standard_normal((2, 100)))
    with pytest.raises(ValueError, match="rent_usd never moves"):
        past(np.stack([rng.standard_normal(200), even]))


def test_processes_may_revert_and_walk() -> None:
    """The small plan has one of each: what is tested above holds for both."""
    assert isinstance(CASE.hashprice.world, Gbm)
    assert isinstance(CASE.rent.world, LogOu)
