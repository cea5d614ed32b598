"""Milliseconds from a state and prices to a schedule, split by part."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from time import perf_counter, process_time
from typing import Final

import numpy as np

from bascule.dispatch.assemble import assemble
from bascule.dispatch.basis import starting_basis
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.highs import solve
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.read import schedule
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import Infeasible
from benchmarks.figures import Figure
from benchmarks.reference_site import reference_year
from benchmarks.windows import Window, pick, roll

PART: Final = "window"
LEAST_COLUMNS: Final = 3200
STAGES = ("compile", "assemble", "basis", "HiGHS", "read")


def measure(*, quick: bool) -> list[Figure]:
    """The reference windows, and windows with one more job a day, of which only those with at least 3,200 columns count."""
    days, count = (40, 20) if quick else (365, 200)
    on, windows = roll(reference_year(), days)
    larger_on, larger = roll(reference_year(jobs_per_day=11), days, 11)
    large = [window for window in larger if sizes(larger_on.shape, window)[0] >= LEAST_COLUMNS]
    return [
        *_figures("reference", on.shape, pick(windows, count)),
        *_figures("at least 3,200 columns", larger_on.shape, pick(large, count)),
    ]


def _figures(name: str, shape: SiteShape, windows: Sequence[Window]) -> list[Figure]:
    size = np.median([sizes(shape, window) for window in windows], axis=0)
    for window in windows[:5]:
        plan_seconds(shape, window)
    whole, cpu_ms = [], []
    for window in windows:
        begun = process_time()
        whole.append(plan_seconds(shape, window)[0] * 1e3)
        cpu_ms.append((process_time() - begun) * 1e3)
    parts = np.median([part_ms(shape, window) for window in windows], axis=0)
    said = f"median of {len(windows)}; {size[0]:.0f} columns, {size[1]:.0f} rows, {size[2]:.0f} nonzeros"
    return [
        Figure(part=PART, name=f"{name}: whole", value=median(whole), unit="ms", at_most=8.0, note=said),
        Figure(part=PART, name=f"{name}: processor time", value=median(cpu_ms), unit="ms"),
        Figure(part=PART, name=f"{name}: 95th percentile", value=float(np.quantile(whole, 0.95)), unit="ms"),
        *(
            Figure(part=PART, name=f"{name}: {stage}", value=float(ms), unit="ms")
            for stage, ms in zip(STAGES, parts, strict=True)
        ),
    ]


def plan_seconds(shape: SiteShape, window: Window) -> tuple[float, float]:
    """Seconds from state and prices to a schedule, and the plan's money.

    Raises:
        Infeasible: The window has no plan.
    """
    begun = perf_counter()
    plan = optimise(compile_inputs(shape, [window.piece], window.state, window.asking))
    if not isinstance(plan, Plan):
        raise Infeasible(f"no plan for the window from {window.piece.grid.start.isoformat()}")
    schedule(plan, window.piece.grid)
    return perf_counter() - begun, plan.objective


def part_ms(shape: SiteShape, window: Window) -> list[float]:
    """Milliseconds of each part, by the same calls as the optimiser makes; the reading is what is left of the whole."""
    moments = [perf_counter()]
    inputs = compile_inputs(shape, [window.piece], window.state, window.asking)
    moments.append(perf_counter())
    program, layout = assemble(inputs)
    moments.append(perf_counter())
    basis = starting_basis(inputs, layout)
    moments.append(perf_counter())
    solve(program, basis=basis)
    moments.append(perf_counter())
    ms = [1e3 * (after - before) for before, after in pairwise(moments)]
    plan = optimise(inputs)
    begun = perf_counter()
    if isinstance(plan, Plan):
        schedule(plan, window.piece.grid)
    return [*ms, 1e3 * (perf_counter() - begun)]


def sizes(shape: SiteShape, window: Window) -> tuple[int, int, int]:
    """Columns, rows and nonzeros of a window's program."""
    program, _ = assemble(compile_inputs(shape, [window.piece], window.state, window.asking))
    return program.cost.size, program.row_lower.size, program.entries.size
