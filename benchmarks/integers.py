"""What integers cost when they are asked for everywhere; the optimiser adds them only where its answer breaks a rule."""

from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np

from bascule.dispatch.assemble import Refinement, assemble
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.highs import Solved, SolverOptions, solve
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.optimise import money
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import Infeasible
from bascule.model.site import Site
from benchmarks.figures import Figure
from benchmarks.reference_site import reference_year
from benchmarks.window_speed import plan_seconds
from benchmarks.windows import STEPS, Window, roll

PART: Final = "integers"
_OPTIONS: Final = SolverOptions(time_limit_s=10.0, gap=1e-3)

Refine = Callable[[Inputs], Refinement]


def measure(*, quick: bool) -> list[Figure]:
    """Windows with the lowest prices: the battery one way at every step, and fleets switched as whole blocks."""
    year = reference_year()
    on, windows = roll(year, 31 if quick else 365)
    lowest = sorted(windows, key=lambda window: float(window.piece.values["spot_eur_per_mwh"].min()))
    chosen = lowest[: 2 if quick else 6]
    plain = [plan_seconds(on.shape, window) for window in chosen]
    linear = median(seconds for seconds, _ in plain) * 1e3
    blocks = SiteShape.of(_block_site(year.site))
    all_blocks = frozenset(fleet.name for fleet in year.site.fleets)
    cases: list[tuple[str, SiteShape, Refine]] = [
        (
            "battery exclusive at every step",
            on.shape,
            lambda _: Refinement(one_way={"battery": np.arange(STEPS)}),
        ),
        ("fleets as whole blocks, start cost", blocks, lambda _: Refinement(whole=all_blocks)),
    ]
    figures = [
        Figure(
            part=PART,
            name="linear",
            value=linear,
            unit="ms",
            note=f"median of the {len(chosen)} lowest-priced windows",
        )
    ]
    for name, shape, refine in cases:
        results = [_integer(shape, window, refine) for window in chosen]
        spent = median(seconds for seconds, _ in results) * 1e3
        lost = max((a - b) / max(abs(a), 1.0) for (_, a), (_, b) in zip(plain, results, strict=True))
        said = f"most money lost against linear {lost:.2%}; gap 1e-3, at most 10 s"
        figures.append(Figure(part=PART, name=name, value=spent, unit="ms", note=said))
        figures.append(Figure(part=PART, name=f"{name} / linear", value=spent / linear))
    return figures


def _block_site(site: Site) -> Site:
    return replace(
        site, fleets=tuple(replace(fleet, whole_block=True, start_cost=0.005) for fleet in site.fleets)
    )


def _integer(shape: SiteShape, window: Window, refine: Refine) -> tuple[float, float]:
    """Seconds and money of a window with its integers from the start.

    Raises:
        Infeasible: The window has no such plan within the limit.
    """
    begun = perf_counter()
    inputs = compile_inputs(shape, [window.piece], window.state, window.asking)
    program, _ = assemble(inputs, refine(inputs))
    result = solve(program, _OPTIONS)
    if not isinstance(result, Solved):
        raise Infeasible(f"no integer plan for the window from {window.piece.grid.start.isoformat()}")
    return perf_counter() - begun, money(inputs, result.objective)
