"""Difficulty under a hashrate path, block after block, exact: no chance, no rounding but the rule's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bascule.chain.bits import spacing_s
from bascule.chain.retarget import next_bits
from bascule.chain.rules import PERIOD_BLOCKS, PERIOD_GAPS

Steps = Sequence[tuple[int, Fraction]]
"""Block from which on a relative hashrate holds, and that hashrate; the first is block 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPeriod:
    """A period and what the rule makes of it."""

    bits: int
    first_time_s: int
    last_time_s: int
    timespan_s: int
    next_bits: int


def simulate(start_bits: int, start_time_s: int, steps: Steps, periods: int) -> tuple[SimulatedPeriod, ...]:
    """Periods one after the other.

    A relative hashrate of 1 finds a block every 600 s at the start target. The clock is exact, stamps are floored.

    Args:
        start_bits: Compact target of the first period.
        start_time_s: Stamp of block 0, Unix seconds; its own gap is not counted.
        steps: Relative hashrate by block: it holds for the gaps that end at this block and later ones.
        periods: How many.

    Raises:
        ValueError: The steps do not begin at block 0 in rising order, or a hashrate is not above zero.

    >>> found = simulate(0x1D00FFFF, 0, [(0, Fraction(2))], 1)
    >>> found[0].timespan_s
    604500
    """
    _refuse(steps)
    found: list[SimulatedPeriod] = []
    bits, first_s, first = start_bits, Fraction(start_time_s), 0
    for _ in range(periods):
        gap_s = spacing_s(bits, start_bits)
        last_s = first_s + gap_s * _gaps(steps, first, first + PERIOD_GAPS)
        following = next_bits(bits, int(first_s // 1), int(last_s // 1))
        found.append(
            SimulatedPeriod(
                bits=bits,
                first_time_s=int(first_s // 1),
                last_time_s=int(last_s // 1),
                timespan_s=int(last_s // 1) - int(first_s // 1),
                next_bits=following,
            )
        )
        first += PERIOD_BLOCKS
        first_s = last_s + spacing_s(following, start_bits) * _gaps(steps, first - 1, first)
        bits = following
    return tuple(found)


def _gaps(steps: Steps, after: int, last: int) -> Fraction:
    """Gaps that end at blocks ``after + 1`` to ``last``, each in units of the gap at hashrate 1."""
    total = Fraction(0)
    ends = [block for block, _ in steps[1:]] + [last + 1]
    for (begin, share), end in zip(steps, ends, strict=True):
        inside = min(end - 1, last) - max(begin, after + 1) + 1
        total += max(inside, 0) / share
    return total


def _refuse(steps: Steps) -> None:
    blocks = [block for block, _ in steps]
    if not blocks or blocks[0] != 0 or sorted(set(blocks)) != blocks:
        raise ValueError(f"hashrate steps begin at block 0 and rise: {blocks[:5]}")
    wrong = next((share for _, share in steps if share <= 0), None)
    if wrong is not None:
        raise ValueError(f"a hashrate is above zero: {wrong}")
