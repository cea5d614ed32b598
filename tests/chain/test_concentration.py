"""Measures of concentration: hand-solved cases, the four rules, and their laws."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chain.shared import real

from bascule.adapters.chain.group_file import bundled_groups
from bascule.chain.concentration import concentration
from bascule.chain.shares import group_of, grouped, tally
from bascule.chain.unknown_rule import UnknownRule

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 500), min_size=2).filter(
    lambda counts: sum(n > 0 for n in counts.values()) >= 2
)


def test_by_hand() -> None:
    """Three, two and one block."""
    found = concentration({"a": 3, "b": 2, "c": 1})
    assert (found.hhi, found.hhi_unbiased) == (Fraction(14, 36), Fraction(8, 30))
    assert found.nakamoto == 2
    assert [found.gini, found.cr1, found.cr4] == [Fraction(2, 9), Fraction(1, 2), Fraction(1)]
    assert found.entropy_nats == pytest.approx(1.0114042647)


@pytest.mark.parametrize(
    ("rule", "n", "total", "hhi", "nakamoto", "cr1"),
    [
        ("exclude", 2, 8, Fraction(34, 64), 1, Fraction(5, 8)),
        ("entity", 3, 12, Fraction(50, 144), 2, Fraction(5, 12)),
        ("atomised", 6, 12, Fraction(38, 144), 2, Fraction(5, 12)),
        ("largest", 2, 12, Fraction(90, 144), 1, Fraction(9, 12)),
    ],
)
def test_four_rules_for_unknown_blocks(
    rule: str, n: int, total: int, hhi: Fraction, nakamoto: int, cr1: Fraction
) -> None:
    """Five and three known blocks, four unknown, by hand."""
    found = concentration({"a": 5, "b": 3}, unknown=4, rule=UnknownRule(rule))
    assert (found.n_entities, found.total, found.nakamoto) == (n, total, nakamoto)
    assert [found.hhi, found.cr1] == [hhi, cr1]


def test_named_entities_may_never_pass() -> None:
    """Atomised unknowns that hold most of the blocks leave no coalition of named ones."""
    found = concentration({"a": 2, "b": 1}, unknown=10, rule=UnknownRule.ATOMISED)
    assert found.nakamoto is None
    assert concentration({}, unknown=3, rule=UnknownRule.ATOMISED).cr1 is None


def test_thresholds_are_passed_strictly() -> None:
    """Exactly one half is not a majority; exactly one third not above a third."""
    assert concentration({"a": 1, "b": 1}).nakamoto == 2
    assert concentration({"a": 1, "b": 1, "c": 1}, threshold=Fraction(1, 3)).nakamoto == 2


def test_groups_come_before_the_rule() -> None:
    """The largest *group* takes the unknown blocks, not the largest pool."""
    found = concentration(
        {"a": 5, "b": 4, "c": 4}, unknown=2, rule=UnknownRule.LARGEST, groups={"g": ["b", "c"]}
    )
    assert found.shares == {"g": Fraction(10, 15), "a": Fraction(5, 15)}


def test_ties_stand_by_name() -> None:
    """Entities of one size are ordered by their names, and the first takes the unknown blocks."""
    found = concentration({"z": 2, "a": 2}, unknown=1, rule=UnknownRule.LARGEST)
    assert list(found.shares) == ["a", "z"]
    assert found.shares["a"] == Fraction(3, 5)


def test_zero_entities_count_only_on_request() -> None:
    """An entity without a block changes Gini's n when it is kept."""
    counts = {"a": 3, "b": 1, "c": 0}
    assert concentration(counts).gini == Fraction(1, 4)
    kept = concentration(counts, keep_zero=True)
    assert (kept.n_entities, kept.gini) == (3, Fraction(1, 2))


def test_atoms_and_kept_zeros_together() -> None:
    """Zero entities come before atoms in Gini's order."""
    found = concentration({"a": 2, "b": 0}, unknown=1, rule=UnknownRule.ATOMISED, keep_zero=True)
    assert found.gini == Fraction(0 * -2 + 1 * 0 + 2 * 2, 3 * 3)


@given(COUNTS)
def test_shares_sum_to_one_and_hhi_lies_between(counts: dict[str, int]) -> None:
    """HHI from 1/n to 1, effective n its inverse, unbiased at most plug-in, Gini from 0 to below 1."""
    found = concentration(counts)
    assert sum(found.shares.values()) == 1
    assert Fraction(1, found.n_entities) <= found.hhi <= 1
    assert found.effective_n * found.hhi == 1
    assert found.hhi_unbiased is not None
    assert found.hhi_unbiased <= found.hhi
    assert 0 <= found.gini < 1


