"""Intervals of a service level, and what the data can tell."""

import numpy as np
import pytest
from tests.study.sizing.cases import laid, quiet, year

from bascule.study.sizing.bootstrap import Interval, Resampling, interval_of, resampled_days, resampled_levels
from bascule.study.sizing.curve import curve
from bascule.study.sizing.plant import Plant
from bascule.study.sizing.telling import Doubt, telling


def test_blocks_are_whole_and_as_long_as_the_data() -> None:
    """Inside a block days follow each other in one draw."""
    places = resampled_days(20, 3, Resampling(block_days=5, samples=50))
    assert places.shape == (50, 20)
    assert places.min() >= 0
    assert places.max() < 60
    assert np.all(np.diff(places.reshape(50, 4, 5), axis=2) == 1)
    assert np.all(places.reshape(50, 4, 5) // 20 == places.reshape(50, 4, 5)[:, :, :1] // 20)


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Storms of three days at random: over 300 histories a 90 % interval covers the true level in most of 83 to 95 %."""
    draw, hits = np.random.default_rng(8), 0
    known, storm = np.full(730, 24.0), np.array([10.0, 20.0, 6.0])
    truth = 1 - 0.05 * storm.sum() / 24
    for number in range(300):
        starts = draw.random(732) < 0.05
        lost = np.convolve(starts, storm)[2:732]
        how = Resampling(block_days=14, samples=300, seed=number)
        found = interval_of(resampled_levels(lost[None], known, resampled_days(730, 1, how)), 0.9)
        hits += found.low <= truth <= found.high
    assert 0.83 <= hits / 300 <= 0.95


def test_no_event_has_no_width() -> None:
    """Nothing seen gives nothing to draw: words must say so."""
    levels = resampled_levels(np.zeros((1, 90)), np.full(90, 24.0), resampled_days(90, 1, Resampling()))
    assert interval_of(levels, 0.9) == Interval(low=1.0, high=1.0)


def told(**changes: object) -> set[Doubt]:
    """Doubts about 99.9 % where everything else is clear."""
    clear: dict[str, object] = {
        "events": 40,
        "years": 5.0,
        "called_h": {2021: 30.0, 2022: 30.0},
        "intervals": 175_200,
        "level": Interval(low=0.9989, high=0.9995),
        "sizes": (Interval(low=50, high=55), Interval(low=40, high=45)),
    }
    return set(telling(0.999, **{**clear, **changes}).doubts)  # type: ignore[arg-type]


def test_what_the_data_cannot_tell() -> None:
    """Each reason alone."""
    assert told() == set()
    assert told(events=0) == {Doubt.NO_EVENT}
    assert told(events=3) == {Doubt.FEW_EVENTS}
    assert told(called_h={2021: 30.0, 2022: 10.0}) == {Doubt.ONE_YEAR}
    assert told(called_h={2021: 30.0}) == set()
    assert told(intervals=8760) == {Doubt.TOO_SHORT}
    assert told(level=Interval(low=0.998, high=0.99995)) == {Doubt.COVERS_BOTH}
    assert told(sizes=(Interval(low=44, high=55), Interval(low=40, high=45))) == {Doubt.SIZES_OVERLAP}


def test_without_an_event_the_rate_is_bounded() -> None:
    """Rule of three: none in 6 years is compatible with one every two years."""
    level = Interval(low=1.0, high=1.0)
    found = telling(
        0.999, events=0, years=6.0, called_h={2020: 0.0}, intervals=52_560, level=level, sizes=(level, level)
    )
    assert found.most_events_per_year == pytest.approx(0.5)


def test_the_curve_falls_and_lies_in_its_interval() -> None:
    """A higher level never carries more, and every answer lies in its interval."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20)
    stretches = laid(plant, year(quiet(2000, (200, 5, 20), (900, 9, 12), (1500, 3, 20))))
    points = curve(plant, stretches, (0.99, 0.995, 0.999, 1.0), Resampling(samples=100))
    sizes = [point.all_years_meter_mw for point in points]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes == pytest.approx([60, 48, 40, 40], abs=2e-3)
    for point in points:
        assert point.interval_meter_mw.low <= point.all_years_meter_mw <= point.interval_meter_mw.high
