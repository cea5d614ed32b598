"""The bundled table of demand outlooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.document import parse_document
from bascule.adapters.files.entry_document import entry_of
from bascule.adapters.files.rule_file import Day
from bascule.adapters.files.site_entry import Entry, Name
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SourcedEntry
from bascule.study.countries.outlook import Boundary, Measure, Outlook, RevisionTrap, Unit, revision_trap

BUNDLED: Final = "outlooks.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlooks:
    """Every published figure, and the revision that is told as growth."""

    outlooks: tuple[Outlook, ...]
    trap: RevisionTrap


class OutlookEntry(SourcedEntry):
    """One figure."""

    id: Name = Field(description="name")
    who: Name = Field(description="who publishes it")
    region: Name = Field(description="of what")
    year: Annotated[int, Field(ge=2000, le=2100)] = Field(description="of which year")
    low: Annotated[float, Field(ge=0, le=1e6)] = Field(description="lower end")
    high: Annotated[float, Field(ge=0, le=1e6)] = Field(description="upper end")
    unit: Literal["GW", "TWh", "share"] = Field(description="GW, TWh or share")
    measure: Literal["level", "growth", "growth of the peak", "headroom", "queue"] = Field(
        description="what kind"
    )
    boundary: Literal["IT nameplate", "whole site", "unstated"] = Field(description="where it is counted")
    of: Name = Field(description="which loads")
    utilisation_frac: Annotated[float, Field(gt=0, le=1)] | None = Field(
        default=None, description="as stated with it"
    )

    def to_model(self, stale_after: str) -> Outlook:
        """The noun."""
        return Outlook(
            id=self.id,
            who=self.who,
            region=self.region,
            year=self.year,
            low=self.low,
            high=self.high,
            unit=Unit(self.unit),
            measure=Measure(self.measure),
            boundary=Boundary(self.boundary),
            of=self.of,
            utilisation_frac=self.utilisation_frac,
            source=self.said(stale_after),
        )


class TrapEntry(Entry):
    """Which figures make the trap."""

    today_id: Name = Field(description="level today")
    before_id: Name = Field(description="forecast before")
    after_id: Name = Field(description="forecast after")


class OutlooksEntry(Entry):
    """The whole file."""

    stale_after: Day = Field(description="last day for figures that state none")
    trap: TrapEntry = Field(description="a revision told as growth")
    outlooks: Annotated[list[OutlookEntry], Field(min_length=1)] = Field(description="figures")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Figures of the trap that are not in the table."""
        del zone
        known = {outlook.id for outlook in self.outlooks}
        for name, value in self.trap.model_dump().items():
            if value not in known:
                yield Finding(path=("trap", name), value=value, hint="is no outlook of this file")

    def to_model(self) -> Outlooks:
        """The nouns."""
        outlooks = tuple(part.to_model(self.stale_after.isoformat()) for part in self.outlooks)
        by_id = {outlook.id: outlook.low for outlook in outlooks}
        trap = self.trap
        return Outlooks(
            outlooks=outlooks,
            trap=revision_trap(by_id[trap.today_id], by_id[trap.before_id], by_id[trap.after_id]),
        )


def bundled_outlooks() -> Outlooks:
    """The table that ships with the package."""
    text = files("bascule.adapters.catalogue").joinpath("data", BUNDLED).read_text(encoding="utf-8")
    return entry_of(parse_document(text, BUNDLED), OutlooksEntry).to_model()
