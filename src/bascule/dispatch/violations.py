"""What the linear relaxation of a plan got wrong: solve it, look, and be integer only there."""

from dataclasses import replace

import numpy as np

from bascule.dispatch.assemble import Layout, Refinement
from bascule.dispatch.blocks import battery, bus, flexible_load, jobs, overruns
from bascule.dispatch.inputs import Inputs
from bascule.model.series import Floats, Ints


def violations(layout: Layout, x: Floats, refinement: Refinement) -> Refinement | None:
    """The refinement that the answer asks for on top of ``refinement``, or None where it breaks nothing."""
    whole = refinement.whole | _whole(layout, x)
    found = {"": bus.both_ways(layout.bus, x)}
    found |= {name: battery.both_ways(columns, x) for name, columns in layout.batteries.items()}
    one_way = {name: np.union1d(refinement.steps(name), steps) for name, steps in found.items()}
    more = any(steps.size > refinement.steps(name).size for name, steps in one_way.items())
    if whole == refinement.whole and not more:
        return None
    return replace(refinement, whole=whole, one_way=one_way)


def _whole(layout: Layout, x: Floats) -> frozenset[str]:
    blocks = {name for name, columns in layout.groups.items() if _fractional(columns.switches, x)}
    nodes = {name for name, columns in layout.pools.items() if _fractional(columns.nodes, x)}
    broken_jobs = {name for name, columns in layout.jobs.items() if jobs.fractional(columns, x)}
    loads = {name for name, columns in layout.loads.items() if flexible_load.fractional(columns, x)}
    return frozenset(blocks | nodes | broken_jobs | loads)


def _fractional(columns: Ints, x: Floats, tolerance: float = 1e-6) -> bool:
    if not columns.size:
        return False
    values = x[columns]
    return bool((np.abs(values - np.round(values)) > tolerance).any())


def with_cuts(inputs: Inputs, layout: Layout, x: Floats, refinement: Refinement) -> Refinement | None:
    """The refinement with tangents more for each overrun whose norm an answer has too low; None where none is."""
    found = {o.key: overruns.touching_cut(o, layout.overruns[o.key], x) for o in inputs.overruns}
    more = {key: (*refinement.cuts.get(key, ()), cut) for key, cut in found.items() if cut is not None}
    return replace(refinement, cuts={**refinement.cuts, **more}) if more else None
