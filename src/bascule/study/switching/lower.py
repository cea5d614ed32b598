"""A covariance as what is each one's own, and how others follow it."""

import math
from typing import Final

import numpy as np

from bascule.model.series import Floats

_NOTHING_OWN: Final = 1e-12
"""Share of a variance below which all of it is that of earlier ones."""


def unit_lower(covariance: Floats) -> tuple[Floats, Floats]:
    """B and s, so that the covariance is B diag(s^2) B' and B is unit lower triangular: the Cholesky form.

    It may be singular. One that has nothing of its own takes nobody along.

    >>> b, s = unit_lower(np.array([[4.0, 2.0], [2.0, 2.0]]))
    >>> b.tolist(), s.tolist()
    ([[1.0, 0.0], [0.5, 1.0]], [2.0, 1.0])
    """
    count, left = len(covariance), covariance.copy()
    taken, own = np.eye(count), np.zeros(count)
    for j in range(count):
        if left[j, j] > _NOTHING_OWN * covariance[j, j]:
            taken[j:, j] = left[j:, j] / left[j, j]
            own[j] = math.sqrt(left[j, j])
            left -= np.outer(left[:, j], left[j]) / left[j, j]
    return taken, own
