"""What a meter megawatt really earned from a day on under each way to play it, and what it still held at the data's end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

import numpy as np

from bascule.chain.days import ChainDays
from bascule.chain.hashprice_levels import day_hashprice
from bascule.model.series import Floats
from bascule.study.conversion.case import KW_PER_MW, MONTHS_PER_YEAR, QUARTERS, STEP_YEARS
from bascule.study.conversion.lease_value import weights
from bascule.study.conversion.mining_on import mining_on
from bascule.study.conversion.terms import Lead, Lease, Mining
from bascule.study.hindcast.dated import Dated
from bascule.study.hindcast.decide import Decision, Stated, case_of, mining_of
from bascule.study.hindcast.knowledge import between, calibrate, known_on, midnight_s
from bascule.study.hindcast.plan import HindcastPlan


class Strategy(StrEnum):
    """A way to play."""

    TRIGGER = "trigger"
    NPV = "npv"
    AT_ONCE = "at_once"
    MINE_ON = "mine_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Money of a stretch after tax, per meter megawatt.

    Attributes:
        mining: Of hashing.
        lease: Rent less the owner's costs.
        capital: Spent on the shell, negative.
        tax_spared: By writing the shell off.
    """

    mining: float
    lease: float
    capital: float
    tax_spared: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.mining + self.lease + self.capital + self.tax_spared


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a strategy earned from a start on.

    Attributes:
        strategy: Which.
        converted_on: Day of its decision to convert, None where it never did.
        undiscounted: Realised to the data's end.
        present_value: The same, discounted to the start.
        remaining: What the contract or the machines are still worth at the data's end, discounted to the start; not in the
            others. None where it cannot be told.
    """

    strategy: Strategy
    converted_on: date | None
    undiscounted: Money
    present_value: Money
    remaining: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Realised:
    """Quarters that have really passed since a start.

    Attributes:
        days: First day of each quarter, and the day after the last, length quarters + 1.
        mining: Money after tax of hashing by quarter, shape (quarters,).
    """

    days: tuple[date, ...]
    mining: Floats

    @property
    def count(self) -> int:
        """How many quarters."""
        return len(self.mining)


def realised(
    plan: HindcastPlan, days: ChainDays, quarters: Sequence[date], j_per_th: float
) -> Realised | None:
    """Mining as it really went, with the fleet of the start as it aged; None where a price of power or hashprice is missing."""
    earned = []
    for age, (start, end) in enumerate(pairwise(quarters)):
        power = plan.power.at(start)
        daily = day_hashprice(between(days, midnight_s(start), midnight_s(end))).usd_per_ph_day
        daily = daily[np.isfinite(daily)]
        if power is None or len(daily) == 0:
            return None
        mining = mining_of(plan.mining, j_per_th, power.value)
        earned.append(STEP_YEARS * (1 - plan.tax_frac) * _mean_margin(mining, daily, age))
    return Realised(days=tuple(quarters), mining=np.array(earned))


def _mean_margin(mining: Mining, hashprice: Floats, age: int) -> float:
    aged = hashprice * (1 - mining.ageing_frac) ** (age * STEP_YEARS)
    margin = mining.surface.at(aged, np.ones(aged.shape), np.ones(aged.shape))
    return float(margin.mean()) - mining.fixed_per_meter_mw_year


def account(
    plan: HindcastPlan,
    days: ChainDays,
    rent: Dated,
    past: Realised,
    strategy: Strategy,
    signed: Decision | None,
) -> Account:
    """Book a strategy over the quarters that have passed.

    Args:
        plan: What is stated.
        days: Of the network.
        rent: What was known of rents.
        past: Quarters since the start.
        strategy: For the label.
        signed: Decision by which it converted, None for hashing throughout.
    """
    count = past.count
    at = count if signed is None else past.days.index(signed.day)
    lines = np.zeros((4, count))
    lines[0, :at] = past.mining[:at]
    if signed is not None:
        lines[1:, at:] = _converted(plan, rent, past, signed, at)
    discount = np.exp(-plan.rate * STEP_YEARS * np.arange(count))
    end = float(np.exp(-plan.rate * STEP_YEARS * count))
    held = _machines(plan, days, rent, past) if signed is None else _contract(plan, rent, past, signed, at)
    return Account(
        strategy=strategy,
        converted_on=None if signed is None else signed.day,
        undiscounted=_money(lines.sum(axis=1)),
        present_value=_money((lines * discount).sum(axis=1)),
        remaining=None if held is None else end * held,
    )


def _money(sums: Floats) -> Money:
    mining, lease, capital, tax_spared = (float(x) for x in sums)
    return Money(mining=mining, lease=lease, capital=capital, tax_spared=tax_spared)


def _per_rent(plan: HindcastPlan) -> float:
    """Money of a quarter after tax and costs, per meter megawatt, of a rent of one per IT kilowatt and month."""
    after = (1 - plan.shell.opex_frac) * (1 - plan.tax_frac)
    return KW_PER_MW * MONTHS_PER_YEAR * STEP_YEARS * after / plan.shell.pue


def _converted(plan: HindcastPlan, rent: Dated, past: Realised, signed: Decision, at: int) -> Floats:
    """Lease, capital and tax spared by quarter since the decision; a tenant that nobody says has defaulted has paid."""
    left = past.count - at
    paid = weights(replace(plan.lease, default_per_year=0.0), plan.shell.leads, left)
    market = np.array([_known_rent(rent, day) for day in past.days[at:-1]])
    lease = _per_rent(plan) * (paid.locked * _signed_rent(signed) + paid.market * market)
    cost = _cost(plan, signed)
    return np.stack([lease, -cost * _spent(plan, left), cost * plan.tax_frac * _written_off(plan, left)])


def _known_rent(rent: Dated, day: date) -> float:
    point = rent.at(day)
    return 0.0 if point is None else point.value


def _signed_rent(signed: Decision) -> float:
    if signed.rent is None:
        raise ValueError("a lease is signed at a rent that is known")
    return signed.rent.value


def _cost(plan: HindcastPlan, signed: Decision) -> float:
    if signed.capex is None:
        raise ValueError("a shell is built at a cost that is known")
    return signed.capex.value / plan.shell.pue


def _spent(plan: HindcastPlan, quarters: int) -> Floats:
    """Share of the cost by quarter since the decision: evenly over the quarters of building, as decisions have it."""
    found = np.zeros(quarters)
    for lead in plan.shell.leads:
        found[: lead.quarters] += lead.probability / lead.quarters
    return found


def _written_off(plan: HindcastPlan, quarters: int) -> Floats:
    """Share of the cost by quarter since the decision: each year's at the end of the year of operation, over lead times."""
    found = np.zeros(quarters)
    for lead in plan.shell.leads:
        for year, share in enumerate(plan.shell.written_off, start=1):
            if (at := lead.quarters + year * QUARTERS) < quarters:
                found[at] += lead.probability * share
    return found


