"""Errors from how sharply a likelihood falls away from its top."""

from collections.abc import Callable

import numpy as np

from bascule.model.series import Floats


def covariance(loss: Callable[[Floats], float], at: Floats, steps: Floats) -> Floats | None:
    """Inverse of the observed information: second differences of minus the log likelihood at its lowest point.

    None where the likelihood is flat or no peak in some direction, so that no error can be told.
    """
    size = len(at)
    hessian, moves = np.empty((size, size)), np.diag(steps)
    for i in range(size):
        for j in range(i, size):
            plus = loss(at + moves[i] + moves[j]) + loss(at - moves[i] - moves[j])
            cross = loss(at + moves[i] - moves[j]) + loss(at - moves[i] + moves[j])
            hessian[i, j] = hessian[j, i] = (plus - cross) / (4 * steps[i] * steps[j])
    if not np.isfinite(hessian).all() or np.linalg.eigvalsh(hessian)[0] <= 0:
        return None
    return np.asarray(np.linalg.inv(hessian), dtype=np.float64)


def propagated(of: Callable[[Floats], float], at: Floats, spread: Floats) -> float:
    """Standard error of a function of estimates, by the delta method.

    Args:
        of: The function.
        at: The estimates.
        spread: Their covariance.
    """
    steps = 1e-4 * np.sqrt(np.diag(spread)) + 1e-300
    moves = np.diag(steps)
    slope = np.array([(of(at + moves[i]) - of(at - moves[i])) / (2 * steps[i]) for i in range(len(at))])
    return float(np.sqrt(slope @ spread @ slope))
