"""The value of a lease where the market's rent is a process times known factors."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.small_case import CASE, RENT

from bascule.study.conversion.case import Case
from bascule.study.conversion.lease_value import lease_value, weights
from bascule.study.conversion.plan_drivers import RENT as RENT_DRIVER
from bascule.study.conversion.plan_drivers import Driver
from bascule.study.plan.process import Gbm, log_moments, moments
from bascule.study.switching.courses import Course, Scaled

GROWTH = 0.02
FACTORS = tuple(math.exp(GROWTH * 0.25 * date) for date in range(CASE.quarters))
WALK = Gbm(start=150.0, mu=-0.01, sigma=0.2)


@pytest.mark.parametrize("date", [0, 8])
def test_factors_that_grow_steadily_on_a_walk_are_a_drift(date: int) -> None:
    """Re-letting and renewal at the market's rent see the growth, the signed rent does not."""
    scaled = _with(Scaled(process=WALK, factors=FACTORS))
    drifting = _with(Gbm(start=150.0, mu=WALK.mu + GROWTH, sigma=WALK.sigma))
    assert _worth(scaled, date) == pytest.approx(_worth(drifting, date), rel=1e-12)


def test_a_reverting_rent_with_factors_is_worth_its_mean_path() -> None:
    """Signed at the start: locked payments by hand, later ones at moments of the process times the factor."""
    found = _worth(_with(Scaled(process=RENT, factors=FACTORS)), 0)
    paid = weights(CASE.lease, CASE.shell.leads, CASE.quarters)
    each = 1000 * 3 * (1 - CASE.shell.opex_frac) * (1 - CASE.tax_frac)
    total = 0.0
    for quarter in range(CASE.quarters):
        market = moments(RENT, quarter / 4)[0] * FACTORS[quarter]
        total += (1.1 ** -(quarter / 4)) * (paid.locked[quarter] * 150.0 + paid.market[quarter] * market)
    assert found == pytest.approx(each * total, rel=1e-12)


def test_a_step_of_the_factor_that_has_passed_leaves_only_the_deviation() -> None:
    """Signed at the stepped median two years on, a lease pays the factor over the same lease without a step."""
    stepped = (1.0,) * 4 + (0.5,) * (CASE.quarters - 4)
    median = math.exp(log_moments(RENT, 2.0)[0])
    plain, halved = _with(RENT), _with(Scaled(process=RENT, factors=stepped))
    assert _worth(halved, 8, median * 0.5) == pytest.approx(0.5 * _worth(plain, 8, median), rel=1e-12)


def _with(course: Course) -> Case:
    return replace(CASE, rent=Driver(pricing=course, world=course))


def _worth(case: Case, date: int, rent: float = 150.0) -> float:
    return float(lease_value(case, case.drivers(), date, np.array(rent), RENT_DRIVER, case.shell.leads))
