"""Steps of a plan, which differ in length, seen from the intervals of a delivery day."""

import numpy as np

from bascule.dispatch.inputs import Inputs
from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid


def steps_of(inputs: Inputs, grid: TimeGrid, index: int) -> tuple[Ints, Floats]:
    """Steps of a plan that overlap a delivery interval, and the share of it that each covers.

    Raises:
        ValueError: The plan does not cover the interval.
    """
    start, end = grid.starts_s()[index], grid.starts_s()[index] + grid.step_s
    ends = inputs.starts_s + np.round(inputs.hours * 3600).astype(np.int64)
    overlap = np.minimum(ends, end) - np.maximum(inputs.starts_s, start)
    steps = np.flatnonzero(overlap > 0)
    if not steps.size:
        raise ValueError(f"the plan does not cover the delivery interval from {grid.time(index).isoformat()}")
    return steps, overlap[steps] / overlap[steps].sum()
