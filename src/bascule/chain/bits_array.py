"""Compact targets of many paths at once: the codec and the rule on arrays, bit for bit the same."""

from typing import Final

import numpy as np

from bascule.chain.bits import LIMIT_BITS
from bascule.chain.retarget import LEAST_S, MOST_S
from bascule.chain.rules import PERIOD_S
from bascule.model.series import Floats, Ints

_SHIFT: Final = 16
"""Bits below the mantissa that a division keeps: mantissa and time span take 23 bits each, which leaves 17 of 63."""
_SIGN: Final = 0x00800000
_LEAST_EXPONENT: Final = 6
"""Below it bits would be cut off that the shift does not keep; main net is at 0x17."""


def next_bits_each(bits: Ints, span_s: Ints) -> Ints:
    """Compact target of the next period, for each path.

    Args:
        bits: Compact targets of the period, shape (n,), exponents from 6 on.
        span_s: Time from its first block to its last, whole seconds, shape (n,).

    Raises:
        ValueError: A target is so small that 64 bits do not hold its product.
    """
    exponent, mantissa = bits >> 24, bits & 0x007FFFFF
    if (exponent < _LEAST_EXPONENT).any() or (mantissa < 0x8000).any():
        raise ValueError("targets below 2^39 are not simulated: difficulty would be above 1e57")
    product = (mantissa * np.clip(span_s, LEAST_S, MOST_S) << _SHIFT) // PERIOD_S
    # The product is the new target in units of 256^(exponent - 5): find how many bytes it has.
    size = _bytes(product)
    drop = 8 * (size - 3)
    cut = np.where(drop >= 0, product >> np.maximum(drop, 0), product << np.maximum(-drop, 0))
    signed = (cut & _SIGN) != 0
    cut, size = np.where(signed, cut >> 8, cut), size + signed
    found: Ints = (exponent - 5 + size) << 24 | cut
    return np.minimum(found, LIMIT_BITS)


def difficulty_each(bits: Ints) -> Floats:
    """Difficulty of compact targets, shape as given."""
    exponent, mantissa = bits >> 24, bits & 0x007FFFFF
    return np.asarray(0xFFFF / mantissa * 256.0 ** (0x1D - exponent), dtype=np.float64)


def _bytes(values: Ints) -> Ints:
    """Whole bytes that each value takes."""
    size = np.zeros(values.shape, dtype=np.int64)
    for byte in range(8):
        size += values >= 1 << 8 * byte
    return size
