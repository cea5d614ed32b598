"""Targets and their compact form, exactly as consensus stores them."""

import re
from fractions import Fraction
from typing import Final

from bascule.chain.rules import SPACING_S

LIMIT_BITS: Final = 0x1D00FFFF
"""Easiest target of the main network; difficulty 1."""
_SIGN: Final = 0x00800000
_MANTISSA: Final = 0x007FFFFF
_LARGEST: Final = 2**256
_TEXT: Final = re.compile(r"(0[xX])?[0-9a-fA-F]{1,8}")


def target_from_bits(bits: int) -> int:
    """The target that compact bits stand for.

    Raises:
        ValueError: They stand for no target: zero, negative or above 256 bits.

    >>> f"{target_from_bits(0x1D00FFFF):064x}"[:16]
    '00000000ffff0000'
    """
    if not 0 <= bits <= 0xFFFFFFFF:
        raise ValueError(f"bits {bits:#x} do not fit in four bytes: give 0 to 0xffffffff")
    exponent, mantissa = bits >> 24, bits & _MANTISSA
    target = mantissa >> 8 * (3 - exponent) if exponent <= 3 else mantissa << 8 * (exponent - 3)
    if target == 0:
        raise ValueError(f"bits {bits:#010x} stand for a target of zero, which no hash can meet")
    if bits & _SIGN:
        raise ValueError(f"bits {bits:#010x} stand for a negative target: the sign bit 0x00800000 is set")
    if target >= _LARGEST:
        raise ValueError(f"bits {bits:#010x} stand for a target above 256 bits")
    return target


def bits_from_target(target: int) -> int:
    """Compact bits of a target, cut to three bytes of mantissa; a mantissa with its sign bit set moves down a byte.

    Raises:
        ValueError: The target is not between 1 and 2^256 - 1.

    >>> hex(bits_from_target(0x80)), hex(bits_from_target(target_from_bits(0x1B0404CB)))
    ('0x2008000', '0x1b0404cb')
    """
    if not 0 < target < _LARGEST:
        raise ValueError(f"a target lies between 1 and 2^256 - 1: {target}")
    size = (target.bit_length() + 7) // 8
    mantissa = target << 8 * (3 - size) if size <= 3 else target >> 8 * (size - 3)
    if mantissa & _SIGN:
        mantissa, size = mantissa >> 8, size + 1
    return size << 24 | mantissa


def difficulty(bits: int) -> float:
    """How many times harder than the main network's limit; exact until it becomes a float.

    Raises:
        ValueError: The bits stand for no target.

    >>> difficulty(0x1B0404CB)
    16307.420938523983
    """
    return float(difficulty_ratio(bits))


def difficulty_ratio(bits: int) -> Fraction:
    """Difficulty as an exact ratio of targets.

    Raises:
        ValueError: The bits stand for no target.
    """
    return Fraction(target_from_bits(LIMIT_BITS), target_from_bits(bits))


def bits_from_difficulty(difficulty: float) -> int:
    """Compact bits of the hardest storable target that is not harder than asked.

    Raises:
        ValueError: The difficulty is not above zero, or its target does not fit.
    """
    if not 0 < difficulty < float("inf"):
        raise ValueError(f"a difficulty is above zero: {difficulty}")
    return bits_from_target(int(target_from_bits(LIMIT_BITS) / Fraction(difficulty)))


def bits_from_text(text: str) -> int:
    """Bits that a person wrote in hexadecimal.

    Raises:
        ValueError: It is no hexadecimal number of at most four bytes.

    >>> bits_from_text("0x1d00ffff") == bits_from_text("1d00ffff") == LIMIT_BITS
    True
    """
    if not _TEXT.fullmatch(text.strip()):
        raise ValueError(f'bits are hexadecimal, at most eight digits, such as "0x1d00ffff": {text[:40]!r}')
    return int(text.strip(), 16)


def bits_text(bits: int) -> str:
    """Bits as people write them.

    >>> bits_text(LIMIT_BITS)
    '0x1d00ffff'
    """
    return f"{bits:#010x}"


def spacing_s(bits: int, start_bits: int) -> Fraction:
    """Seconds per block at a target, for a hashrate that finds one per 600 s at another."""
    return SPACING_S * Fraction(target_from_bits(start_bits), target_from_bits(bits))
