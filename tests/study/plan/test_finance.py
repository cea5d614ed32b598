"""Streams of money against closed forms and published examples."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.study.plan.cash_flows import (
    annual_equivalent,
    irrs,
    levelised_cost,
    mirr,
    npv,
    payback_years,
    xirrs,
    xnpv,
)
from bascule.study.plan.depreciation import Schedule, after_tax, depreciation
from bascule.study.plan.loan import level_payment, loan_years
from bascule.study.plan.tail_risk import conditional_value_at_risk, value_at_risk
from bascule.study.plan.taxes import LossRule, taxes


def test_published_examples() -> None:
    """Examples of numpy-financial's documentation for NPV, IRR and a loan; MIRR by hand: 100 grows to 199.92 in three years."""
    assert npv(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]) == pytest.approx(3065.22267)
    assert irrs([-100, 39, 59, 55, 20])[0] == pytest.approx(0.28094842)
    assert irrs([-100, 0, 0, 74])[0] == pytest.approx(-0.0955, abs=1e-4)
    assert min(abs(rate - 0.0886) for rate in irrs([-5, 10.5, 1, -8, 1])) < 1e-4
    assert mirr([-100, 50, 60, 70], 0.10, 0.12) == pytest.approx(1.9992 ** (1 / 3) - 1)
    assert level_payment(200_000, 0.075 / 12, 180) == pytest.approx(1854.0247, abs=1e-4)


def test_several_returns_and_none() -> None:
    """Signs that change twice may give two returns; a stream of gains has none."""
    assert irrs([-100, 230, -132]) == pytest.approx((0.1, 0.2))
    assert irrs([1, 2, 3]) == ()
    assert irrs([0, 0]) == ()


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12))
def test_every_return_is_a_root(flows: list[float]) -> None:
    """At each return found the present value vanishes."""
    size = sum(map(abs, flows)) + 1
    for rate in irrs(flows):
        assert abs(npv(rate, flows)) <= 1e-6 * size * max(1.0, (1 + rate) ** -len(flows))


def test_dated_flows() -> None:
    """A year of 365 days is one year; the return of a doubling in it is 100 %."""
    dated = [(date(2023, 1, 1), -100.0), (date(2024, 1, 1), 200.0)]
    assert xnpv(0.1, dated) == pytest.approx(-100 + 200 / 1.1)
    assert xirrs(dated) == pytest.approx((1.0,))


def test_paybacks() -> None:
    """Linear inside the year, discounted later than simple, never is None."""
    flows = [-100.0, 50.0, 50.0, 50.0]
    assert payback_years(flows) == 2.0
    assert payback_years(flows, 0.1) == pytest.approx(2 + (100 - 50 / 1.1 - 50 / 1.21) / (50 / 1.331))
    assert payback_years([-100.0, 20.0]) is None
    assert payback_years([5.0, 1.0]) == 0.0


@given(st.floats(0, 0.3), st.integers(1, 40), st.floats(1, 1e6))
def test_annuities_agree(rate: float, years: int, capex: float) -> None:
    """Equivalent annual cost is a loan's payment and, over an output of one, the levelised cost."""
    payment = level_payment(capex, rate, years)
    assert annual_equivalent(rate, capex, years) == pytest.approx(payment)
    assert levelised_cost(capex, 0, 0, [1.0] * years, rate) == pytest.approx(payment)


@given(st.floats(1, 1e6), st.floats(0, 0.3), st.integers(1, 40))
def test_a_loan_is_paid_off(principal: float, rate: float, years: int) -> None:
    """Principal sums to the loan, its present value is the loan, the last balance is zero."""
    rows = loan_years(principal, rate, years)
    assert sum(row.principal for row in rows) == pytest.approx(principal)
    assert npv(rate, [0.0, *(row.payment for row in rows)]) == pytest.approx(principal)
    assert rows[-1].balance == 0


@pytest.mark.parametrize("schedule", list(Schedule))
def test_write_offs_sum_to_the_cost(schedule: Schedule) -> None:
    """Every schedule writes off all of it; MACRS over 5 years begins with 20 and 32 %."""
    assert sum(depreciation(1000.0, schedule, 7)) == pytest.approx(1000)
    assert depreciation(100.0, Schedule.MACRS_5, 1)[:2] == (20.0, 32.0)