def _contract(plan: HindcastPlan, rent: Dated, past: Realised, signed: Decision, at: int) -> float:
    """Worth at the data's end of what is left of lease, building and write-offs to the horizon of the start.

    The tenant is there at the end and may default from then on; rents that are not signed are the last known one.
    """
    age, whole = past.count - at, plan.quarters - at
    ahead = np.arange(whole - age)
    discount = np.exp(-plan.rate * STEP_YEARS * ahead)
    alive = np.exp(-plan.lease.default_per_year * STEP_YEARS * ahead)
    lost = 1 - np.exp(
        -plan.lease.default_per_year * STEP_YEARS * np.maximum(ahead - plan.lease.vacant_quarters, 0)
    )
    sound = weights(replace(plan.lease, default_per_year=0.0), plan.shell.leads, whole)
    running = _running(plan.lease, plan.shell.leads, whole)[age:]
    paid = alive * (sound.locked[age:] * _signed_rent(signed))
    paid = paid + (alive * sound.market[age:] + lost * plan.lease.relet_frac * running) * _known_rent(
        rent, past.days[-1]
    )
    shell = _cost(plan, signed) * (plan.tax_frac * _written_off(plan, whole) - _spent(plan, whole))[age:]
    return float((discount * (_per_rent(plan) * paid + shell)).sum())


def _running(lease: Lease, leads: tuple[Lead, ...], quarters: int) -> Floats:
    """Probability that the shell stands, by quarter since the decision."""
    always = replace(
        lease, term_years=quarters, escalator_frac=0.0, default_per_year=0.0, relet_frac=0.0, renewal_frac=0.0
    )
    return weights(always, leads, quarters).locked


def _machines(plan: HindcastPlan, days: ChainDays, rent: Dated, past: Realised) -> float | None:
    """Worth at the data's end of hashing to the horizon of the start, without the right to convert."""
    start, end = past.days[0], past.days[-1]
    known = known_on(plan, rent, days, end)
    found, power, fleet = (
        calibrate(known, plan.hashprice.window_years),
        plan.power.at(end),
        plan.fleet.at(start),
    )
    capex, any_rent = plan.capex.at(end), rent.at(end)
    if found is None or power is None or fleet is None or capex is None or any_rent is None:
        return None
    aged = (1 - plan.mining.ageing_frac) ** (past.count * STEP_YEARS)
    later = replace(plan, quarters=plan.quarters - past.count)
    older = replace(found, hashprice_per_ph_day=found.hashprice_per_ph_day * aged)
    return mining_on(case_of(later, end, older, Stated(any_rent, power, fleet, capex)))
