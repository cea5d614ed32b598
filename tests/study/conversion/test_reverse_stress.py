"""The nearest break against closed forms, brute force and solved plans."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.study.conversion.small_case import CASE

from bascule.model.series import Floats
from bascule.study.conversion.build import one_rung, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.case_moves import Scales, case_moves, conversion_npv
from bascule.study.conversion.mining_on import mining_on
from bascule.study.conversion.moved import stretched
from bascule.study.conversion.nearest_break import Criterion
from bascule.study.conversion.plan_drivers import Driver
from bascule.study.conversion.reverse_stress import StressInput, reverse_stress
from bascule.study.conversion.rules import NpvRule, npv_rule
from bascule.study.conversion.terms import Lead
from bascule.study.switching.courses import Given
from bascule.study.switching.grid import FINE
from bascule.study.switching.transition import axes

SCALES = Scales(power_log=0.15, lead_log=0.25, rate=0.01, default_log=0.5)
CONVERTED = 3


def inputs(count: int) -> tuple[StressInput, ...]:
    """Plain inputs around zero."""
    return tuple(
        StressInput(name=str(k), unit="", centre=0.0, scale=1.0, by_ratio=False) for k in range(count)
    )


@given(
    slope=st.lists(st.floats(-3, 3), min_size=3, max_size=3).filter(lambda b: max(map(abs, b)) > 0.1),
    height=st.floats(0.1, 2),
    rho=st.floats(-0.9, 0.9),
)
@settings(max_examples=30, deadline=None)
def test_a_straight_border_is_met_where_the_closed_form_says(
    slope: list[float], height: float, rho: float
) -> None:
    """For a + b'z <= 0 the distance is a / sqrt(b'Cb), at z = -a Cb / b'Cb."""
    b = np.array(slope)
    corr = np.array([[1, rho, 0], [rho, 1, 0], [0, 0, 1.0]])
    spread = float(b @ corr @ b)
    expected = height / math.sqrt(spread) if spread > 0 else math.inf
    if abs(expected - 6.0) < 1e-6:
        return
    found = reverse_stress(lambda z: height + float(b @ z), inputs(3), corr)
    if expected > 6.0:
        assert found.distance is None
        return
    assert found.distance == pytest.approx(expected, rel=1e-7)
    assert found.z == pytest.approx((-height * corr @ b / spread).tolist(), abs=1e-4)


def test_one_input_alone_breaks_at_its_intercept_and_never_sooner_than_the_joint_move() -> None:
    """2 + z1 - z2/2 with a correlation: alone -2 and 4; distances by the inverse of the correlation."""
    corr = np.array([[1.0, 0.6], [0.6, 1.0]])
    found = reverse_stress(lambda z: 2 + float(z[0]) - float(z[1]) / 2, inputs(2), corr)
    inverse = np.linalg.inv(corr)
    assert found.distance is not None
    assert [one.z for one in found.alone] == pytest.approx([-2.0, 4.0])
    wanted = [abs(z) * math.sqrt(inverse[k, k]) / found.distance for k, z in enumerate((-2.0, 4.0))]
    assert [one.ratio for one in found.alone] == pytest.approx(wanted)
    assert min(wanted) >= 1


def test_an_input_that_never_breaks_it_is_none_and_not_zero() -> None:
    """The second does not enter."""
    found = reverse_stress(lambda z: 1 + float(z[0]), inputs(2))
    assert (found.alone[1].z, found.alone[1].value, found.alone[1].ratio) == (None, None, None)


def test_nothing_within_reach_is_none() -> None:
    """A criterion that only grows."""
    found = reverse_stress(lambda z: 1 + float(z @ z), inputs(2))
    assert (found.distance, found.z, found.values, found.ends) == (None, None, None, ())


def bent(z: Floats) -> float:
    """Curved, with two places where it comes near: the nearer one is not down the slope at the origin."""
    x, y = float(z[0]), float(z[1])
    return min(3.0 - x - 0.3 * x * y + 0.1 * y, (x + 1.6) ** 2 + (y - 1.2) ** 2 - 0.16)


