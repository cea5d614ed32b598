"""A small hindcast: made-up days of the network and press points."""

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from bascule.chain.days import ChainDays
from bascule.model.rule import RuleStatus
from bascule.study.conversion.terms import Lead, Lease, Shell
from bascule.study.hindcast.dated import Dated, Point
from bascule.study.hindcast.knowledge import midnight_s
from bascule.study.hindcast.plan import HashpriceCourse, HindcastPlan, MiningTerms, RentCourse
from bascule.study.sourced import Source
from bascule.units import SECONDS_PER_DAY

PRESS: Final = Source(who="a paper", as_of="2021-07-01", status=RuleStatus.PRESS)
FIRST: Final = date(2021, 1, 1)
CALM_FROM: Final = date(2021, 1, 1)
END: Final = date(2023, 1, 1)
DIFFICULTY: Final = 60e12


def dated(name: str, *points: tuple[date, float]) -> Dated:
    """Press points."""
    return Dated(
        name=name,
        unit="",
        points=tuple(Point(known_from=day, value=value, source=PRESS) for day, value in points),
    )


def days(seed: int = 1) -> ChainDays:
    """From 2018: a price that walks until 2021 and then stands still, difficulty and fees that never move."""
    starts = np.arange(midnight_s(date(2018, 1, 1)), midnight_s(END), SECONDS_PER_DAY)
    noise = np.random.default_rng(seed).standard_normal(len(starts)) * 0.6 / math.sqrt(365)
    noise[starts >= midnight_s(CALM_FROM)] = 0.0
    walk = np.cumsum(noise)
    price = 30_000.0 * np.exp(walk - walk[-1])
    count = len(starts)
    return ChainDays(
        starts_s=starts,
        usd_per_btc=price,
        difficulty=np.full(count, DIFFICULTY),
        blocks=np.full(count, 144.0),
        fees_btc=np.full(count, 144 * 0.5),
    )


PLAN: Final = HindcastPlan(
    name="small",
    currency="USD",
    first_day=FIRST,
    last_day=date(2022, 12, 31),
    every_quarters=2,
    quarters=24,
    rate=math.log(1.1),
    measure="subjective",
    tax_frac=0.2,
    hashprice=HashpriceCourse(drift=-0.1, eta=1.0, window_years=3.0),
    rent=RentCourse(sigma=0.15, drift=0.0, speed=0.0, corr=0.2),
    mining=MiningTerms(
        fixed_per_meter_mw_year=60_000.0, uptime_frac=0.9, pool_fee_frac=0.02, ageing_frac=0.05
    ),
    shell=Shell(
        pue=1.25,
        capex_per_it_mw=0.0,
        capex_sd_frac=0.0,
        leads=(Lead(quarters=2, probability=0.5), Lead(quarters=3, probability=0.5)),
        written_off=(0.5, 0.5),
        opex_frac=0.1,
    ),
    lease=Lease(
        term_years=4,
        escalator_frac=0.03,
        default_per_year=0.02,
        vacant_quarters=2,
        relet_frac=0.8,
        renewal_frac=0.9,
    ),
    power=dated("power price", (date(2020, 1, 1), 50.0)),
    fleet=dated("fleet efficiency", (date(2020, 1, 1), 40.0)),
    capex=dated("cost of a shell", (date(2020, 1, 1), 1.5e6)),
    rents=(dated("leases", (date(2021, 7, 1), 150.0), (date(2022, 3, 1), 30.0)),),
)


def later_of(plan: HindcastPlan, day: date) -> HindcastPlan:
    """The plan with everything that becomes known after a day changed, and more points added."""

    def changed(one: Dated) -> Dated:
        kept = one.until(day).points
        after = tuple(replace(point, value=3 * point.value) for point in one.points[len(kept) :])
        known = {point.known_from for point in after}
        extra = tuple(
            Point(known_from=at, value=7.0, source=PRESS)
            for k in (1, 40)
            if (at := day + timedelta(days=k)) not in known
        )
        return replace(one, points=(*kept, *sorted((*after, *extra), key=lambda point: point.known_from)))

    return replace(
        plan,
        power=changed(plan.power),
        fleet=changed(plan.fleet),
        capex=changed(plan.capex),
        rents=tuple(changed(one) for one in plan.rents),
    )


def days_changed_from(found: ChainDays, day: date) -> ChainDays:
    """The days with every value from a day on changed."""
    after = found.starts_s >= midnight_s(day)
    factor = np.where(after, 1 + 0.5 * np.sin(np.arange(len(after))), 1.0)
    return replace(
        found,
        usd_per_btc=found.usd_per_btc * factor * np.where(after, 4.0, 1.0),
        difficulty=found.difficulty / factor,
        blocks=np.where(after, 100.0, found.blocks),
        fees_btc=found.fees_btc * np.where(after, 20.0, 1.0),
    )
