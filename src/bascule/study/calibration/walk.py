"""Geometric Brownian motion from a series, its drift hardly known."""

import math
from dataclasses import dataclass

import numpy as np

from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.observed import Observed
from bascule.study.plan.process import Gbm


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkFit:
    """What a series says of a geometric Brownian motion.

    Attributes:
        process: It, from the last value on.
        drift: Of the level, per year. Its error is sigma / sqrt(years): more observations in the same years do not help.
        volatility: Per year, its error from the fourth moment of returns, so that fat tails count.
        excess_kurtosis: Of returns by step; 0 for a true walk.
        log_likelihood: Of the log returns.
        count: Of returns.
        years: That they span.
    """

    process: Gbm
    drift: Estimate
    volatility: Estimate
    excess_kurtosis: float
    log_likelihood: float
    count: int
    years: float

    @property
    def years_for_a_point(self) -> float:
        """Years of data at which the drift's error would be 0.01 per year."""
        return (self.volatility.value / 0.01) ** 2


def fit_walk(observed: Observed) -> WalkFit:
    """Maximum likelihood on log returns; steps may differ.

    Raises:
        ValueError: A value is not above zero, or nothing moves.
    """
    returns, steps = observed.log_returns, observed.steps_years
    count, years = len(returns), observed.years
    slope = float(returns.sum()) / years
    scaled = (returns - slope * steps) / np.sqrt(steps)
    variance = float(scaled @ scaled) / (count - 1)
    if variance <= 0:
        raise ValueError(f"{observed.name}: never moves, so it has no volatility")
    sigma = math.sqrt(variance)
    kurtosis = float(np.mean(scaled**4)) / float(np.mean(scaled**2)) ** 2
    # var(s^2) = sigma^4 (kurtosis - 1) / n, halved by the square root.
    error = sigma / 2 * math.sqrt(max(kurtosis - 1, 0.0) / count)
    drift = slope + variance / 2
    fitted = float(scaled @ scaled) / count
    likelihood = -0.5 * (count * (math.log(2 * math.pi * fitted) + 1) + float(np.log(steps).sum()))
    return WalkFit(
        process=Gbm(start=float(observed.values[-1]), mu=drift, sigma=sigma),
        drift=Estimate(value=drift, standard_error=math.hypot(sigma / math.sqrt(years), sigma * error)),
        volatility=Estimate(value=sigma, standard_error=error),
        excess_kurtosis=kurtosis - 3,
        log_likelihood=likelihood,
        count=count,
        years=years,
    )
