"""The bundled places as they stand in their file: what is known, what is to be chosen, what is asked for."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.document import parse_document
from bascule.adapters.files.entry_document import entry_of
from bascule.adapters.files.rule_file import Day, Sentence
from bascule.adapters.files.site_entry import Entry, Frac, Name
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SourcedEntry
from bascule.study.countries.component import Basis, Component, Kind, Use
from bascule.study.countries.place import Carbon, Flag, LawFlag
from bascule.study.sourced import Source

BUNDLED: Final = "countries.yaml"

BasisWord = Literal["per_mwh", "per_mw_year", "per_mw_day"]
KindWord = Literal["energy", "network", "capacity", "taxes", "other"]
Charge = Annotated[float, Field(ge=-1e7, le=1e7)]
DATA_CLASSES: Final = ("ordinary", "eu_personal", "fr_state_sensitive")
DataClass = Literal["ordinary", "eu_personal", "fr_state_sensitive"]


class ChargeEntry(SourcedEntry):
    """A charge on power, per MWh or MW at the meter."""

    basis: BasisWord = Field(description="per_mwh, per_mw_year or per_mw_day, at the meter")
    central: Charge = Field(description="what to take")
    low: Charge | None = Field(default=None, description="lower end")
    high: Charge | None = Field(default=None, description="upper end")
    avoidable: bool = Field(default=False, description="whether stepping aside at peaks avoids it")
    use: Literal["both", "mining", "ai"] = Field(default="both", description="who pays it")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Also a range that is out of order."""
        yield from super().findings(zone)
        low, high = self.low, self.high
        if (low is not None and low > self.central) or (high is not None and high < self.central):
            yield Finding(path=("central",), value=f"{self.central:g}", hint="must lie between low and high")

    def component(
        self, id_: str, title: str, kind: str, currency: str, stale_after: str, use: str = ""
    ) -> Component:
        """The noun."""
        return Component(
            id=id_,
            title=title,
            kind=Kind(kind),
            basis=Basis(self.basis),
            low=self.central if self.low is None else self.low,
            central=self.central,
            high=self.central if self.high is None else self.high,
            currency=currency,
            use=Use(use or self.use),
            avoidable=self.avoidable,
            source=self.said(stale_after),
        )


class KnownEntry(ChargeEntry):
    """A charge that is known."""

    id: Name = Field(description="name")
    title: Name = Field(description="what people call it")
    kind: KindWord = Field(description="what is paid for")


class OptionEntry(ChargeEntry):
    """One of several versions of a charge."""

    id: Name = Field(description="name")
    title: Name = Field(description="what people call it")


class ChoiceEntry(Entry):
    """A charge that somebody has to choose the version of."""

    id: Name = Field(description="name")
    title: Name = Field(description="what people call it")
    ask: Sentence = Field(description="what decides")
    use: Literal["both", "mining", "ai"] = Field(description="who pays it")
    kind: KindWord = Field(description="what is paid for")
    options: Annotated[list[OptionEntry], Field(min_length=1)] = Field(description="versions")


class RequiredEntry(Entry):
    """A charge that nobody here knows."""

    id: Name = Field(description="name")
    title: Name = Field(description="what people call it")
    kind: KindWord = Field(description="what is paid for")
    ask: Sentence = Field(description="what to supply")


class PaybackEntry(SourcedEntry):
    """Money paid back above thresholds."""

    id: Name = Field(description="name")
    title: Name = Field(description="what people call it")
    thresholds_per_mwh: list[float] = Field(description="rising")
    shares_frac: list[Frac] = Field(description="of each euro above each threshold")
    ask: Sentence = Field(description="what to supply")


class CarbonEntry(SourcedEntry):
    """Carbon of the grid's power."""

    g_per_kwh: Annotated[float, Field(ge=0, le=2000)] = Field(description="mean over a year")

    def to_model(self, stale_after: str = "") -> Carbon:
        """The noun."""
        return Carbon(g_per_kwh=self.g_per_kwh, source=self.said(stale_after))


class DataEntry(SourcedEntry):
    """Whether data of a class may be held."""

    answer: Literal["yes", "no", "depends", "unknown"] = Field(description="yes, no, depends or unknown")
    why: Sentence = Field(description="the reason")


class LawEntry(DataEntry):
    """An answer of law."""

    id: Name = Field(description="name")
    title: Name = Field(description="the question")


class PlaceEntry(Entry):
    """One place."""

    id: Name = Field(description="name in files")
    name: Name = Field(description="what people call it")
    currency: Literal["EUR", "USD", "CAD", "NOK"] = Field(description="of its charges")
    stale_after: Day = Field(description="last day for figures that state none")
    remarks: list[Sentence] = Field(description="what the reader must know")
    components: list[KnownEntry] = Field(description="what is known")
    choices: list[ChoiceEntry] = Field(description="what has to be chosen")
    required: list[RequiredEntry] = Field(description="what has to be supplied")
    payback: PaybackEntry | None = Field(default=None, description="what is paid back")
    carbon: CarbonEntry | None = Field(default=None, description="of the grid")
    law: list[LawEntry] = Field(description="answers about data and control")
    data: dict[DataClass, DataEntry] = Field(description="by class")

    @property
    def stale(self) -> str:
        """Last day for figures that state none, ISO."""
        return self.stale_after.isoformat()

    def law_flags(self) -> tuple[LawFlag, ...]:
        """The nouns."""
        return tuple(flag(part.id, part.title, part, self.stale) for part in self.law)

    def data_flags(self) -> dict[str, LawFlag]:
        """The nouns, by class."""
        return {name: flag(name, name, part, self.stale) for name, part in self.data.items()}


class PlacesEntry(Entry):
    """The whole file."""

    places: Annotated[list[PlaceEntry], Field(min_length=1)] = Field(description="places")


def flag(id_: str, title: str, entry: DataEntry, stale_after: str) -> LawFlag:
    """An answer of law as a noun."""
    said: Source = entry.said(stale_after)
    return LawFlag(id=id_, title=title, answer=Flag(entry.answer), why=entry.why, source=said)


def bundled_places() -> dict[str, PlaceEntry]:
    """The places that ship with the package, by id."""
    text = files("bascule.adapters.catalogue").joinpath("data", BUNDLED).read_text(encoding="utf-8")
    return {place.id: place for place in entry_of(parse_document(text, BUNDLED), PlacesEntry).places}
