"""The uncertain drivers of a switching problem, stepped exactly from one decision date to the next."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.plan.process import Gbm, LogOu, log_moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A driver whose values are known.

    Attributes:
        values: At every decision date.
    """

    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """A process times a factor of the date that is known, such as the steps of halvings.

    Attributes:
        process: What is uncertain: volatility and reversion are its own, and a deviation is one from its median.
        factors: Above zero, one for every decision date.
    """

    process: Gbm | LogOu
    factors: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse factors that leave no level."""
        wrong = [x for x in self.factors if not 0 < x < math.inf]
        if wrong:
            raise ValueError(f"factors of a course lie above zero: {wrong[0]}")


Course = Gbm | LogOu | Given | Scaled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drivers:
    """Drivers over the decision dates: level = base(n) exp(w), where w' = decay w + shock Z and w = 0 at date 0.

    Attributes:
        base: Level without any shock: the median, or the given value, shape (drivers, dates).
        decay: What is left of a deviation after a step, 1 for geometric Brownian motion, shape (drivers,).
        shock: Standard deviation of the shock of a step, shape (drivers,).
        corr: Correlation of the shocks of a step, shape (drivers, drivers).
    """

    base: Floats
    decay: Floats
    shock: Floats
    corr: Floats

    @property
    def dates(self) -> int:
        """How many decision dates."""
        return int(self.base.shape[1])

    @property
    def covariance(self) -> Floats:
        """Of the shocks of a step, shape (drivers, drivers)."""
        return self.corr * np.outer(self.shock, self.shock)

    def levels(self, date: int, deviations: Floats) -> Floats:
        """Levels at a date, shape (drivers, ...), from deviations of that shape."""
        base = self.base[:, date].reshape(-1, *[1] * (deviations.ndim - 1))
        return np.asarray(base * np.exp(deviations))

    def means(self) -> Floats:
        """Mean of each level by date, shape (drivers, dates): levels are lognormal."""
        half = np.diagonal(self.variances(), axis1=1, axis2=2) / 2
        return np.asarray(self.base * np.exp(half.T))

    def variances(self) -> Floats:
        """Covariance of the deviations at every date, shape (dates, drivers, drivers)."""
        found = np.zeros((self.dates, len(self.decay), len(self.decay)))
        left = np.outer(self.decay, self.decay)
        for date in range(1, self.dates):
            found[date] = left * found[date - 1] + self.covariance
        return found


def drivers(courses: Sequence[Course], corr: Floats, *, step_years: float, dates: int) -> Drivers:
    """Drivers on equal steps.

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
        _refuse_dates(course, dates)
        _refuse_process(course)
    steps = [_step(course, step_years) for course in courses]
    return Drivers(
        base=np.array([_base(course, step_years, dates) for course in courses]),
        decay=np.array([decay for decay, _ in steps]),
        shock=np.array([shock for _, shock in steps]),
        corr=np.asarray(corr, dtype=np.float64),
    )


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


def _refuse_dates(course: Course, dates: int) -> None:
    match course:
        case Given() if len(course.values) != dates:
            raise ValueError(
                f"a given path has {len(course.values)} values for {dates} decision dates: give one for each"
            )
        case Scaled() if len(course.factors) != dates:
            raise ValueError(
                f"a scaled course has {len(course.factors)} factors for {dates} decision dates: give one for each"
            )
        case _:
            return


def _refuse_process(course: Course) -> None:
    if not _possible(course):
        raise ValueError(
            f"no process: start, level and speed lie above zero, a volatility is not negative, and all are numbers: {course}"
        )


def _possible(course: Course) -> bool:
    match course:
        case Given():
            return bool(np.isfinite(course.values).all())
        case Gbm():
            return 0 < course.start < math.inf and 0 <= course.sigma < math.inf and math.isfinite(course.mu)
        case LogOu():
            above = (course.start, course.level, course.speed)
            return all(0 < x < math.inf for x in above) and 0 <= course.sigma < math.inf
        case Scaled():
            return _possible(course.process)


def _base(course: Course, step_years: float, dates: int) -> Floats:
    match course:
        case Given():
            return np.array(course.values, dtype=np.float64)
        case Gbm() | LogOu():
            return np.exp([log_moments(course, step_years * date)[0] for date in range(dates)])
        case Scaled():
            return np.asarray(_base(course.process, step_years, dates) * np.array(course.factors))


def _step(course: Course, step_years: float) -> tuple[float, float]:
    """What is left of a deviation after a step, and the standard deviation of the shock."""
    match course:
        case Given():
            return 1.0, 0.0
        case Gbm():
            return 1.0, course.sigma * math.sqrt(step_years)
        case LogOu():
            return math.exp(-course.speed * step_years), math.sqrt(log_moments(course, step_years)[1])
        case Scaled():
            return _step(course.process, step_years)
