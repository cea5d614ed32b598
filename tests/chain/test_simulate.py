"""Exact simulation: clockwork blocks, shocks, the clamp."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.bits import difficulty, spacing_s
from bascule.chain.retarget import next_bits
from bascule.chain.simulate import Steps, simulate

START = 0x17020000


def by_hand(steps: Steps, periods: int) -> list[tuple[int, int, int]]:
    """Block by block with fractions: first and last stamp and next bits of each period."""
    clock, bits, found = Fraction(1_700_000_000), START, []
    first = clock
    for height in range(periods * 2016):
        if height:
            share = next(s for block, s in reversed(list(steps)) if block <= height)
            clock += spacing_s(bits, START) / share
        if height % 2016 == 0:
            first = clock
        if height % 2016 == 2015:
            found.append((int(first), int(clock), next_bits(bits, int(first), int(clock))))
            bits = found[-1][2]
    return found


@given(
    st.lists(st.tuples(st.integers(1, 5000), st.fractions(Fraction(1, 5), 4)), max_size=3),
    st.fractions(Fraction(1, 5), 4),
)
def test_equals_block_by_block(later: list[tuple[int, Fraction]], first: Fraction) -> None:
    """Sums over segments give the stamps and targets that single blocks give."""
    steps = [(0, first), *sorted(dict(later).items())]
    found = simulate(START, 1_700_000_000, steps, 3)
    assert [(p.first_time_s, p.last_time_s, p.next_bits) for p in found] == by_hand(steps, 3)


def test_constant_hashrate_settles() -> None:
    """Blocks that come evenly settle at 600 x 2016/2015 s, but for the cut of the target."""
    last = simulate(START, 0, [(0, Fraction(1))], 6)[-1]
    assert last.timespan_s / 2015 == pytest.approx(600 * 2016 / 2015, rel=1e-4)


def test_thirty_percent_leave_at_the_start() -> None:
    """857 s, then difficulty x 0.70035, then nearly 600 s."""
    first, second, _ = simulate(START, 0, [(0, Fraction(7, 10))], 3)
    assert first.timespan_s == int(2015 * 600 / Fraction(7, 10))
    assert difficulty(first.next_bits) / difficulty(START) == pytest.approx(0.70035, rel=1e-4)
    assert second.timespan_s / 2015 == pytest.approx(600.3, abs=0.1)


def test_thirty_percent_leave_in_the_middle() -> None:
    """A shock in mid-period needs two retargets."""
    first, second, third = simulate(START, 0, [(0, Fraction(1)), (1008, Fraction(7, 10))], 3)
    ratio = [difficulty(period.next_bits) / difficulty(START) for period in (first, second, third)]
    assert ratio[0] == pytest.approx(1 / (1 + 0.5 * 0.3 / 0.7), rel=2e-3)
    assert ratio[1] == pytest.approx(0.70035, rel=1e-4)
    assert ratio[2] == pytest.approx(ratio[1], rel=1e-4)


def test_eighty_percent_leave() -> None:
    """Seventy days, clamped at a quarter, 17.5 days more."""
    first, second, _ = simulate(START, 0, [(0, Fraction(1, 5))], 3)
    assert first.timespan_s / 86_400 == pytest.approx(70, abs=0.05)
    assert difficulty(first.next_bits) / difficulty(START) == pytest.approx(0.25, rel=1e-4)
    assert second.timespan_s / 86_400 == pytest.approx(17.5, abs=0.05)


@pytest.mark.parametrize(
    "steps", [[], [(1, Fraction(1))], [(0, Fraction(1)), (0, Fraction(2))], [(0, Fraction(0))]]
)
def test_steps_that_cannot_be(steps: list[tuple[int, Fraction]]) -> None:
    """Steps begin at block 0, rise, and are above zero."""
    with pytest.raises(ValueError, match="hashrate"):
        simulate(START, 0, steps, 1)
