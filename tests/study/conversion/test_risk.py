"""Strategies on histories: what adds up, what the grid says too, and what does not depend on who works on it."""

from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import FUNDING, STILL, with_courses, with_rungs

from bascule.study.conversion.accounts import Accounts, accounts
from bascule.study.conversion.answer import Statement, answer
from bascule.study.conversion.books import AtOnce, Book, ByNpv, Never, Optimal, rungs_of
from bascule.study.conversion.build import problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.finance import Funding, Hedge, World
from bascule.study.conversion.histories import histories
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT, Driver
from bascule.study.conversion.risk import Sheet, Worked, joined, known_control, risk, tasks, work
from bascule.study.conversion.sensitivity import ParameterError, carried
from bascule.study.conversion.terms import Rung
from bascule.study.conversion.worth import glance
from bascule.study.plan.process import LogOu, Merton
from bascule.study.switching.bracket import Effort
from bascule.study.switching.grid import solve_grid

LADDER = with_rungs(STILL, Rung(meter_mw=20.0), Rung(meter_mw=20.0, capex_factor=1.05))
CASE = replace(LADDER, quarters=24, shell=replace(LADDER.shell, capex_sd_frac=0.1))
WORLD = World(power_sd=0.0, power_speed=0.5, paths=4_000, seed=3)


def _played(book: Book, hedges: tuple[Hedge, ...] = (), funding: Funding = FUNDING) -> Accounts:
    drawn = histories(CASE, WORLD, 200, np.random.default_rng(1))
    return accounts(CASE, funding, hedges, book, drawn)


def _all_paths(*books: Book) -> Worked:
    same = replace(CASE, hashprice=replace(CASE.hashprice, world=CASE.hashprice.pricing))
    same = replace(same, rent=replace(same.rent, world=same.rent.pricing))
    return joined(map(work, tasks(same, FUNDING, (), WORLD, books)))


def test_the_balance_is_what_came_in_less_what_went_out() -> None:
    """Every row by name, and the opening balance."""
    found = _played(AtOnce(case=CASE, most=2))
    rows = (
        found.mining
        + found.leases
        + found.hedges
        + found.overhead
        + found.residual
        + found.capex
        + found.drawn
    )
    rows = rows + found.service + found.tax
    assert found.cash == pytest.approx(FUNDING.opening_cash + np.cumsum(rows, axis=0))


def test_a_loan_is_paid_back_with_its_interest() -> None:
    """At the loan's own rate its payments are worth what was drawn."""
    found = _played(AtOnce(case=CASE, most=2))
    quarters = np.arange(CASE.quarters)
    discount = (1 + FUNDING.loan_rate_frac / 4) ** -quarters.astype(float)
    assert discount @ found.drawn == pytest.approx(-(discount @ found.service), rel=1e-9)
    assert found.drawn.sum(axis=0) == pytest.approx(-0.6 * found.capex.sum(axis=0))


@pytest.mark.parametrize("tenor_years", [3, 10])
def test_what_was_drawn_is_repaid_or_still_owed(tenor_years: int) -> None:
    """In every quarter, principal being service less interest on what was owed; a short loan is paid off, a long one is not."""
    found = _played(AtOnce(case=CASE, most=2), funding=replace(FUNDING, tenor_years=tenor_years))
    before = np.concatenate([np.zeros((1, 200)), found.owed[:-1]])
    principal = -found.service - before * FUNDING.loan_rate_frac / 4
    assert np.cumsum(found.drawn, axis=0) == pytest.approx(np.cumsum(principal, axis=0) + found.owed, abs=1.0)
    assert (found.owed >= -1e-3).all()
    # The last rung is let from quarter 8 at the latest.
    assert (found.owed[-1] < 1e-3).all() == (tenor_years == 3)


