"""Concentration over many windows at once."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bascule.chain.window_counts import WindowCounts
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConcentrationPath:
    """Measures by window, each of shape (windows,), NaN where a window has no block that counts.

    Attributes:
        blocks: Blocks that count.
        hhi: Sum of squared shares.
        hhi_unbiased: Sum of n(n - 1) over N(N - 1).
        nakamoto_half: Fewest entities above one half; NaN if named entities never pass it.
        nakamoto_third: The same above one third.
        cr1: Share of the largest.
        cr4: Share of the four largest.
        gini: Without small-sample factor, entities without a block dropped.
        entropy_nats: In nats.
    """

    blocks: Floats
    hhi: Floats
    hhi_unbiased: Floats
    nakamoto_half: Floats
    nakamoto_third: Floats
    cr1: Floats
    cr4: Floats
    gini: Floats
    entropy_nats: Floats


def concentration_path(counts: WindowCounts) -> ConcentrationPath:
    """Every measure of every window; equal to ``concentration`` of each."""
    return measures(counts.named, counts.atoms)


def measures(named: Ints, atoms: Ints) -> ConcentrationPath:
    """Every measure of rows of counts.

    Args:
        named: Blocks by row and entity, shape (rows, entities).
        atoms: Entities of one block each, shape (rows,).
    """
    total = (named.sum(axis=1) + atoms).astype(np.float64)
    falling = -np.sort(-named, axis=1)
    held = falling.cumsum(axis=1)
    whole = np.where(total > 0, total, np.nan)
    pairs = np.where(total > 1, total * (total - 1), np.nan)
    return ConcentrationPath(
        blocks=total,
        hhi=np.asarray(((named**2).sum(axis=1) + atoms) / whole**2),
        hhi_unbiased=np.asarray((named * (named - 1)).sum(axis=1) / pairs),
        nakamoto_half=_nakamoto(held, total, Fraction(1, 2)),
        nakamoto_third=_nakamoto(held, total, Fraction(1, 3)),
        cr1=np.asarray(falling[:, 0] / whole),
        cr4=np.asarray(held[:, min(3, held.shape[1] - 1)] / whole),
        gini=_gini(falling, atoms, whole),
        entropy_nats=_entropy(named, atoms, whole),
    )


def _nakamoto(held: Ints, total: Floats, threshold: Fraction) -> Floats:
    passed = held * threshold.denominator > threshold.numerator * total[:, None]
    return np.asarray(np.where(passed.any(axis=1), passed.argmax(axis=1) + 1.0, np.nan))


def _gini(falling: Ints, atoms: Ints, whole: Floats) -> Floats:
    """Rising ranks: atoms first, as no entity with a block has fewer than one."""
    there = falling > 0
    n = there.sum(axis=1) + atoms
    # The entity at falling place k has the rising rank n - k.
    ranks = n[:, None] - np.arange(falling.shape[1])
    weighted = ((2 * ranks - n[:, None] - 1) * falling * there).sum(axis=1)
    of_atoms = atoms * (atoms + 1) - (n + 1) * atoms
    return np.asarray((weighted + of_atoms) / (n * whole))


def _entropy(named: Ints, atoms: Ints, whole: Floats) -> Floats:
    shares = named / whole[:, None]
    logs = np.log(shares, out=np.zeros(shares.shape), where=shares > 0)
    return np.asarray(-(shares * logs).sum(axis=1) + atoms / whole * np.log(whole))
