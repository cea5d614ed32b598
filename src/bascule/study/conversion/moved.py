"""Parts of a plan moved: courses begun elsewhere or more volatile, lead times stretched."""

from dataclasses import replace

from bascule.study.conversion.plan_drivers import Driver
from bascule.study.conversion.terms import Lead
from bascule.study.plan.process import Gbm, LogOu, Merton, Process
from bascule.study.switching.courses import Course, Given, Scaled


def moved_driver(driver: Driver, *, start: float = 1.0, sigma: float = 1.0) -> Driver:
    """Under both measures: at another level, what it reverts to included, and with another volatility.

    Args:
        driver: What moves.
        start: Factor of its level: the move lasts.
        sigma: Factor of its volatility, the sizes of its jumps included; their number stays.
    """
    return Driver(
        pricing=moved_course(driver.pricing, start=start, sigma=sigma),
        world=moved_course(driver.world, start=start, sigma=sigma),
    )


def moved_course(course: Course, *, start: float = 1.0, sigma: float = 1.0) -> Course:
    """The same of one course; a known path has no volatility to move."""
    match course:
        case Gbm() | LogOu() | Merton():
            return _moved(course, start, sigma)
        case Given():
            return Given(values=tuple(value * start for value in course.values))
        case Scaled():
            return replace(course, process=_moved(course.process, start, sigma))


def _moved(process: Process, start: float, sigma: float) -> Process:
    match process:
        case Gbm():
            return replace(process, start=process.start * start, sigma=process.sigma * sigma)
        case LogOu():
            return replace(
                process, start=process.start * start, level=process.level * start, sigma=process.sigma * sigma
            )
        case Merton():
            return replace(
                process,
                start=process.start * start,
                sigma=process.sigma * sigma,
                jump_mean=process.jump_mean * sigma,
                jump_sd=process.jump_sd * sigma,
            )


def volatility(driver: Driver) -> float:
    """Per square root of a year, of diffusion and jumps together; 0 for a known path."""
    course = driver.pricing.process if isinstance(driver.pricing, Scaled) else driver.pricing
    match course:
        case Given():
            return 0.0
        case Gbm() | LogOu():
            return course.sigma
        case Merton():
            return course.total_volatility


def mean_quarters(leads: tuple[Lead, ...]) -> float:
    """Mean lead time."""
    return sum(lead.quarters * lead.probability for lead in leads)


def stretched(leads: tuple[Lead, ...], factor: float) -> tuple[Lead, ...]:
    """Lead times times a factor; a part of a quarter is shared between the two quarters around it, so that the mean is kept.

    >>> stretched((Lead(quarters=4, probability=1.0),), 1.125)
    (Lead(quarters=4, probability=0.5), Lead(quarters=5, probability=0.5))
    """
    found: dict[int, float] = {}
    for lead in leads:
        whole, part = divmod(lead.quarters * factor, 1.0)
        for quarters, share in ((int(whole), 1 - part), (int(whole) + 1, part)):
            if share > 0:
                found[quarters] = found.get(quarters, 0.0) + lead.probability * share
    return tuple(Lead(quarters=quarters, probability=found[quarters]) for quarters in sorted(found))
