"""When each value of a series became known: publication rules as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.market import Market
from bascule.model.series import Ints
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

ALWAYS_S: Final = 0
"""Moment at which a constant became known: the Unix epoch, before any market of this package."""

EU_ZONE: Final = "Europe/Paris"
ERCOT_ZONE: Final = "America/Chicago"


class PublicationRule(StrEnum):
    """How the moment of publication follows from the interval that a value describes."""

    DAY_AHEAD_EU = "day_ahead_eu"
    """13:00 Europe/Paris on the day before the local delivery day."""
    DAY_AHEAD_ERCOT = "day_ahead_ercot"
    """13:30 America/Chicago on the day before the local delivery day."""
    REAL_TIME = "real_time"
    """When the native interval has ended."""
    INTERVAL_START = "interval_start"
    """When the interval starts: optimistic for a settlement price."""
    DAILY_AFTER = "daily_after"
    """When the UTC day in which the interval ends is over."""
    AT_BLOCK = "at_block"
    """When it is in force, from the start of the native interval on (difficulty)."""
    ALWAYS = "always"
    """From the beginning (constants)."""
    NOTICE_H = "notice_h"
    """A stated number of hours before the interval starts (calls of the grid)."""


_AUCTIONS: Final[Mapping[PublicationRule, tuple[str, time]]] = MappingProxyType(
    {
        PublicationRule.DAY_AHEAD_EU: (EU_ZONE, time(13, 0)),
        PublicationRule.DAY_AHEAD_ERCOT: (ERCOT_ZONE, time(13, 30)),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A publication rule with its parameter.

    Attributes:
        rule: How publication follows from the interval.
        notice_h: Hours of notice, for the rule ``notice_h`` and no other.
    """

    rule: PublicationRule
    notice_h: float | None = None

    def __post_init__(self) -> None:
        """Refuse a notice without its rule, and the rule without a notice."""
        if (self.rule is PublicationRule.NOTICE_H) != (self.notice_h is not None):
            raise ValueError(f"notice_h belongs to the rule notice_h, and {self.rule} has {self.notice_h}")
        if self.notice_h is not None and self.notice_h < 0:
            raise ValueError(f"a notice comes before the interval, not {self.notice_h} h")

    def __str__(self) -> str:
        """The rule as market files write it, with its hours."""
        return self.rule.value if self.notice_h is None else f"{self.rule.value} ({self.notice_h:g} h)"

    def known_at_s(self, grid: TimeGrid) -> Ints:
        """Moment at which the value of each interval became known.

        Args:
            grid: The native intervals of the series, as published.

        Returns:
            Unix seconds, shape (count,).

        >>> grid = TimeGrid(start=datetime(2024, 6, 1, 22, tzinfo=UTC), step=timedelta(hours=1), count=1)
        >>> known = Publication(rule=PublicationRule.DAY_AHEAD_EU).known_at_s(grid)
        >>> datetime.fromtimestamp(int(known[0]), UTC).isoformat()
        '2024-06-01T11:00:00+00:00'
        """
        match self.rule:
            case PublicationRule.DAY_AHEAD_EU | PublicationRule.DAY_AHEAD_ERCOT:
                return _day_before_s(grid, *_AUCTIONS[self.rule])
            case PublicationRule.REAL_TIME:
                return grid.starts_s() + grid.step_s
            case PublicationRule.INTERVAL_START | PublicationRule.AT_BLOCK:
                return grid.starts_s()
            case PublicationRule.DAILY_AFTER:
                return -(-(grid.starts_s() + grid.step_s) // SECONDS_PER_DAY) * SECONDS_PER_DAY
            case PublicationRule.ALWAYS:
                return np.full(grid.count, ALWAYS_S, dtype=np.int64)
            case PublicationRule.NOTICE_H:
                return grid.starts_s() - round((self.notice_h or 0.0) * SECONDS_PER_HOUR)
            case _:
                assert_never(self.rule)


def default_publication(name: str, step_s: int) -> Publication:
    """The rule of a series that nobody gave one for, by its name and native step.

    Args:
        name: Series name, such as ``spot_eur_per_mwh``.
        step_s: Length of the native interval in seconds.

    >>> str(default_publication("spot_usd_per_mwh", 900))
    'real_time'
    """
    return Publication(rule=_default_rule(name, daily=step_s >= SECONDS_PER_DAY))


def republish(market: Market, names: Iterable[str], rule: PublicationRule | Publication) -> Market:
    """The same market with the named series published by another rule, for the optimistic run.

    The rule is applied to the intervals of the market's grid.

    Args:
        market: The market to start from.
        names: Series to publish differently.
        rule: The rule that they get.

    Raises:
        DataGap: The market has no series of one of these names.
    """
    publication = rule if isinstance(rule, Publication) else Publication(rule=rule)
    changed = dict(market.series)
    for name in names:
        market.values(name)
        known_at_s = publication.known_at_s(market.grid)
        changed[name] = replace(changed[name], known_at_s=known_at_s, publication=str(publication))
    return replace(market, series=changed)


def _default_rule(name: str, *, daily: bool) -> PublicationRule:
    if daily:
        return PublicationRule.DAILY_AFTER
    if name == "spot_eur_per_mwh":
        return PublicationRule.DAY_AHEAD_EU
    if name.startswith("day_ahead_"):
        return _day_ahead_rule(name)
    return PublicationRule.AT_BLOCK if name == "difficulty" else PublicationRule.REAL_TIME


def _day_ahead_rule(name: str) -> PublicationRule:
    """The auction of the currency in the name; a price of no such auction is known after its interval."""
    rules = {"eur": PublicationRule.DAY_AHEAD_EU, "usd": PublicationRule.DAY_AHEAD_ERCOT}
    named = (rules[part] for part in name.split("_") if part in rules)
    return next(named, PublicationRule.REAL_TIME)


def _day_before_s(grid: TimeGrid, zone: str, clock: time) -> Ints:
    days, inverse = np.unique(grid.local_seconds(zone) // SECONDS_PER_DAY, return_inverse=True)
    info = ZoneInfo(zone)
    moments = np.array([_moment_s(int(day) - 1, info, clock) for day in days], dtype=np.int64)
    known: Ints = moments[inverse]
    return known


def _moment_s(day: int, info: ZoneInfo, clock: time) -> int:
    local = date(1970, 1, 1) + timedelta(days=day)
    return int(datetime.combine(local, clock, tzinfo=info).astimezone(UTC).timestamp())
