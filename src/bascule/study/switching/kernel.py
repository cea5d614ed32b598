"""Probabilities of a step between the nodes of one coordinate."""

from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.jumps import Jumps

RARE: Final = 1e-12
"""Chance of a number of jumps in a step below which it is left out."""


def kernel(means: Floats, nodes: Floats, shock: float) -> Floats:
    """Probabilities of nodes (columns) from means (rows): each row sums to one.

    Args:
        means: Of where a step leads, shape (rows,).
        nodes: At equal distances, shape (columns,).
        shock: Standard deviation of the step.
    """
    weights = np.exp(-0.5 * ((nodes[None, :] - means[:, None]) / shock) ** 2)
    return _whole(weights, means, nodes)


def jump_kernel(offset: float, nodes: Floats, shock: float, jumps: Jumps) -> Floats:
    """The same for a driver that jumps and so does not revert: the density depends on the distance of two nodes alone.

    Args:
        offset: What is added to a node on the way, another drift.
        nodes: From which and to which, at equal distances.
        shock: Standard deviation of the step without jumps.
        jumps: Of the step.

    Source of the mixture: R. Merton, Journal of Financial Economics 3, 1976.
    """
    parts, count = jumps.parts(RARE), len(nodes)
    apart = np.arange(1 - count, count) * (nodes[1] - nodes[0]) - offset
    spread = np.sqrt(shock**2 + parts.variances)
    density = np.exp(-0.5 * ((apart[:, None] - parts.centres) / spread) ** 2) @ (parts.chances / spread)
    weights = np.lib.stride_tricks.sliding_window_view(density, count)[::-1].copy()
    return _whole(weights, nodes + offset, nodes)


def _whole(weights: Floats, means: Floats, nodes: Floats) -> Floats:
    total = weights.sum(axis=1, keepdims=True)
    # A mean beyond the grid goes to its edge.
    lost = total[:, 0] < 1e-200
    weights[lost] = 0.0
    weights[lost, np.where(means[lost] < nodes[0], 0, len(nodes) - 1)] = 1.0
    return np.asarray(weights / np.where(lost[:, None], 1.0, total))
