"""The upper concave hull of operating points: what is kept, what is dropped, what is refused."""

from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.model.hull import Hull, Point, concave_hull

OFF = ("off", 0.0, 0.0)


def hull(*points: tuple[str, float, float]) -> Hull:
    """Hull of points given as name, watts and yield."""
    return concave_hull([Point(name=name, power_w=power_w, yield_=gain) for name, power_w, gain in points])


def height(of: Hull, power_w: float) -> float:
    """Yield of the hull at a power between rest and top."""
    powers = of.rest_w + np.concatenate([[0.0], np.cumsum(of.widths_w)])
    return float(np.interp(power_w, powers, np.concatenate([[0.0], np.cumsum(of.yields)])))


def test_two_points_are_one_segment() -> None:
    """Off and on: the whole width earns the whole yield."""
    line = hull(OFF, ("on", 3500, 200))
    assert (line.rest_w, line.widths_w.tolist(), line.yields.tolist()) == (0, [3500], [200])
    assert (line.top_w, line.top_yield, line.first_w) == (3500, 200, 3500)


def test_concave_points_are_all_kept() -> None:
    """Each step yields less per watt than the one before."""
    steps = hull(OFF, ("eco", 100, 60), ("normal", 200, 100), ("turbo", 300, 120))
    assert steps.kept == ("off", "eco", "normal", "turbo")
    assert steps.yields.tolist() == [60, 40, 20]
    assert steps.dropped == ()


def test_point_below_a_mixture_is_dropped_and_named() -> None:
    """Half the machines at full power beat all of them at eco."""
    assert hull(OFF, ("eco", 50, 40), ("full", 100, 100)).dropped == ("eco",)


def test_point_on_the_line_is_dropped() -> None:
    """A mixture does as well, so one segment is enough."""
    assert hull(OFF, ("half", 50, 50), ("full", 100, 100)).kept == ("off", "full")


def test_sleep_watts_count_from_the_resting_point() -> None:
    """A machine asleep at 25 W adds only 75 W when it runs at 100 W."""
    assert hull(("sleep", 25, 0), ("on", 100, 50)).widths_w.tolist() == [75]


def test_least_power_of_several_at_rest_counts() -> None:
    """Off beats sleep, which is named as dropped."""
    rest = hull(("sleep", 25, 0), OFF, ("on", 100, 50))
    assert (rest.kept, rest.dropped) == (("off", "on"), ("sleep",))


def test_order_of_points_does_not_matter() -> None:
    """The same hull comes from any order."""
    turned = hull(("turbo", 300, 120), ("normal", 200, 100), OFF, ("eco", 100, 60))
    assert turned.kept == ("off", "eco", "normal", "turbo")


def test_falling_hashrate_is_refused() -> None:
    """More power for less hashrate is a mistake in the input."""
    with pytest.raises(ValueError, match=r"'turbo' draws 200 W but yields less than 'normal' at 100 W"):
        hull(OFF, ("normal", 100, 100), ("turbo", 200, 99))


@pytest.mark.parametrize("points", [[("on", 100.0, 50.0)], [OFF], [("sleep", 90.0, 0.0), ("on", 80.0, 50.0)]])
def test_rest_and_run_are_both_needed(points: list[tuple[str, float, float]]) -> None:
    """Without a resting point, or without one above it that yields, there is nothing to decide."""
    with pytest.raises(ValueError, match="point"):
        hull(*points)


def test_equal_power_with_unequal_hashrate_is_not_falling() -> None:
    """Of two firmwares at the same power the weaker is dropped and named; it does not fall."""
    assert hull(OFF, ("stock", 100, 80), ("tuned", 100, 90)).dropped == ("stock",)


def climb(steps: list[tuple[int, int]]) -> list[tuple[str, float, float]]:
    """Points that rise by these watts and yields, the first with a yield of at least one."""
    powers, gains = accumulate(w for w, _ in steps), accumulate((g for _, g in steps), initial=1)
    return [(f"p{k}", float(w), float(g)) for k, (w, g) in enumerate(zip(powers, gains, strict=False))]


rising = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 300)), min_size=1, max_size=9).map(climb)


@given(rising, st.integers(0, 20))
def test_hull_is_concave_and_never_below_a_point(points: list[tuple[str, float, float]], rest_w: int) -> None:
    """Yield per watt falls, every point lies on or under the hull, and each is kept or dropped once."""
    at_rest = [("rest", 0.0, 0.0), *((name, power + rest_w, gain) for name, power, gain in points)]
    found = hull(*at_rest)
    slopes = (found.yields / found.widths_w).tolist()
    assert all(first > second for first, second in pairwise(slopes))
    assert all(gain <= height(found, power) + 1e-9 for _, power, gain in at_rest)
    assert sorted(found.kept + found.dropped) == sorted(name for name, _, _ in at_rest)


@given(rising)
def test_kept_points_are_on_the_hull_and_the_last_is_the_top(points: list[tuple[str, float, float]]) -> None:
    """The hull passes through what it keeps and ends at the least power that yields the most."""
    found, by_name = hull(OFF, *points), {name: (power, gain) for name, power, gain in [OFF, *points]}
    assert all(height(found, by_name[name][0]) == pytest.approx(by_name[name][1]) for name in found.kept)
    best = max(gain for _, _, gain in points)
    assert found.top_yield == pytest.approx(best)
    assert found.top_w == min(power for _, power, gain in points if gain == best)
