"""The market view: what was known, and never more."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.errors import DataGap
from bascule.market.forecast import filled, persistence, seasonal_naive
from bascule.market.view import MarketView
from bascule.model.market import Market
from bascule.model.series import Floats, Ints, Series
from bascule.model.time_grid import TimeGrid

START = datetime(2024, 1, 1, tzinfo=UTC)
GRID = TimeGrid(start=START, step=timedelta(hours=1), count=60)


def market(values: Floats, known_at_s: Ints) -> Market:
    """An hourly market of one series."""
    grid = TimeGrid(start=START, step=timedelta(hours=1), count=values.size)
    return Market(grid=grid, series={"a": Series(name="a", values=values, known_at_s=known_at_s)})


def hours(*offsets: float) -> Ints:
    """Unix seconds of hours after the start."""
    return np.array([GRID.start_s + round(hour * 3600) for hour in offsets], dtype=np.int64)


def test_a_value_is_known_from_its_second_on() -> None:
    """At the second of publication the value is there; a second before it is not."""
    one = market(np.array([7.0]), hours(1))
    at = START + timedelta(hours=1)
    assert MarketView(one, at).known("a", 0, 1).tolist() == [7.0]
    assert np.isnan(MarketView(one, at - timedelta(microseconds=1)).known("a", 0, 1)).all()


def test_what_lies_outside_the_grid_is_nan() -> None:
    """Negative indices do not wrap and the end does not clip the shape."""
    view = MarketView(market(np.array([1.0, 2.0]), hours(0, 0)), START)
    assert np.array_equal(view.known("a", -2, 6), [np.nan, np.nan, 1, 2, np.nan, np.nan], equal_nan=True)
    assert np.isnan(view.known("a", 5, 2)).all()
    assert view.known("a", 0, 0).size == 0


def test_an_answer_is_a_copy() -> None:
    """Writing into an answer changes neither the market nor the next answer."""
    view = MarketView(market(np.array([1.0, 2.0]), hours(0, 0)), START)
    view.known("a", 0, 2)[:] = 9.0
    assert view.known("a", 0, 2).tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("known_h", "values", "newest"),
    [
        ((1, 2, 3), (5.0, 6.0, 7.0), (1, 6.0)),
        ((3, 3, 3), (5.0, 6.0, 7.0), None),
        ((0, 0, 0), (5.0, 6.0, 7.0), (2, 7.0)),
        ((3, 1, 2), (5.0, 6.0, 7.0), (2, 7.0)),
        ((2, 9, 1), (5.0, 6.0, np.nan), (0, 5.0)),
        ((0, 0, 0), (5.0, np.nan, np.nan), (0, 5.0)),
        ((0, 0, 0), (np.nan, np.nan, np.nan), None),
    ],
)
def test_newest_is_the_latest_starting_known_value(
    known_h: tuple[float, ...], values: tuple[float, ...], newest: tuple[int, float] | None
) -> None:
    """Publication in any order and missing values are skipped over; nothing known is None."""
    view = MarketView(market(np.array(values), hours(*known_h)), START + timedelta(hours=2))
    assert view.newest("a") == newest


def test_a_view_is_cut_in_utc_only() -> None:
    """A naive or local now is refused."""
    one = market(np.array([7.0]), hours(1))
    for now in (START.replace(tzinfo=None), START.astimezone(timezone(timedelta(hours=1)))):
        with pytest.raises(ValueError, match="UTC"):
            MarketView(one, now)


def test_an_unknown_series_is_named() -> None:
    """Asking for a series that is not there names the ones that are."""
    view = MarketView(market(np.array([7.0]), hours(1)), START)
    with pytest.raises(DataGap, match="it has: a"):
        view.known("b", 0, 1)
    assert view.names == ("a",)


@given(
    offsets=st.lists(st.integers(-30, 90), min_size=60, max_size=60),
    ordered=st.booleans(),
    now_s=st.builds(lambda hour, second: 3600 * hour + second, st.integers(0, 60), st.integers(-1, 1)),
    first=st.integers(-10, 65),
    count=st.integers(0, 80),
    missing=st.sets(st.integers(0, 59)),
    future=st.floats(-1e6, 1e6) | st.just(float("nan")),
)
def test_the_future_never_leaks(
    offsets: list[int],
    ordered: bool,  # noqa: FBT001 - drawn by hypothesis
    now_s: int,
    first: int,
    count: int,
    missing: set[int],
    future: float,
) -> None:
    """Whatever is not yet known may take any value without changing any answer of view or forecasters."""
    moments = GRID.start_s + 3600 * np.array(sorted(offsets) if ordered else offsets, dtype=np.int64)
    now = START + timedelta(seconds=now_s)
    values = np.arange(60.0)
    values[list(missing)] = np.nan
    other = np.where(moments > GRID.start_s + now_s, future, values)
    for ask in (
        lambda view: view.known("a", first, count),
        lambda view: np.array(view.newest("a") or (), dtype=np.float64),
        lambda view: persistence(view, "a", first, count),
        lambda view: seasonal_naive(view, "a", first, count),
        lambda view: filled(view, "a", first, count, seasonal_naive),
    ):
        answers = [ask(MarketView(market(v, moments.copy()), now)) for v in (values, other)]
        assert np.array_equal(answers[0], answers[1], equal_nan=True)