def kinked(z: Floats) -> float:
    """A floor under one input."""
    x, y = float(z[0]), float(z[1])
    return 1.5 + max(x, -0.8) + 0.7 * y + 0.15 * math.sin(2 * y)


@pytest.mark.parametrize("criterion", [bent, kinked])
@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_no_point_of_a_fine_grid_breaks_nearer(criterion: Criterion, rho: float) -> None:
    """Every point of a 401 x 401 grid over +-4 in both moves."""
    corr = np.array([[1.0, rho], [rho, 1.0]])
    axis = np.linspace(-4, 4, 401)
    inverse = np.linalg.inv(corr)
    broken = [
        math.sqrt(float(z @ inverse @ z)) for x in axis for y in axis if criterion(z := np.array([x, y])) <= 0
    ]
    found = reverse_stress(criterion, inputs(2), corr)
    assert found.distance is not None
    assert found.distance <= min(broken) + 1e-9
    assert found.distance == pytest.approx(min(broken), abs=0.03)


def test_a_plan_that_does_not_hold_is_mended_by_the_mirrored_search() -> None:
    """-1 + z is mended at 1."""
    found = reverse_stress(lambda z: -1 + float(z[0]), inputs(1))
    assert not found.holds
    assert found.z == pytest.approx((1.0,))


def test_inputs_that_move_as_one_cannot_break_it_apart() -> None:
    """With a correlation of 1 the moves stay equal, and neither can move alone."""
    found = reverse_stress(lambda z: 3 + float(z[0] + z[1] / 2), inputs(2), np.ones((2, 2)))
    assert found.z == pytest.approx((-2.0, -2.0))
    assert [one.ratio for one in found.alone] == [None, None]


def test_what_cannot_be_searched_is_refused() -> None:
    """No input, and an impossible table."""
    with pytest.raises(ValueError, match="at least one input"):
        reverse_stress(lambda _: 1.0, ())
    with pytest.raises(ValueError, match="correlations"):
        reverse_stress(lambda _: 1.0, inputs(2), np.array([[1.0, 2.0], [2.0, 1.0]]))


def test_hashing_on_is_what_the_grid_says_of_staying() -> None:
    """The strip of calls against the grid of the NPV rule, with the worth of the connection taken off."""
    stay = _rule().stay
    closing = 200_000 * (1 - 0.21) * math.exp(-CASE.rate * 15)
    assert mining_on(CASE) == pytest.approx(stay - closing, rel=2e-4)


def test_hashing_on_without_volatility_is_a_sum() -> None:
    """Straight margin, flat hashprice, by hand."""
    course = Given(values=(40.0,) * 60)
    flat = replace(CASE, hashprice=Driver(pricing=course, world=course))
    total = 0.0
    for date in range(60):
        margin = 20_000 * 40 * 0.95 ** (date / 4) - 400_000 - 60_000
        total += 0.25 * (1 - 0.21) * margin * 1.1 ** (-date / 4)
    assert mining_on(flat) == pytest.approx(total, rel=1e-12)


def test_the_second_criterion_is_the_gain_that_the_npv_rule_sees_today() -> None:
    """At the centre of its grid."""
    moves = case_moves(CASE, SCALES)
    rule = _rule()
    gain = float(rule.gain_now[axes(CASE.drivers(), FINE).centre])
    assert moves.gain_over_mining(np.zeros(7)) == pytest.approx(gain, abs=2e-4 * abs(rule.stay))


