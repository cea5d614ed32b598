"""What a site that is moved still has to say of each place: asked for by name, never guessed."""

from collections.abc import Iterator
from typing import Final

from bascule.adapters.countries.case_entry import CaseEntry, VisitEntry
from bascule.adapters.countries.place_entry import PlaceEntry
from bascule.adapters.files.site_finding import Finding, Path

REMEDY: Final = "Supply it with a source, or a size of your own with status: illustrative"


def case_findings(entry: CaseEntry, bundled: dict[str, PlaceEntry]) -> Iterator[Finding]:
    """Everything that a case lacks or says of no place, and amounts without a rate.

    Args:
        entry: The file.
        bundled: What is known of each place, by id.
    """
    known: set[str] = {entry.report_currency, *entry.rates}
    if entry.report_currency in entry.rates:
        yield Finding(path=("rates", entry.report_currency), hint="is report_currency itself: leave it out")
    if "USD" not in known:
        yield _no_rate(("rates",), "USD", "the site's hashprice and rents", entry.report_currency)
    for index, visit in enumerate(entry.places):
        path: Path = ("places", index)
        if visit.place not in bundled:
            yield Finding(
                path=(*path, "place"), value=visit.place, hint=f"must be one of {', '.join(bundled)}"
            )
        else:
            yield from _missing(path, visit, bundled[visit.place])
            yield from _unrated(path, visit, bundled[visit.place], known, entry.report_currency)


def _missing(path: Path, visit: VisitEntry, place: PlaceEntry) -> Iterator[Finding]:
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


def _unasked(path: Path, visit: VisitEntry, place: PlaceEntry) -> Iterator[Finding]:
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
    path: Path, visit: VisitEntry, place: PlaceEntry, known: set[str], report: str
) -> Iterator[Finding]:
    if visit.energy is not None and visit.energy.currency not in known:
        yield _no_rate((*path, "energy", "currency"), visit.energy.currency, "energy", report)
    for name, given in visit.given.items():
        if given.currency not in known:
            yield _no_rate((*path, "given", name, "currency"), given.currency, name, report)
    if place.currency not in known and (place.components or visit.choose or place.payback):
        yield _no_rate((*path, "place"), place.currency, f"the charges of {place.name}", report)


def _no_rate(path: Path, currency: str, what: str, report: str) -> Finding:
    hint = f"{what} in {currency}, the report in {report}: state rates.{currency}.per_unit ({report} for one {currency})"
    return Finding(path=path, value=currency, hint=hint)
