"""Concentration over windows: equal to one window at a time, with bands that cover."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chain.shared import real

from bascule.adapters.chain.block_file import blocks_of, read_frame
from bascule.adapters.chain.group_file import bundled_groups
from bascule.chain.blocks import UNKNOWN, Blocks
from bascule.chain.concentration import concentration
from bascule.chain.concentration_bands import concentration_bands
from bascule.chain.concentration_path import concentration_path
from bascule.chain.concentration_study import Drawing, study_blocks, study_counts
from bascule.chain.pool_groups import PoolGroups
from bascule.chain.shares import Groups
from bascule.chain.unknown_rule import UnknownRule
from bascule.chain.window_counts import WindowCounts, window_counts
from bascule.chain.windows import calendar_windows, rolling_windows

NAMES = ("a", "b", "c", UNKNOWN)
GROUPS = {"g": ["a", "c"]}


def chain(pools: list[int], start_s: int = 1_700_000_000, gap_s: int = 7200) -> Blocks:
    """Blocks at even gaps."""
    count = len(pools)
    return Blocks(
        heights=np.arange(800_000, 800_000 + count),
        times_s=start_s + gap_s * np.arange(count),
        pools=np.array(pools, dtype=np.int64),
        names=NAMES,
        source="test",
    )


@given(
    st.lists(st.integers(0, 3), min_size=5, max_size=60),
    st.integers(1, 5),
    st.sampled_from(list(UnknownRule)),
    st.sampled_from([None, GROUPS]),
)
def test_windows_equal_single_measures(
    pools: list[int], length: int, rule: UnknownRule, groups: Groups | None
) -> None:
    """Every window of every rule and grouping is what the exact measure of its blocks says."""
    blocks = chain(pools)
    windows = rolling_windows(blocks, length, 1)
    found = concentration_path(window_counts(blocks, windows, rule=rule, groups=groups))
    for at, (first, end) in enumerate(zip(windows.first, windows.end, strict=True)):
        counts = {name: pools[first:end].count(code) for code, name in enumerate(NAMES)}
        unknown = counts.pop(UNKNOWN)
        try:
            one = concentration(counts, unknown=unknown, rule=rule, groups=groups)
        except ValueError:
            assert found.blocks[at] == 0
            assert np.isnan(found.hhi[at])
            continue
        assert found.hhi[at] == pytest.approx(float(one.hhi))
        assert found.gini[at] == pytest.approx(float(one.gini), abs=1e-12)
        assert found.entropy_nats[at] == pytest.approx(one.entropy_nats, abs=1e-12)
        assert found.nakamoto_half[at] == one.nakamoto or (
            np.isnan(found.nakamoto_half[at]) and one.nakamoto is None
        )


def test_calendar_windows() -> None:
    """Days, weeks from Monday, months and years in UTC, each block in one."""
    blocks = chain([0] * 600, start_s=1_704_000_000)  # 31 December 2023, 05:20
    for unit in ("day", "week", "month", "year"):
        windows = calendar_windows(blocks, unit)
        assert windows.first[0] == 0
        assert windows.end[-1] == 600
        assert (windows.first[1:] == windows.end[:-1]).all()
    monday = np.datetime64(int(calendar_windows(blocks, "week").start_s[1]), "s")
    assert str(monday) == "2024-01-01T00:00:00"
    assert str(np.datetime64(int(calendar_windows(blocks, "year").start_s[1]), "s")) == "2024-01-01T00:00:00"


def test_clocks_that_run_back_at_midnight() -> None:
    """A block stamped a minute before midnight after one stamped after it makes no day of its own."""
    blocks = Blocks(
        heights=np.arange(4),
        times_s=np.array([1_700_006_300, 1_700_006_401, 1_700_006_399, 1_700_006_500]),
        pools=np.zeros(4, dtype=np.int64),
        names=("a",),
    )
    assert calendar_windows(blocks, "day").first.tolist() == [0, 1]


def test_a_window_that_does_not_fit() -> None:
    """More blocks than there are is refused."""
    with pytest.raises(ValueError, match="does not fit"):
        rolling_windows(chain([0, 1]), 3, 1)


def test_blocks_without_pools() -> None:
    """Concentration needs to know who mined."""
    bare = Blocks(heights=np.arange(2), times_s=np.arange(2))
    with pytest.raises(ValueError, match="column pool"):
        window_counts(bare, rolling_windows(bare, 1, 1), rule=UnknownRule.EXCLUDE)


def test_bands_cover_as_they_say() -> None:
    """Of 300 samples of 1,000 blocks from known shares, about 95 % have bands that hold the true HHI."""
    rng = np.random.default_rng(5)
    shares = np.array([0.35, 0.25, 0.2, 0.1, 0.06, 0.04])
    counts = rng.multinomial(1000, shares, size=300)
    sample = WindowCounts(names=tuple("abcdef"), named=counts, atoms=np.zeros(300, dtype=np.int64))
    bands = concentration_bands(sample, rng, draws=300)
    true = float((shares**2).sum())
    for low, high in ((bands.low.hhi, bands.high.hhi), (bands.low.hhi_unbiased, bands.high.hhi_unbiased)):
        assert 0.9 <= ((low <= true) & (true <= high)).mean() <= 0.99
    assert (bands.low.nakamoto_half <= bands.high.nakamoto_half).all()


@pytest.mark.parametrize("atoms", [0, 44])
def test_both_bands_of_hhi_say_the_same(atoms: int) -> None:
    """With N blocks HHI is always the unbiased one by (N - 1)/N, plus 1/N: so are the bands' distances."""
    counts = WindowCounts(names=tuple("abcd"), named=np.array([[45, 30, 20, 5]]), atoms=np.array([atoms]))
    bands, exact = concentration_bands(counts, np.random.default_rng(2)), concentration_path(counts)
    by = (99 + atoms) / (100 + atoms)
    for end in (bands.low, bands.high):
        assert end.hhi - exact.hhi == pytest.approx(by * (end.hhi_unbiased - exact.hhi_unbiased))