@given(COUNTS, st.sampled_from(list(UnknownRule)), st.integers(0, 300), st.data())
def test_merging_never_spreads(
    counts: dict[str, int], rule: UnknownRule, unknown: int, data: st.DataObject
) -> None:
    """Two entities that become one never lower HHI nor raise Nakamoto, under every rule."""
    pair = data.draw(st.lists(st.sampled_from(sorted(counts)), min_size=2, max_size=2, unique=True))
    apart = concentration(counts, unknown=unknown, rule=rule)
    merged = concentration(counts, unknown=unknown, rule=rule, groups={"merged": pair})
    assert merged.hhi >= apart.hhi
    assert apart.nakamoto is None or (merged.nakamoto or 99) <= apart.nakamoto


@given(COUNTS, st.integers(1, 300))
def test_rules_are_ordered(counts: dict[str, int], unknown: int) -> None:
    """Atoms are the least concentrated reading, and giving all to the largest the most of those with the same total."""
    atoms, one, largest = (
        concentration(counts, unknown=unknown, rule=rule).hhi
        for rule in (UnknownRule.ATOMISED, UnknownRule.ENTITY, UnknownRule.LARGEST)
    )
    assert atoms <= one <= largest


@given(COUNTS, st.integers(2, 9))
def test_scale_does_not_matter(counts: dict[str, int], factor: int) -> None:
    """Ten times the blocks give the same plug-in measures."""
    one, many = concentration(counts), concentration({name: n * factor for name, n in counts.items()})
    assert (one.hhi, one.gini, one.nakamoto, one.cr4) == (many.hhi, many.gini, many.nakamoto, many.cr4)


def test_the_week_of_april_2025() -> None:
    """An explorer's answer of 1,024 blocks: HHI 1,730, three pools above half; grouped 26.1 % and 2,101."""
    answer = json.loads(real("mempool_samples/mining-pools-1w.json").read_text(encoding="utf-8"))
    counts = {pool["name"]: pool["blockCount"] for pool in answer["pools"]}
    assert sum(counts.values()) == answer["blockCount"] == 1024
    apart = concentration(counts)
    assert round(apart.hhi * 10_000) == 1730
    assert (apart.nakamoto, round(float(apart.cr1 or 0), 3)) == (3, 0.315)
    found = concentration(counts, groups=bundled_groups().of(counts))
    assert round(found.hhi * 10_000) == 2101
    assert float(found.shares["AntPool & friends"]) == pytest.approx(0.261, abs=5e-4)


def test_nothing_left_to_count() -> None:
    """Unknown blocks at 100 % leave nothing to measure, except where they count."""
    with pytest.raises(ValueError, match="all are unknown"):
        concentration({"a": 0}, unknown=5)
    with pytest.raises(ValueError, match="largest"):
        concentration({}, unknown=5, rule=UnknownRule.LARGEST)
    assert concentration({}, unknown=5, rule=UnknownRule.ENTITY).hhi == 1


def test_a_member_of_two_groups() -> None:
    """A pool cannot be in two groups; negative counts are named."""
    with pytest.raises(ValueError, match="'a' stands in the groups"):
        group_of({"g": ["a"], "h": ["a"]})
    with pytest.raises(ValueError, match="'a' = -1"):
        grouped({"a": -1}, None)
    with pytest.raises(ValueError, match="unknown = -1"):
        tally({"a": 1}, unknown=-1, rule=UnknownRule.EXCLUDE)


def test_nobody_is_the_largest() -> None:
    """A pool without a block does not take the unknown ones."""
    with pytest.raises(ValueError, match="none is the largest"):
        concentration({"a": 0}, unknown=5, rule=UnknownRule.LARGEST)


@given(COUNTS, st.integers(0, 40), st.booleans())
def test_gini_is_the_sum_over_ranks(counts: dict[str, int], unknown: int, keep_zero: bool) -> None:  # noqa: FBT001
    """Atoms and zeros in their places: the sum written out."""
    found = concentration(counts, unknown=unknown, rule=UnknownRule.ATOMISED, keep_zero=keep_zero)
    rising = sorted([*(n for n in counts.values() if n or keep_zero), *[1] * unknown])
    n = len(rising)
    weighted = sum((2 * i - n - 1) * x for i, x in enumerate(rising, start=1))
    assert found.gini == Fraction(weighted, n * sum(rising))


def test_a_thousand_million_atoms() -> None:
    """Unclaimed blocks are summed, not listed: one entity of a million beside them."""
    found = concentration({"a": 10**6}, unknown=10**9, rule=UnknownRule.ATOMISED)
    assert found.gini == 1 - Fraction(1, 10**9 + 1) - Fraction(10**9, 10**9 + 10**6)
