"""The interpolated margin: exact where it may be, and its error measured where it is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.study.margins.cases import bundled_year

from bascule.study.margins.site_year import closed_margin
from bascule.study.margins.surface import Surface, sample

HASHPRICE, POWER, AI = np.array([0.0, 10.0, 35.0]), np.array([0.5, 1.0, 2.0]), np.array([0.8, 1.0])
WEIGHTS = st.lists(st.floats(-10, 10), min_size=8, max_size=8)


def _at(surface: Surface, hashprice: float, power: float, ai: float) -> float:
    return float(surface.at(np.array(hashprice), np.array(power), np.array(ai)))


@given(weights=WEIGHTS, h=st.floats(-50, 100), p=st.floats(-1, 5), a=st.floats(0, 3))
def test_what_is_linear_in_each_is_exact_inside_and_beyond_the_ends(
    weights: list[float], h: float, p: float, a: float
) -> None:
    """All eight products of the three."""

    def margin(h: float, p: float, a: float) -> float:
        return float(np.dot(weights, [1, h, p, a, h * p, h * a, p * a, h * p * a]))

    found = sample(margin, HASHPRICE, POWER, AI)
    assert _at(found, h, p, a) == pytest.approx(margin(h, p, a), rel=1e-9, abs=1e-8)
    assert found.worst_error <= 1e-9 * max(np.abs(found.margin).max(), 1.0)


def test_nodes_are_met_and_middles_are_means() -> None:
    """A square, which bends."""
    found = sample(lambda h, _p, _a: h * h, np.array([0.0, 2.0, 6.0]), np.ones(1), np.ones(1))
    assert [_at(found, h, 1.0, 1.0) for h in (0.0, 1.0, 2.0, 4.0, 6.0)] == [0.0, 2.0, 4.0, 20.0, 36.0]
    # (width / 2)^2 is what a chord of a square misses in the middle.
    assert (found.worst_error, found.checked) == (4.0, 2)
    assert found.worst_error_frac == pytest.approx(4 / 36)


def test_beyond_the_ends_the_last_cell_goes_on() -> None:
    """Slope 2 below and 8 above."""
    found = sample(lambda h, _p, _a: h * h, np.array([0.0, 2.0, 6.0]), np.ones(1), np.ones(1))
    assert (_at(found, -1.0, 9.0, 9.0), _at(found, 7.0, 0.0, 0.0)) == (-2.0, 44.0)


def test_one_node_is_a_constant() -> None:
    """An axis that nobody asks about."""
    found = sample(lambda h, p, _a: h + p, np.array([3.0]), np.array([1.0]), np.ones(1))
    assert _at(found, 30.0, 10.0, 0.0) == 4.0
    assert (found.worst_error, found.worst_error_frac, found.checked) == (0.0, 0.0, 1)


@pytest.mark.parametrize(
    ("name", "spec"),
    [("texas_mining", "embedded:texas:2022:7"), ("france_mining", "embedded:france:2023:7")],
)
def test_the_error_that_is_stated_is_that_of_other_points(name: str, spec: str) -> None:
    """It is measured at middles, so that a point elsewhere may miss by a little more."""
    year = bundled_year(name, spec)

    def margin(h: float, p: float, a: float) -> float:
        return closed_margin(year.at(h, p, a))

    found = sample(margin, np.arange(0.0, 121.0, 15.0), np.array([0.6, 1.0, 1.7]), np.ones(1))
    rng = np.random.default_rng(1)
    misses = [
        abs(margin(h, p, 1.0) - _at(found, h, p, 1.0))
        for h, p in zip(rng.uniform(0, 120, 25), rng.uniform(0.6, 1.7, 25), strict=True)
    ]
    assert 0.3 * found.worst_error < max(misses) < 1.1 * found.worst_error


def test_a_margin_rises_with_the_hashprice_and_falls_with_power() -> None:
    """And it never loses more than standing still costs."""
    year = bundled_year("texas_mining", "embedded:texas:2022:7")
    found = sample(
        lambda h, p, a: closed_margin(year.at(h, p, a)), np.arange(0.0, 91.0, 30.0), POWER, np.ones(1)
    )
    assert (np.diff(found.margin, axis=0) > 0).all()
    assert (np.diff(found.margin, axis=1) < 0).all()


@pytest.mark.parametrize("axis", [[], [1.0, 1.0], [2.0, 1.0], [1.0, float("nan")]])
def test_nodes_that_do_not_rise_are_refused(axis: list[float]) -> None:
    """By the name of the axis."""
    with pytest.raises(ValueError, match="power_scale: nodes must rise"):
        sample(lambda _h, _p, _a: 0.0, HASHPRICE, np.array(axis), AI)


def test_a_margin_that_is_no_number_is_refused() -> None:
    """With its place: unknown is not zero."""
    with pytest.raises(ValueError, match=r"hashprice 10, power level 0.5, AI level 0.8"):
        sample(lambda h, _p, _a: float("nan") if h == 10.0 else h, HASHPRICE, POWER, AI)


def test_progress_is_told_node_by_node() -> None:
    """The last call has them all."""
    calls: list[tuple[int, int]] = []
    sample(lambda h, _p, _a: h, HASHPRICE, POWER, AI, lambda done, total: calls.append((done, total)))
    assert (calls[0], calls[-1], len(calls)) == ((1, 18), (18, 18), 18)


@given(seed=st.integers(0, 99), h=st.floats(-50, 100), p=st.floats(0.1, 3))
def test_the_quick_way_along_the_hashprice_is_the_same(seed: int, h: float, p: float) -> None:
    """At the AI prices of the site, any margins at the nodes."""
    rng = np.random.default_rng(seed)
    surface = Surface(hashprice=HASHPRICE, power_scale=POWER, ai_scale=AI, margin=rng.normal(size=(3, 3, 2)))
    assert float(surface.along_hashprice(np.array(h), p)) == pytest.approx(_at(surface, h, p, 1.0), abs=1e-9)
