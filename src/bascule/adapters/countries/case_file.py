"""Files of a site that is moved: what the bundled places lack is asked for by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bascule.adapters.countries.currency import Currency
from bascule.adapters.countries.energy_entry import EnergyEntry
from bascule.adapters.countries.place_entry import CarbonEntry, ChargeEntry, PlaceEntry
from bascule.adapters.countries.site_entry import MovedSiteEntry
from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.entry_document import entry_of, refuse
from bascule.adapters.files.market_problems import collecting
from bascule.adapters.files.site_entry import Entry, Frac, Name, Price
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_finding import Path as Place_
from bascule.adapters.files.sourced_entry import SourcedEntry
from bascule.errors import InputError, InputProblem
from bascule.study.countries.component import Basis, Component, Kind, Use, revenue_share
from bascule.study.countries.energy import Energy
from bascule.study.countries.place import Place
from bascule.study.countries.rates import Rate, Rates
from bascule.study.countries.site import MovedSite

REMEDY = "Supply it with a source, or a size of your own with status: illustrative"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryCase:
    """A site, the places it is moved to, and the rates between their currencies."""

    name: str
    site: MovedSite
    places: tuple[Place, ...]
    rates: Rates


class RateEntry(SourcedEntry):
    """An exchange rate."""

    per_unit: Annotated[float, Field(gt=0, le=1e6)] = Field(
        description="units of report_currency for one unit of this currency"
    )


class GivenEntry(ChargeEntry):
    """A charge that the user supplies."""

    currency: Currency = Field(description="EUR, USD, CAD or NOK")


class PaidBackEntry(SourcedEntry):
    """What decides a payback."""

    realised_per_mwh: Price = Field(
        description="mean price that the producer realises over a year, same currency"
    )
    passed_on_frac: Frac = Field(description="share that reaches this site")


class VisitEntry(Entry):
    """One place and what the user supplies for it."""

    place: Name = Field(description="france, texas, pjm, quebec or norway")
    energy: EnergyEntry | None = Field(default=None, description="price of energy")
    given: dict[str, GivenEntry] = Field(default_factory=dict, description="charges, by name")
    choose: dict[str, str] = Field(default_factory=dict, description="versions of charges, by name")
    payback: PaidBackEntry | None = Field(default=None, description="what decides it, such as VNU")
    carbon: CarbonEntry | None = Field(default=None, description="of the grid")


class CaseEntry(Entry):
    """The whole file."""

    name: Name = Field(description="what people call it")
    report_currency: Literal["EUR", "USD"] = Field(description="EUR or USD")
    rates: dict[Currency, RateEntry] = Field(default_factory=dict, description="by currency")
    site: MovedSiteEntry = Field(description="what is moved")
    places: Annotated[list[VisitEntry], Field(min_length=1)] = Field(description="where to")


def read_case(path: Path, bundled: dict[str, PlaceEntry]) -> CountryCase:
    """Read a case.

    Raises:
        InputError: Everything that is wrong or missing in it, with line, field, value and remedy.
    """
    return case_of(read_document(path), bundled, path.parent)


def case_of(document: Document, bundled: dict[str, PlaceEntry], folder: Path) -> CountryCase:
    """The case of a document.

    Raises:
        InputError: Everything that is wrong or missing in it, and in the tables that it names.
    """
    entry = entry_of(document, CaseEntry)
    refuse(document, _findings(entry, bundled))
    faults: list[InputProblem] = []
    places: list[Place] = []
    for visit in entry.places:
        with collecting(faults):
            places.append(_place(visit, bundled[visit.place], folder))
    if faults:
        raise InputError(faults)
    rates = Rates(
        currency=entry.report_currency,
        others={code: Rate(per_unit=rate.per_unit, source=rate.said()) for code, rate in entry.rates.items()},
    )
    return CountryCase(name=entry.name, site=entry.site.to_model(), places=tuple(places), rates=rates)


def _findings(entry: CaseEntry, bundled: dict[str, PlaceEntry]) -> Iterator[Finding]:
    known: set[str] = {entry.report_currency, *entry.rates}
    if entry.report_currency in entry.rates:
        yield Finding(path=("rates", entry.report_currency), hint="is report_currency itself: leave it out")
    if "USD" not in known:
        yield _no_rate(("rates",), "USD", "the site's hashprice and rents", entry.report_currency)
    for index, visit in enumerate(entry.places):
        path: Place_ = ("places", index)
        if visit.place not in bundled:
            yield Finding(
                path=(*path, "place"), value=visit.place, hint=f"must be one of {', '.join(bundled)}"
            )
        else:
            yield from _missing(path, visit, bundled[visit.place])
            yield from _unrated(path, visit, bundled[visit.place], known, entry.report_currency)


def _missing(path: Place_, visit: VisitEntry, place: PlaceEntry) -> Iterator[Finding]:
    if visit.energy is None:
        hint = f"is missing for {place.name}: per_mwh with its source, or file, column, from, to. {REMEDY}"
        yield Finding(path=(*path, "energy"), hint=hint)
    for part in place.required:
        if part.id not in visit.given:
            hint = f"is missing for {place.name}, {part.title}: {part.ask}. {REMEDY}"
            yield Finding(path=(*path, "given", part.id), hint=hint)
    for choice in place.choices:
        names = [option.id for option in choice.options]
        chosen = visit.choose.get(choice.id)
        if chosen not in names and choice.id not in visit.given:
            hint = (
                f"must be one of {', '.join(names)}, or a figure under given ({choice.title}: {choice.ask})"
            )
            yield Finding(path=(*path, "choose", choice.id), value=chosen or "", hint=hint)
    if place.payback is not None and visit.payback is None:
        hint = f"is missing for {place.name}, {place.payback.title}: {place.payback.ask}. {REMEDY}"
        yield Finding(path=(*path, "payback"), hint=hint)
    if place.payback is None and visit.payback is not None:
        yield Finding(path=(*path, "payback"), hint=f"{place.name} pays nothing back: leave it out")
    if place.carbon is None and visit.carbon is None:
        hint = f"is missing for {place.name}: g_per_kwh, mean of a year. {REMEDY}"
        yield Finding(path=(*path, "carbon"), hint=hint)
    yield from _unasked(path, visit, place)


def _unasked(path: Place_, visit: VisitEntry, place: PlaceEntry) -> Iterator[Finding]:
    choices = {choice.id for choice in place.choices}
    names = {*choices, *(part.id for part in place.required), *(part.id for part in place.components)}
    for name in visit.given:
        if name not in names:
            hint = f"is no charge of {place.name}: its charges are {', '.join(sorted(names))}"
            yield Finding(path=(*path, "given", name), hint=hint)
    for name, value in visit.choose.items():
        if name not in choices:
            yield Finding(
                path=(*path, "choose", name), value=value, hint=f"is nothing to choose at {place.name}"
            )


def _unrated(
    path: Place_, visit: VisitEntry, place: PlaceEntry, known: set[str], report: str
) -> Iterator[Finding]:
    if visit.energy is not None and visit.energy.currency not in known:
        yield _no_rate((*path, "energy", "currency"), visit.energy.currency, "energy", report)
    for name, given in visit.given.items():
        if given.currency not in known:
            yield _no_rate((*path, "given", name, "currency"), given.currency, name, report)
    if place.currency not in known and (place.components or visit.choose or place.payback):
        yield _no_rate((*path, "place"), place.currency, f"the charges of {place.name}", report)


def _no_rate(path: Place_, currency: str, what: str, report: str) -> Finding:
    hint = f"{what} in {currency}, the report in {report}: state rates.{currency}.per_unit ({report} for one {currency})"
    return Finding(path=path, value=currency, hint=hint)


def _place(visit: VisitEntry, place: PlaceEntry, folder: Path) -> Place:
    carbon = visit.carbon or place.carbon
    if visit.energy is None or carbon is None:
        raise TypeError("what is missing was not refused")
    energy: Energy = visit.energy.to_model(folder)
    return Place(
        id=place.id,
        name=place.name,
        energy=energy,
        components=tuple(_components(visit, place)),
        carbon=carbon.to_model("" if carbon is visit.carbon else place.stale),
        law=place.law_flags(),
        data=place.data_flags(),
        notes=tuple(place.remarks),
    )


def _components(visit: VisitEntry, place: PlaceEntry) -> Iterator[Component]:
    for known in place.components:
        given = visit.given.get(known.id)
        if given is None:
            yield known.component(known.id, known.title, known.kind, place.currency, place.stale)
        else:
            yield given.component(known.id, known.title, known.kind, given.currency, "")
    for asked in place.required:
        given = visit.given[asked.id]
        yield given.component(asked.id, asked.title, asked.kind, given.currency, "")
    for choice in place.choices:
        given = visit.given.get(choice.id)
        if given is not None:
            yield given.component(choice.id, choice.title, choice.kind, given.currency, "", choice.use)
        else:
            option = next(one for one in choice.options if one.id == visit.choose[choice.id])
            yield option.component(
                choice.id, option.title, choice.kind, place.currency, place.stale, choice.use
            )
    yield from _payback(visit, place)


def _payback(visit: VisitEntry, place: PlaceEntry) -> Iterator[Component]:
    if visit.payback is None or place.payback is None:
        return
    rule = place.payback
    share = revenue_share(
        visit.payback.realised_per_mwh, tuple(rule.thresholds_per_mwh), tuple(rule.shares_frac)
    )
    paid = 0.0 - share * visit.payback.passed_on_frac
    yield Component(
        id=rule.id,
        title=rule.title,
        kind=Kind.OTHER,
        basis=Basis.PER_MWH,
        low=paid,
        central=paid,
        high=paid,
        currency=place.currency,
        use=Use.BOTH,
        avoidable=False,
        source=visit.payback.said(),
    )
