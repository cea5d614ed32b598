"""A plan as one switching problem, against problems built by hand, every plan tried, and laws."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.study.conversion.cases import (
    ALONE,
    DEAR,
    SHORT,
    WALK,
    conversion_by_hand,
    flat,
    hashing_by_hand,
    with_courses,
    with_rungs,
)
from tests.study.conversion.small_case import CASE, HASHPRICE, RENT

from bascule.model.series import Floats
from bascule.study.conversion.build import (
    HASHING,
    RESTING,
    SOLD,
    Place,
    may_build,
    one_rung,
    own_lift,
    places,
    problem_of,
)
from bascule.study.conversion.case import Case
from bascule.study.conversion.rules import npv_rule
from bascule.study.conversion.terms import Lead, Network, Resting, Rung, SiteOption
from bascule.study.plan.process import moments
from bascule.study.switching.courses import Given
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.problem import Mode, Move, Problem
from bascule.study.switching.problem import flat as always
from bascule.study.switching.two_modes import trigger_y

COARSE = 1.5
PLENTY = replace(CASE, quarters=24, shell=replace(CASE.shell, capex_per_it_mw=3e6))
"""Six years in which a shell pays now and then."""


def _value(case: Case) -> float:
    return solve_grid(problem_of(case), COARSE).value


def test_one_rung_that_neither_rests_nor_sells_is_two_modes_by_hand() -> None:
    """Margins, leases and costs in plain loops on the same drivers."""
    case, drivers = SHORT, SHORT.drivers()

    def cost(date: int, levels: Floats) -> Floats:
        signed, where = np.unique(levels[1], return_inverse=True)
        worth = [conversion_by_hand(case, r, _means(r, case.quarters - date), case.rungs[0]) for r in signed]
        return -np.array(worth)[where].reshape(levels[1].shape)

    modes = (
        Mode(
            name="hash",
            flow=lambda date, levels: 4 * np.vectorize(lambda x: hashing_by_hand(case, date, x))(levels[0]),
            closing=200_000 * 0.79,
        ),
        Mode(name="lease", flow=always(0.0), closing=200_000 * 0.79),
    )
    moves = (Move(start=0, end=1, cost=cost),)
    by_hand = Problem(drivers=drivers, modes=modes, moves=moves, rate=case.rate, step_years=0.25)
    one, other = solve_grid(by_hand, COARSE), solve_grid(problem_of(case), COARSE)
    assert other.value == pytest.approx(one.value, rel=1e-9)
    trigger = trigger_y(one)
    assert trigger is not None
    assert 100 < trigger < 400
    gain = other.leads_now[0][0]
    assert gain == pytest.approx(one.gains_now[0], rel=1e-9, abs=1.0)


def _means(signed: float, quarters: int) -> list[float]:
    return [moments(replace(RENT, start=signed), quarter / 4)[0] for quarter in range(quarters)]


PRICES = st.lists(st.tuples(st.floats(5, 60), st.floats(20, 500)), min_size=5, max_size=5)


@settings(max_examples=25, deadline=None)
@given(
    paths=PRICES,
    builds=st.sampled_from([2, 4]),
    mothball=st.floats(0, 5e4),
    restart=st.floats(0, 5e4),
    sale=st.floats(0, 4e5),
    second=st.floats(0.3, 1.5),
)
def test_without_uncertainty_the_ladder_is_the_best_of_all_plans(
    paths: list[tuple[float, float]], builds: int, mothball: float, restart: float, sale: float, second: float
) -> None:
    """Two rungs of 2 and 3 MW in five quarters: every way to convert, rest, start again and sell is tried."""
    hashprice, rent = zip(*paths, strict=True)
    ladder = with_rungs(
        SHORT,
        Rung(meter_mw=2.0),
        Rung(meter_mw=3.0, capex_factor=second, rent_factor=0.9),
    )
    case = replace(
        with_courses(ladder, Given(values=hashprice), Given(values=rent)),
        resting=Resting(
            mothball_cost=mothball, upkeep_per_year=9_000.0, restart_cost=restart, sale_price=sale
        ),
        shell=replace(
            SHORT.shell,
            capex_per_it_mw=8e5,
            leads=(Lead(quarters=0, probability=0.5), Lead(quarters=2, probability=0.5)),
        ),
        network=Network(network_eh_s=10.0, site_eh_s=4.0, eta=0.5),
        builds_per_year=builds,
    )
    assert _value(case) == pytest.approx(max(_plans(case, paths, 0, 0, HASHING)), rel=1e-9, abs=1e-3)


def _plans(case: Case, paths: list[tuple[float, float]], date: int, rungs: int, rest: int) -> Iterator[float]:
    """Present value, from a date on, of every plan for a site of 5 MW that has come to a place."""
    after = 1 - case.tax_frac
    mw = [rung.meter_mw for rung in case.rungs]
    if date == len(paths):
        yield case.residual_per_meter_mw * after * (sum(mw[:rungs]) if rest == SOLD else 5.0)
        return
    for to, then, cost in _choices(case, paths, date, rungs, rest):
        left = sum(mw[to:])
        removed = 1 - 4.0 * (5.0 - left) / 5.0 / 10.0
        hashprice = paths[date][0] * removed ** (-1 / 1.5)
        flow = {
            HASHING: hashing_by_hand(case, date, hashprice),
            RESTING: -0.25 * 9_000.0 * after,
            SOLD: 0.0,
        }[then]
        for ahead in _plans(case, paths, date + 1, to, then):
            yield left * flow - cost + math.exp(-case.rate / 4) * ahead


def _choices(
    case: Case, paths: list[tuple[float, float]], date: int, rungs: int, rest: int
) -> Iterator[tuple[int, int, float]]:
    """Where a decision may lead, and its cost."""
    yield rungs, rest, 0.0
    if rest == SOLD or rungs == 2:
        return
    after, left = 1 - case.tax_frac, sum(rung.meter_mw for rung in case.rungs[rungs:])
    if date % (4 // case.builds_per_year) == 0:
        rung = case.rungs[rungs]
        market = [rent for _, rent in paths[date:]]
        worth = rung.meter_mw * conversion_by_hand(case, market[0], market, rung)
        yield rungs + 1, rest if rungs == 0 else HASHING, -worth
    yield rungs, SOLD, -case.resting.sale_price * after * left
    cost = case.resting.mothball_cost if rest == HASHING else case.resting.restart_cost
    yield rungs, RESTING if rest == HASHING else HASHING, cost * after * left


@pytest.mark.parametrize("case", [PLENTY, replace(PLENTY, resting=DEAR), replace(PLENTY, corr=-0.8)])
def test_the_optimum_beats_the_npv_rule_which_beats_staying(case: Case) -> None:
    """The rule is one of the plans, and staying one of its."""
    problem = problem_of(case)
    rule = npv_rule(problem, 3, COARSE)
    assert solve_grid(problem, COARSE).value >= rule.value >= rule.stay


def test_npv_says_convert_where_the_optimum_waits() -> None:
    """A rent between the two triggers."""
    case = with_courses(replace(PLENTY, resting=DEAR), HASHPRICE, replace(WALK, sigma=0.4))
    found, rule = solve_grid(problem_of(case)), npv_rule(problem_of(case), 3)
    row, _ = found.axes.centre
    rents = 150 * np.exp(found.axes.second + found.axes.shear * found.axes.first[row])
    by_rule, by_optimum = rule.gain_now[row] > 0, found.leads_now[0][0][row] > 0
    assert (by_rule >= by_optimum).all()
    between = rents[by_rule & ~by_optimum]
    assert between.max() / between.min() > 1.1


def test_a_second_rung_that_never_pays_hashes_on() -> None:
    """2 MW as one rung's worth each, 3 MW at the worth of hashing for ever."""
    case = with_rungs(
        replace(PLENTY, resting=DEAR, network=ALONE), Rung(meter_mw=2.0), Rung(meter_mw=3.0, rent_factor=0.0)
    )
    alone = one_rung(case)
    stay = npv_rule(problem_of(alone), 3, COARSE).stay
    assert _value(case) == pytest.approx(2 * _value(alone) + 3 * stay, rel=1e-9)


