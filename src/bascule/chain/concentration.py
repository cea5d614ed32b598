"""How few mine how much, in exact ratios."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from bascule.chain.shares import Groups, Tally, tally
from bascule.chain.unknown_rule import UnknownRule

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Measures of one window.

    Attributes:
        shares: Share by named entity, largest first.
        n_entities: Entities that count; an atomised unknown block is one each.
        total: Blocks that count.
        hhi: Sum of squared shares.
        hhi_unbiased: Sum of n(n - 1) over N(N - 1); None for a single block.
        effective_n: 1 / HHI.
        nakamoto: Fewest named entities that together pass the threshold strictly; None if they never do.
        gini: Sum of (2i - n - 1) x over n times their sum, without small-sample factor.
        cr1: Share of the largest named entity; None where there is none.
        cr4: Share of the four largest named entities; None where there is none.
        entropy_nats: Minus the sum of s ln s.
    """

    shares: Mapping[str, Fraction]
    n_entities: int
    total: int
    hhi: Fraction
    hhi_unbiased: Fraction | None
    effective_n: Fraction
    nakamoto: int | None
    gini: Fraction
    cr1: Fraction | None
    cr4: Fraction | None
    entropy_nats: float


def concentration(
    counts: Mapping[str, int],
    *,
    unknown: int = 0,
    rule: UnknownRule = UnknownRule.EXCLUDE,
    groups: Groups | None = None,
    threshold: Fraction = HALF,
    keep_zero: bool = False,
) -> Concentration:
    """Measure a window of blocks.

    Args:
        counts: Blocks by pool.
        unknown: Blocks of no known pool.
        rule: What they are.
        groups: Pools that count as one, made before the rule.
        threshold: Share that the Nakamoto coefficient must pass.
        keep_zero: Whether entities without a block count in n.

    Raises:
        ValueError: No block is left to count, or a count is negative.

    >>> found = concentration({"a": 3, "b": 2, "c": 1})
    >>> found.hhi, found.nakamoto, found.gini
    (Fraction(7, 18), 2, Fraction(2, 9))
    """
    return measured(
        tally(counts, unknown=unknown, rule=rule, groups=groups, keep_zero=keep_zero), threshold=threshold
    )


def measured(blocks: Tally, *, threshold: Fraction = HALF) -> Concentration:
    """Every measure of a tally."""
    named, atoms, total = list(blocks.named.values()), blocks.atoms, blocks.total
    hhi = Fraction(sum(n * n for n in named) + atoms, total * total)
    pairs = Fraction(sum(n * (n - 1) for n in named), total * (total - 1)) if total > 1 else None
    return Concentration(
        shares={name: Fraction(n, total) for name, n in blocks.named.items()},
        n_entities=blocks.n_entities,
        total=total,
        hhi=hhi,
        hhi_unbiased=pairs,
        effective_n=1 / hhi,
        nakamoto=nakamoto(named, total, threshold),
        gini=_gini(named, atoms),
        cr1=Fraction(named[0], total) if named else None,
        cr4=Fraction(sum(named[:4]), total) if named else None,
        entropy_nats=_entropy(named, atoms, total),
    )


def nakamoto(named: Sequence[int], total: int, threshold: Fraction) -> int | None:
    """Fewest entities that together pass a share strictly.

    Args:
        named: Blocks by entity, most first.
        total: All blocks that count.
        threshold: The share.
    """
    passed = (index for index, held in enumerate(accumulate(named), start=1) if held > threshold * total)
    return next(passed, None)


def _gini(named: Sequence[int], atoms: int) -> Fraction:
    n, zeros = len(named) + atoms, sum(not blocks for blocks in named)
    # Atoms hold the places after the zeros; summed at once, as there may be millions.
    weighted = atoms * (2 * zeros + atoms - n)
    rising = sorted(filter(None, named))
    weighted += sum((2 * i - n - 1) * blocks for i, blocks in enumerate(rising, start=zeros + atoms + 1))
    return Fraction(weighted, n * (sum(named) + atoms))


def _entropy(named: Sequence[int], atoms: int, total: int) -> float:
    shares = [n / total for n in named if n]
    # Minus zero is no entropy.
    return -math.fsum(s * math.log(s) for s in shares) + atoms / total * math.log(total) if total > 1 else 0.0
