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


@dataclass(frozen=True, slots=True, kw_only=True)
class Merton:
    """Geometric Brownian motion with jumps at Poisson times, each normal in the logarithm.

    Source: R. Merton, Journal of Financial Economics 3, 1976.

    Attributes:
        start: Value today.
        mu: Drift of the level per year, jumps included.
        sigma: Volatility of the diffusion alone, per square root of a year.
        jumps_per_year: How many are expected.
        jump_mean: Of a jump of the logarithm.
        jump_sd: Its standard deviation.
    """

    start: float
    mu: float
    sigma: float
    jumps_per_year: float
    jump_mean: float
    jump_sd: float

    @property
    def jump_growth(self) -> float:
        """What jumps alone add to the drift of the level, per year.

        >>> Merton(start=1.0, mu=0.0, sigma=0.2, jumps_per_year=2.0, jump_mean=0.0, jump_sd=0.0).jump_growth
        0.0
        """
        return self.jumps_per_year * math.expm1(self.jump_mean + self.jump_sd**2 / 2)

    @property
    def total_volatility(self) -> float:
        """Of diffusion and jumps together, per square root of a year."""
        return math.sqrt(self.sigma**2 + self.jumps_per_year * (self.jump_mean**2 + self.jump_sd**2))


Process = Gbm | LogOu | Merton


def log_moments(process: Process, years: float) -> tuple[float, float]:
    """Mean and variance of the logarithm after a time."""
    if isinstance(process, Gbm):
        variance = process.sigma**2 * years
        return math.log(process.start) + process.mu * years - variance / 2, variance
    if isinstance(process, Merton):
        drift = process.mu - process.sigma**2 / 2 - process.jump_growth
        drift += process.jumps_per_year * process.jump_mean
        return math.log(process.start) + drift * years, process.total_volatility**2 * years
    centre = math.log(process.level) - process.sigma**2 / (4 * process.speed)
    decay = math.exp(-process.speed * years)
    variance = process.sigma**2 * -math.expm1(-2 * process.speed * years) / (2 * process.speed)
    return centre + (math.log(process.start) - centre) * decay, variance


def moments(process: Process, years: float) -> tuple[float, float]:
    """Mean and variance of the variable after a time.

    >>> moments(Gbm(start=2.0, mu=0.0, sigma=0.0), 5.0)
    (2.0, 0.0)
    """
    if isinstance(process, Merton):
        mean = process.start * math.exp(process.mu * years)
        twice = math.expm1(2 * process.jump_mean + 2 * process.jump_sd**2)
        spread = process.sigma**2 + process.jumps_per_year * twice - 2 * process.jump_growth
        return mean, mean**2 * math.expm1(spread * years)
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
