"""Where nothing couples in time: a merit order per interval against the program."""

from dataclasses import replace
from time import perf_counter
from typing import Final

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.merit import fill
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import Infeasible
from bascule.study.backtest import initial_state
from benchmarks.figures import Figure
from benchmarks.reference_market import DAYS
from benchmarks.reference_site import DAY, ReferenceYear, reference_year

PART: Final = "closed form"


def measure(*, quick: bool) -> list[Figure]:
    """The reference site without battery, jobs and demand charge; every day is compared with its program."""
    days, year = 31 if quick else DAYS, reference_year()
    shape = SiteShape.of(replace(year.site, batteries=(), demand_charges=()))
    begun = perf_counter()
    whole = _inputs(year, shape, 0, days * DAY)
    compile_s, seconds = perf_counter() - begun, []
    for _ in range(5):
        begun = perf_counter()
        fill(whole)
        seconds.append(perf_counter() - begun)
    worst = max(_difference(_inputs(year, shape, day * DAY, DAY)) for day in range(days))
    said = f"{days * DAY:,} steps, median of 5"
    return [
        Figure(
            part=PART,
            name="merit order",
            value=float(np.median(seconds)) * 1e3,
            unit="ms",
            at_most=50.0,
            note=said,
        ),
        Figure(part=PART, name="compiling its inputs", value=compile_s * 1e3, unit="ms"),
        Figure(
            part=PART,
            name="worst relative difference to the program",
            value=worst,
            at_most=1e-9,
            note=f"{days} days",
        ),
    ]


def _inputs(year: ReferenceYear, shape: SiteShape, first: int, count: int) -> Inputs:
    grid = year.grid.window(first, count)
    values = {name: array[first : first + count] for name, array in year.values.items()}
    return compile_inputs(
        shape, [Piece(grid=grid, values=values)], initial_state(shape.site, grid.start), Asking()
    )


def _difference(inputs: Inputs) -> float:
    """Relative difference of the objectives.

    Raises:
        Infeasible: The program has no plan.
    """
    plan = optimise(inputs)
    if not isinstance(plan, Plan):
        raise Infeasible("a day without coupling has no plan")
    money = fill(inputs).objective
    return abs(money - plan.objective) / max(abs(plan.objective), 1.0)