def test_the_unbiased_band_misses_on_both_sides() -> None:
    """Of 1,000 windows of 36 blocks, about as many bands lie above the true HHI as below."""
    rng, shares = np.random.default_rng(5), np.array([0.35, 0.25, 0.2, 0.1, 0.06, 0.04])
    counts = rng.multinomial(36, shares, size=1000)
    sample = WindowCounts(names=tuple("abcdef"), named=counts, atoms=np.zeros(1000, dtype=np.int64))
    bands, true = concentration_bands(sample, rng), float((shares**2).sum())
    assert (bands.low.hhi_unbiased > true).mean() < 0.04
    assert (bands.high.hhi_unbiased < true).mean() < 0.04


def test_bands_are_seeded() -> None:
    """The same seed draws the same band, and its plug-in HHI lies inside."""
    counts = WindowCounts(names=("a", "b"), named=np.array([[60, 40]]), atoms=np.array([3]))
    one, other = (concentration_bands(counts, np.random.default_rng(1)) for _ in range(2))
    assert one.low.hhi[0] == other.low.hhi[0]
    assert one.low.hhi[0] < concentration_path(counts).hhi[0] < one.high.hhi[0]


def test_years_of_real_blocks() -> None:
    """All 213,196 blocks of 2021 to 2024 by year, pool and group: the exact measure of each year."""
    path = real("bitcoin/blocks_pools.parquet")
    blocks = blocks_of(read_frame(path), path.name)
    windows = calendar_windows(blocks, "year")
    groups = bundled_groups().of(blocks.names)
    found = concentration_path(window_counts(blocks, windows, rule=UnknownRule.EXCLUDE, groups=groups))
    plain = concentration_path(window_counts(blocks, windows, rule=UnknownRule.EXCLUDE))
    assert blocks.count == 213_196
    assert np.round(plain.hhi * 1e4).tolist() == [1062, 1430, 1854, 1847]
    assert plain.nakamoto_half.tolist() == [4, 3, 2, 2]
    assert np.round(found.hhi * 1e4).tolist() == [2814, 2875, 2614, 2403]


def test_a_study_of_blocks_and_of_counts() -> None:
    """Both groupings under every rule asked for; counts without time have no windows."""
    groups = PoolGroups(members={"g": ("A", "c")}, statements={})
    blocks = chain([0, 0, 1, 2, 3, 1] * 20)
    study = study_blocks(
        blocks, calendar_windows(blocks, "day"), groups, tuple(UnknownRule), Drawing(draws=20, seed=1)
    )
    assert len(study.cases) == 8
    assert (study.blocks, study.unknown, study.groups) == (120, 20, {"g": ["a", "c"]})
    grouped = study.case(UnknownRule.EXCLUDE, grouped=True)
    assert grouped is not None
    assert grouped.whole.nakamoto == 1
    counts = study_counts(
        {"a": 40, "b": 40, "c": 20}, 20, groups, tuple(UnknownRule), Drawing(draws=0, seed=1)
    )
    assert [case.whole.hhi for case in counts.cases] == [case.whole.hhi for case in study.cases]
    assert counts.windows is None
