"""Between two plans: throughput that the plan withholds with the customer's leave stays withheld."""

from dataclasses import replace

import numpy as np

from bascule.dispatch.flex_events import TRACE_FRAC
from bascule.dispatch.inputs import FlexInput, Group, Inputs
from bascule.dispatch.optimise import Plan
from bascule.model.series import Floats


def with_withheld(inputs: Inputs, plan: Plan, step: int) -> Inputs:
    """One step whose reservations bid only what is paid for the part of their work that the plan withholds there.

    The rest of a reservation bids its whole penalty: what the plan did not withhold is a shortfall.

    Args:
        inputs: One step.
        plan: The plan that is followed.
        step: Its step.
    """
    by_name = {flex.group: flex for flex in inputs.flexes if flex.group in plan.layout.flexes}
    return replace(inputs, groups=tuple(_group(g, by_name.get(g.name), plan, step) for g in inputs.groups))


def _group(group: Group, flex: FlexInput | None, plan: Plan, step: int) -> Group:
    if flex is None:
        return group
    planned = float(plan.answer.x[plan.layout.flexes[group.name][step]])
    withheld = min(planned, flex.now_gpus)
    return group if withheld <= 0 else _split(group, flex, withheld)


def _split(group: Group, flex: FlexInput, withheld_gpus: float) -> Group:
    """Segments cut where the owed work less what is withheld is reached, the rest at the worth of the payment.

    A trace stays withheld whatever power costs: an event that stops and goes on would be two.
    """
    gained = group.widths_mw * flex.gpu_h_per_mwh[:, None]
    trace_gpus = np.minimum(TRACE_FRAC * flex.owed_gpus, withheld_gpus)
    kept = _first(flex, gained, gained.sum(axis=0) - withheld_gpus)
    most = _first(flex, gained, gained.sum(axis=0) - trace_gpus)
    paid = group.worth_per_mwh - flex.gain_per_gpu_h * flex.gpu_h_per_mwh[:, None]
    return replace(
        group,
        widths_mw=np.concatenate([kept, most - kept]),
        worth_per_mwh=np.concatenate([group.worth_per_mwh, paid]),
    )


def _first(flex: FlexInput, gained_gpus: Floats, gpus: Floats) -> Floats:
    """IT power of each segment that the first so many GPUs of throughput take."""
    before = np.cumsum(gained_gpus, axis=0) - gained_gpus
    return np.asarray(np.clip(gpus - before, 0.0, gained_gpus) / flex.gpu_h_per_mwh[:, None])
