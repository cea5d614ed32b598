"""Which products an asset may sensibly hold, block by block: what can never be better than another choice needs no rows."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.blocks.reserve_holders import Holder
from bascule.dispatch.inputs import ReserveInput
from bascule.model.series import Floats

Masks = Mapping[str, NDArray[np.bool_]]


def chosen(holder: Holder, sold: Sequence[ReserveInput], gains: Mapping[str, Floats]) -> Masks:
    """Blocks in which a product may be held in some best plan, by product, each of shape (blocks,).

    What is sold already may be held unless nothing was sold. What is still to be decided must earn something, and more than any
    product on the same hours that asks no more of the asset and has no largest sale.

    Args:
        holder: The asset.
        sold: Products that it may serve.
        gains: Money per bus MW of each block, by product.
    """
    masks = {}
    for k, given in enumerate(sold):
        undecided = ~np.isfinite(given.committed_mw)
        worse = gains[given.product.name] <= 0.0
        for i, other in enumerate(sold):
            if i != k and _asks_no_more(holder, other, given):
                more = gains[other.product.name] - gains[given.product.name]
                free = ~np.isfinite(other.committed_mw) & np.isinf(other.most_mw)
                even = more >= 0.0 if i < k or not _asks_no_more(holder, given, other) else more > 0.0
                worse |= free & even
        masks[given.product.name] = np.where(undecided, ~worse, given.committed_mw > 0.0)
    return masks


def _asks_no_more(holder: Holder, one: ReserveInput, other: ReserveInput) -> bool:
    """Whether a MW of ``one`` stands in no row, and with no larger entry, in which a MW of ``other`` does not."""
    first, second = one.product, other.product
    fast_enough = first.response_s >= min(second.response_s, holder.shed_s)
    short_enough = holder.battery is None or first.duration_h <= second.duration_h
    same_hours = np.array_equal(one.steps, other.steps) and np.array_equal(one.block, other.block)
    return first.direction is second.direction and fast_enough and short_enough and same_hours
