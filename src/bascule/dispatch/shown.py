"""What the meter would show of energy sold as not drawn, were a plan followed: its own hours before and after are the baseline.

The hours next to a dear one are often dear too. A site that is off in them has no baseline to deliver against, however much it
drew on other days.
"""

import numpy as np

from bascule.dispatch.optimise import Plan
from bascule.dispatch.plan_steps import steps_of
from bascule.model.reserves import Baseline, ReserveProduct
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid
from bascule.settle.baseline import BaselineSettings, baseline_mw
from bascule.units import SECONDS_PER_HOUR


def shown_mw(plan: Plan, product: ReserveProduct, grid: TimeGrid, sold_mw: Floats) -> Floats:
    """Megawatts of a sale that the meter would show, at most what is sold, shape (grid.count,).

    Zero where the hours that would be compared lie outside the plan. A product that is measured against like days is shown
    whole: its plan is held to those days already.

    Args:
        plan: An optimal plan that covers the delivery intervals.
        product: A product whose sale is a call.
        grid: Delivery intervals.
        sold_mw: What would be sold, shape (grid.count,).
    """
    if product.baseline is Baseline.TEN_OF_TEN:
        return sold_mw
    around, first = _around(plan, grid)
    sold = np.zeros(around.count)
    sold[first : first + grid.count] = sold_mw
    metered = _planned_import(plan, around) - sold
    baseline = baseline_mw(product.baseline, metered, around, sold > 0, "UTC", BaselineSettings())
    shown = np.nan_to_num(baseline - metered)[first : first + grid.count]
    return np.clip(shown, 0.0, sold_mw)


def _around(plan: Plan, grid: TimeGrid) -> tuple[TimeGrid, int]:
    """The delivery intervals with as much of a baseline's window on either side as the plan covers, and where they start."""
    inputs, most = plan.inputs, round(BaselineSettings().window_h / grid.step_h)
    end_s = int(inputs.starts_s[-1]) + round(float(inputs.hours[-1]) * SECONDS_PER_HOUR)
    before = min((grid.start_s - int(inputs.starts_s[0])) // grid.step_s, most)
    after = min((end_s - grid.start_s) // grid.step_s - grid.count, most)
    start = grid.start - before * grid.step
    return TimeGrid(start=start, step=grid.step, count=before + grid.count + after), before


def _planned_import(plan: Plan, grid: TimeGrid) -> Floats:
    """Net import of each interval as planned, without calls, MW."""
    x = plan.answer.x
    net = sum(
        (sign * x[columns] for columns, sign in plan.layout.bus.net_import()), np.zeros(plan.inputs.count)
    )
    steps = (steps_of(plan.inputs, grid, k) for k in range(grid.count))
    return np.array([net[at] @ share for at, share in steps])
