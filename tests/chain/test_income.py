"""New coins: exact in satoshi, and along a mean path through a halving."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.income import issuance_btc, issued_sat, next_halving_height, subsidy_between_btc
from bascule.chain.subsidy import subsidy_sat


@given(st.integers(0, 50), st.integers(0, 300))
def test_issued_is_the_sum_of_subsidies(era: int, after: int) -> None:
    """Issued coins grow by each block's subsidy."""
    height = era * 210_000 + after
    assert issued_sat(height + 1) - issued_sat(height) == subsidy_sat(height + 1)


def test_all_that_there_will_be() -> None:
    """2,099,999,997,690,000 satoshi, and not one more after 33 halvings."""
    assert issued_sat(33 * 210_000 - 1) == issued_sat(100_000_000) == 2_099_999_997_690_000


def test_a_halving_inside_a_stretch() -> None:
    """Half a block at 6.25 and two at 3.125."""
    assert issuance_btc(839_998.5, 840_001.0) == pytest.approx(0.5 * 6.25 + 2 * 3.125)
    assert subsidy_between_btc(839_998.5, 840_001.0) == pytest.approx(3.75)


@given(st.floats(0, 2e6), st.floats(0, 5e5))
def test_parts_sum_to_the_whole(start: float, length: float) -> None:
    """Two stretches issue what the whole one does."""
    middle, end = start + length / 3, start + length
    parts = issuance_btc(start, middle) + issuance_btc(middle, end)
    assert parts == pytest.approx(issuance_btc(start, end), rel=1e-9, abs=1e-6)


def test_no_block_no_coin() -> None:
    """Where no block came the next one's subsidy is the one to speak of."""
    assert issuance_btc(10.0, 10.0) == 0
    assert subsidy_between_btc(839_999.0, 839_999.0) == 3.125
    assert next_halving_height(0) == 210_000
