"""Every decision of the past, and from every date what each way to play has earned since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from bascule.chain.days import ChainDays
from bascule.study.hindcast.dated import Dated
from bascule.study.hindcast.decide import Choice, Decision, decide
from bascule.study.hindcast.earned import Account, Strategy, account, realised
from bascule.study.hindcast.knowledge import known_on
from bascule.study.hindcast.plan import HindcastPlan
from bascule.units import SECONDS_PER_DAY

_MONTHS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A site that starts hashing on a day.

    Attributes:
        day: The day.
        quarters: That have passed to the data's end.
        accounts: By strategy; converting at once is left out where no rent was known.
    """

    day: date
    quarters: int
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindcast:
    """All of one series of rents.

    Attributes:
        rent: The series.
        decisions: By day.
        starts: By day, without those from which no whole quarter has passed.
        end: Day after the last whole quarter of the data.
    """

    rent: Dated
    decisions: tuple[Decision, ...]
    starts: tuple[Start, ...]
    end: date


def quarter_days(first: date, last: date) -> tuple[date, ...]:
    """Days three months apart, from a first day of a month to a last day at most.

    >>> [day.isoformat() for day in quarter_days(date(2024, 10, 1), date(2025, 5, 1))]
    ['2024-10-01', '2025-01-01', '2025-04-01']
    """
    found, month = [], first.year * 12 + first.month - 1
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        found.append(day)
        month += _MONTHS
    return tuple(found)


def hindcast(
    plan: HindcastPlan, days: ChainDays, progress: Callable[[int, int], None] | None = None
) -> tuple[Hindcast, ...]:
    """Decide at every date with what was known then, and book what followed.

    Args:
        plan: What is stated.
        days: Of the network, to the data's end.
        progress: Called with decisions done and all of them.

    Raises:
        ValueError: The data end before the first whole quarter.
    """
    end = datetime.fromtimestamp(int(days.starts_s[-1]) + SECONDS_PER_DAY, tz=UTC).date()
    quarters = quarter_days(plan.first_day, end)
    if len(quarters) < 2:
        raise ValueError(
            f"the days of the network end on {end}, before a quarter from {plan.first_day} has passed"
        )
    decided = tuple(day for day in quarters[:: plan.every_quarters] if day <= plan.last_day)
    total, found = len(decided) * len(plan.rents), list[Hindcast]()
    for rent in plan.rents:
        decisions = []
        for day in decided:
            decisions.append(decide(plan, known_on(plan, rent, days, day)))
            if progress is not None:
                progress(len(found) * len(decided) + len(decisions), total)
        starts = (_start(plan, days, rent, quarters, decisions, first) for first in range(len(decisions)))
        found.append(
            Hindcast(
                rent=rent,
                decisions=tuple(decisions),
                starts=tuple(start for start in starts if start is not None),
                end=quarters[-1],
            )
        )
    return tuple(found)


def _start(
    plan: HindcastPlan,
    days: ChainDays,
    rent: Dated,
    quarters: Sequence[date],
    decisions: Sequence[Decision],
    first: int,
) -> Start | None:
    """Every way to play from one decision on."""
    here = decisions[first]
    since = quarters[quarters.index(here.day) :][: plan.quarters]
    past = None if here.fleet is None or len(since) < 2 else realised(plan, days, since, here.fleet.value)
    if past is None:
        return None
    later = [one for one in decisions[first:] if one.day in since[:-1]]
    signed = {
        Strategy.TRIGGER: next((one for one in later if one.trigger is Choice.CONVERT), None),
        Strategy.NPV: next((one for one in later if one.npv is Choice.CONVERT), None),
        Strategy.MINE_ON: None,
    }
    if here.worth is not None:
        signed[Strategy.AT_ONCE] = here
    accounts = (account(plan, days, rent, past, one, signed[one]) for one in Strategy if one in signed)
    return Start(day=here.day, quarters=past.count, accounts=tuple(accounts))
