"""Monthly service levels, solved by hand: 100 GPUs at 2 per hour over June 2024 owe 72,000 GPU-hours and cost 144,000."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.settle.sites import ALWAYS, SITE, arrays, book, hours, idle, utc

from bascule.model.ai_contracts import FirmReservation
from bascule.model.flex_tier import FlexTier
from bascule.model.ledger import Account
from bascule.model.outcome import Outcome, UseOutcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.sla import MonthlyMaintenance, Sla, SlaTier, Termination
from bascule.model.term import Term
from bascule.model.window import Window
from bascule.settle.service_levels import ServiceMonth, service_months

EC2 = Sla(
    tiers=(
        SlaTier(below_frac=0.9999, credit_frac=0.1),
        SlaTier(below_frac=0.99, credit_frac=0.3),
        SlaTier(below_frac=0.95, credit_frac=1.0),
    ),
    credit_cap_frac=1.0,
)
"""Tiers in the manner of a large cloud's region: below 99.99, 99 and 95 %."""
FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="train",
    gpus=100,
    price_per_gpu_h=2,
    shortfall_penalty_per_gpu_h=6,
    term=ALWAYS,
    sla=EC2,
)
JUNE = utc(2024, 6, 1)
JUNE_H = 720


def place(sla: Sla = EC2, zone: str = "UTC", **parts: object) -> Site:
    """A site with one reservation."""
    return replace(SITE, time_zone=zone, reservations=(replace(FIRM, sla=sla, **parts),))  # type: ignore[arg-type]


def short(at: dict[int, float], count: int = JUNE_H, start: datetime = JUNE) -> Outcome:
    """Hours from June on, short of so many GPU-hours at some of them."""
    missing: Floats = np.zeros(count)
    for hour, gpu_h in at.items():
        missing[hour] = gpu_h
    use = UseOutcome(run_mw=missing, gpus=100 - missing, gpu_h=100 - missing, shortfall_gpu_h=missing)
    return replace(idle(hours(count, start)), uses={"firm": use})


def spread(share: float) -> dict[int, float]:
    """A share of June's 72,000 GPU-hours, over as many whole hours as it takes."""
    total = share * 100 * JUNE_H
    return {100 + k: min(100.0, total - 100.0 * k) for k in range(int(np.ceil(total / 100)))}


def months(site: Site, outcome: Outcome) -> tuple[ServiceMonth, ...]:
    """Service levels without series."""
    return service_months(site, outcome, arrays())


@pytest.mark.parametrize(
    ("missing", "available", "credit"),
    [
        (0.0, 1.0, 0.0),
        (0.0001, 0.9999, 0.0),
        (0.0005, 0.9995, 14_400.0),
        (0.001, 0.999, 14_400.0),
        (0.02, 0.98, 43_200.0),
        (0.05, 0.95, 43_200.0),
        (0.051, 0.949, 144_000.0),
    ],
)
def test_the_deepest_tier_that_a_month_is_below_counts(
    missing: float, available: float, credit: float
) -> None:
    """99.95 and 99.9 % credit a tenth of the fee, 95 % itself is not below 95 %, 94.9 % gives all of it back."""
    outcome = short(spread(missing))
    (june,) = months(place(), outcome)
    assert june.availability_frac == pytest.approx(available)
    assert (june.fee, june.whole) == (144_000, True)
    assert june.credit == pytest.approx(credit)
    assert book(place(), outcome).of(Account.AI_PENALTY) == pytest.approx(-credit)


def test_a_cap_ends_what_is_given_back() -> None:
    """Half the fee where the tier would give all."""
    (june,) = months(place(replace(EC2, credit_cap_frac=0.5)), short(spread(0.2)))
    assert june.credit == pytest.approx(72_000)


def test_credits_are_booked_in_the_last_interval_of_the_month() -> None:
    """An hour missing in June and none in July."""
    ledger = book(place(), short({5: 100.0}, 31 * 24 + JUNE_H))
    (line,) = (line for line in ledger.lines if line.item == "firm: SLA credits")
    assert np.flatnonzero(line.amounts).tolist() == [JUNE_H - 1]
    assert line.quantity == 100


def test_dated_maintenance_is_left_out_of_owed_and_delivered() -> None:
    """Two hours down at a stated time are no shortfall, a third one is: 100 of 71,800 GPU-hours."""
    dated = (Term(start=JUNE + timedelta(hours=10), end=JUNE + timedelta(hours=12)),)
    (june,) = months(place(replace(EC2, maintenance=dated)), short({10: 100, 11: 100, 12: 100}))
    assert (june.owed_gpu_h, june.maintenance_gpu_h) == (71_800, 200)
    assert june.availability_frac == pytest.approx(1 - 100 / 71_800)


