"""GPUs of sales that may not be given up yet: what buyers hold until a notice is over."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bascule.dispatch.inputs import Group, Inputs
from bascule.model.ai_contracts import GpuSale
from bascule.model.schedule import Schedule
from bascule.model.series import Floats
from bascule.model.state import SiteState
from bascule.units import SECONDS_PER_HOUR


def with_notice(
    inputs: Inputs, sales: Sequence[GpuSale], state: SiteState, noticed: Schedule | None
) -> Inputs:
    """Inputs whose sales with notice keep the GPUs that their buyers hold.

    Args:
        inputs: The horizon.
        sales: The site's sales.
        state: GPUs held before the first step.
        noticed: The plan followed so far: what it gives up and when was said when it was made.
    """
    by_name = {sale.name: sale for sale in sales if sale.notice_h > 0 and state.use_gpus.get(sale.name)}
    if not by_name:
        return inputs
    room, groups = _room_mw(inputs), []
    for group in inputs.groups:
        if group.name in by_name:
            kept = _floor(inputs, group, by_name[group.name], state, noticed)
            kept = np.minimum(kept, np.maximum(room, 0.0) / group.bus_per_it)
            room = room - kept * group.bus_per_it
            groups.append(replace(group, floor_mw=kept))
        else:
            groups.append(group)
    return replace(inputs, groups=tuple(groups))


def _floor(inputs: Inputs, group: Group, sale: GpuSale, state: SiteState, noticed: Schedule | None) -> Floats:
    """IT power of the first segment of the GPUs held, while demand lasts and until the notice is over."""
    gpus = np.full(inputs.count, state.use_gpus[sale.name])
    if noticed is not None and sale.name in noticed.setpoints.use_gpus:
        said = noticed.setpoints.use_gpus[sale.name]
        at = (inputs.starts_s - noticed.grid.start_s) // noticed.grid.step_s
        inside = (at >= 0) & (at < said.size)
        gpus[inside] = np.minimum(gpus[inside], said[at[inside]])
    over = inputs.starts_s - inputs.starts_s[0] >= sale.notice_h * SECONDS_PER_HOUR
    return np.where(over, 0.0, np.minimum(gpus * group.device_mw, group.widths_mw[0]))


def _room_mw(inputs: Inputs) -> Floats:
    """Bus power that the connection and the weather leave above base load and tenants: an order breaks a notice."""
    keep = 1.0 - inputs.loss_frac
    room = (np.maximum(inputs.import_limit_mw, 0.0) + inputs.breach_limit_mw) * keep - inputs.base_load_mw
    return np.asarray(sum((g.available_mw for g in inputs.generators), room))


def held_to_plan(inputs: Inputs, sales: Sequence[GpuSale], plan: Schedule, step: int) -> Inputs:
    """One step whose sales with notice sell no more than the plan does there: more could not be taken back in time.

    Args:
        inputs: One step.
        sales: The site's sales.
        plan: The plan that is followed.
        step: Its step.
    """
    said = {s.name: plan.setpoints.use_gpus[s.name][step] for s in sales if s.notice_h > 0}
    return replace(inputs, groups=tuple(_capped(g, said.get(g.name)) for g in inputs.groups))


def _capped(group: Group, most_gpus: float | None) -> Group:
    if most_gpus is None:
        return group
    asked = np.maximum(group.widths_mw[0] / group.device_mw, 1e-12)
    return replace(group, widths_mw=group.widths_mw * np.minimum(most_gpus / asked, 1.0))
