"""One step of a series regressed on the step before: the exact discrete form of mean reversion."""

import math
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Autoregression:
    """after = constant + persistence x before (+ trend x time) + noise.

    Attributes:
        coefficients: Constant, persistence, trend where there is one.
        spread: Their covariance.
        noise: Variance of the noise.
        count: Of pairs.
    """

    coefficients: Floats
    spread: Floats
    noise: float
    count: int

    @property
    def persistence(self) -> float:
        """Share of a deviation that is left after a step."""
        return float(self.coefficients[1])

    @property
    def persistence_error(self) -> float:
        """Its standard error."""
        return math.sqrt(float(self.spread[1, 1]))

    @property
    def noise_error(self) -> float:
        """Standard error of the noise's variance."""
        return self.noise * math.sqrt(2 / (self.count - len(self.coefficients)))

    @property
    def walk_statistic(self) -> float:
        """Dickey and Fuller's: how many errors the persistence lies below 1."""
        return (self.persistence - 1) / self.persistence_error

    @property
    def with_noise(self) -> tuple[Floats, Floats]:
        """Coefficients and noise as one vector, and their covariance."""
        size = len(self.coefficients)
        spread = np.zeros((size + 1, size + 1))
        spread[:size, :size], spread[size, size] = self.spread, self.noise_error**2
        return np.append(self.coefficients, self.noise), spread


def autoregression(before: Floats, after: Floats, times: Floats | None = None) -> Autoregression:
    """Least squares.

    Args:
        before: Values, each followed by one of ``after`` a step later.
        after: Those.
        times: Of ``before``, for a trend.

    Raises:
        ValueError: Nothing moves.
    """
    columns = np.column_stack([np.ones(len(before)), before, *([] if times is None else [np.asarray(times)])])
    weights, _, rank, _ = np.linalg.lstsq(columns, after, rcond=None)
    if rank < columns.shape[1]:
        raise ValueError("the series never moves, or moves in a straight line: nothing reverts")
    left = after - columns @ weights
    noise = float(left @ left) / (len(after) - columns.shape[1])
    return Autoregression(
        coefficients=np.asarray(weights, dtype=np.float64),
        spread=noise * np.linalg.inv(columns.T @ columns),
        noise=noise,
        count=len(after),
    )