def test_monthly_maintenance_takes_the_first_hours_short_inside_its_window() -> None:
    """Sunday 2 June 2024 from 2 to 6: of three hours short one and a half are left out, one at 7 o'clock is none."""
    sunday = MonthlyMaintenance(
        hours_per_month=1.5, window=Window(weekdays=(6,), start_hour=2.0, end_hour=6.0)
    )
    down = {26: 100.0, 27: 100.0, 28: 100.0, 31: 100.0}
    (june,) = months(place(replace(EC2, monthly_maintenance=sunday)), short(down))
    assert june.maintenance_gpu_h == pytest.approx(150)
    assert june.owed_gpu_h - june.delivered_gpu_h == pytest.approx(250)


def test_a_month_that_is_run_in_part_says_so() -> None:
    """Ten hours of June: one down is 90 % of what the run covers."""
    (part,) = months(place(), short({3: 100.0}, 10))
    assert not part.whole
    assert part.availability_frac == pytest.approx(0.9)


def test_a_month_is_whole_where_the_term_ends_inside_it() -> None:
    """What the contract covers of the month is covered."""
    term = Term(start=JUNE, end=JUNE + timedelta(hours=10))
    (part,) = months(place(term=term), short({}, 24))
    assert part.whole
    assert part.owed_gpu_h == 1000


def test_months_are_local() -> None:
    """22:00 UTC on 30 June is July in Paris."""
    outcome = short({0: 50.0, 2: 100.0}, 4, utc(2024, 6, 30, 21))
    june, july = months(place(zone="Europe/Paris"), outcome)
    assert (june.month % 12 + 1, july.month % 12 + 1) == (6, 7)
    assert [june.availability_frac, july.availability_frac] == pytest.approx([0.5, 2 / 3])


def test_nothing_owed_is_no_breach() -> None:
    """Without GPUs reserved there is no availability, and nothing to credit."""
    (june,) = months(place(gpus=0.0), short({}))
    assert (june.availability_frac, june.credit) == (None, 0.0)


def test_repeated_breach_lets_the_customer_leave() -> None:
    """Two months below 99 % within three: June and August break it, so from September on the customer may leave."""
    clause = Termination(below_frac=0.99, breaches=2, within_months=3)
    start_of_august = (30 + 31) * 24
    down = {k: 100.0 for first in (0, start_of_august) for k in range(first, first + 20)}
    found = months(place(replace(EC2, termination=clause)), short(down, (30 + 31 + 31 + 30 + 31) * 24))
    assert [m.breaches for m in found] == [1, 1, 2, 1, 1]
    assert [m.leave_from for m in found] == [None, None, *[utc(2024, 9, 1)] * 3]


def test_breaches_far_apart_do_not_add_up() -> None:
    """The same two months within two: the customer stays."""
    clause = Termination(below_frac=0.99, breaches=2, within_months=2)
    start_of_august = (30 + 31) * 24
    down = {k: 100.0 for first in (0, start_of_august) for k in range(first, first + 20)}
    found = months(place(replace(EC2, termination=clause)), short(down, (30 + 31 + 31) * 24))
    assert [m.leave_from for m in found] == [None, None, None]


def test_what_the_customer_allows_counts_as_delivered() -> None:
    """A quarter withheld for an hour as agreed, then an hour in full: only the depth beyond counts."""
    flex = FlexTier(loss_frac=0.25, duration_h=1.0, events_per_month=1, payment_per_gpu_h=3.0)
    outcome = short({0: 25.0, 5: 25.0})
    (june,) = months(place(flex=flex), outcome)
    assert (june.tolerated_gpu_h, june.events) == (25.0, 1)
    assert june.owed_gpu_h - june.delivered_gpu_h == pytest.approx(25.0)
    ledger = book(place(flex=flex), outcome)
    assert {line.item: line.amount for line in ledger.lines if line.account is Account.AI_PENALTY} == {
        "firm: flexibility used": -75.0,
        "firm: SLA credits": pytest.approx(-14_400.0),
    }


def test_a_flexible_customer_pays_less() -> None:
    """A tenth off the fee."""
    flex = FlexTier(loss_frac=0.25, duration_h=1.0, events_per_month=1, fee_discount_frac=0.1)
    assert book(place(flex=flex), short({}, 1)).of(Account.AI) == pytest.approx(180)
