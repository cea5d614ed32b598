"""Courses that a driver may take: a process, a process times known factors, or a path that is known."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.plan.process import Gbm, LogOu, Merton, Process, log_moments
from bascule.study.switching.jumps import Jumps

_MOST_GROWTH: Final = 5.0
"""Logarithm of the mean factor of a jump, above which there is no reckoning with it: 148 times."""


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

    process: Process
    factors: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse factors that leave no level."""
        wrong = [x for x in self.factors if not 0 < x < math.inf]
        if wrong:
            raise ValueError(f"factors of a course lie above zero: {wrong[0]}")


Course = Gbm | LogOu | Merton | Given | Scaled


def refuse_dates(course: Course, dates: int) -> None:
    """Refuse a course that knows other dates.

    Raises:
        ValueError: It has more values or factors than decision dates, or fewer.
    """
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


def refuse_process(course: Course) -> None:
    """Refuse what no process can be.

    Raises:
        ValueError: A figure is no number, a level or speed is not above zero, a volatility is negative.
    """
    if not _possible(course):
        raise ValueError(
            "no process: start, level and speed lie above zero, a volatility is not negative, jumps come beside a volatility"
            f" above zero, and all are numbers: {course}"
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
        case Merton():
            plain = Gbm(start=course.start, mu=course.mu, sigma=course.sigma)
            return _possible(plain) and _jumps_possible(course)
        case Scaled():
            return _possible(course.process)


def _jumps_possible(course: Merton) -> bool:
    """A diffusion is needed beside jumps, since what stands still between them has no density to step by."""
    sizes = math.isfinite(course.jump_mean) and 0 <= course.jump_sd < math.inf
    if not (sizes and 0 <= course.jumps_per_year < math.inf):
        return False
    growth = course.jump_mean + course.jump_sd**2 / 2
    return growth < _MOST_GROWTH and (course.sigma > 0 or not course_jumps(course, 1.0).there)


def course_base(course: Course, step_years: float, dates: int) -> Floats:
    """Level at the mean of its logarithm, without what jumps do to it, shape (dates,)."""
    match course:
        case Given():
            return np.array(course.values, dtype=np.float64)
        case Gbm() | LogOu():
            return np.exp([log_moments(course, step_years * date)[0] for date in range(dates)])
        case Merton():
            plain = Gbm(start=course.start, mu=course.mu, sigma=course.sigma)
            return course_base(plain, step_years, dates)
        case Scaled():
            return np.asarray(course_base(course.process, step_years, dates) * np.array(course.factors))


def course_step(course: Course, step_years: float) -> tuple[float, float]:
    """What is left of a deviation after a step, and the standard deviation of the shock."""
    match course:
        case Given():
            return 1.0, 0.0
        case Gbm() | Merton():
            return 1.0, course.sigma * math.sqrt(step_years)
        case LogOu():
            return math.exp(-course.speed * step_years), math.sqrt(log_moments(course, step_years)[1])
        case Scaled():
            return course_step(course.process, step_years)


def course_jumps(course: Course, step_years: float) -> Jumps:
    """Jumps of a step."""
    match course:
        case Merton():
            return Jumps(
                per_step=course.jumps_per_year * step_years, mean=course.jump_mean, sd=course.jump_sd
            )
        case Scaled():
            return course_jumps(course.process, step_years)
        case Gbm() | LogOu() | Given():
            return Jumps()