def test_nobody_who_mines_on_builds_or_borrows() -> None:
    """The first strategy has no rows but hashing, overhead and tax."""
    found = _played(Never())
    assert not found.capex.any()
    assert not found.drawn.any()
    assert not found.leases.any()
    assert (found.place == 0).all()


def test_only_as_many_rungs_are_built_at_once_as_were_asked_for() -> None:
    """Part of the efficient set."""
    found = _played(AtOnce(case=CASE, most=1))
    assert rungs_of(CASE)[found.place].max() == 1


def test_a_forward_pays_the_distance_from_its_price() -> None:
    """Four quarters of a thousand units of hashprice."""
    hedge = Hedge(driver=HASHPRICE, price=50.0, amount=1_000.0, start=2, end=6)
    drawn = histories(CASE, WORLD, 200, np.random.default_rng(1))
    paid = accounts(CASE, FUNDING, (hedge,), Never(), drawn).hedges
    assert paid[2:6] == pytest.approx(250.0 * (50.0 - drawn.levels[HASHPRICE, 2:6]))
    assert not paid[:2].any()
    assert not paid[6:].any()


@pytest.mark.parametrize("seed", [3, 11])
def test_the_mean_of_the_optimal_strategy_is_the_grids_value(seed: int) -> None:
    """Where the world's drifts are the pricing ones; an independent account of the same money."""
    solution = solve_grid(problem_of(CASE))
    same = replace(CASE, hashprice=replace(CASE.hashprice, world=CASE.hashprice.pricing))
    same = replace(same, rent=replace(same.rent, world=same.rent.pricing))
    asked = tasks(same, FUNDING, (), replace(WORLD, seed=seed), (Optimal.of(solution),))
    found = joined(map(work, asked))
    mean = risk(found.sheets["optimal"], FUNDING, known_control(same, found.levels))
    assert mean.mean_npv == pytest.approx(
        solution.value, abs=4.5 * mean.standard_error + 0.002 * abs(solution.value)
    )


def test_the_same_where_the_hashprice_jumps() -> None:
    """The grid's mixtures against histories, whose control has its known mean."""
    jumpy = Merton(start=40.0, mu=-0.05, sigma=0.3, jumps_per_year=2.0, jump_mean=-0.15, jump_sd=0.2)
    same = with_courses(CASE, jumpy, CASE.rent.pricing)
    solution = solve_grid(problem_of(same))
    found = joined(map(work, tasks(same, FUNDING, (), WORLD, (Optimal.of(solution),))))
    control = known_control(same, found.levels)
    assert (np.abs(control.mean(axis=1)) < 4 * control.std(axis=1) / np.sqrt(WORLD.paths)).all()
    mean = risk(found.sheets["optimal"], FUNDING, control)
    assert mean.mean_npv == pytest.approx(
        solution.value, abs=4.5 * mean.standard_error + 0.002 * abs(solution.value)
    )


def test_the_optimum_beats_every_other_strategy_on_the_mean() -> None:
    """Up to the noise of the same histories."""
    books = (
        Never(),
        AtOnce(case=CASE, most=2),
        ByNpv.of(CASE, CASE.drivers(), 3.0),
        Optimal.of(solve_grid(problem_of(CASE))),
    )
    found = _all_paths(*books)
    best = found.sheets["optimal"].npv
    for book in books[:3]:
        gain = best - found.sheets[book.name].npv
        assert gain.mean() >= -4 * gain.std() / np.sqrt(len(gain)) - 0.001 * abs(best.mean())


def test_the_control_has_its_known_mean() -> None:
    """Discounted sums of the drivers."""
    found = _all_paths(Never())
    same = replace(CASE, hashprice=replace(CASE.hashprice, world=CASE.hashprice.pricing))
    same = replace(same, rent=replace(same.rent, world=same.rent.pricing))
    control = known_control(same, found.levels)
    assert np.abs(control.mean(axis=1)) == pytest.approx(0.0, abs=0.1 * control.std(axis=1).max())


