"""Switching problems that several tests share."""

from typing import Final

import numpy as np

from bascule.study.plan.process import Gbm, LogOu
from bascule.study.switching.bracket import Bracket
from bascule.study.switching.courses import Course
from bascule.study.switching.drivers import drivers
from bascule.study.switching.problem import Problem
from bascule.study.switching.two_modes import Terms, two_modes

X: Final = Gbm(start=1.0, mu=-0.05, sigma=0.6)
Y: Final = Gbm(start=0.5, mu=-0.02, sigma=0.3)
REVERTING: Final = LogOu(start=0.5, level=0.6, speed=0.4, sigma=0.35)


def case(  # noqa: PLR0913 -- a case is all of these
    *,
    to_ai: float = 2.0,
    to_mining: float | None = 0.5,
    lag: int = 0,
    curtail: bool = True,
    energy_cost: float = 0.6,
    x: Course = X,
    y: Course = Y,
    corr: float = 0.3,
    dates: int = 60,
    step_years: float = 0.25,
    rate: float = 0.1,
) -> Problem:
    """A problem of two rents."""
    moved = drivers([x, y], np.array([[1.0, corr], [corr, 1.0]]), step_years=step_years, dates=dates)
    terms = Terms(energy_cost=energy_cost, curtail=curtail, to_ai=to_ai, to_mining=to_mining, lag=lag)
    return two_modes(moved, terms, rate=rate, step_years=step_years)


LEAD_TIME: Final = case(lag=4)
IRREVERSIBLE: Final = case(to_mining=None)
FREE: Final = case(to_ai=0.0, to_mining=0.0, curtail=False)
REVERTING_FLOOR: Final = case(y=REVERTING)


def assert_brackets(found: Bracket, exact: float) -> None:
    """Within 1 % and two standard errors of each other, on either side of the grid, each known to 0.2 %."""
    assert found.upper is not None
    low, high = found.lower, found.upper
    assert high.mean - low.mean < 0.01 * exact + 2 * (low.standard_error + high.standard_error)
    assert low.mean < exact + 4 * low.standard_error
    assert high.mean > exact - 4 * high.standard_error
    assert low.standard_error < 0.002 * exact
    assert high.standard_error < 0.002 * exact
