"""Correlations with their intervals, and the nearest matrix to one that cannot be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from tests.study.calibration.simulated import DAY, daily, walk

from bascule.model.series import Floats
from bascule.study.calibration.correlation import fit_correlation
from bascule.study.calibration.nearest_correlation import is_correlation, nearest_correlation
from bascule.study.calibration.observed import Observed


def _pair(corr: float, days: int, seed: int) -> list[Observed]:
    shocks = np.random.default_rng(seed).multivariate_normal([0, 0], [[1, corr], [corr, 1]], days)
    moves = shocks * np.sqrt(DAY) * np.array([0.5, 0.3])
    return [daily(np.exp(np.concatenate([[0.0], row.cumsum()]))) for row in moves.T]


def test_a_correlation_is_recovered() -> None:
    """0.6 and both volatilities from 2,000 days, each inside its interval."""
    found = fit_correlation(_pair(0.6, 2000, 1))
    assert found.low[0, 1] < 0.6 < found.high[0, 1]
    assert found.z_error == pytest.approx(1 / np.sqrt(1997))
    assert found.volatilities == pytest.approx([0.5, 0.3], rel=0.05)


def test_intervals_hold() -> None:
    """In 200 series of 100 days the 95 % interval holds the truth in 91 to 99 %."""
    held = 0
    for seed in range(200):
        found = fit_correlation(_pair(0.8, 100, seed))
        held += bool(found.low[0, 1] < 0.8 < found.high[0, 1])
    assert 0.91 <= held / 200 <= 0.99


def test_only_common_moments_count() -> None:
    """A day that one series lacks is a longer step for both."""
    one, two = _pair(0.6, 500, 2)
    holed = Observed(
        name="holed", times_s=np.delete(two.times_s, [100, 200]), values=np.delete(two.values, [100, 200])
    )
    assert fit_correlation([one, holed]).count == 498


def test_what_has_no_correlation() -> None:
    """One series, two that never meet, one that never moves."""
    one = walk(0, 0.5, 50, np.random.default_rng(1))
    with pytest.raises(ValueError, match="two series"):
        fit_correlation([one])
    late = Observed(name="late", times_s=one.times_s + 86_400 * 1000, values=one.values)
    with pytest.raises(ValueError, match="in common"):
        fit_correlation([one, late])
    still = Observed(name="still", times_s=one.times_s, values=np.ones(51))
    with pytest.raises(ValueError, match="still: never moves"):
        fit_correlation([one, still])


def test_highams_example() -> None:
    """The 3 by 3 matrix of Higham 2002 becomes 0.7607 and 0.1573."""
    found = nearest_correlation(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]))
    assert found[[0, 1, 0], [1, 2, 2]] == pytest.approx([0.7607, 0.7607, 0.1573], abs=5e-5)


def test_a_tridiagonal_of_four() -> None:
    """2 on the diagonal and -1 beside it: checked below by another method, and equal on both diagonals."""
    matrix = 2 * np.eye(4) - np.eye(4, k=1) - np.eye(4, k=-1)
    found = nearest_correlation(matrix)
    assert found == pytest.approx(found[::-1, ::-1], abs=1e-8)
    assert found == pytest.approx(_by_the_dual(matrix), abs=1e-6)
    assert found[0] == pytest.approx([1, -0.8084, 0.1916, 0.1068], abs=5e-5)


def _by_the_dual(matrix: Floats) -> Floats:
    """The same matrix by Lagrange multipliers of its diagonal: minimise |(A + diag y)+|^2 / 2 - sum y."""

    def positive(shift: Floats) -> Floats:
        values, vectors = np.linalg.eigh(matrix + np.diag(shift))
        return np.asarray((vectors * np.maximum(values, 0)) @ vectors.T)

    def dual(shift: Floats) -> tuple[float, Floats]:
        found = positive(shift)
        return float(np.sum(found**2)) / 2 - float(shift.sum()), np.diag(found) - 1

    start = 1 - np.diag(matrix)
    best = minimize(dual, start, jac=True, method="BFGS", options={"gtol": 1e-11, "maxiter": 2000})
    return positive(best.x)


@given(st.integers(2, 5), st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_the_nearest_by_two_methods(size: int, seed: int) -> None:
    """Projections and multipliers agree; the result is a correlation matrix; one that already is stays."""
    raw = np.random.default_rng(seed).uniform(-1, 1, (size, size))
    matrix = np.triu(raw, 1) + np.triu(raw, 1).T + np.eye(size)
    found = nearest_correlation(matrix)
    assert is_correlation(found)
    assert found == pytest.approx(_by_the_dual(matrix), abs=1e-4)
    assert nearest_correlation(found) == pytest.approx(found, abs=1e-8)


def test_what_is_no_correlation() -> None:
    """Not square, not symmetric, not a number: refused, and never called one."""
    for bad in ([[1.0, 0.5]], [[1.0, 0.5], [0.4, 1.0]], [[1.0, np.nan], [np.nan, 1.0]]):
        matrix = np.array(bad)
        assert not is_correlation(matrix)
        with pytest.raises(ValueError, match="matrix is"):
            nearest_correlation(matrix)
    assert not is_correlation(np.array([[1.0, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
