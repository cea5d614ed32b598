"""Scores of peak probabilities: by hand where they can be, and on the Texan load where it is there."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from bascule.adapters.files.load_file import read_load
from bascule.model.time_grid import TimeGrid
from bascule.study.peak_rules import afternoons, near_record
from bascule.study.peak_scores import peak_scores

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
HOUR = timedelta(hours=1)
SHAPE = 100.0 - np.abs(np.arange(24) - 16.0)


def grid(count: int, start: datetime = datetime(2024, 6, 1, tzinfo=UTC)) -> TimeGrid:
    """Hours from a Saturday on."""
    return TimeGrid(start=start, step=HOUR, count=count)


def test_a_blind_month_scores_as_knowing_nothing() -> None:
    """A month without load before it, its peak on the first day: its first week is blind, and nothing is gained."""
    load = np.tile(SHAPE, 30)
    load[16] = 200.0
    (year,) = peak_scores(grid(720), load, zone="UTC", months=(6,)).years
    assert (year.peaks, year.intervals) == (1, 720)
    assert year.blind >= 7 * 24
    assert year.base_brier == pytest.approx((719 / 720**2 + (719 / 720) ** 2) / 720)
    assert year.base_log_loss == pytest.approx((np.log(720) - 719 * np.log(719 / 720)) / 720)
    assert year.brier == pytest.approx(year.base_brier, rel=0.02)


def test_hours_and_hits_are_counted() -> None:
    """The afternoon rule on June 2024: 20 weekdays of three hours, and the peak at 16:00 of a Monday is among them."""
    load = np.tile(SHAPE, 61)
    load[(31 + 9) * 24 + 16] = 101.0
    scores = peak_scores(grid(load.size, datetime(2024, 5, 1, tzinfo=UTC)), load, zone="UTC", months=(6,))
    rules = {(rule.name, rule.threshold_frac): rule for rule in scores.rules}
    assert rules["afternoons", None].hours == (60.0,)
    assert rules["afternoons", None].hits == (1,)
    assert scores.peaks[0].start == datetime(2024, 6, 10, 16, tzinfo=UTC)
    assert sum(part.peaks for part in scores.bins) == 1
    assert sum(part.intervals for part in scores.bins) == 720


def test_higher_thresholds_give_up_less() -> None:
    """Hours and hits never rise with the threshold."""
    load = np.tile(SHAPE, 61) * np.repeat(np.random.default_rng(1).normal(1.0, 0.05, 61), 24)
    rules = peak_scores(
        grid(load.size, datetime(2024, 5, 1, tzinfo=UTC)), load, zone="UTC", months=(6,)
    ).rules
    hours = [rule.hours[0] for rule in rules if rule.threshold_frac is not None]
    hits = [rule.hits[0] for rule in rules if rule.threshold_frac is not None]
    assert hours == sorted(hours, reverse=True)
    assert hits == sorted(hits, reverse=True)


def test_a_month_with_missing_loads_is_left_out() -> None:
    """Nobody knows the peak of a month of which a day is missing."""
    load = np.tile(SHAPE, 61)
    load[-24:] = np.nan
    scores = peak_scores(grid(load.size, datetime(2024, 5, 1, tzinfo=UTC)), load, zone="UTC", months=(5, 6))
    assert scores.incomplete == (2024 * 12 + 5,)
    assert scores.years[0].peaks == 1


def test_afternoons_are_local_weekdays() -> None:
    """Hours ending at 16, 17 and 18 in Chicago, from Monday to Friday."""
    flags = afternoons(grid(7 * 24), "America/Chicago")
    assert flags.sum() == 15
    assert np.flatnonzero(flags)[:3].tolist() == [2 * 24 + hour for hour in (20, 21, 22)]


def test_near_the_record_by_the_newest_load() -> None:
    """With an hour's lead, hour 4 goes by hour 2; nothing is known before hour 2."""
    load = np.array([90.0, 50.0, 100.0, 98.0, 96.0, 10.0, 10.0])
    flags = near_record(grid(7), load, "UTC", HOUR)
    assert flags.tolist() == [False, False, True, False, True, True, False]


@pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not here")
def test_true_peaks_hours_and_calibration() -> None:
    """The 28 peaks of the file of peaks; 27 of them in 62 hours a season, at the chances that were stated, in seconds."""
    native = read_load(DATA / "power" / "ercot_generation_total_hourly.parquet", None)
    began = process_time()
    scores = peak_scores(native.grid, native.values, zone="America/Chicago", months=(6, 7, 8, 9))
    assert process_time() - began < 10
    with (DATA / "events" / "ercot_4cp_derived.csv").open() as file:
        true = [row["peak_hour_start_utc"] for row in csv.DictReader(file)]
    assert [peak.start.strftime("%Y-%m-%dT%H:%M:%SZ") for peak in scores.peaks] == true
    (rule,) = (rule for rule in scores.rules if rule.threshold_frac == 0.01)
    assert (sum(rule.hits), round(sum(rule.hours) / 7)) == (27, 62)
    expected = sum(year.expected_peaks for year in scores.years)
    assert expected == pytest.approx(28, rel=0.1)
    assert all(year.log_loss < year.base_log_loss for year in scores.years)
