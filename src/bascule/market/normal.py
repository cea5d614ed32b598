"""The normal distribution, for arrays."""

import numpy as np

from bascule.model.series import Floats


def normal_below(z: Floats) -> Floats:
    """Probability that a standard normal value lies below ``z``, to 1e-7 (Abramowitz and Stegun 7.1.26).

    >>> normal_below(np.array([-1.0, 0.0, 1.96])).round(4).tolist()
    [0.1587, 0.5, 0.975]
    """
    size = np.abs(z) / np.sqrt(2.0)
    k = 1.0 / (1.0 + 0.3275911 * size)
    series = k * (0.254829592 + k * (-0.284496736 + k * (1.421413741 + k * (-1.453152027 + k * 1.061405429))))
    tail = 0.5 * series * np.exp(-size * size)
    return np.asarray(np.where(z > 0, 1.0 - tail, tail), dtype=np.float64)
