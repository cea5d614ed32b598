"""The rule that sets the next period's target, in whole numbers."""

from bascule.chain.bits import LIMIT_BITS, bits_from_target, target_from_bits
from bascule.chain.rules import PERIOD_S

LEAST_S = PERIOD_S // 4
MOST_S = PERIOD_S * 4


def next_bits(bits: int, first_time_s: int, last_time_s: int, limit_bits: int = LIMIT_BITS) -> int:
    """Compact target of the next period.

    Args:
        bits: Compact target of the period; the rule reads this cut form, not the uncut target behind it.
        first_time_s: Header time of its first block.
        last_time_s: Header time of its last block, 2,015 gaps later; may lie before the first.
        limit_bits: Easiest target that the network allows.

    Raises:
        ValueError: The bits stand for no target.

    >>> hex(next_bits(0x1D00FFFF, 1261130161, 1262152739))
    '0x1d00d86a'
    """
    span_s = min(max(last_time_s - first_time_s, LEAST_S), MOST_S)
    target = target_from_bits(bits) * span_s // PERIOD_S
    return bits_from_target(max(1, min(target, target_from_bits(limit_bits))))


def is_clamped(span_s: int) -> bool:
    """Whether the rule cuts a time span to a quarter or to four times the aim."""
    return not LEAST_S <= span_s <= MOST_S
