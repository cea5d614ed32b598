"""Probabilities of system peaks on the steps of the market."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.dispatch.sites import site

from bascule.errors import InputError
from bascule.market.peak_series import PeakAsk, peak_asks, peak_misfit, peak_series
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.series import Series, SeriesRef
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid

MAY = datetime(2024, 5, 1, tzinfo=UTC)
SHAPE = 100.0 - np.abs(np.arange(24) - 16.0)
LOAD = np.tile(SHAPE, 61) * np.repeat(np.random.default_rng(2).normal(1.0, 0.05, 61), 24)


def grid(minutes: int, start: datetime = MAY, days: int = 61) -> TimeGrid:
    """May and June."""
    return TimeGrid(start=start, step=timedelta(minutes=minutes), count=days * 1440 // minutes)


def ask(minutes: int = 60) -> PeakAsk:
    """June has a peak."""
    return PeakAsk(
        name="load_mw_peak_probability_frac",
        load="load_mw",
        months=(6,),
        interval=timedelta(minutes=minutes),
        zone="UTC",
    )


def made(native_minutes: int, interval_minutes: int, market_minutes: int) -> Series:
    """The series of a load on one step, for peak intervals of another, on a market of a third."""
    native = grid(native_minutes)
    factor = 60 // native_minutes
    series = Series(
        name="load_mw",
        values=np.repeat(LOAD, factor),
        known_at_s=native.starts_s() + native.step_s,
        source="f",
    )
    return peak_series(ask(interval_minutes), series, native, grid(market_minutes))[0]


def charge(
    name: str = "4cp", *, months: tuple[int, ...] = (6,), minutes: int = 60, own: str | None = None
) -> CoincidentPeakCharge:
    """A charge on the system's load."""
    return CoincidentPeakCharge(
        name=name,
        per_kw_year={2025: 60.0},
        months=months,
        system_load=SeriesRef(name="load_mw"),
        interval=timedelta(minutes=minutes),
        term=Term(start=MAY, end=datetime(2025, 1, 1, tzinfo=UTC)),
        probability=None if own is None else SeriesRef(name=own),
    )


@pytest.mark.parametrize(
    ("native", "interval", "market"),
    [(60, 60, 60), (60, 60, 15), (60, 15, 15), (15, 60, 15), (60, 15, 60), (15, 15, 60), (15, 60, 60)],
)
def test_the_chance_of_a_month_does_not_depend_on_the_steps(native: int, interval: int, market: int) -> None:
    """What a MW costs in the month, sum of probability x hours of a step / hours of a peak, is the same on all steps."""
    plain, other = made(60, 60, 60), made(native, interval, market)
    weights = market / max(interval, market)
    # Quarter-hourly loads that repeat hourly ones have four like peaks an hour: the same day, other shares.
    assert other.values.sum() * weights == pytest.approx(plain.values.sum(), rel=0.02)


def test_quarter_hours_repeat_the_hour() -> None:
    """Peak hours on a market of quarter hours: the four share value and moment."""
    hourly, quarters = made(60, 60, 60), made(60, 60, 15)
    assert quarters.values.tolist() == np.repeat(hourly.values, 4).tolist()
    assert quarters.known_at_s.tolist() == np.repeat(hourly.known_at_s, 4).tolist()


def test_a_peak_quarter_is_somewhere_in_its_hour() -> None:
    """Peaks of a quarter hour from an hourly load: each quarter has a fourth of the hour's probability."""
    assert made(60, 15, 15).values == pytest.approx(np.repeat(made(60, 60, 60).values, 4) / 4)


def test_the_series_says_where_it_comes_from() -> None:
    """Publication, source and note."""
    native = grid(60)
    load = Series(name="load_mw", values=LOAD, known_at_s=native.starts_s() + 3600, source="f.csv")
    series, note = peak_series(ask(), load, native, native)
    assert (series.publication, series.source) == ("notice_h (1 h)", "derived from load_mw (f.csv)")
    assert "derived from load_mw, months 6 in UTC, made 1 h before" in note
    assert "less than a week" not in note


def test_a_load_without_history_is_noted() -> None:
    """The blind hours are counted."""
    june = grid(60, datetime(2024, 6, 1, tzinfo=UTC), 30)
    load = Series(name="load_mw", values=LOAD[:720], known_at_s=june.starts_s() + 3600)
    assert "intervals of 60 minutes have less than a week of load" in peak_series(ask(), load, june, june)[1]


def test_a_year_of_zeros_outside_the_months() -> None:
    """May has no peak."""
    assert not made(60, 60, 60).values[: 31 * 24].any()


@pytest.mark.parametrize(
    ("native", "market", "interval", "said"),
    [
        (60, 60, 60, None),
        (120, 60, 60, "at most an hour"),
        (40, 60, 60, "do not divide"),
        (15, 40, 15, "do not divide"),
    ],
)
def test_steps_that_do_not_fit_are_said(native: int, market: int, interval: int, said: str | None) -> None:
    """With the reason."""
    reason = peak_misfit(ask(interval), grid(native), grid(market))
    assert (reason is None) if said is None else (reason is not None and said in reason)


def test_charges_on_one_load_share_a_series() -> None:
    """Months of both; a charge with its own probability asks for nothing."""
    plant = site(coincident_peaks=(charge(), charge("other", months=(7, 8)), charge("own", own="p_frac")))
    assert {name: found.months for name, found in peak_asks(plant).items()} == {
        "load_mw_peak_probability_frac": (6, 7, 8)
    }


def test_charges_with_other_intervals_need_a_series_of_their_own() -> None:
    """One name cannot mean two things."""
    with pytest.raises(InputError, match="peak intervals of another length"):
        peak_asks(site(coincident_peaks=(charge(), charge("other", minutes=15))))
