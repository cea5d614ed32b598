"""The program against every pattern tried in turn, and its integers only where they are needed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import EXPORT, battery, case, earned, fleet, job, pool, site

from bascule.dispatch import optimise as module
from bascule.dispatch.highs import NoPlan, Solved, SolverOptions, TimedOut, solve
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.program import LinearProgram
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.grid_connection import GridConnection
from bascule.model.site import Site

HOURS = 4
prices = st.lists(st.integers(-40, 120), min_size=HOURS, max_size=HOURS)
few = settings(max_examples=20)
Pattern = tuple[int, ...]


def best_pattern(worth: Callable[[Pattern], float | None]) -> float:
    """Money of the best on/off pattern; a pattern that is not allowed is worth None."""
    return max(value for value in map(worth, product((0, 1), repeat=HOURS)) if value is not None)


def rises(pattern: Pattern, before: int) -> int:
    """Starts of a pattern."""
    return sum(now > then for then, now in zip((before, *pattern), pattern, strict=False))


def runs(pattern: Pattern) -> Iterator[tuple[int, int, bool]]:
    """State, length and whether it reaches the end, of each run that begins inside a pattern after a state of 0."""
    edges = [k for k in range(HOURS) if pattern[k] != (0, *pattern)[k]]
    for begin, end in zip(edges, [*edges[1:], HOURS], strict=False):
        yield pattern[begin], end - begin, end == HOURS


@few
@given(spot=prices, start=st.integers(0, 60))
def test_a_whole_block_takes_its_best_pattern(spot: Sequence[int], start: int) -> None:
    """10 MW worth 50 as one block on 12 MW that also carry 5 MW worth 70, all starts of the block at ``start``."""
    block = fleet(50.0, name="block", whole_block=True, start_cost=start / 10_000, initial_on_frac=0.0)
    place = site(grid=GridConnection(import_limit_mw=12.0), fleets=(block, fleet(70.0, 5.0, name="free")))

    def worth(on: Pattern) -> float:
        hours = zip(on, spot, strict=True)
        return sum(o * 10 * (50 - p) + (2 if o else 5) * max(70 - p, 0) for o, p in hours) - start * rises(
            on, 0
        )

    assert earned(place, spot) == pytest.approx(best_pattern(worth), abs=1e-4)


@few
@given(spot=prices, up=st.integers(1, 3), down=st.integers(1, 3), start=st.integers(0, 80))
def test_a_committed_load_takes_its_best_pattern(spot: Sequence[int], up: int, down: int, start: int) -> None:
    """1 MW worth 50, on or off, with least times and a start cost, off long before."""
    load = FlexibleLoad(
        name="load",
        power_mw=1.0,
        least_mw=1.0,
        value_per_mwh=50.0,
        min_up_h=up,
        min_down_h=down,
        start_cost=start,
    )

    def worth(on: Pattern) -> float | None:
        if any(not last and length < (up if state else down) for state, length, last in runs(on)):
            return None
        return sum(o * (50 - p) for o, p in zip(on, spot, strict=True)) - start * rises(on, 0)

    place = site(loads=(load,), fleets=(fleet(0.001, 0.001),))
    rest = earned(replace(place, loads=()), spot)
    assert earned(place, spot) - rest == pytest.approx(best_pattern(worth), abs=1e-4)


@few
@given(spot=prices, restart=st.sampled_from([0.0, 0.25, 0.5, 1.0]), work=st.integers(500, 3500))
def test_a_whole_interval_job_takes_its_best_pattern(spot: Sequence[int], restart: float, work: int) -> None:
    """1,000 GPUs at a time for 0.1 per GPU-hour, each start losing some hours of work."""
    place = site(
        fleets=(fleet(0.001, 0.001),),
        pools=(pool(),),
        jobs=(job(work, 0, HOURS, whole_interval=True, restart_h=restart),),
    )

    def worth(on: Pattern) -> float | None:
        done = 1000 * (sum(on) - restart * rises(on, 0))
        return None if done < 0 else 0.1 * min(done, work) - sum(o * p for o, p in zip(on, spot, strict=True))

    rest = earned(replace(place, jobs=()), spot)
    assert earned(place, spot) - rest == pytest.approx(best_pattern(worth), abs=1e-4)


@few
@given(spot=st.lists(st.integers(0, 200), min_size=HOURS, max_size=HOURS))
def test_two_jobs_paid_on_completion_share_a_pool_best(spot: Sequence[int]) -> None:
    """Each needs two of four hours of 1,000 GPUs; one pays 0.1, the other 0.15 per GPU-hour."""
    jobs = tuple(
        job(2000, 0, HOURS, name=name, value_per_gpu_h=pay, pays_on_completion=True)
        for name, pay in (("a", 0.1), ("b", 0.15))
    )
    place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(),), jobs=jobs)
    cheap = sorted(spot)
    best = max(0, 300 - sum(cheap[:2]), 500 - sum(cheap))
    rest = earned(replace(place, jobs=()), spot)
    assert earned(place, spot) - rest == pytest.approx(best, abs=1e-4)


def test_an_ordinary_site_needs_no_integers() -> None:
    """Fleets, battery and export at positive prices: the relaxation is the plan."""
    grid = GridConnection(import_limit_mw=20.0, export_limit_mw=5.0)
    planned = case(
        site(grid=grid, fleets=(fleet(),), batteries=(battery(),), exports=(EXPORT,)), [30, 60, 20, 90]
    ).plan()
    assert (planned.integers, planned.objective) == (0, planned.relaxed)


def test_a_plan_asked_to_relax_is_the_bound() -> None:
    """The block that does not fit counts in part, and no integer is used."""
    place = site(grid=GridConnection(import_limit_mw=6.0), fleets=(fleet(whole_block=True),))
    bound = optimise(case(place, [40]).inputs(), relax=True)
    assert isinstance(bound, Plan)
    assert (bound.objective, bound.integers) == pytest.approx((60, 0))


def test_physics_that_cannot_be_kept_have_no_plan() -> None:
    """7 MW of auxiliaries on 5 MW."""
    place = site(grid=GridConnection(import_limit_mw=5.0, auxiliary_fixed_mw=7.0), fleets=(fleet(),))
    assert isinstance(optimise(case(place, [10]).inputs()), NoPlan)


def blocks() -> Site:
    """Two blocks of which one fits."""
    two = (fleet(50.0, name="a", whole_block=True), fleet(60.0, 8.0, name="b", whole_block=True))
    return site(grid=GridConnection(import_limit_mw=12.0), fleets=two)


def test_the_best_so_far_is_kept_when_time_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unproven answer is read like any other, and is not called proven."""

    def hurried(program: LinearProgram, options: SolverOptions | None = None, *rest: object) -> object:
        del rest
        answer = solve(program, options)
        return (
            replace(answer, proven=False) if program.integer.any() and isinstance(answer, Solved) else answer
        )

    monkeypatch.setattr(module, "solve", hurried)
    plan = optimise(case(blocks(), [40]).inputs())
    assert isinstance(plan, Plan)
    assert plan.objective == pytest.approx(160)
    assert plan.integers > 0


def test_an_unproven_plan_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the plan can see that time ran out."""

    def hurried(program: LinearProgram, options: SolverOptions | None = None, *rest: object) -> object:
        del rest
        answer = solve(program, options)
        return (
            replace(answer, proven=False) if program.integer.any() and isinstance(answer, Solved) else answer
        )

    monkeypatch.setattr(module, "solve", hurried)
    plan = optimise(case(blocks(), [40]).inputs())
    assert isinstance(plan, Plan)
    assert not plan.answer.proven


def test_no_time_at_all_is_said() -> None:
    """Without a second there is no plan, and no pretence of one."""
    assert isinstance(optimise(case(blocks(), [40]).inputs(), SolverOptions(time_limit_s=0.0)), TimedOut)


def test_integer_plans_have_marginal_values_too() -> None:
    """With the block of 8 MW fixed, a MWh of connection is worth nothing and the bus its price."""
    marginal = case(blocks(), [40]).schedule().marginal
    assert marginal is not None
    assert marginal.bus_per_mwh == pytest.approx(np.array([40.0]))