def test_after_tax_by_hand() -> None:
    """100 over two years at 30 % tax and 10 %: income 60 a year, 50 written off."""
    found = after_tax(100, [60, 60], 0.3, 0.1, depreciation(100, Schedule.STRAIGHT, 2), LossRule.USED)
    assert found.npv == pytest.approx(-100 + 57 / 1.1 + 57 / 1.21)
    assert found.tax_shield == pytest.approx(15 / 1.1 + 15 / 1.21)


def test_losses_carried_forward_are_worth_less() -> None:
    """A loss in year 1 spares tax in year 2 rather than at once."""
    written = depreciation(100, Schedule.BONUS, 1)
    used = after_tax(100, [60, 60], 0.3, 0.1, written, LossRule.USED)
    carried = after_tax(100, [60, 60], 0.3, 0.1, written, LossRule.CARRIED)
    assert used.npv == pytest.approx(-100 + 72 / 1.1 + 42 / 1.21)
    assert carried.npv == pytest.approx(-100 + 60 / 1.1 + (60 - 6) / 1.21)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200), st.floats(0.5, 0.99))
def test_the_tail_mean_is_at_least_its_edge(pnl: list[float], level: float) -> None:
    """The conditional mean is never better than the value at risk."""
    assert conditional_value_at_risk(pnl, level) >= value_at_risk(pnl, level) - 1e-6


def test_tails_of_a_hundred() -> None:
    """1 to 100 at 95 %: the fifth worst, and the mean of the worst five."""
    pnl = [float(value) for value in np.random.default_rng(1).permutation(np.arange(1, 101))]
    assert (value_at_risk(pnl, 0.95), conditional_value_at_risk(pnl, 0.95)) == pytest.approx((-5, -3))


_TABLE_A_7A = (2.461, 2.247, 2.033, 1.819, 1.605, 1.391, 1.177, 0.963, 0.749, 0.535, 0.321, 0.107)
"""Per cent of year 1 by month placed in service; source: IRS Publication 946, table A-7a (years 2 to 39: 2.564)."""


@pytest.mark.parametrize("month", range(1, 13))
def test_a_building_of_39_years_is_the_published_table(month: int) -> None:
    """Within the table's rounding (it steps by 0.214 where a twelfth is 0.2137); what year 1 lacks comes in year 40."""
    written = depreciation(100.0, Schedule.BUILDING_39, 0, month)
    assert len(written) == 40
    assert written[0] == pytest.approx(_TABLE_A_7A[month - 1], abs=0.004)
    assert written[1] == pytest.approx(2.564, abs=5e-4)
    assert written[-1] == pytest.approx(_TABLE_A_7A[12 - month], abs=0.004)


def test_a_french_line_counts_its_first_months() -> None:
    """60 over five years from April: nine months of the first year, three after the last."""
    assert depreciation(60.0, Schedule.FRENCH_LINEAR, 5, 4) == pytest.approx((9, 12, 12, 12, 12, 3))
    assert depreciation(60.0, Schedule.FRENCH_LINEAR, 5) == depreciation(60.0, Schedule.STRAIGHT, 5)


def test_limits_of_carried_losses() -> None:
    """A loss of 5 M then incomes of 2, 4 and 4 M: France covers 1.5, 2.5 and 1 M; the US 1.6, 3.2 and 0.2 M."""
    income = np.array([[-5e6, 2e6, 4e6, 4e6]])
    assert taxes(income, 0.25, LossRule.FRANCE)[0] == pytest.approx(np.array([0, 0.5, 1.5, 3.0]) * 0.25e6)
    assert taxes(income, 0.25, LossRule.US_80)[0] == pytest.approx(np.array([0, 0.4, 0.8, 3.8]) * 0.25e6)
    assert taxes(income, 0.25, LossRule.CARRIED)[0] == pytest.approx(np.array([0, 0, 1.0, 4.0]) * 0.25e6)


@given(
    st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=12),
    st.floats(0, 1),
    st.sampled_from(list(LossRule)[1:]),
)
def test_carrying_losses_never_pays_less_than_using_them(
    income: list[float], rate: float, rule: LossRule
) -> None:
    """Total tax lies between that of the sum and that of the gains alone, and no year's is negative."""
    (due,) = taxes(np.array([income]), rate, rule)
    size = 1e-6 + 1e-9 * sum(map(abs, income))
    assert due.min() >= -size
    assert rate * sum(income) - size <= due.sum() <= rate * sum(max(part, 0) for part in income) + size