def test_equal_rungs_without_limits_are_worth_little_less_than_so_many_single_ones() -> None:
    """One rung a quarter is the only thing between them, and it binds little; fewer builds a year bind more."""
    case = with_rungs(replace(PLENTY, resting=DEAR, network=ALONE), *[Rung(meter_mw=1.0)] * 3)
    apart = 3 * _value(one_rung(case))
    by_builds = [_value(replace(case, builds_per_year=builds)) for builds in (1, 2, 4)]
    assert by_builds[0] < by_builds[1] < by_builds[2] < apart
    assert by_builds[2] == pytest.approx(apart, rel=0.03)


def test_builds_begin_on_quarters_that_divide_the_year() -> None:
    """Twice a year: the first and the third quarter."""
    assert [may_build(replace(CASE, builds_per_year=2), date) for date in range(5)] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert sum(may_build(replace(CASE, builds_per_year=1), date) for date in range(8)) == 2


@pytest.mark.parametrize("eta", [0.0, 1.0, 3.0])
def test_what_the_site_switches_off_lifts_the_hashprice(eta: float) -> None:
    """H'/H = (1 - share)^(1/(1 + eta)) at a given revenue, for the share of the connection that has converted."""
    network = Network(network_eh_s=100.0, site_eh_s=10.0, eta=eta)
    case = replace(with_rungs(CASE, Rung(meter_mw=2.0), Rung(meter_mw=2.0)), network=network)
    assert own_lift(case, 0) == 1.0
    assert own_lift(case, 1) == pytest.approx(0.95 ** (-1 / (1 + eta)))
    # The ladder takes half of a site of twice its size.
    half = replace(case, mining=replace(case.mining, connection_meter_mw=8.0))
    assert own_lift(half, 2) == pytest.approx(0.95 ** (-1 / (1 + eta)))


