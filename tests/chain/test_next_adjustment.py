"""Foretelling the next adjustment."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chain.shared import real

from bascule.adapters.chain.block_file import blocks_of, read_frame
from bascule.chain.blocks import Blocks
from bascule.chain.next_adjustment import PSEUDO_GAPS, adjustment_scores, expected_change


@given(st.floats(300, 2000), st.integers(1, 2015))
def test_bare_pace_of_a_constant_rate(gap_s: float, gaps: int) -> None:
    """Whatever the share of the period, an even pace foretells what the rule will give."""
    expected = min(max(1_209_600 / (2015 * gap_s), 0.25), 4) - 1
    assert float(expected_change(gaps, gaps * gap_s, pseudo_gaps=0.0)) == pytest.approx(expected)


@given(st.integers(1, 2014), st.floats(300, 1200))
def test_drawing_moves_towards_no_change(gaps: int, gap_s: float) -> None:
    """The drawn pace foretells a change of the same sign and no larger."""
    bare = float(expected_change(gaps, gaps * gap_s, pseudo_gaps=0.0))
    drawn = float(expected_change(gaps, gaps * gap_s))
    assert abs(drawn) <= abs(bare) + 1e-9 or abs(bare) < 1e-3


def test_at_the_end_nothing_is_left_to_guess() -> None:
    """With all gaps there the prior has no weight."""
    assert float(expected_change(2015, 2015 * 500.0)) == pytest.approx(1_209_600 / (2015 * 500) - 1)


def test_the_clamp_applies() -> None:
    """A pace of twelve seconds foretells four times, not fifty."""
    assert float(expected_change(2000, 2000 * 12.0)) == 3.0


def test_an_explorers_estimate() -> None:
    """Past the first quarter an explorer's published estimate is the bare pace, to about 0.1 points."""
    vectors = json.loads(real("mempool_difficulty_vectors.json").read_text(encoding="utf-8"))["vectors"]
    normal = next(vector for vector in vectors if vector["name"] == "normal")
    gaps = normal["height"] % 2016
    ours = float(expected_change(gaps, normal["now"] - normal["epoch_start"], pseudo_gaps=0.0))
    assert 100 * ours == pytest.approx(normal["expected"]["difficultyChange"], abs=0.2)


def test_scores_on_real_periods() -> None:
    """Drawn to 600 s beats the bare pace up to half a period, and no change from a quarter on, on average."""
    path = real("bitcoin/blocks_pools.parquet")
    found = adjustment_scores(blocks_of(read_frame(path), path.name))
    assert (found.pseudo_gaps, found.fitted, found.scored) == (PSEUDO_GAPS, 52, 53)
    assert [e.drawn < e.naive for e in found.errors if e.elapsed_frac >= 0.25] == [True] * 5
    assert all(abs(e.drawn - e.naive) < 0.003 for e in found.errors if e.elapsed_frac <= 0.1)
    assert all(e.drawn < e.pace for e in found.errors if e.elapsed_frac <= 0.5)
    assert found.errors[-1].drawn == pytest.approx(0, abs=1e-12)


def test_too_few_periods() -> None:
    """Three periods cannot both choose and judge."""
    blocks = Blocks(heights=np.arange(3 * 2016), times_s=600 * np.arange(3 * 2016))
    with pytest.raises(ValueError, match="four whole periods"):
        adjustment_scores(blocks)
    with pytest.raises(ValueError, match="no pace"):
        expected_change(0, 0.0, pseudo_gaps=0.0)
