"""The compact codec, against published values and its own laws."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.bits import (
    LIMIT_BITS,
    bits_from_difficulty,
    bits_from_target,
    bits_from_text,
    bits_text,
    difficulty,
    difficulty_ratio,
    target_from_bits,
)

TARGETS = st.integers(1, 2**256 - 1)


@pytest.mark.parametrize(
    ("bits", "target"),
    [
        (0x01123456, 0x12),
        (0x02008000, 0x80),
        (0x05009234, 0x92340000),
        (0x04123456, 0x12345600),
        (0x1B0404CB, 0x0404CB << 192),
        (0x20123456, 0x123456 << 232),
    ],
)
def test_known_pairs(bits: int, target: int) -> None:
    """Bits of each length stand for the target that consensus reads from them."""
    assert target_from_bits(bits) == target
    assert target_from_bits(bits_from_target(target)) == target


@pytest.mark.parametrize(
    ("bits", "why"),
    [
        (0, "zero"),
        (0x01003456, "zero"),
        (0x00123456, "zero"),
        (0x04923456, "negative"),
        (0xFF123456, "256 bits"),
        (0x21010000, "256 bits"),
        (-1, "four bytes"),
        (1 << 32, "four bytes"),
    ],
)
def test_bits_that_stand_for_no_target(bits: int, why: str) -> None:
    """Zero, negative and too large targets are named as what they are."""
    with pytest.raises(ValueError, match=why):
        target_from_bits(bits)


@given(TARGETS)
def test_coding_cuts_and_never_rounds_up(target: int) -> None:
    """A coded target is at most the target, less than one part in 32,768 below it, and codes to itself."""
    coded = bits_from_target(target)
    read = target_from_bits(coded)
    assert read <= target < read + max(1, read // 2**15 + 1)
    assert bits_from_target(read) == coded


@given(TARGETS, TARGETS)
def test_coding_keeps_order(one: int, other: int) -> None:
    """A larger target never codes to a smaller one."""
    low, high = sorted((one, other))
    assert target_from_bits(bits_from_target(low)) <= target_from_bits(bits_from_target(high))


def test_mantissa_with_its_top_bit_moves_down() -> None:
    """0x80 would be a sign: it takes a byte more."""
    assert bits_from_target(0x80) == 0x02008000
    assert bits_from_target(0x7F) == 0x017F0000


def test_difficulty_is_one_at_the_limit() -> None:
    """The limit over itself is one, and the published difficulty of 1b0404cb comes out."""
    assert difficulty_ratio(LIMIT_BITS) == Fraction(1)
    assert difficulty(0x1B0404CB) == pytest.approx(16307.420938523983, rel=1e-15)


@given(st.floats(1.0, 1e25))
def test_difficulty_round_trip(hard: float) -> None:
    """Bits of a difficulty are no easier than one part in 32,768 beyond it."""
    assert hard * (1 - 1e-12) <= difficulty(bits_from_difficulty(hard)) <= hard * (1 + 2**-14)


@pytest.mark.parametrize("text", ["", "0x", "1d00fffg", "0x1d00ffff00", "-1"])
def test_text_that_is_no_hexadecimal(text: str) -> None:
    """What is no number of four bytes is refused with an example."""
    with pytest.raises(ValueError, match="such as"):
        bits_from_text(text)


@pytest.mark.parametrize("bad", [0.0, -1.0, float("inf"), float("nan")])
def test_difficulty_that_cannot_be(bad: float) -> None:
    """A difficulty is above zero and finite."""
    with pytest.raises(ValueError, match="above zero"):
        bits_from_difficulty(bad)


@given(st.integers(0, 2**32 - 1))
def test_text_round_trip(bits: int) -> None:
    """Bits are read as they are written."""
    assert bits_from_text(bits_text(bits)) == bits
