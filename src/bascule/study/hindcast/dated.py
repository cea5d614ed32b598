"""Figures that became known on a day: each holds until the next, and before the first nothing is known."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bascule.study.sourced import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure with the day from which it was known.

    Attributes:
        known_from: First day on which a decision may use it.
        value: The figure.
        low: Lower end where the source gives a range.
        high: Upper end where the source gives a range.
        source: Who says so; its status tells press from fact.
    """

    known_from: date
    value: float
    source: Source
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Points of one quantity.

    Attributes:
        name: What it is.
        unit: Its unit.
        points: By the day from which they were known, rising.
    """

    name: str
    unit: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        """Refuse days out of order."""
        days = [point.known_from for point in self.points]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(f"{self.name}: days must rise, each once")

    def until(self, day: date) -> "Dated":
        """Only what was known on a day."""
        return replace(self, points=tuple(point for point in self.points if point.known_from <= day))

    def at(self, day: date) -> Point | None:
        """The latest point known on a day, None before the first."""
        known = self.until(day).points
        return known[-1] if known else None
