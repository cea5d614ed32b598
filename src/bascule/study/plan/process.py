"""Stochastic processes of one driver in closed form: moments and first passages."""

import math
from dataclasses import dataclass

from scipy.stats import norm


@dataclass(frozen=True, slots=True, kw_only=True)
class Gbm:
    """Geometric Brownian motion: dX = mu X dt + sigma X dW; ``mu`` is the drift of the level, per year."""

    start: float
    mu: float
    sigma: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOu:
    """Ornstein-Uhlenbeck in the logarithm; ``level`` is the stationary mean of the variable itself.

    The log reverts to ln level - sigma^2 / (4 speed), so that the stationary mean is the level.
    """

    start: float
    level: float
    speed: float
    sigma: float


Process = Gbm | LogOu


def log_moments(process: Process, years: float) -> tuple[float, float]:
    """Mean and variance of the logarithm after a time."""
    if isinstance(process, Gbm):
        variance = process.sigma**2 * years
        return math.log(process.start) + process.mu * years - variance / 2, variance
    centre = math.log(process.level) - process.sigma**2 / (4 * process.speed)
    decay = math.exp(-process.speed * years)
    variance = process.sigma**2 * -math.expm1(-2 * process.speed * years) / (2 * process.speed)
    return centre + (math.log(process.start) - centre) * decay, variance


def moments(process: Process, years: float) -> tuple[float, float]:
    """Mean and variance of the variable after a time.

    >>> moments(Gbm(start=2.0, mu=0.0, sigma=0.0), 5.0)
    (2.0, 0.0)
    """
    mean_log, variance_log = log_moments(process, years)
    mean = math.exp(mean_log + variance_log / 2)
    return mean, mean**2 * math.expm1(variance_log)


def passage_probability(process: Gbm, barrier: float, years: float) -> float:
    """Probability that a geometric Brownian motion has reached a barrier, watched continuously.

    Source: reflection principle with drift nu = mu - sigma^2/2 of the logarithm.

    >>> round(passage_probability(Gbm(start=1.0, mu=0.02, sigma=0.2), 1.2, 1.0), 6)
    0.361975
    """
    distance = math.log(barrier / process.start)
    if distance == 0:
        return 1.0
    way = math.copysign(1.0, distance)
    drift, far = way * (process.mu - process.sigma**2 / 2), abs(distance)
    if process.sigma == 0:
        return 1.0 if drift * years >= far else 0.0
    spread = process.sigma * math.sqrt(years)
    direct = norm.cdf((drift * years - far) / spread)
    mirrored = norm.logcdf((-far - drift * years) / spread) + 2 * drift * far / process.sigma**2
    return float(min(1.0, direct + math.exp(mirrored)))


def passage_discount(process: Gbm, barrier: float, rho: float) -> float:
    """Expected discount factor at the first passage, E[exp(-rho tau)].

    Source: A. Dixit and R. Pindyck, Investment under Uncertainty, 1994, chapter 9: (start / barrier)^beta.
    """
    up, down = roots(process.mu, process.sigma, rho)
    beta = up if barrier >= process.start else down
    return float((process.start / barrier) ** beta)


def roots(mu: float, sigma: float, rho: float) -> tuple[float, float]:
    """Positive and negative root of sigma^2/2 beta (beta - 1) + mu beta - rho = 0.

    Raises:
        ValueError: Without volatility, or a rate that is not above zero.
    """
    if sigma <= 0 or rho <= 0:
        raise ValueError(f"needs sigma and rho above zero: {sigma}, {rho}")
    half = 0.5 - mu / sigma**2
    width = math.sqrt(half**2 + 2 * rho / sigma**2)
    return half + width, half - width
