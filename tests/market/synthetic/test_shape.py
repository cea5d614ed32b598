"""Calendar shapes: true at their nodes, blended between."""

import numpy as np
import pytest

from bascule.market.synthetic.local_clock import LocalClock, local_clock, year_start_s
from bascule.market.synthetic.shape import Shape

NO_MONTH, NO_WEEKDAY, NO_HOUR = (0.0,) * 12, (0.0,) * 7, ((0.0,) * 24,)


def clock(*, step_s: int = 3600) -> LocalClock:
    """The year 2022 in Texas."""
    steps = 8_760 * 3600 // step_s
    return local_clock(
        year_start_s(2022, "America/Chicago"), steps, step_s=step_s, time_zone="America/Chicago"
    )


def test_weekday_terms_apply_to_local_days() -> None:
    """A shape that knows Sundays only marks Sundays only."""
    shape = Shape(month=NO_MONTH, weekday=(0.0,) * 6 + (1.0,), hour=NO_HOUR)
    assert np.array_equal(shape.at(clock()) == 1.0, clock().weekday == 6)


def test_hour_terms_are_true_at_the_middle_of_hours() -> None:
    """Hourly intervals read each hour's own term, also after the clocks change."""
    shape = Shape(month=NO_MONTH, weekday=NO_WEEKDAY, hour=(tuple(float(h) for h in range(24)),))
    assert shape.at(clock()) == pytest.approx(clock().hour.astype(float))


def test_quarter_hours_are_blended_between_hours() -> None:
    """The first quarter of an hour lies three eighths of the way back to the hour before."""
    shape = Shape(month=NO_MONTH, weekday=NO_WEEKDAY, hour=(tuple(float(h) for h in range(24)),))
    assert shape.at(clock(step_s=900))[5 * 4] == pytest.approx(5 - 3 / 8)


def test_months_do_not_bend_back_at_new_year() -> None:
    """A rising year is flat in its first and last half month, and rises between."""
    shape = Shape(month=tuple(float(m) for m in range(12)), weekday=NO_WEEKDAY, hour=NO_HOUR)
    terms = shape.at(clock())
    assert (terms[0], terms[-1]) == (0.0, 11.0)
    assert (np.diff(terms) >= 0).all()


def test_seasons_are_true_in_their_middle_months() -> None:
    """In mid-July the third of four seasons speaks alone."""
    rows = tuple((float(season),) * 24 for season in range(4))
    shape = Shape(month=NO_MONTH, weekday=NO_WEEKDAY, hour=rows)
    july = np.argmin(np.abs(clock().month_pos - 6.5))
    assert shape.at(clock())[july] == pytest.approx(2.0, abs=0.01)
