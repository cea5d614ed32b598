"""Reserve products on the steps of a horizon: prices, commitments, and what is already sold."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.inputs import ReserveInput
from bascule.model.reserves import ReserveProduct
from bascule.model.series import Floats, Ints, Level
from bascule.model.site import Site
from bascule.settle.values import resolve
from bascule.units import HOURS_PER_DAY, SECONDS_PER_HOUR

MISSED_PER_MW_H: Final = 1.0
"""Least shadow price of a MW sold and not held, so that a plan keeps what it sold where the contract has no penalty."""


def reserve_inputs(
    site: Site, pieces: Sequence[Piece], starts_s: Ints, asking: Asking, idle_mw: Floats
) -> tuple[ReserveInput, ...]:
    """Products that are on offer or sold somewhere in the horizon and that some asset may serve.

    Args:
        site: The site.
        pieces: The horizon.
        starts_s: Start of each step of the whole horizon, Unix seconds.
        asking: What is already sold, and until when reserve is planned.
        idle_mw: Metered power of what holds no reserve, at each step of the horizon.
    """
    kinds = (
        {f.control for f in site.fleets}
        | {b.control for b in site.batteries}
        | {v.control for v in site.loads}
    )
    served = [product for product in site.reserves if kinds & set(product.eligible)]
    made = (_reserve(product, pieces, starts_s, asking, idle_mw) for product in served)
    return tuple(one for one in made if one is not None)


def _reserve(
    product: ReserveProduct, pieces: Sequence[Piece], starts_s: Ints, asking: Asking, idle_mw: Floats
) -> ReserveInput | None:
    offered = np.concatenate([product.term.covers(piece.grid) for piece in pieces]) > 0
    if asking.reserve_until_s is not None:
        offered &= starts_s < asking.reserve_until_s
    steps = np.flatnonzero(offered)
    if not steps.size:
        return None
    block = _blocks(product, starts_s[steps])
    calls = _over(pieces, product.activation_price)[steps] - product.supplier_payment_per_mwh
    return ReserveInput(
        product=product,
        steps=steps,
        block=block,
        committed_mw=_committed(product, asking, pieces[0], starts_s[steps], block),
        capacity_per_mw_h=_over(pieces, product.capacity_price)[steps],
        call_per_mwh=calls,
        called_frac=np.full(steps.size, product.call_frac),
        miss_per_mw_h=max(product.penalty_per_mwh, MISSED_PER_MW_H),
        most_mw=_most(product, asking, pieces[0], starts_s[steps], block, idle_mw[steps]),
        delivered_frac=asking.delivered_frac.get(product.name, 1.0),
        rate_spread=None
        if asking.rate_spread is None or product.always_called
        else asking.rate_spread[starts_s[steps] // SECONDS_PER_HOUR % HOURS_PER_DAY],
    )


def _over(pieces: Sequence[Piece], level: Level) -> Floats:
    return np.concatenate([resolve(level, piece.values, piece.grid.count) for piece in pieces])


def _blocks(product: ReserveProduct, starts_s: Ints) -> Ints:
    """Steps of one delivery interval of the auction share a commitment; without auction each stands alone."""
    if product.auction is None:
        return np.arange(starts_s.size)
    length_s = int(product.auction.resolution.total_seconds())
    _, block = np.unique(starts_s // length_s, return_inverse=True)
    return np.asarray(block, dtype=np.int64)


def _committed(product: ReserveProduct, asking: Asking, first: Piece, starts_s: Ints, block: Ints) -> Floats:
    """What is sold for each block: the most of its steps; NaN where nothing is decided yet."""
    blocks = int(block[-1]) + 1
    sold = asking.positions.reserve_mw.get(product.name)
    if sold is None:
        return np.full(blocks, np.nan)
    at = (starts_s - first.grid.start_s) // first.grid.step_s
    known: NDArray[np.bool_] = at < sold.size
    per_step = np.where(known, sold[np.minimum(at, sold.size - 1)], np.nan) * (
        1.0 + asking.reserve_margin_frac
    )
    committed = np.full(blocks, np.nan)
    for k in np.flatnonzero(np.isfinite(per_step)).tolist():
        committed[block[k]] = np.fmax(committed[block[k]], per_step[k])
    return committed


def _at_steps(values: Floats, first: Piece, starts_s: Ints) -> Floats:
    """Values on the market's intervals from the horizon's start on, at the start of each step; NaN beyond them."""
    at = (starts_s - first.grid.start_s) // first.grid.step_s
    return np.asarray(np.where(at < values.size, values[np.minimum(at, values.size - 1)], np.nan))


def _most(
    product: ReserveProduct, asking: Asking, first: Piece, starts_s: Ints, block: Ints, idle_mw: Floats
) -> Floats:
    """The largest sale of each block: the contract's, and where every sale is a call what the meter can show as not drawn.

    A call is measured against a baseline, so that no more than the expected baseline above the load that goes on running can be
    delivered; nothing where the baseline is not known.
    """
    blocks = int(block[-1]) + 1
    most = np.full(blocks, np.inf if product.most_mw is None else product.most_mw)
    if product.always_called:
        expected = asking.baseline_mw.get(product.name, np.zeros(0))
        shown = np.zeros(starts_s.size)
        if expected.size:
            shown = np.maximum(np.nan_to_num(_at_steps(expected, first, starts_s)) - idle_mw, 0.0)
        np.minimum.at(most, block, shown)
    return most
