"""The mean clock: periods, shocks, conservation of blocks and hashes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.clockwork import NetworkClock, advance
from bascule.chain.work import hashrate_eh_s_at

D = 100e12
H = hashrate_eh_s_at(D)
DAY = 86_400.0


def test_thirty_percent_leave_at_the_start() -> None:
    """20.0 days to the retarget, difficulty x 0.70035, then no change."""
    found = advance(NetworkClock(difficulty=D), 0.7 * H, 60 * DAY).retargets
    assert found[0].after_s / DAY == pytest.approx(2015 * 600 / 0.7 / DAY)
    assert found[0].new_difficulty / D == pytest.approx(0.7 * 2016 / 2015)
    assert found[1].new_difficulty == pytest.approx(found[0].new_difficulty)


def test_shock_in_the_middle_needs_two_retargets() -> None:
    """With half the period left, 1/(1 + f x/(1 - x)) first and the rest at the second."""
    middle = NetworkClock(difficulty=D, blocks_done=1008, elapsed_s=1008 * 600)
    found = advance(middle, 0.7 * H, 40 * DAY).retargets
    assert found[0].new_difficulty / D == pytest.approx(1 / (1 + 0.5 * 0.3 / 0.7), rel=2e-3)
    assert found[1].new_difficulty / D == pytest.approx(0.70035, rel=1e-4)


def test_eighty_percent_leave() -> None:
    """70 days at 3,000 s, clamped at a quarter, then 17.5 days more."""
    found = advance(NetworkClock(difficulty=D), 0.2 * H, 100 * DAY).retargets
    assert found[0].after_s / DAY == pytest.approx(70, abs=0.05)
    assert found[0].new_difficulty / D == pytest.approx(0.25)
    assert (found[1].after_s - found[0].after_s) / DAY == pytest.approx(17.5, abs=0.05)
    assert found[1].new_difficulty / D == pytest.approx(0.2 * 2016 / 2015, rel=1e-3)


@given(st.floats(0.3, 3.0), st.lists(st.floats(1.0, 3e6), min_size=1, max_size=8))
def test_steps_do_not_matter(factor: float, steps: list[float]) -> None:
    """Many short steps and one long one end at the same place."""
    clock, blocks = NetworkClock(difficulty=D), 0.0
    for step in steps:
        done = advance(clock, factor * H, step)
        clock, blocks = done.clock, blocks + done.blocks
    whole = advance(NetworkClock(difficulty=D), factor * H, sum(steps))
    assert blocks == pytest.approx(whole.blocks, rel=1e-9)
    assert clock.difficulty == pytest.approx(whole.clock.difficulty, rel=1e-9)


def test_a_step_that_ends_on_the_last_block_retargets() -> None:
    """Two blocks a step end on block 2,015: rounding must not carry the sum onto it and past the rule."""
    for difficulty in range(50, 150):
        clock, seen = NetworkClock(difficulty=difficulty * 1e12, blocks_done=1.0, elapsed_s=600.0), 0
        for _ in range(1010):
            step = advance(clock, hashrate_eh_s_at(difficulty * 1e12), 1200.0)
            clock, seen = step.clock, seen + len(step.retargets)
        assert seen == 1


@given(st.floats(0.1, 5.0), st.floats(0.0, 1e7))
def test_hashes_are_conserved(factor: float, seconds: float) -> None:
    """Blocks times their difficulty is hashrate times time."""
    done = advance(NetworkClock(difficulty=D), factor * H, seconds)
    assert done.difficulty_blocks == pytest.approx(factor * D * seconds / 600, rel=1e-9, abs=1.0)


def test_no_hashrate_no_block() -> None:
    """Time passes, nothing comes, and the long period lowers difficulty when blocks come again."""
    dark = advance(NetworkClock(difficulty=D), 0.0, 30 * DAY)
    assert (dark.blocks, dark.retargets) == (0.0, ())
    assert dark.clock.elapsed_s == 30 * DAY
    (first, *_) = advance(dark.clock, H, 14 * DAY).retargets
    assert first.new_difficulty < D / 3


@pytest.mark.parametrize(("hashrate", "seconds"), [(-1.0, 1.0), (1.0, -1.0)])
def test_negative_is_refused(hashrate: float, seconds: float) -> None:
    """Neither hashrate nor time runs backwards."""
    with pytest.raises(ValueError, match="negative"):
        advance(NetworkClock(difficulty=D), hashrate, seconds)


@pytest.mark.parametrize(("difficulty", "blocks"), [(0.0, 0.0), (D, -1.0), (D, 2017.0)])
def test_clocks_that_cannot_be(difficulty: float, blocks: float) -> None:
    """Difficulty is above zero and a period has 2,016 blocks."""
    with pytest.raises(ValueError, match=r"above zero|2016"):
        NetworkClock(difficulty=difficulty, blocks_done=blocks)
