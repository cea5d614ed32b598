"""Random paths of drivers at the decision dates."""

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.jumps import Jumps


def draw(drivers: Drivers, paths: int, rng: np.random.Generator, spread: Floats | None = None) -> Floats:
    """Deviations of the logarithms, shape (dates, drivers, paths), contiguous by date.

    Args:
        drivers: What moves.
        paths: How many, in antithetic pairs: an even number.
        rng: Where chance comes from.
        spread: Covariance of the deviations at date 0, for paths that are to teach something about that date's boundary,
            shape (drivers, drivers); None to start them all at today's levels.

    Raises:
        ValueError: An odd number of paths.
    """
    if paths % 2 or paths < 2:
        raise ValueError(f"paths come in antithetic pairs: an even number, not {paths}")
    count, root = len(drivers.decay), _root(drivers.diffusion)
    taken, _ = drivers.own()
    found = np.empty((drivers.dates, count, paths))
    found[0] = 0.0
    if spread is not None:
        start = _root(spread) @ rng.standard_normal((count, paths // 2))
        found[0] = np.concatenate([start, -start], axis=1)
    for date in range(1, drivers.dates):
        half = root @ rng.standard_normal((count, paths // 2))
        np.multiply(found[date - 1], drivers.decay[:, None], out=found[date])
        found[date, :, : paths // 2] += half
        found[date, :, paths // 2 :] -= half
        for driver in drivers.jumping:
            found[date] += taken[:, driver, None] * _jumped(drivers.jumps[driver], paths // 2, rng)
    return found


def _jumped(jumps: Jumps, half: int, rng: np.random.Generator) -> Floats:
    """Sums of jumps of a step; a path and its mirror have as many, of mirrored sizes, shape (2 x half,)."""
    counts = rng.poisson(jumps.per_step, half)
    middle = (counts - jumps.per_step) * jumps.mean
    apart = np.sqrt(counts) * jumps.sd * rng.standard_normal(half)
    return np.concatenate([middle + apart, middle - apart])


def _root(covariance: Floats) -> Floats:
    """A matrix whose square is the covariance, also where it is singular."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
