"""Work of blocks and the hashrate that a difficulty asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.bits import bits_from_target, difficulty
from bascule.chain.work import block_work, chain_work, expected_hashes, hashes_per_ph_day, hashrate_eh_s_at


def test_work_of_the_genesis_target() -> None:
    """Published chain work of block 0: 0x100010001."""
    assert block_work(0x1D00FFFF) == 0x100010001
    assert chain_work([0x1D00FFFF] * 2016) == 2016 * 0x100010001


@given(st.integers(2**100, 2**224))
def test_work_is_difficulty_times_hashes(target: int) -> None:
    """Whole-number work and difficulty x 2^48/65535 agree as far as floats reach."""
    bits = bits_from_target(target)
    assert block_work(bits) == pytest.approx(expected_hashes(difficulty(bits)), rel=1e-9)


def test_network_of_february_2026() -> None:
    """144.4 T asks for 1,033.7 EH/s at 600 s, and half of it at 1,200 s."""
    assert hashrate_eh_s_at(144.4e12) == pytest.approx(1033.7, abs=0.05)
    assert hashrate_eh_s_at(144.4e12, 1200.0) == pytest.approx(hashrate_eh_s_at(144.4e12) / 2)


def test_petahash_day() -> None:
    """1 PH/s does 8.64e19 hashes a day."""
    assert hashes_per_ph_day() == 8.64e19
