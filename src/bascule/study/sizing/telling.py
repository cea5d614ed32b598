"""Whether the data can tell a service level from the next nine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bascule.study.sizing.bootstrap import Interval

FEW: Final = 10
"""Independent events below which a share of hours says little about the next years."""
ONE_YEAR_FRAC: Final = 0.75
"""Share of all called hours in one year from which on the answer is that year's."""


class Doubt(StrEnum):
    """Why the data cannot tell."""

    NO_EVENT = "no_event"
    FEW_EVENTS = "few_events"
    ONE_YEAR = "one_year"
    TOO_SHORT = "too_short"
    COVERS_BOTH = "covers_both"
    SIZES_OVERLAP = "sizes_overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What the data can say about a level.

    Attributes:
        level_frac: The level asked for.
        next_frac: The level with one more nine.
        doubts: Why they cannot be told apart; none means that they can.
        events: Independent events in the years that count.
        years: How many years count, in years of data.
        busiest_year: Year with most called hours; None without calls.
        busiest_frac: Its share of all called hours.
        most_events_per_year: With no event seen, a rate that would show none as often as one time in twenty; else None.
    """

    level_frac: float
    next_frac: float
    doubts: tuple[Doubt, ...]
    events: int
    years: float
    busiest_year: int | None
    busiest_frac: float
    most_events_per_year: float | None


def next_nine(level_frac: float) -> float:
    """A level whose shortfall is a tenth.

    >>> round(next_nine(0.999), 6)
    0.9999
    """
    return 1 - (1 - level_frac) / 10


def telling(
    level_frac: float,
    *,
    events: int,
    years: float,
    called_h: Mapping[int, float],
    intervals: int,
    level: Interval,
    sizes: Sequence[Interval],
) -> Telling:
    """What the data can say.

    Args:
        level_frac: The level asked for.
        events: Independent events seen.
        years: Years of data.
        called_h: Called hours by calendar year.
        intervals: Intervals of data.
        level: Interval of the level at the answer.
        sizes: Intervals of the sizes at the level and at the next nine.
    """
    after = next_nine(level_frac)
    busiest = max(called_h, key=lambda year: called_h[year]) if events else None
    share = 0.0 if busiest is None else called_h[busiest] / sum(called_h.values())
    found = {
        Doubt.NO_EVENT: events == 0,
        Doubt.FEW_EVENTS: 0 < events < FEW,
        Doubt.ONE_YEAR: len(called_h) > 1 and share >= ONE_YEAR_FRAC,
        Doubt.TOO_SHORT: level_frac < 1 and intervals * (1 - after) < 1,
        Doubt.COVERS_BOTH: level.low <= level_frac and level.high >= after,
        Doubt.SIZES_OVERLAP: level_frac < 1 and 0 < sizes[0].low <= sizes[1].high and events > 0,
    }
    return Telling(
        level_frac=level_frac,
        next_frac=after,
        doubts=tuple(doubt for doubt, holds in found.items() if holds),
        events=events,
        years=years,
        busiest_year=busiest,
        busiest_frac=share,
        # (1 - p)^n = 0.05 in the limit: three over the time watched.
        most_events_per_year=None if events or years <= 0 else 3.0 / years,
    )
