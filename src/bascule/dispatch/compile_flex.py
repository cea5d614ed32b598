"""What customers of reserved GPUs allow to be withheld, on a horizon."""

from collections.abc import Sequence

import numpy as np

from bascule.dispatch.asking import Piece
from bascule.dispatch.inputs import FlexInput, Inputs
from bascule.dispatch.site_shape import SiteShape
from bascule.model.ai_contracts import FirmReservation
from bascule.model.flex_tier import FlexTier
from bascule.model.series import Floats, Ints
from bascule.model.state import FlexState, SiteState
from bascule.settle import ai
from bascule.units import SECONDS_PER_HOUR


def flex_inputs(
    shape: SiteShape, pieces: Sequence[Piece], inputs: Inputs, state: SiteState
) -> tuple[FlexInput, ...]:
    """Reservations whose customers allow something that is worth using.

    Args:
        shape: The site.
        pieces: The pieces of the horizon.
        inputs: Their inputs, joined.
        state: What was used before.
    """
    made = []
    for firm in shape.site.reservations:
        if firm.flex is not None and firm.shortfall_penalty_per_gpu_h > firm.flex.payment_per_gpu_h:
            owed = np.concatenate([ai.reserved_gpus(firm, p.grid, p.values) for p in pieces])
            months = np.concatenate([p.grid.local_month(shape.site.time_zone) for p in pieces])
            used = state.flex.get(firm.name, FlexState())
            made.append(_flex_input(shape, firm, firm.flex, inputs, owed, months, used))
    return tuple(made)


def _flex_input(
    shape: SiteShape,
    firm: FirmReservation,
    tier: FlexTier,
    inputs: Inputs,
    owed_gpus: Floats,
    months: Ints,
    used: FlexState,
) -> FlexInput:
    known, month = np.unique(months, return_inverse=True)
    left = np.full(known.size, float(tier.events_per_month)) - used.events * (known == used.month)
    going_on = used.open_h > 0 and used.allowed and used.open_h < tier.duration_h
    most = tier.loss_frac * owed_gpus * (_waited_s(inputs) >= _wait_h(tier, used) * SECONDS_PER_HOUR)
    return FlexInput(
        group=firm.name,
        gpu_h_per_mwh=shape.classes[firm.pool, firm.job_class].per_mw,
        owed_gpus=owed_gpus,
        most_gpus=most,
        gain_per_gpu_h=firm.shortfall_penalty_per_gpu_h - tier.payment_per_gpu_h,
        stretch_h=tier.duration_h + tier.recovery_h,
        full_h=tier.duration_h,
        open_left_h=tier.duration_h - used.open_h if going_on else 0.0,
        month=month.astype(np.int64),
        month_events=np.maximum(left, 0.0),
    )


def _waited_s(inputs: Inputs) -> Ints:
    return np.asarray(inputs.starts_s - inputs.starts_s[0])


def _wait_h(tier: FlexTier, used: FlexState) -> float:
    """Hours until something may be withheld again; an event that is over or beyond the limits ends now at the earliest."""
    if used.open_h > 0:
        return 0.0 if used.allowed and used.open_h < tier.duration_h else tier.recovery_h
    return max(tier.recovery_h - used.rested_h, 0.0)
