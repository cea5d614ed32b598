"""Lines of the trigger map against the grid's own choices, and against a problem whose threshold is known by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import DEAR, flat, with_courses, with_rungs
from tests.study.conversion.small_case import CASE, HASHPRICE

from bascule.study.conversion.build import HASHING, RESTING, Place, places, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.lines import CONVERT, OTHER, SELL, RestLines, rest_lines, trigger_lines
from bascule.study.conversion.plan_drivers import RENT, Driver
from bascule.study.conversion.plane import Plane
from bascule.study.conversion.terms import Rung
from bascule.study.conversion.worth import worth
from bascule.study.switching.grid import GridSolution, solve_grid

PLAN = replace(
    with_rungs(CASE, Rung(meter_mw=20.0), Rung(meter_mw=20.0, capex_factor=1.05)),
    quarters=24,
    shell=replace(CASE.shell, capex_per_it_mw=4e6),
)


NEAR = replace(HASHPRICE, start=20.0)


@pytest.fixture(scope="module")
def solved() -> GridSolution:
    """The ladder."""
    return solve_grid(problem_of(PLAN), 2.0)


@pytest.fixture(scope="module")
def lines(solved: GridSolution) -> RestLines:
    """Its lines along the usual rents."""
    return rest_lines(PLAN, solved)


def _choices(case: Case, solution: GridSolution, rest: int, rent: float) -> tuple[list[int], list[float]]:
    """The grid's choice at the node nearest to a rent, and the hashprice, row by row."""
    place = places(case).index(Place(rungs=0, rest=rest))
    axes, base = solution.axes, solution.problem.drivers.base
    wanted = math.log(rent / base[RENT, 0])
    columns = [int(np.abs(axes.second + axes.shear * w - wanted).argmin()) for w in axes.first]
    picked = [int(solution.choices[0, place, row, column]) for row, column in enumerate(columns)]
    return picked, (base[0, 0] * np.exp(axes.first)).tolist()


@pytest.mark.parametrize("rent", [60.0, 90.0, 120.0])
def test_hashing_stops_where_the_grid_stops_it(solved: GridSolution, rent: float) -> None:
    """Within two nodes: the highest hashprice at which the grid's own choice is to rest or sell, and which of them."""
    found = rest_lines(PLAN, solved, np.array([rent]))
    picked, prices = _choices(PLAN, solved, HASHING, rent)
    last = max(k for k, choice in enumerate(picked) if choice in {OTHER + 1, SELL + 1})
    assert prices[last - 2] <= found.stops_below[0] <= prices[last + 2]
    assert found.sells[0] == (picked[last - 1] == SELL + 1)


@pytest.mark.parametrize("rent", [60.0, 90.0, 120.0])
def test_a_resting_site_starts_where_the_grid_starts_it(solved: GridSolution, rent: float) -> None:
    """Within two nodes: the lowest hashprice from which on the choice is to hash."""
    found = rest_lines(PLAN, solved, np.array([rent]))
    picked, prices = _choices(PLAN, solved, RESTING, rent)
    first = max(k for k, choice in enumerate(picked) if choice != OTHER + 1) + 1
    assert prices[first - 2] <= found.starts_above[0] <= prices[min(first + 1, len(prices) - 1)]


def test_a_site_stops_below_what_it_would_start_at(lines: RestLines) -> None:
    """Stopping and starting cost something, so that between the two lines it goes on as it is."""
    both = np.isfinite(lines.stops_below) & np.isfinite(lines.starts_above)
    assert both.sum() > 10
    assert (lines.stops_below < lines.starts_above)[both].all()


def test_a_line_ends_where_converting_is_the_way_out(solved: GridSolution, lines: RestLines) -> None:
    """At high rents nobody rests, and a resting site converts before it would hash."""
    assert np.isnan(lines.stops_below[-1])
    assert np.isnan(lines.starts_above[-1])
    place = places(PLAN).index(Place(rungs=0, rest=RESTING))
    assert solved.choices[0, place, 0, -1] == CONVERT + 1


def test_nobody_stops_whose_other_ways_out_are_closed() -> None:
    """No threshold, at any rent."""
    case = replace(PLAN, resting=DEAR)
    found = rest_lines(case, solve_grid(problem_of(case), 1.5))
    assert np.isnan(found.stops_below).all()
    assert not found.sells.any()


def test_in_the_last_quarter_a_loss_is_what_mothballing_saves() -> None:
    """One quarter to go: hash while its margin exceeds minus cost and upkeep of resting, by hand."""
    case = replace(
        CASE,
        quarters=1,
        hashprice=Driver(pricing=NEAR, world=NEAR),
        rungs=(Rung(meter_mw=1.0, rent_factor=0.0),),
        resting=replace(CASE.resting, sale_price=-1e9),
    )
    found = rest_lines(case, solve_grid(problem_of(case)))
    stops = (400_000 + 60_000 - 4 * 20_000 - 15_000) / 20_000
    starts = (400_000 + 60_000 + 4 * 50_000 - 15_000) / 20_000
    assert found.stops_below == pytest.approx(np.full(61, stops), rel=1e-3)
    assert found.starts_above == pytest.approx(np.full(61, starts), rel=1e-3)


def test_a_hashprice_that_is_known_leaves_a_trigger_rent() -> None:
    """One uncertain driver, the rent: the trigger is where the lead of converting turns, as on a grid of both."""
    quarters = 16
    case = with_courses(replace(PLAN, quarters=quarters), flat(40.0, quarters), CASE.rent.pricing)
    known = trigger_lines(case, solve_grid(problem_of(case), 3.0))[0]
    barely = replace(HASHPRICE, mu=0.0, sigma=0.02)
    nearly = with_courses(replace(PLAN, quarters=quarters), barely, CASE.rent.pricing)
    both = solve_grid(problem_of(nearly), 2.0)
    line = trigger_lines(nearly, both)[0]
    assert known.hashprice.tolist() == [40.0]
    assert known.rent[0] == pytest.approx(float(np.interp(40.0, line.hashprice, line.rent)), rel=0.01)
    assert worth(case).trigger is not None


def test_a_rent_that_is_known_has_one_place_on_the_map() -> None:
    """Lines along hashprices only."""
    quarters = 16
    case = with_courses(replace(PLAN, quarters=quarters), HASHPRICE, flat(150.0, quarters))
    found = rest_lines(case, solve_grid(problem_of(case), 2.0))
    assert found.rent.tolist() == [150.0]


def test_a_plane_is_read_between_its_nodes() -> None:
    """Gain of log h + 2 log r over today's: zero at the hashprice that is the rent's inverse square."""
    rows, columns = np.linspace(-1, 1, 5), np.linspace(-1, 1, 9)
    grid = np.broadcast_to(columns, (5, 9))
    plane = Plane(today=(40.0, 100.0), rows=rows, columns=grid, gain=rows[:, None] + 2 * grid)
    assert plane.hashprice_above(120.0) == pytest.approx(40 * 1.2**-2)
    assert plane.rent_above(plane.centre) == pytest.approx(100.0)
    assert plane.hashprice_above(1_000.0) == 0.0
    assert plane.hashprice_above(1.0) is None
