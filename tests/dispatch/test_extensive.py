"""The extensive form is the two-stage program, no more and no less."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dispatch.random_sites import COUNT, cases
from tests.dispatch.scenario_cases import priced, programs_of, tied
from tests.dispatch.sites import Case, battery, case, fleet, job, pool, site

from bascule.dispatch.extensive import extensive
from bascule.dispatch.highs import Solved, solve
from bascule.dispatch.program import LinearProgram
from bascule.model.series import Floats

CHANGES = st.lists(st.lists(st.integers(-40, 40), min_size=COUNT, max_size=COUNT), min_size=1, max_size=4)


def cost(program: LinearProgram) -> float | None:
    """Least cost, or None where there is no plan."""
    found = solve(program)
    return found.objective if isinstance(found, Solved) else None


def weights_of(count: int) -> Floats:
    """Unequal weights that sum to 1."""
    return np.asarray(np.arange(1.0, count + 1.0) / (count * (count + 1) / 2))


@given(cases(), CHANGES, st.integers(0, COUNT))
def test_equals_separate_programs_that_are_tied(drawn: Case, changes: list[list[int]], steps: int) -> None:
    """Merged columns and dropped rows cost what explicit ties cost, on any site."""
    programs, _, first = programs_of(priced(drawn, changes), steps)
    weights = weights_of(len(programs))
    merged, tie = cost(extensive(programs, weights, first)[0]), cost(tied(programs, weights, first))
    assert (merged is None) == (tie is None)
    if merged is not None:
        assert merged == pytest.approx(tie, abs=1e-5, rel=1e-7)


@given(cases(), CHANGES)
def test_one_scenario_and_equal_ones_are_the_deterministic_program(
    drawn: Case, changes: list[list[int]]
) -> None:
    """Scenarios that are equal to one another decide what one alone decides."""
    programs, _, first = programs_of(priced(drawn, changes[:1] * 3))
    alone = cost(programs[0])
    for count in (1, 3):
        whole, _ = extensive(programs[:count], weights_of(count), first)
        assert cost(whole) == (None if alone is None else pytest.approx(alone, abs=1e-5, rel=1e-7))


@given(cases(), CHANGES)
def test_planning_for_all_paths_is_never_worse_than_for_their_mean(
    drawn: Case, changes: list[list[int]]
) -> None:
    """The recourse problem costs at most what the mean path's first steps cost in the scenarios (RP <= EEV)."""
    mean = np.mean(changes, axis=0)
    programs, _, first = programs_of(priced(drawn, [*changes, mean.tolist()]))
    *own, central = programs
    weights, best = np.full(len(own), 1.0 / len(own)), solve(central)
    stochastic = cost(extensive(own, weights, first)[0])
    if isinstance(best, Solved) and stochastic is not None:
        held = [
            replace(p, lower=np.where(first, best.x, p.lower), upper=np.where(first, best.x, p.upper))
            for p in own
        ]
        expected = cost(extensive(held, weights, first)[0])
        assert expected is None or stochastic <= expected + 1e-5 * max(abs(expected), 1.0)


def test_columns_of_the_first_steps_stand_once() -> None:
    """Three scenarios of a battery and a fleet share what is decided now, and have the rest each."""
    place = site(fleets=(fleet(),), batteries=(battery(),))
    programs, _, first = programs_of(priced(case(place, [30.0] * 4), [[0] * 4, [9] * 4, [-9] * 4]))
    whole, placed = extensive(programs, weights_of(3), first)
    assert whole.cost.size == 3 * programs[0].cost.size - 2 * first.sum()
    assert whole.row_lower.size == 3 * programs[0].row_lower.size - 2 * placed.shared_rows.sum()
    assert np.array_equal(placed.columns[0][first], placed.columns[2][first])


def test_scenarios_differ_in_money_only() -> None:
    """Another number of GPUs in the first step is refused: it is known when it is decided."""
    drawn = case(site(pools=(pool(),), jobs=(job(500, 0, 3),)), [30.0] * 4)
    programs, _, first = programs_of(priced(drawn, [[0] * 4, [1] * 4]))
    other = replace(programs[1], upper=programs[1].upper * 0.5)
    with pytest.raises(ValueError, match="money only"):
        extensive([programs[0], other], weights_of(2), first)
