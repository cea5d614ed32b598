"""The retarget rule against 430 real periods, published vectors, and its laws."""

from itertools import pairwise
from typing import Final

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chain.shared import real

from bascule.adapters.chain.block_file import blocks_of, read_frame
from bascule.adapters.chain.period_file import periods_of
from bascule.chain.bits import target_from_bits
from bascule.chain.replay import replay_blocks, replay_rows
from bascule.chain.retarget import LEAST_S, MOST_S, is_clamped, next_bits

START: Final = 0x170DA8A1
BITS = st.integers(3, 0x1C).flatmap(lambda e: st.integers(0x8000, 0x7FFFFF).map(lambda m: e << 24 | m))
SPANS = st.integers(-10_000_000, 10_000_000)


@pytest.mark.parametrize(
    ("file", "rows"),
    [("retarget_vectors.csv", 434), ("bitcoin/retargets.csv", 105)],
    ids=["vectors", "chain"],
)
def test_every_collected_retarget_is_exact(file: str, rows: int) -> None:
    """430 consecutive main-net periods, clamps, signet and the periods of 2021 to 2024: all to the bit."""
    path = real(file)
    found = replay_rows(periods_of(read_frame(path), path.name))
    assert len(found) == rows
    assert [period for period in found if not period.equal] == []


def test_retargets_follow_from_header_times_alone() -> None:
    """From one target of January 2021 on, block times give every target up to the end of 2024."""
    path = real("bitcoin/blocks_pools.parquet")
    stated = pl.read_csv(real("bitcoin/retargets.csv"))
    expected = {h: int(bits, 16) for h, bits in zip(stated["height"], stated["bits_hex"], strict=True)}
    found = replay_blocks(blocks_of(read_frame(path), path.name), START)
    assert [p.height_next for p in found if expected[p.height_next or 0] != p.next_bits] == []
    assert len(found) == len(expected) - 1


def test_the_largest_fall() -> None:
    """July 2021: -27.94 % at height 689,472, and the only real clamp was at 68,544."""
    path = real("retarget_vectors.csv")
    found = replay_rows(periods_of(read_frame(path), path.name))
    (july,) = [period for period in found if period.height_next == 689_472]
    assert july.change_frac == pytest.approx(-0.2794, abs=5e-5)
    clamped = [p.height_next for p in found if p.clamped and p.first_time_s and (p.height_next or 0) > 46_368]
    assert clamped == [68_544]


def test_two_thousand_and_sixteen_gaps_would_be_wrong() -> None:
    """Had the rule read 2,016 gaps, most real targets would not come out."""
    path = real("retarget_vectors.csv")
    rows = [row for row in periods_of(read_frame(path), path.name) if row.height_next][:430]
    wrong = sum(
        next_bits(a.bits, a.first_time_s, b.first_time_s) != a.stated_next_bits for a, b in pairwise(rows)
    )
    assert wrong > 400


@given(BITS, SPANS, SPANS)
def test_target_rises_with_the_span(bits: int, one: int, other: int) -> None:
    """A longer span never gives a harder target."""
    low, high = sorted((one, other))
    assert target_from_bits(next_bits(bits, 0, low)) <= target_from_bits(next_bits(bits, 0, high))


@given(BITS, SPANS)
def test_target_moves_by_four_at_most(bits: int, span: int) -> None:
    """No period makes the target more than four times larger or smaller, but for the cut and the limit."""
    before, after = target_from_bits(bits), target_from_bits(next_bits(bits, 0, span))
    assert before // 4 * (1 - 2**-15) - 1 <= after <= before * 4
    assert after <= target_from_bits(0x1D00FFFF)


@pytest.mark.parametrize(
    ("span", "clamped"), [(LEAST_S, False), (LEAST_S - 1, True), (MOST_S, False), (MOST_S + 1, True)]
)
def test_clamp_ends(span: int, *, clamped: bool) -> None:
    """The ends themselves are not cut, and beyond them nothing changes any more."""
    assert is_clamped(span) is clamped
    assert next_bits(START, 0, MOST_S) == next_bits(START, 0, MOST_S + 12345)
    assert next_bits(START, 0, LEAST_S) == next_bits(START, 0, -5)


def test_the_network_limit_binds() -> None:
    """At difficulty 1 slow blocks make nothing easier; another network's limit may."""
    assert next_bits(0x1D00FFFF, 0, MOST_S) == 0x1D00FFFF
    assert target_from_bits(next_bits(0x1D00FFFF, 0, MOST_S, 0x1E0377AE)) == 4 * target_from_bits(0x1D00FFFF)
