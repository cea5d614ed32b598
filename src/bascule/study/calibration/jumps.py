"""Merton's jumps from a daily series, by maximum likelihood."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, logsumexp
from scipy.stats import chi2

from bascule.model.series import Floats
from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.information import covariance
from bascule.study.calibration.observed import Observed
from bascule.study.calibration.walk import WalkFit, fit_walk

_MOST_JUMPS: Final = 12
_STARTS: Final = ((0.6, 0.02, 2.5), (0.6, 0.2, 1.5), (0.8, 0.05, 2.0))
"""Where the search starts: diffusion by the whole volatility, jumps a step, their spread by that of a step."""
_LEAST_DIFFUSION: Final = 0.1
_EXTRA_PARAMETERS: Final = 3
_AT_EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpFit:
    """What a series says of d ln X = slope dt + sigma dW + jumps.

    Attributes:
        start: Last value.
        slope: Of the logarithm without jumps, per year.
        drift: Of the level, jumps included, per year; its error is that of the walk.
        volatility: Of the diffusion alone, per year.
        intensity: Jumps per year.
        jump_mean: Of a jump of the logarithm.
        jump_sd: Its spread.
        walk: The same series without jumps.
        log_likelihood: Of the log returns of usual steps.
        ratio: Twice the gain of log likelihood over the walk.
        p_value: Chance of that ratio without jumps by chi-squared with 3 degrees; rough, since without jumps two of the three
            parameters mean nothing and the third is at its edge.
        per_step: Expected jumps a step. Far from rare, they stand for fat tails or for changing volatility, not for events.
        at_edge: Whether a parameter stands at its bound, so that errors cannot be told.
    """

    start: float
    slope: Estimate
    drift: Estimate
    volatility: Estimate
    intensity: Estimate
    jump_mean: Estimate
    jump_sd: Estimate
    walk: WalkFit
    log_likelihood: float
    ratio: float
    p_value: float
    per_step: float
    at_edge: bool

    @property
    def total_volatility(self) -> float:
        """Of diffusion and jumps together, per year."""
        jumps = self.intensity.value * (self.jump_mean.value**2 + self.jump_sd.value**2)
        return math.sqrt(self.volatility.value**2 + jumps)


def fit_jumps(observed: Observed) -> JumpFit:
    """Maximum likelihood; errors from the observed information.

    The likelihood grows without bound as the diffusion goes to zero on a single return, so the diffusion is kept above a tenth
    of the whole volatility, and jumps below one a step, where they would be a diffusion of their own.

    Raises:
        ValueError: Too many gaps, a value is not above zero, or nothing is found.

    Source: R. Merton, Journal of Financial Economics 3, 1976; the bound, P. Honoré, Pitfalls in estimating jump-diffusion
    models, 1998.
    """
    walk, (step, even) = fit_walk(observed), observed.even_steps()
    returns = observed.log_returns[even]
    spread = float(returns.std())
    # In units of a step's spread, with logarithms of what is positive.
    scaled = returns / spread

    def loss(at: Floats) -> float:
        return -_log_likelihood(scaled, at)

    bounds = [
        (-5, 5),
        (math.log(_LEAST_DIFFUSION), math.log(2)),
        (math.log(1e-5), 0),
        (-20, 20),
        (math.log(0.05), math.log(30)),
    ]
    mean = float(scaled.mean())
    starts = [np.array([mean, math.log(s), math.log(j), 0.0, math.log(d)]) for s, j, d in _STARTS]
    found = min((minimize(loss, at, bounds=bounds, method="L-BFGS-B") for at in starts), key=lambda x: x.fun)
    likelihood = -float(found.fun) - len(returns) * math.log(spread)
    alone = -0.5 * len(returns) * (math.log(2 * math.pi * spread**2) + 1)
    ratio = max(0.0, 2 * (likelihood - alone))
    at_edge = any(min(x - low, high - x) < _AT_EDGE for x, (low, high) in zip(found.x, bounds, strict=True))
    values = _natural(found.x, spread, step)
    known = None if at_edge else covariance(loss, found.x, np.full(5, 1e-3))
    errors = _errors(found.x, known, values, (spread, step))
    slope, volatility, intensity, size, size_sd = (
        Estimate(value=value, standard_error=error) for value, error in zip(values, errors, strict=True)
    )
    grown = intensity.value * math.expm1(size.value + size_sd.value**2 / 2)
    return JumpFit(
        start=float(observed.values[-1]),
        slope=slope,
        drift=Estimate(
            value=slope.value + volatility.value**2 / 2 + grown, standard_error=walk.drift.standard_error
        ),
        volatility=volatility,
        intensity=intensity,
        jump_mean=size,
        jump_sd=size_sd,
        walk=walk,
        log_likelihood=likelihood,
        ratio=ratio,
        per_step=intensity.value * step,
        at_edge=at_edge,
        p_value=float(chi2.sf(ratio, _EXTRA_PARAMETERS)),
    )


def _log_likelihood(scaled: Floats, at: Floats) -> float:
    """Of returns that hold a Poisson number of normal jumps."""
    counts = np.arange(_MOST_JUMPS + 1, dtype=np.float64)
    slope, sigma, jumps, size, size_sd = at[0], *np.exp(at[1:3]), at[3], math.exp(at[4])
    weight = counts * math.log(jumps) - jumps - gammaln(counts + 1)
    variance = sigma**2 + counts * size_sd**2
    off = scaled[:, None] - slope - counts * size
    parts = weight - 0.5 * (np.log(2 * math.pi * variance) + off**2 / variance)
    return float(logsumexp(parts, axis=1).sum())


def _natural(at: Floats, spread: float, step: float) -> tuple[float, float, float, float, float]:
    slope, sigma, jumps, size, size_sd = at[0], *np.exp(at[1:3]), at[3], math.exp(at[4])
    return (
        float(slope * spread / step),
        float(sigma * spread / math.sqrt(step)),
        float(jumps / step),
        float(size * spread),
        float(size_sd * spread),
    )


def _errors(
    at: Floats, spread_of: Floats | None, values: tuple[float, ...], scale: tuple[float, float]
) -> tuple[float | None, ...]:
    """By the delta method: a logarithm's error is relative."""
    if spread_of is None:
        return (None,) * len(at)
    errors = np.sqrt(np.diag(spread_of))
    spread, step = scale
    factors = (spread / step, values[1], values[2], spread, values[4])
    return tuple(float(error * factor) for error, factor in zip(errors, factors, strict=True))
