"""The correlation matrix nearest to one that cannot be."""

from typing import Final

import numpy as np

from bascule.model.series import Floats

_MOST_ROUNDS: Final = 20_000
_SETTLED: Final = 1e-12


def is_correlation(matrix: Floats, *, tolerance: float = 1e-10) -> bool:
    """Whether it is symmetric, has ones on its diagonal and no negative eigenvalue.

    >>> is_correlation(np.array([[1.0, 0.5], [0.5, 1.0]])), is_correlation(np.array([[1.0, 1.1], [1.1, 1.0]]))
    (True, False)
    """
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
        return False
    plain = np.allclose(matrix, matrix.T, atol=tolerance, rtol=0) and np.allclose(
        np.diag(matrix), 1, atol=tolerance, rtol=0
    )
    return bool(plain and np.linalg.eigvalsh(matrix)[0] >= -tolerance)


def nearest_correlation(matrix: Floats) -> Floats:
    """The nearest one by the sum of squared differences.

    Projections in turn onto matrices without negative eigenvalues and onto those with ones on the diagonal; what the first
    projection took away is given back before it is taken again (Dykstra), without which another matrix would be found.

    Args:
        matrix: Symmetric.

    Raises:
        ValueError: It is not symmetric or holds what is no number, or the projections do not settle.

    Source: N. Higham, Computing the nearest correlation matrix, IMA Journal of Numerical Analysis 22, 2002, algorithm 3.3.
    """
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
        raise ValueError("a correlation matrix is square and holds numbers")
    if not np.allclose(matrix, matrix.T, atol=1e-12, rtol=0):
        raise ValueError("a correlation matrix is symmetric: the correlation of A with B is that of B with A")
    here, taken = np.array(matrix, dtype=np.float64), np.zeros_like(matrix, dtype=np.float64)
    for _ in range(_MOST_ROUNDS):
        before = here
        given = here - taken
        positive = _without_negative(given)
        taken = positive - given
        here = positive.copy()
        np.fill_diagonal(here, 1.0)
        if np.linalg.norm(here - before) <= _SETTLED * np.linalg.norm(here):
            return _cleaned(here)
    raise ValueError("the nearest correlation matrix is not found: the matrix is too far from any")


def _without_negative(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T, dtype=np.float64)


def _cleaned(matrix: Floats) -> Floats:
    """Without the last negative eigenvalues of rounding, and with ones on the diagonal."""
    positive = _without_negative(matrix)
    scale = 1 / np.sqrt(np.diag(positive))
    cleaned = positive * scale[:, None] * scale
    np.fill_diagonal(cleaned, 1.0)
    return np.asarray((cleaned + cleaned.T) / 2, dtype=np.float64)