def test_the_own_weight_is_worth_something_where_the_rest_goes_on_hashing() -> None:
    """The same plan with and without it; a single rung leaves no rest."""
    case = with_rungs(
        replace(PLENTY, resting=DEAR, network=ALONE), Rung(meter_mw=2.0), Rung(meter_mw=3.0, rent_factor=0.0)
    )
    heavy = Network(network_eh_s=100.0, site_eh_s=30.0, eta=1.0)
    assert _value(replace(case, network=heavy)) > _value(case) + 1e4
    assert _value(one_rung(replace(case, network=heavy))) == _value(one_rung(case))


def test_what_is_sold_stays_sold() -> None:
    """No move leaves it, its flow is nothing, and only what was converted before has a residual."""
    case = with_rungs(CASE, Rung(meter_mw=2.0), Rung(meter_mw=3.0))
    problem, found = problem_of(case), places(case)
    for number, place in enumerate(found):
        if place.rest == SOLD:
            assert problem.moves_from(number) == []
            assert (problem.modes[number].flow(7, np.full((2, 1), 99.0)) == 0).all()
    ends = {place: mode.closing / (200_000 * 0.79) for place, mode in zip(found, problem.modes, strict=True)}
    assert ends[Place(rungs=1, rest=SOLD)] == pytest.approx(2.0)
    assert ends[Place(rungs=0, rest=SOLD)] == 0.0
    assert ends[Place(rungs=2, rest=HASHING)] == ends[Place(rungs=0, rest=RESTING)] == pytest.approx(5.0)


def test_the_residual_counts_once_whatever_was_done() -> None:
    """A million more per MW is a million after tax at the horizon where nothing is sold."""
    still = replace(PLENTY, resting=DEAR)
    more = replace(still, residual_per_meter_mw=1_200_000.0)
    assert _value(more) - _value(still) == pytest.approx(1e6 * 0.79 * 1.1**-6, rel=1e-9)


