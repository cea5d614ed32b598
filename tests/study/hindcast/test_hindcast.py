"""Hindcasts: nothing leaks from the future, decisions are those of the switching problem, accounts add up by hand."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.study.hindcast.worlds import (
    DIFFICULTY,
    FIRST,
    PLAN,
    PRESS,
    dated,
    days,
    days_changed_from,
    later_of,
)

from bascule.adapters.chain.inputs import read_chain
from bascule.adapters.hindcast.hindcast_file import read_hindcast
from bascule.chain.hashprice import usd_per_ph_day
from bascule.chain.subsidy import HALVING_TIMES_S
from bascule.study.conversion.build import problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.rules import npv_rule
from bascule.study.hindcast.dated import Dated, Point
from bascule.study.hindcast.decide import Choice, Decision, Stated, case_of, decide
from bascule.study.hindcast.earned import Account, Strategy
from bascule.study.hindcast.hindcast import Hindcast, hindcast, quarter_days
from bascule.study.hindcast.knowledge import calibrate, known_on, midnight_s, scheduled_halvings
from bascule.study.switching.grid import solve_grid

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data" / "bitcoin"
DAYS = days()


@cache
def found() -> Hindcast:
    """The small hindcast."""
    return hindcast(PLAN, DAYS)[0]


# No leak


@pytest.mark.parametrize("day", [date(2021, 7, 1), date(2022, 1, 1)])
def test_what_comes_after_a_date_cannot_change_its_decision(day: date) -> None:
    """Every later day of the network and every later press point changed: decisions up to the date stay, to the last figure."""
    other = hindcast(later_of(PLAN, day), days_changed_from(DAYS, day))[0]
    before = [one for one in found().decisions if one.day <= day]
    assert len(before) >= 2
    assert [one for one in other.decisions if one.day <= day] == before
    assert other.decisions[-1] != found().decisions[-1]
    assert other.starts[0].accounts != found().starts[0].accounts


def test_the_day_of_the_decision_itself_is_not_seen() -> None:
    """Days end at midnight before it; a figure that is published that day is seen."""
    known = known_on(PLAN, PLAN.rents[0], DAYS, date(2021, 7, 1))
    assert known.days.starts_s[-1] == midnight_s(date(2021, 6, 30))
    assert known.rent.points[-1].known_from == date(2021, 7, 1)


def test_halvings_are_foreseen_by_schedule_from_the_last_one_only() -> None:
    """In 2021 the schedule says 8 May 2024; the header time of April 2024 is not used before it has come."""
    at = 2021 + scheduled_halvings(date(2021, 1, 1), 5.0)[0]
    assert at == pytest.approx(2024.35, abs=0.02)
    assert (
        midnight_s(date(2021, 1, 1)) + scheduled_halvings(date(2021, 1, 1), 5.0)[0] * 365.25 * 86400
        > HALVING_TIMES_S[3]
    )
    assert scheduled_halvings(date(2024, 7, 1), 5.0)[0] == pytest.approx(3.8, abs=0.1)


# Decisions


def test_before_the_first_point_there_is_no_price_of_ai_and_nothing_is_decided() -> None:
    """Unknown, not zero: no worth, no account of converting at once, and the name of what lacks."""
    first = found().decisions[0]
    assert (first.trigger, first.npv, first.missing) == (Choice.UNKNOWN, Choice.UNKNOWN, ("AI rent",))
    assert (first.rent, first.worth) == (None, None)
    assert Strategy.AT_ONCE not in {one.strategy for one in found().starts[0].accounts}
    assert Strategy.AT_ONCE in {one.strategy for one in found().starts[1].accounts}


@pytest.mark.parametrize("number", [1, 3])
def test_a_decision_is_that_of_the_whole_switching_problem_of_its_day(number: int) -> None:
    """The problem with mothballing and sale made as dear as they can be, and the NPV rule of the grid, on a finer grid."""
    decision = found().decisions[number]
    case = _case(decision)
    dear = replace(case.resting, mothball_cost=1e9, sale_price=-1e9)
    whole = problem_of(replace(case, resting=dear))
    solution, rule = solve_grid(whole, 3.0), npv_rule(whole, 3)
    assert decision.worth is not None
    assert decision.worth.best == pytest.approx(solution.value, rel=2e-3)
    assert decision.worth.mining_on == pytest.approx(rule.stay, rel=2e-3, abs=500)
    gain_now = float(rule.gain_now[solution.axes.centre])
    assert decision.worth.conversion - decision.worth.mining_on == pytest.approx(gain_now, rel=2e-3)
    converts = solution.choices[(0, 0, *solution.axes.centre)] != 0
    assert decision.trigger is (Choice.CONVERT if converts else Choice.WAIT)
    assert decision.npv is (Choice.CONVERT if gain_now > 0 else Choice.WAIT)


def test_a_high_rent_converts_and_a_low_one_waits() -> None:
    """150 in 2021, 30 from March 2022 on."""
    at = {one.day: one.trigger for one in found().decisions}
    assert at[date(2021, 7, 1)] is Choice.CONVERT
    assert at[date(2022, 7, 1)] is Choice.WAIT


def test_signed_at_its_npv_rent_conversion_is_worth_hashing_on_and_the_trigger_lies_above() -> None:
    """The NPV rent is fed back as the known rent."""
    worth = found().decisions[1].worth
    assert worth is not None
    assert worth.npv_rent is not None
    assert worth.trigger_rent is not None
    plan = replace(PLAN, rents=(dated("leases", (FIRST, worth.npv_rent)),))
    again = decide(plan, known_on(plan, plan.rents[0], DAYS, date(2021, 7, 1)))
    assert again.worth is not None
    assert again.worth.conversion == pytest.approx(again.worth.mining_on, rel=1e-9)
    assert worth.trigger_rent > worth.npv_rent


def test_at_the_trigger_rent_the_rule_is_indifferent() -> None:
    """One per cent above it converts, one per cent below waits."""
    worth = found().decisions[1].worth
    assert worth is not None
    assert worth.trigger_rent is not None
    for factor, choice in ((1.01, Choice.CONVERT), (0.99, Choice.WAIT)):
        plan = replace(PLAN, rents=(dated("leases", (FIRST, factor * worth.trigger_rent)),))
        assert decide(plan, known_on(plan, plan.rents[0], DAYS, date(2021, 7, 1))).trigger is choice


def test_a_range_is_decided_at_both_its_ends() -> None:
    """From 20 to 400: waits at the low end, converts at the high one."""
    point = Point(known_from=FIRST, value=150.0, low=20.0, high=400.0, source=PRESS)
    plan = replace(PLAN, rents=(Dated(name="leases", unit="", points=(point,)),))
    decision = decide(plan, known_on(plan, plan.rents[0], DAYS, date(2021, 7, 1)))
    assert decision.trigger_at_ends == (Choice.WAIT, Choice.CONVERT)


def test_calibration_finds_the_volatility_of_the_walk_and_tells_the_drift_without_using_it() -> None:
    """60 % a year until 2021, within three standard errors; another drift of the past leaves the pricing drift."""
    known = known_on(PLAN, PLAN.rents[0], DAYS, date(2021, 1, 1))
    fit = calibrate(known, 1.9)
    assert fit is not None
    assert fit.volatility.standard_error is not None
    assert fit.volatility.value == pytest.approx(0.6, abs=3 * fit.volatility.standard_error)
    case = _case(found().decisions[1])
    assert case.hashprice.pricing.process.mu == -0.1  # type: ignore[union-attr]


def test_averaging_over_weeks_does_not_lower_the_volatility() -> None:
    """Mean of 40 seeds: within 2.5 % of 60 %, where steps between means alone would show 49 %."""
    values = []
    for seed in range(40):
        fit = calibrate(known_on(PLAN, PLAN.rents[0], days(seed), date(2021, 1, 1)), 3.0)
        assert fit is not None
        values.append(fit.volatility.value)
    assert float(np.mean(values)) == pytest.approx(0.6, rel=0.025)


def test_too_few_weeks_are_no_calibration() -> None:
    """Ten weeks: unknown, with the name of what lacks."""
    short = replace(PLAN, hashprice=replace(PLAN.hashprice, window_years=0.2))
    decision = decide(short, known_on(short, short.rents[0], DAYS, date(2021, 7, 1)))
    assert decision.calibration is None
    assert decision.missing == ("hashprice",)
    assert decision.trigger is Choice.UNKNOWN


# Accounts


def test_hashing_on_is_the_sum_of_its_quarters_by_hand() -> None:
    """A hashprice that stands still, a fleet that loses 5 % a year, power at 50, from July 2021: six quarters."""
    price = float(usd_per_ph_day(np.array(DIFFICULTY), np.array(6.75), np.array(30_000.0)))
    total, present = 0.0, 0.0
    for k in range(6):
        worth = price * 0.95 ** (k / 4) * 0.98 / (0.024 * 40)
        quarter = 0.25 * 0.8 * (8760 * 0.9 * max(worth - 50, 0) - 60_000)
        total, present = total + quarter, present + quarter * 1.1 ** (-k / 4)
    account = _account(1, Strategy.MINE_ON)
    assert account.converted_on is None
    assert account.undiscounted.total == pytest.approx(total, rel=1e-9)
    assert account.present_value.total == pytest.approx(present, rel=1e-9)


def test_converting_at_once_is_the_sum_of_its_lines_by_hand() -> None:
    """Signed at 150 in July 2021: half the chance from the third quarter on, all from the fourth, 3 % more after a year."""
    rent = 1000 * 3 * 150 * 0.9 * 0.8 / 1.25
    paid = [0, 0, 0.5, 1.0, 1.0, 1.0]
    account = _account(1, Strategy.AT_ONCE)
    assert account.undiscounted.mining == 0
    assert account.undiscounted.lease == pytest.approx(rent * sum(paid))
    assert account.present_value.lease == pytest.approx(
        rent * sum(p * 1.1 ** (-k / 4) for k, p in enumerate(paid))
    )
    spent = [0.5 / 2 + 0.5 / 3, 0.5 / 2 + 0.5 / 3, 0.5 / 3]
    assert account.undiscounted.capital == pytest.approx(-1.5e6 / 1.25)
    assert account.present_value.capital == pytest.approx(
        -1.2e6 * sum(share * 1.1 ** (-k / 4) for k, share in enumerate(spent))
    )
    assert account.undiscounted.tax_spared == 0
    assert account.undiscounted.total == pytest.approx(rent * 3.5 - 1.2e6)


def test_a_rule_that_waits_for_a_price_mines_until_it_converts() -> None:
    """From January 2021: two quarters of hashing, then the lease of July, discounted to January."""
    account, alone = _account(0, Strategy.TRIGGER), _account(1, Strategy.TRIGGER)
    assert account.converted_on == date(2021, 7, 1)
    assert account.undiscounted.lease == alone.undiscounted.lease
    assert account.present_value.lease == pytest.approx(alone.present_value.lease * 1.1**-0.5)
    assert account.undiscounted.mining > 0
    assert alone.undiscounted.mining == 0


def test_without_default_realised_and_remaining_add_up_to_the_lease_as_signed() -> None:
    """Rent that never falls due again at the market's: the present value of the whole lease and of all write-offs."""
    plan = replace(PLAN, lease=replace(PLAN.lease, default_per_year=0.0, renewal_frac=0.0))
    start = hindcast(plan, DAYS)[0].starts[1]
    account = next(one for one in start.accounts if one.strategy is Strategy.AT_ONCE)
    total = 0.0
    for lead in (2, 3):
        total -= 0.5 * 1.2e6 / lead * sum(1.1 ** (-k / 4) for k in range(lead))
        for k in range(lead, min(lead + 16, 24)):
            rent = 1000 * 3 * 150 * 0.9 * 0.8 / 1.25 * 1.03 ** ((k - lead) // 4)
            total += 0.5 * rent * 1.1 ** (-k / 4)
        for year in (1, 2):
            total += 0.5 * 0.5 * 0.2 * 1.2e6 * 1.1 ** (-(lead + 4 * year) / 4)
    assert account.remaining is not None
    assert account.present_value.total + account.remaining == pytest.approx(total, rel=1e-9)


def test_what_remains_of_hashing_is_hashing_on_from_the_data_s_end() -> None:
    """A deterministic world from there: hashprice as it stands, drift -10 %, halving of the schedule, fleet 1.5 years old."""
    start = found().starts[1]
    account = _account(1, Strategy.MINE_ON)
    assert start.quarters == 6
    assert account.remaining is not None
    assert account.remaining == pytest.approx(_remaining_by_simulation(), rel=0.01)


def test_quarters_are_calendar_months_apart() -> None:
    """Also across a year."""
    assert quarter_days(date(2021, 11, 1), date(2022, 6, 1)) == (
        date(2021, 11, 1),
        date(2022, 2, 1),
        date(2022, 5, 1),
    )


def test_data_that_end_before_a_quarter_has_passed_are_refused() -> None:
    """With both days in the message."""
    plan = replace(PLAN, first_day=date(2022, 12, 1))
    with pytest.raises(ValueError, match="end on 2023-01-01"):
        hindcast(plan, DAYS)


def test_points_rise_in_time() -> None:
    """Twice the same day is refused by name."""
    with pytest.raises(ValueError, match="leases: days must rise"):
        dated("leases", (FIRST, 1.0), (FIRST, 2.0))


# Real days


@pytest.mark.skipif(
    not (SHARED / "btc_daily_2025.parquet").exists(), reason="needs the daily data of the network"
)
def test_on_real_days_no_ai_price_is_known_before_june_2024_and_the_rule_waits_where_npv_converts() -> None:
    """The bundled example by year and a half: July 2024 and the hashprices that miners remember."""
    plan = read_hindcast(ROOT / "examples" / "plan" / "hindcast.yaml")
    real = read_chain([SHARED / "btc_daily.parquet", SHARED / "btc_daily_2025.parquet"]).days
    assert real is not None
    plan = replace(plan, rents=plan.rents[:1], every_quarters=2)
    seen = hindcast(plan, real)[0]
    silent = [one.day for one in seen.decisions if one.trigger is Choice.UNKNOWN]
    assert silent == [day for day in quarter_days(date(2021, 1, 1), date(2024, 1, 1)) if day.month in (1, 7)]
    last = seen.decisions[-1]
    assert (last.day, last.trigger) == (date(2024, 7, 1), Choice.WAIT)
    # Hashprice of the last week of June 2024: Hashrate Index says the high forties.
    assert last.calibration is not None
    assert 44 < last.calibration.hashprice_per_ph_day < 52
    at_once = next(one for one in seen.starts[-1].accounts if one.strategy is Strategy.AT_ONCE)
    mine = next(one for one in seen.starts[-1].accounts if one.strategy is Strategy.MINE_ON)
    assert at_once.undiscounted.total < 0 < mine.undiscounted.total


def _case(decision: Decision) -> Case:
    seen = decision.rent, decision.power, decision.fleet, decision.capex
    assert decision.calibration is not None
    assert all(seen)
    return case_of(PLAN, decision.day, decision.calibration, Stated(*seen))  # type: ignore[arg-type]


def _account(start: int, strategy: Strategy) -> Account:
    return next(one for one in found().starts[start].accounts if one.strategy is strategy)


def _remaining_by_simulation() -> float:
    """Draws of the hashprice from the data's end, booked quarter by quarter."""
    end = date(2023, 1, 1)
    fit = calibrate(known_on(PLAN, PLAN.rents[0], DAYS, end), 3.0)
    assert fit is not None
    rng, total = np.random.default_rng(5), 0.0
    sigma, log = fit.volatility.value, np.zeros(200_000)
    halving = scheduled_halvings(end, 10.0)[0]
    for k in range(18):
        reward = fit.fees_frac + (1 - fit.fees_frac) * (0.5 if k / 4 >= halving else 1.0)
        price = fit.hashprice_per_ph_day * np.exp(log) * reward**0.5 * 0.95 ** ((6 + k) / 4)
        margin = 8760 * 0.9 * np.maximum(price * 0.98 / 0.96 - 50, 0) - 60_000
        total += 0.25 * 0.8 * float(margin.mean()) * 1.1 ** (-(6 + k) / 4)
        log += (-0.1 - sigma**2 / 2) * 0.25 + sigma * 0.5 * rng.standard_normal(200_000)
    return total
