"""The uncertain drivers of a switching problem, stepped exactly from one decision date to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.courses import (
    Course,
    course_base,
    course_jumps,
    course_step,
    refuse_dates,
    refuse_process,
)
from bascule.study.switching.jumps import Jumps
from bascule.study.switching.lower import unit_lower


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drivers:
    """Drivers over the decision dates: level = base(n) exp(w), where w' = decay w + e and w = 0 at date 0.

    Without jumps e is normal. With them e = B u: B is unit lower triangular, as the Cholesky form of the diffusive shocks has
    it, and u_j = s_j Z_j + jumps_j are independent of each other, of mean zero. A jump of a driver so takes later drivers along
    by their regression on it, as its ordinary shocks do; earlier drivers do not feel it. Medians allow for that: the mean of
    every level grows, or reverts, as its own course says.

    Attributes:
        base: Level at the mean of its logarithm (the median where nothing jumps), or the given value, shape (drivers, dates).
        decay: What is left of a deviation after a step, 1 for geometric Brownian motion, shape (drivers,).
        shock: Standard deviation of the diffusive shock of a step, shape (drivers,).
        corr: Correlation of the diffusive shocks of a step, shape (drivers, drivers).
        jumps: Of each driver by itself.
    """

    base: Floats
    decay: Floats
    shock: Floats
    corr: Floats
    jumps: tuple[Jumps, ...]

    @property
    def dates(self) -> int:
        """How many decision dates."""
        return int(self.base.shape[1])

    @property
    def jumping(self) -> tuple[int, ...]:
        """Numbers of the drivers that jump by themselves."""
        return tuple(number for number, jumps in enumerate(self.jumps) if jumps.there)

    @property
    def diffusion(self) -> Floats:
        """Covariance of the diffusive shocks of a step, shape (drivers, drivers)."""
        return self.corr * np.outer(self.shock, self.shock)

    @property
    def covariance(self) -> Floats:
        """Of the shocks of a step, jumps included, shape (drivers, drivers)."""
        if not self.jumping:
            return self.diffusion
        taken, _ = self.own()
        return np.asarray(self.diffusion + (taken * [jumps.variance for jumps in self.jumps]) @ taken.T)

    @property
    def spread(self) -> Floats:
        """Standard deviations of the shocks of a step, jumps included, shape (drivers,)."""
        return np.sqrt(np.diagonal(self.covariance))

    @property
    def third_cumulants(self) -> Floats:
        """Of the shocks of a step, shape (drivers, drivers, drivers): zero without jumps."""
        taken, _ = self.own()
        thirds = np.array([jumps.third for jumps in self.jumps])
        return np.asarray(np.einsum("j,aj,bj,cj->abc", thirds, taken, taken, taken))

    def own(self) -> tuple[Floats, Floats]:
        """B and the standard deviations s of what is diffusive and a driver's own, shapes (drivers, drivers) and (drivers,).

        A driver whose diffusion is that of earlier ones has nothing of its own, and takes nobody along.
        """
        return unit_lower(self.diffusion)

    def jump_growth(self) -> Floats:
        """Log of the mean of exp of what jumps bring within 0, 1, 2 and more steps, shape (drivers, dates): zero without any."""
        found = np.zeros(self.base.shape)
        if not self.jumping:
            return found
        taken, _ = self.own()
        left = self.decay[:, None] ** np.arange(self.dates - 1)
        for j in self.jumping:
            found[:, 1:] += np.cumsum(self.jumps[j].log_moment(taken[:, j, None] * left), axis=1)
        return found

    def log_means(self) -> Floats:
        """Log of the mean of exp of the deviations at every date, shape (drivers, dates)."""
        half = np.diagonal(self._summed(self.diffusion), axis1=1, axis2=2).T / 2
        return np.asarray(half + self.jump_growth())

    def means(self) -> Floats:
        """Mean levels as seen from date 0, shape (drivers, dates)."""
        return np.asarray(self.base * np.exp(self.log_means()))

    def levels(self, date: int, deviations: Floats) -> Floats:
        """Levels at a date, shape (drivers, ...), from deviations of that shape."""
        base = self.base[:, date].reshape(-1, *[1] * (deviations.ndim - 1))
        return np.asarray(base * np.exp(deviations))

    def variances(self) -> Floats:
        """Covariance of the deviations at every date, shape (dates, drivers, drivers)."""
        return self._summed(self.covariance)

    def _summed(self, of_a_step: Floats) -> Floats:
        """Of shocks of every step so far, each with what is left of it."""
        found = np.zeros((self.dates, len(self.decay), len(self.decay)))
        left = np.outer(self.decay, self.decay)
        for date in range(1, self.dates):
            found[date] = left * found[date - 1] + of_a_step
        return found


def drivers(courses: Sequence[Course], corr: Floats, *, step_years: float, dates: int) -> Drivers:
    """Drivers on equal steps.

    Shocks of a step fall at its end; where a later driver reverts, so do the jumps that it is taken along by.

    Args:
        courses: One per driver.
        corr: Correlation of their shocks.
        step_years: Length of a step.
        dates: How many decision dates.

    Raises:
        ValueError: A given or scaled course has other dates, a process cannot be, or the correlations are impossible.
    """
    refuse_correlation(corr, len(courses))
    for course in courses:
        refuse_dates(course, dates)
        refuse_process(course)
    steps = [course_step(course, step_years) for course in courses]
    found = Drivers(
        base=np.array([course_base(course, step_years, dates) for course in courses]),
        decay=np.array([decay for decay, _ in steps]),
        shock=np.array([shock for _, shock in steps]),
        corr=np.asarray(corr, dtype=np.float64),
        jumps=tuple(course_jumps(course, step_years) for course in courses),
    )
    return replace(found, base=found.base * _lowered(found)) if found.jumping else found


def _lowered(found: Drivers) -> Floats:
    """Factors of the base that leave mean levels where courses say, by what jumps raise them, shape (drivers, dates)."""
    raised = found.jump_growth()
    (taken, _), left = found.own(), found.decay[:, None] ** np.arange(found.dates)
    for driver in np.flatnonzero(found.decay < 1).tolist():
        # It is the stationary mean that is the course's level.
        lasting = sum(
            found.jumps[j].lasting(float(taken[driver, j]), float(found.decay[driver])) for j in found.jumping
        )
        raised[driver] = lasting * (1 - left[driver])
    return np.asarray(np.exp(-raised))


def refuse_correlation(corr: Floats, count: int) -> None:
    """Refuse a matrix that is no correlation.

    Raises:
        ValueError: It has another shape, or is not symmetric, with ones along its diagonal and positive semidefinite.
    """
    if corr.shape != (count, count) or not np.allclose(corr, corr.T) or not np.allclose(np.diag(corr), 1.0):
        raise ValueError(
            f"correlations of {count} drivers are a symmetric table of {count} x {count} with ones along the diagonal"
        )
    least = float(np.linalg.eigvalsh(corr)[0])
    if least < -1e-9:
        raise ValueError(
            f"impossible correlations: the table is not positive semidefinite (least eigenvalue {least:.4g})"
        )