def test_an_option_that_improves_nothing_is_worth_nothing() -> None:
    """To the last bit; better terms are worth more, and more the longer they hold."""

    def offered(quarters: int, capex_factor: float, *leads: Lead) -> float:
        option = SiteOption(
            fee_per_meter_mw=0.0,
            quarters=quarters,
            leads=leads or CASE.shell.leads,
            capex_factor=capex_factor,
        )
        return _value(replace(dear, option=option))

    dear = replace(PLENTY, shell=replace(PLENTY.shell, capex_per_it_mw=4.5e6))
    plain = _value(dear)
    assert offered(8, 1.0) == plain
    assert offered(0, 0.5) == plain
    assert plain < offered(2, 0.9) < offered(6, 0.9) < offered(6, 0.8)
    assert offered(8, 1.0, Lead(quarters=2, probability=1.0)) > plain


def test_at_no_interest_a_tax_takes_its_share_of_everything() -> None:
    """Write-offs then spare exactly the tax, whenever they come."""
    untaxed = replace(PLENTY, rate=0.0, tax_frac=0.0)
    for tax in (0.21, 0.5):
        assert _value(replace(untaxed, tax_frac=tax)) == pytest.approx((1 - tax) * _value(untaxed), rel=1e-9)


def test_later_write_offs_are_worth_less() -> None:
    """One year against fifteen, and the share that each spares by hand."""
    at_once, late = (
        replace(PLENTY, shell=replace(PLENTY.shell, written_off=w)) for w in ((1.0,), (0.0, 1.0))
    )
    shields = [case.tax_shield_frac((Lead(quarters=4, probability=1.0),)) for case in (at_once, late)]
    assert shields == pytest.approx([0.21 * 1.1**-2, 0.21 * 1.1**-3])
    assert _value(at_once) > _value(late)


def test_money_in_another_unit_changes_no_decision() -> None:
    """Every amount ten times over: ten times the value, the same choices."""
    rest = CASE.resting
    tenfold = replace(
        with_courses(PLENTY, HASHPRICE, replace(RENT, start=10 * RENT.start, level=10 * RENT.level)),
        mining=replace(
            PLENTY.mining,
            surface=replace(PLENTY.mining.surface, margin=10 * PLENTY.mining.surface.margin),
            fixed_per_meter_mw_year=600_000.0,
        ),
        shell=replace(PLENTY.shell, capex_per_it_mw=10 * PLENTY.shell.capex_per_it_mw),
        resting=Resting(
            mothball_cost=10 * rest.mothball_cost,
            upkeep_per_year=10 * rest.upkeep_per_year,
            restart_cost=10 * rest.restart_cost,
            sale_price=10 * rest.sale_price,
        ),
        residual_per_meter_mw=2e6,
    )
    one, ten = solve_grid(problem_of(PLENTY), COARSE), solve_grid(problem_of(tenfold), COARSE)
    assert ten.value == pytest.approx(10 * one.value, rel=1e-9)
    assert (ten.choices != one.choices).mean() < 1e-4


def test_a_site_that_loses_money_is_sold_today() -> None:
    """Nothing hashed, nothing leased, nothing left at the end but the price of the connection."""
    case = with_courses(CASE, flat(1.0, 20), flat(1.0, 20))
    found = solve_grid(problem_of(replace(case, residual_per_meter_mw=0.0)))
    assert found.value == pytest.approx(100_000 * 0.79)


def test_a_power_level_that_is_a_driver_scales_the_plans() -> None:
    """At a level of one it changes nothing; at two, power costs twice."""
    problem = problem_of(CASE)
    at = np.array([[40.0], [150.0]])
    plain = problem.modes[0].flow(0, at)
    assert problem.modes[0].flow(0, np.vstack([at, [[1.0]]])) == pytest.approx(plain)
    dear = problem.modes[0].flow(0, np.vstack([at, [[2.0]]]))
    assert plain - dear == pytest.approx(np.array([400_000 * 0.79]))


def test_a_site_without_weight_has_no_lift() -> None:
    """Whatever it converts."""
    assert own_lift(replace(CASE, network=ALONE), 1) == 1.0