@pytest.mark.parametrize("which", ["conversion_npv", "gain_over_mining"])
def test_at_the_break_of_a_plan_its_criterion_is_zero_and_no_random_move_is_nearer(which: str) -> None:
    """500 random moves just inside the distance all hold."""
    moves = case_moves(_rich(), SCALES)
    criterion = getattr(moves, which)
    found = reverse_stress(criterion, moves.inputs, moves.corr)
    assert found.holds
    assert found.distance is not None
    assert found.z is not None
    assert criterion(np.array(found.z)) == pytest.approx(0.0, abs=1.0)
    drawn = np.random.default_rng(3).standard_normal((500, 7))
    inside = 0.97 * found.distance * drawn / np.linalg.norm(drawn, axis=1)[:, None]
    root = np.linalg.cholesky(moves.corr)
    assert all(criterion(root @ one) > 0 for one in inside)
    assert all(one.ratio is None or one.ratio >= 1 - 1e-9 for one in found.alone)


def test_hashprice_cannot_break_what_does_not_hold_it() -> None:
    """The net present value of conversion alone does not know the hashprice nor the price of power."""
    moves = case_moves(_rich(), SCALES)
    found = reverse_stress(moves.conversion_npv, moves.inputs, moves.corr)
    alone = {one.name: one.z for one in found.alone}
    assert (alone["hashprice"], alone["power level"]) == (None, None)
    assert alone["rent"] is not None
    assert alone["rent"] < 0


def test_moves_land_in_the_plan() -> None:
    """A move by one standard deviation of everything, read back from the plan."""
    moves = case_moves(CASE, SCALES)
    there = moves.moved(np.ones(7))
    drivers = there.drivers()
    assert drivers.base[:, 0] == pytest.approx([40 * math.exp(0.4), 150 * math.exp(0.25)])
    assert drivers.base[1] / CASE.drivers().base[1] == pytest.approx(math.exp(0.25))
    assert there.mining.power_scale == pytest.approx(math.exp(0.15))
    assert there.shell.capex_per_it_mw == pytest.approx(10e6 * math.exp(math.sqrt(math.log(1.0225))))
    assert sum(lead.quarters * lead.probability for lead in there.shell.leads) == pytest.approx(
        5 * math.exp(0.25)
    )
    assert sum(lead.probability for lead in there.shell.leads) == pytest.approx(1.0)
    assert there.rate == pytest.approx(CASE.rate + 0.01)
    assert there.lease.default_per_year == pytest.approx(0.02 * math.exp(0.5))


def test_what_is_held_still_or_is_zero_does_not_move() -> None:
    """Without default there is no intensity to scale; a plan in which nothing may move is refused."""
    safe = replace(CASE, lease=replace(CASE.lease, default_per_year=0.0))
    names = [one.name for one in case_moves(safe, replace(SCALES, rate=0.0)).inputs]
    assert names == ["hashprice", "rent", "power level", "capital cost", "lead time"]
    nothing = Scales(power_log=0, lead_log=0, rate=0, default_log=0, capex_log=0, hashprice_log=0, rent_log=0)
    with pytest.raises(ValueError, match="nothing may move"):
        case_moves(CASE, nothing)


def test_no_move_leaves_the_plan_as_it_was() -> None:
    """To the last figure."""
    there = case_moves(CASE, SCALES).moved(np.zeros(7))
    assert conversion_npv(there) == pytest.approx(conversion_npv(CASE), rel=1e-12)
    assert mining_on(there) == pytest.approx(mining_on(CASE), rel=1e-12)


@given(factor=st.floats(0.1, 4), quarters=st.integers(1, 12))
def test_stretching_keeps_mean_and_probability(factor: float, quarters: int) -> None:
    """Whatever the factor."""
    found = stretched((Lead(quarters=quarters, probability=0.5), Lead(quarters=2, probability=0.5)), factor)
    assert sum(lead.probability for lead in found) == pytest.approx(1.0)
    mean = sum(lead.probability * lead.quarters for lead in found)
    assert mean == pytest.approx(factor * (quarters + 2) / 2)


@cache
def _rule() -> NpvRule:
    return npv_rule(problem_of(one_rung(CASE)), CONVERTED)


def _rich() -> Case:
    """A plan whose conversion pays today: a cheaper shell."""
    return replace(CASE, shell=replace(CASE.shell, capex_per_it_mw=6.0e6))
