"""Between two plans: throughput that the plan withholds with the customer's leave stays withheld."""

from dataclasses import replace

import numpy as np

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
    withheld = np.minimum(planned, flex.most_gpus)
    return group if withheld[0] <= 0 else _split(group, flex, withheld)


def _split(group: Group, flex: FlexInput, withheld_gpus: Floats) -> Group:
    """Segments cut where the owed work less what is withheld is reached, the rest at the worth of the payment."""
    gained = group.widths_mw * flex.gpu_h_per_mwh[:, None]
    before = np.cumsum(gained, axis=0) - gained
    kept_gpus = np.clip(gained.sum(axis=0) - withheld_gpus - before, 0.0, gained)
    kept = kept_gpus / flex.gpu_h_per_mwh[:, None]
    paid = group.worth_per_mwh - flex.gain_per_gpu_h * flex.gpu_h_per_mwh[:, None]
    return replace(
        group,
        widths_mw=np.concatenate([kept, group.widths_mw - kept]),
        worth_per_mwh=np.concatenate([group.worth_per_mwh, paid]),
    )
