"""Coincident peaks: found in the load, billed at the next year's rate, and never guessed."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.settle.sites import ALWAYS, SITE, book, drew, hours, utc

from bascule.errors import DataGap
from bascule.model.ledger import Account
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.outcome import Outcome
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.settle.coincident import (
    known_probability,
    partial_months,
    peak_rate,
    rate_per_mw,
    system_peaks,
)

DATA = Path(__file__).parents[2].parent / "shared" / "data"
LOAD = DATA / "power" / "ercot_generation_total_hourly.parquet"
PEAKS = DATA / "events" / "ercot_4cp_derived.csv"
JUNE = 2023 * 12 + 5
CHARGE = CoincidentPeakCharge(
    name="4cp",
    per_kw_year={2024: 60.0},
    months=(6, 7, 8, 9),
    system_load=SeriesRef(name="load_mw"),
    interval=timedelta(hours=1),
    term=ALWAYS,
)
PLACE: Site = replace(SITE, coincident_peaks=(CHARGE,))
HOURS = 30 * 24


def june(peak: int, minutes: int = 60) -> tuple[Outcome, Floats]:
    """A whole June on 10 MW, with 4 MW and the system's peak in one step."""
    count = HOURS * 60 // minutes
    load, power = np.full(count, 50_000.0), np.full(count, 10.0)
    load[peak], power[peak] = 70_000.0, 4.0
    return drew(*power, minutes=minutes, start=utc(2023, 6, 1)), load


def billed(outcome: Outcome, load: Sequence[float] | Floats, site: Site = PLACE) -> list[tuple[int, float]]:
    """Intervals with money of the peak's line."""
    ledger = book(site, outcome, load_mw=list(load))
    (line,) = (line for line in ledger.lines if line.account is Account.COINCIDENT_PEAK)
    return [(int(k), round(float(line.amounts[k]), 6)) for k in np.flatnonzero(line.amounts)]


def test_power_in_the_peak_is_billed_at_the_next_years_rate() -> None:
    """4 MW at 60 per kW-year, a quarter for June, in the peak's interval."""
    assert billed(*june(100)) == [(100, -60_000)]


def test_the_mean_over_the_peak_interval_counts() -> None:
    """Quarter-hours of 10, 10, 4 and 10 MW in the peak hour: 8.5 MW."""
    outcome, load = june(402, 15)
    assert billed(outcome, load) == [(400, -8.5 * 15_000)]


def test_a_step_longer_than_the_interval_is_billed_as_it_is() -> None:
    """Quarter-hour peaks in hourly data are whole hours."""
    quarter = replace(PLACE, coincident_peaks=(replace(CHARGE, interval=timedelta(minutes=15)),))
    assert billed(*june(100), quarter) == [(100, -60_000)]


def test_a_month_covered_in_part_is_not_billed() -> None:
    """Its highest interval here need not be its peak; it is named instead."""
    outcome, load = june(100)
    part = drew(*outcome.import_mw[:-1], start=utc(2023, 6, 1))
    assert billed(part, load[:-1]) == []
    assert partial_months(CHARGE, part.grid, "UTC") == [JUNE]
    assert partial_months(CHARGE, outcome.grid, "UTC") == []


def test_other_months_have_no_peak() -> None:
    """May is not listed."""
    assert billed(drew(*[5.0] * 744, start=utc(2023, 5, 1)), [1.0] * 744) == []


def test_a_peak_outside_the_term_is_free() -> None:
    """The month's peak falls before the contract begins; no lesser hour takes its place."""
    later = replace(CHARGE, term=Term(start=utc(2023, 6, 10), end=ALWAYS.end))
    assert billed(*june(100), replace(PLACE, coincident_peaks=(later,))) == []


def test_a_missing_rate_is_refused_by_name() -> None:
    """Peaks of 2023 are paid at the rate of 2024."""
    with pytest.raises(DataGap, match=r"'4cp' has no per_kw_year for 2024, at which the peaks of 2023"):
        billed(*june(100), replace(PLACE, coincident_peaks=(replace(CHARGE, per_kw_year={2023: 60.0}),)))


def test_a_gap_in_the_load_is_refused() -> None:
    """Where the load is not known the peak is not."""
    outcome, load = june(100)
    load[7] = np.nan
    with pytest.raises(DataGap, match="load_mw has no value in part of 2023-06"):
        billed(outcome, load)


def test_the_expected_rate_is_the_probability_times_the_rate() -> None:
    """A quarter chance in each of the peak's hours weighs a quarter of 15,000 per MW."""
    grid = hours(2, utc(2023, 6, 1))
    assert peak_rate(CHARGE, grid, "UTC", np.array([0.25, 0.0]), 1.0).tolist() == [3_750, 0]


def test_one_who_knows_the_load_weighs_what_is_billed() -> None:
    """Expected money with the known peaks equals the booked money, in quarter-hours too."""
    outcome, load = june(402, 15)
    known = known_probability(CHARGE, outcome.grid, "UTC", {"load_mw": load})
    rate = peak_rate(CHARGE, outcome.grid, "UTC", known, 0.25)
    assert float((rate * outcome.import_mw).sum()) * 0.25 == pytest.approx(8.5 * rate_per_mw(CHARGE, JUNE))


def test_the_derived_series_is_named_after_the_load() -> None:
    """Unless a series is given."""
    assert CHARGE.probability_name == "load_mw_peak_probability_frac"
    assert replace(CHARGE, probability=SeriesRef(name="own")).probability_name == "own"


@pytest.mark.skipif(not LOAD.exists(), reason="no ERCOT data here")
def test_peaks_of_eight_years_are_those_of_the_list() -> None:
    """All 28 rows of the derived list of June to September peaks, 2015 to 2022 less the year without records."""
    polars = pytest.importorskip("polars")
    frame = polars.read_parquet(LOAD)
    stamps = [stamp.timestamp() for stamp in frame["ts_utc"].dt.replace_time_zone("UTC").to_list()]
    with PEAKS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    start = datetime.fromtimestamp(stamps[0], tz=ALWAYS.start.tzinfo)
    grid = TimeGrid(start=start, step=timedelta(hours=1), count=round((stamps[-1] - stamps[0]) / 3600) + 1)
    load = np.full(grid.count, np.nan)
    load[((np.array(stamps) - stamps[0]) // 3600).astype(np.int64)] = frame["generation_total_mw"].to_numpy()
    found: dict[int, datetime] = {}
    for year in sorted({int(row["year"]) for row in rows}):
        charge = replace(CHARGE, term=Term(start=utc(year, 1, 1), end=utc(year + 1, 1, 1)))
        first = grid.index(utc(year, 6, 1, 5))
        summer = grid.window(first, grid.index(utc(year, 10, 1, 5)) - first)
        values = {"load_mw": load[first : first + summer.count]}
        found |= {
            p.month: summer.time(p.first) for p in system_peaks(charge, summer, "America/Chicago", values)
        }
    listed = {
        int(row["year"]) * 12 + int(row["month"]) - 1: datetime.fromisoformat(row["peak_hour_start_utc"])
        for row in rows
    }
    assert len(listed) == 28
    assert found == listed
