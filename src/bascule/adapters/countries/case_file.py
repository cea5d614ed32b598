"""Files of a site that is moved: what the bundled places lack is asked for by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bascule.adapters.countries.case_entry import CaseEntry, VisitEntry
from bascule.adapters.countries.case_findings import case_findings
from bascule.adapters.countries.place_entry import PlaceEntry
from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.entry_document import entry_of, refuse
from bascule.adapters.files.market_problems import collecting
from bascule.errors import InputError, InputProblem
from bascule.study.countries.component import Basis, Component, Kind, Use, revenue_share
from bascule.study.countries.energy import Energy
from bascule.study.countries.place import Place
from bascule.study.countries.rates import Rate, Rates
from bascule.study.countries.site import MovedSite


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryCase:
    """A site, the places it is moved to, and the rates between their currencies."""

    name: str
    site: MovedSite
    places: tuple[Place, ...]
    rates: Rates


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
    refuse(document, case_findings(entry, bundled))
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
