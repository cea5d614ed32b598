"""A case under several paths of prices, and the slow, obvious form of its two-stage program."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from tests.dispatch.sites import Case

from bascule.dispatch.assemble import Layout, assemble
from bascule.dispatch.extensive import columns_of
from bascule.dispatch.first_stage import first_stage
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.program import LinearProgram, ProgramBuilder
from bascule.model.series import Floats

FIRST_HOURS = 2


def priced(drawn: Case, changes: Sequence[Sequence[float]]) -> list[Inputs]:
    """The horizon with each change of the spot price."""
    spot = drawn.values["spot"]
    return [
        replace(drawn, values={**drawn.values, "spot": spot + np.asarray(change)}).inputs()
        for change in changes
    ]


def programs_of(
    inputs: Sequence[Inputs], steps: int = FIRST_HOURS
) -> tuple[list[LinearProgram], Layout, NDArray[np.bool_]]:
    """Each scenario's own program, where its columns stand, and which decide the first steps."""
    made = [assemble(one) for one in inputs]
    program, layout = made[0]
    return [p for p, _ in made], layout, first_stage(inputs[0], layout, program.cost.size, steps)


def tied(programs: Sequence[LinearProgram], weights: Floats, first: NDArray[np.bool_]) -> LinearProgram:
    """All programs side by side, first-stage columns held equal by one row each."""
    builder, places = ProgramBuilder(), []
    for program, weight in zip(programs, weights.tolist(), strict=True):
        columns = builder.columns(
            program.cost.size, cost=weight * program.cost, lower=program.lower, upper=program.upper
        )
        rows = builder.rows(program.row_lower.size, lower=program.row_lower, upper=program.row_upper)
        builder.put(rows[program.rows], columns[columns_of(program)], program.entries)
        places.append(columns[first])
    for place in places[1:]:
        rows = builder.rows(place.size, lower=0.0, upper=0.0)
        builder.put(rows, place, 1.0)
        builder.put(rows, places[0], -1.0)
    return builder.build()