def test_blocks_have_their_own_seeds_whoever_works_on_them() -> None:
    """In whatever order they are worked on, they are joined in theirs."""
    asked = tasks(CASE, FUNDING, (), WORLD, (Never(),))
    backwards = list(reversed([work(task) for task in reversed(asked)]))
    assert (
        joined(backwards).sheets["mine on"].npv.tolist()
        == joined(map(work, asked)).sheets["mine on"].npv.tolist()
    )


def test_ruin_is_counted_from_cash_and_facility() -> None:
    """Two of four histories fall below; a quarter of them within half a year, a half within three quarters of one."""
    cash = np.array([[1.0, 1.0, 1.0, 1.0], [-6e6, 1.0, 1.0, -4e6], [1.0, -7e6, 1.0, 1.0]])
    sheet = Sheet(
        npv=np.array([-3.0, -1.0, 1.0, 3.0]),
        cash=cash,
        owed=np.array([[0.0] * 4, [2e6] * 4, [1e6, 1e6, 1e6, 5e6]]),
        converted_mw=np.zeros((3, 4)),
        own_mw=np.zeros(4),
        breached=np.zeros(4, dtype=bool),
        means={},
    )
    found = risk(sheet, FUNDING)
    assert found.ruin == 0.5
    assert found.ruin_by.tolist() == [0.0, 0.25, 0.5]
    assert found.runway_years == 0.75
    assert found.cvar_95 == 3.0
    assert found.owed.tolist() == [0.0, 2e6, 2e6]
    assert found.net_cash[2, -1] == pytest.approx(1.0 - 3e6)


def test_a_plan_is_answered_whole() -> None:
    """Every part at once, on a small plan; the parts agree with each other."""
    statement = Statement(
        case=CASE,
        funding=FUNDING,
        hedges=(),
        world=replace(WORLD, paths=1_000, power_sd=0.2),
        effort=Effort(fitting=4_000, valuing=4_000, bounding=400),
    )
    stages: list[str] = []
    found = answer(statement, map, lambda stage, _: stages.append(stage))
    first = found.rungs[0]
    assert first.optimal >= max(first.mine_on, first.convert_now, first.npv_rule, first.without_ai) - 1e-6
    assert found.certificate.upper is not None
    assert found.certificate.lower.mean < first.optimal + 4 * found.certificate.lower.standard_error
    assert found.certificate.upper.mean > first.optimal - 4 * found.certificate.upper.standard_error
    assert found.likely.in_mode.sum(axis=1) == pytest.approx(np.ones(CASE.quarters))
    assert found.levels.shape == (2, 5, CASE.quarters)
    assert found.levels[RENT, 2, 0] == pytest.approx(CASE.drivers().base[RENT, 0])
    assert stages[0] == "rungs"


def test_errors_of_parameters_are_half_the_way_between_both_sides() -> None:
    """A rent that is known to a tenth: linear nearly, so the trigger hardly moves and the worth does."""
    found = list(carried(CASE, (ParameterError(name="rent", standard_error=15.0),)))
    low, high = (glance(_rent_times(factor), points_per_shock=1.5) for factor in (0.9, 1.1))
    assert found[0].optimal == pytest.approx((high.optimal - low.optimal) / 2)
    assert found[0].trigger == pytest.approx(((high.trigger or 0.0) - (low.trigger or 0.0)) / 2)


def _rent_times(factor: float) -> Case:
    def moved(course: LogOu) -> LogOu:
        return replace(course, start=course.start * factor, level=course.level * factor)

    rent = CASE.rent.pricing
    assert isinstance(rent, LogOu)
    return replace(CASE, rent=Driver(pricing=moved(rent), world=moved(rent)))


def test_an_error_of_an_unknown_input_is_refused() -> None:
    """By its name, with those that there are."""
    with pytest.raises(ValueError, match="no input is called 'luck'"):
        list(carried(CASE, (ParameterError(name="luck", standard_error=1.0),)))
