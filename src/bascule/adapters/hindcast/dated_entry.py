"""Figures with the day from which they were known, as they stand in a file."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.rule_file import Day
from bascule.adapters.files.site_entry import Entry, Name
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SourcedEntry
from bascule.study.hindcast.dated import Dated, Point

Size = Annotated[float, Field(gt=0, le=1e9)]


class PointEntry(SourcedEntry):
    """One figure."""

    known_from: Day = Field(description="first day on which a decision may use it")
    value: Size = Field(description="the figure")
    low: Size | None = Field(default=None, description="lower end of a range")
    high: Size | None = Field(default=None, description="upper end of a range")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Also half a range, or one that is out of order."""
        yield from super().findings(zone)
        if (self.low is None) != (self.high is None):
            yield Finding(path=("low",), hint="give low and high, or neither")
        elif self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            yield Finding(path=("value",), value=f"{self.value:g}", hint="must lie between low and high")

    def to_model(self) -> Point:
        """The noun."""
        return Point(
            known_from=self.known_from, value=self.value, low=self.low, high=self.high, source=self.said()
        )


class PointsEntry(Entry):
    """Figures of one quantity, each holding until the next."""

    points: Annotated[list[PointEntry], Field(min_length=1)] = Field(description="figures by day")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Days that do not rise."""
        del zone
        for place, (one, other) in enumerate(pairwise(self.points), start=1):
            if other.known_from <= one.known_from:
                yield Finding(
                    path=("points", place, "known_from"),
                    value=other.known_from.isoformat(),
                    hint=f"must come after {one.known_from.isoformat()}: each day once, in order",
                )

    def dated(self, name: str, unit: str) -> Dated:
        """The noun."""
        return Dated(name=name, unit=unit, points=tuple(point.to_model() for point in self.points))


class NamedPointsEntry(PointsEntry):
    """Figures of one quantity that goes by a name."""

    name: Name = Field(description="what it is")


class ContextEntry(NamedPointsEntry):
    """Figures that are shown and decide nothing."""

    unit: Name = Field(description="its unit")
