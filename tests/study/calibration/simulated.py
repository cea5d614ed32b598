"""Paths whose parameters are known."""

import numpy as np

from bascule.study.calibration.observed import SECONDS_PER_YEAR, Observed
from bascule.units import SECONDS_PER_DAY

DAY = SECONDS_PER_DAY / SECONDS_PER_YEAR


def daily(values: np.ndarray[tuple[int], np.dtype[np.float64]], first_day: int = 18_000) -> Observed:
    """A series with a value each day."""
    days = first_day + np.arange(len(values))
    return Observed(name="simulated", times_s=days * SECONDS_PER_DAY, values=values)


def walk(mu: float, sigma: float, days: int, rng: np.random.Generator) -> Observed:
    """Geometric Brownian motion."""
    moves = rng.normal((mu - sigma**2 / 2) * DAY, sigma * np.sqrt(DAY), days)
    return daily(100 * np.exp(np.concatenate([[0.0], moves.cumsum()])))


def jumping(days: int, rng: np.random.Generator) -> Observed:
    """Diffusion of 0.4, 30 jumps a year of -0.02 with a spread of 0.06."""
    jumps = rng.poisson(30 * DAY, days)
    moves = rng.normal(0.3 * DAY, 0.4 * np.sqrt(DAY), days) + rng.normal(-0.02 * jumps, 0.06 * np.sqrt(jumps))
    return daily(100 * np.exp(np.concatenate([[0.0], moves.cumsum()])))


def reverting(
    speed: float, level: float, sigma: float, days: int, rng: np.random.Generator, drift: float = 0.0
) -> Observed:
    """Log-OU from its stationary law; ``level`` is that of the last day."""
    kept, spread = np.exp(-speed * DAY), sigma / np.sqrt(2 * speed)
    shocks, logs = rng.normal(0, spread * np.sqrt(1 - kept**2), days), np.empty(days)
    logs[0] = rng.normal(0, spread)
    for day in range(1, days):
        logs[day] = kept * logs[day - 1] + shocks[day]
    trend = drift * DAY * np.arange(1 - days, 1)
    return daily(level * np.exp(logs - spread**2 / 2 + trend))
