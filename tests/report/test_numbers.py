"""Numbers as people read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.report.numbers import figure, fixed, money, percent, plain_rate


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_no_number_is_shown_with_more_than_three_decimals(value: float) -> None:
    """Whatever its size, a number shows at most three decimals."""
    shown = [figure(value), plain_rate(value), money(value, "USD")]
    assert all(len(text.partition(".")[2]) <= 3 for text in shown)


@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(min_value=0, max_value=3))
def test_a_shown_number_is_the_number_it_shows(value: float, decimals: int) -> None:
    """Reading the text back gives the value, to half of its last digit."""
    read = float(fixed(value, decimals).replace(",", "").replace("−", "-"))
    assert math.isclose(read, value, abs_tol=0.5 * 10**-decimals * (1 + 1e-6), rel_tol=1e-12)


@given(st.floats(min_value=0.0, max_value=1.0 - 1e-8))
def test_a_share_short_of_all_never_reads_as_all(frac: float) -> None:
    """99.997 % of a service is not 100 % of it."""
    assert percent(frac) != "100 %"


@pytest.mark.parametrize("nothing", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_a_dash(nothing: float) -> None:
    """An unknown number never reads as zero."""
    assert fixed(nothing, 1) == "–"


def test_a_small_loss_has_no_minus_before_zero() -> None:
    """What rounds to nothing carries no sign."""
    assert money(-0.001, "USD") == "$0"
