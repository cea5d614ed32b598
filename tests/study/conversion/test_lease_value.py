"""What a lease is worth, against an annuity and against tenants who are drawn one by one."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import WALK, with_courses
from tests.study.conversion.small_case import CASE
from tests.study.conversion.small_case import RENT as REVERTING

from bascule.model.series import Floats
from bascule.study.conversion.case import Case
from bascule.study.conversion.lease_value import lease_curve, lease_value, weights
from bascule.study.conversion.plan_drivers import RENT
from bascule.study.conversion.terms import Lead
from bascule.study.plan.process import Gbm, LogOu, Merton, log_moments
from bascule.study.switching.courses import Course
from bascule.study.switching.paths import draw

PATHS = 40_000
SURE = replace(CASE.lease, default_per_year=0.0, renewal_frac=0.0)


def _worth(case: Case, date: int = 0, rent: float = 150.0) -> float:
    return float(lease_value(case, case.drivers(), date, np.array(rent), RENT, case.shell.leads))


def _with(case: Case, rent: Course) -> Case:
    return with_courses(case, case.hashprice.pricing, rent)


def test_a_tenant_who_never_leaves_is_an_annuity() -> None:
    """Twelve years, rent up 3 % each year, from the sixth quarter on; geometric sums."""
    case = replace(CASE, lease=SURE, shell=replace(CASE.shell, leads=(Lead(quarters=6, probability=1.0),)))
    quarter = 1.1**-0.25
    year = 1.03 * quarter**4
    annuity = quarter**6 * (1 - quarter**4) / (1 - quarter) * (1 - year**12) / (1 - year)
    assert _worth(case) == pytest.approx(150 * 3000 * 0.85 * 0.79 * annuity, rel=1e-12)


def test_lead_times_are_weighed_by_their_probabilities() -> None:
    """Half of each."""
    leads = [replace(CASE.shell, leads=(Lead(quarters=q, probability=1.0),)) for q in (4, 6)]
    each = [_worth(replace(CASE, shell=shell)) for shell in leads]
    assert _worth(CASE) == pytest.approx(sum(each) / 2, rel=1e-12)


def test_what_opens_after_the_horizon_pays_nothing() -> None:
    """Signed three quarters before the end, with four to build."""
    assert _worth(CASE, 57) == 0.0
    assert _worth(CASE, 55) == pytest.approx(150 * 3000 * 0.85 * 0.79 * 0.5 * 1.1**-1, rel=1e-12)


@pytest.mark.parametrize("rent", [WALK, REVERTING])
@pytest.mark.parametrize(("date", "signed"), [(0, 150.0), (9, 220.0)])
def test_drawn_tenants_pay_it_on_average(rent: Gbm | LogOu, date: int, signed: float) -> None:
    """Lead, default and rents drawn path by path; a lease with every feature."""
    lease = replace(CASE.lease, term_years=6, default_per_year=0.1, vacant_quarters=3, renewal_frac=0.9)
    case = _with(replace(CASE, lease=lease), rent)
    paid = _drawn(case, rent, date, signed)
    error = float(paid.std()) / math.sqrt(PATHS)
    assert _worth(case, date, signed) == pytest.approx(float(paid.mean()), abs=4 * error)
    assert error < 0.005 * paid.mean()


def _drawn(case: Case, rent: Gbm | LogOu, date: int, signed: float) -> Floats:
    """Present values of drawn leases."""
    rng, lease = np.random.default_rng(7), case.lease
    lead = rng.choice([4, 6], PATHS)
    leaves = rng.exponential(1 / lease.default_per_year, PATHS)
    market, total = np.full(PATHS, signed), np.zeros(PATHS)
    for quarter in range(case.quarters - date):
        age = quarter - lead
        years = age / 4
        own = np.where(
            age < 24, signed * 1.03 ** np.floor(np.maximum(years, 0.0)), lease.renewal_frac * market
        )
        empty = (years >= leaves) & (years < leaves + 0.75)
        pays = np.where(years < leaves, own, np.where(empty, 0.0, lease.relet_frac * market))
        total += np.where(age >= 0, pays, 0.0) * math.exp(-case.rate * quarter / 4)
        market = _next(rent, market, rng)
    return np.asarray(total * 3000 * 0.85 * 0.79)


SLUMPS = Merton(start=40.0, mu=-0.05, sigma=0.4, jumps_per_year=1.0, jump_mean=-0.4, jump_sd=0.3)
JUMPY = Merton(start=150.0, mu=-0.01, sigma=0.15, jumps_per_year=0.5, jump_mean=0.3, jump_sd=0.2)


@pytest.mark.parametrize("rent", [WALK, REVERTING, JUMPY])
def test_jumps_of_either_driver_are_in_the_rents_that_a_lease_is_let_again_at(rent: Course) -> None:
    """Rents on paths that the hashprice's jumps take along, times what is paid of the market's in each quarter."""
    lease = replace(CASE.lease, term_years=6, default_per_year=0.1, vacant_quarters=3, renewal_frac=0.9)
    case = with_courses(replace(CASE, lease=lease, corr=0.6), SLUMPS, rent)
    drivers, date = case.drivers(), 5
    paths = draw(drivers, PATHS, np.random.default_rng(3))
    ahead = paths[: case.quarters - date, RENT]
    signed = drivers.base[RENT, date] * 1.2
    kept = drivers.decay[RENT] ** np.arange(len(ahead))[:, None]
    market = drivers.base[RENT, date:, None] * np.exp(kept * math.log(1.2) + ahead)
    paid, quarters = weights(lease, case.shell.leads, len(ahead)), np.arange(len(ahead))
    discount = np.exp(-case.rate * 0.25 * quarters)
    drawn = 3000 * 0.85 * 0.79 * ((discount * paid.locked).sum() * signed + (discount * paid.market) @ market)
    error = float(drawn.std()) / math.sqrt(PATHS)
    assert _worth(case, date, signed) == pytest.approx(float(drawn.mean()), abs=4 * error)
    assert error < 0.005 * drawn.mean()


def _next(rent: Gbm | LogOu, market: Floats, rng: np.random.Generator) -> Floats:
    """A quarter on, from the exact law that starts at each value."""
    noise = rng.standard_normal(PATHS)
    if isinstance(rent, Gbm):
        drift = (rent.mu - rent.sigma**2 / 2) / 4
        return np.asarray(market * np.exp(drift + rent.sigma * 0.5 * noise))
    # From a value u the logarithm's mean is that from 1 plus what is left of ln u.
    mean, variance = log_moments(replace(rent, start=1.0), 0.25)
    return np.asarray(np.exp(mean + np.log(market) * math.exp(-rent.speed / 4) + math.sqrt(variance) * noise))


@pytest.mark.parametrize("date", [0, 20])
def test_a_lease_is_linear_in_a_rent_that_walks(date: int) -> None:
    """Twice the rent, twice the value, later rents included."""
    case = _with(CASE, WALK)
    rents = np.array([10.0, 150.0, 300.0])
    found = lease_value(case, case.drivers(), date, rents, RENT, case.shell.leads)
    assert found / rents == pytest.approx(np.full(3, found[0] / 10.0), rel=1e-12)


def test_a_rent_that_reverts_carries_only_part_of_a_move_into_later_leases() -> None:
    """Twice the rent is less than twice the value."""
    assert _worth(CASE, 0, 150.0) < _worth(CASE, 0, 300.0) < 2 * _worth(CASE, 0, 150.0)


def test_shares_of_a_quarter_never_exceed_one_tenant() -> None:
    """Alive, gone or let again: locked and market shares without escalator, discounts on rents left out."""
    lease = replace(CASE.lease, escalator_frac=0.0, relet_frac=1.0, renewal_frac=1.0)
    found = weights(lease, (Lead(quarters=0, probability=1.0),), 60)
    total = found.locked + found.market
    assert (total <= 1 + 1e-12).all()
    assert (found.locked[48:] == 0).all()
    assert total[:5] == pytest.approx([math.exp(-0.02 * age / 4) for age in range(5)])


def test_a_vacancy_of_no_time_loses_nothing() -> None:
    """At the market's rent on, a default changes who pays, not what."""
    lease = replace(CASE.lease, escalator_frac=0.0, relet_frac=1.0, renewal_frac=1.0, vacant_quarters=0)
    found = weights(lease, CASE.shell.leads, 60)
    assert (found.locked + found.market)[6:] == pytest.approx(np.ones(54))


@pytest.mark.parametrize("rent", [WALK, REVERTING, LogOu(start=150.0, level=90.0, speed=0.05, sigma=0.6)])
@pytest.mark.parametrize("date", [0, 31, 58])
def test_the_curve_of_leases_is_the_lease(rent: Gbm | LogOu, date: int) -> None:
    """On a thousand rents within its reach, and on one far beyond it."""
    case = _with(CASE, rent)
    drivers = case.drivers()
    curve = lease_curve(case, drivers, RENT, case.shell.leads)
    near = drivers.base[RENT, date] * np.exp(np.linspace(-3.0, 3.0, 1_000))
    far = np.append(near, 1e12)
    for rents in (near, far, near[:5]):
        exact = lease_value(case, drivers, date, rents, RENT, case.shell.leads)
        assert curve.at(date, rents) == pytest.approx(exact, rel=1e-6, abs=1e-6)
