"""Whether the data can tell a service level from the next nine."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bascule.study.sizing.bootstrap import Interval

FEW: Final = 10
"""Independent events below which a share of hours says little about the next years."""


class Doubt(StrEnum):
    """Why the data cannot tell."""

    NO_EVENT = "no_event"
    FEW_EVENTS = "few_events"
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
        most_events_per_year: With no event seen, a rate that would show none as often as one time in twenty; else None.
    """

    level_frac: float
    next_frac: float
    doubts: tuple[Doubt, ...]
    events: int
    years: float
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
    intervals: int,
    level: Interval,
    sizes: Sequence[Interval],
) -> Telling:
    """What the data can say.

    Args:
        level_frac: The level asked for.
        events: Independent events seen.
        years: Years of data.
        intervals: Intervals of data.
        level: Interval of the level at the answer.
        sizes: Intervals of the sizes at the level and at the next nine.
    """
    after = next_nine(level_frac)
    found = {
        Doubt.NO_EVENT: events == 0,
        Doubt.FEW_EVENTS: 0 < events < FEW,
        Doubt.TOO_SHORT: level_frac < 1 and intervals * (1 - after) < 1,
        Doubt.COVERS_BOTH: level.low <= level_frac and level.high >= after,
        Doubt.SIZES_OVERLAP: level_frac < 1 and sizes[0].low <= sizes[1].high and events > 0,
    }
    return Telling(
        level_frac=level_frac,
        next_frac=after,
        doubts=tuple(doubt for doubt, holds in found.items() if holds),
        events=events,
        years=years,
        # (1 - p)^n = 0.05 in the limit: three over the time watched.
        most_events_per_year=None if events or years <= 0 else 3.0 / years,
    )
