"""Runs ``bascule plan countries``: one site at several places, and what others say of demand."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.countries_wiring import CountryCase, Outlooks, bundled_outlooks, country_case
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.errors import InputError, InputProblem
from bascule.report.countries.outlooks import outlook_sources_table, outlooks_table, trap_sentence
from bascule.report.countries.page import headline, sections, terminal_tables
from bascule.report.countries.tables import sources
from bascule.report.figures.page import Page, Section
from bascule.report.messages import text
from bascule.report.numbers import mw
from bascule.report.tables.table import Table
from bascule.study.countries.compare import view
from bascule.study.countries.outlook import Boundary, energy
from bascule.study.countries.place_view import PlaceView


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for.

    Attributes:
        file: The site and its places; None for outlooks alone.
        outlooks: Whether outlooks are shown.
        boundary: What a nameplate is counted as where its source leaves that open.
        utilisation_frac: Mean use where no source states one.
        html: File for the page.
        json: File for the answer, ``-`` for standard output.
    """

    file: Path | None
    outlooks: bool
    boundary: Boundary | None
    utilisation_frac: float | None
    html: Path | None
    json: str | None


def boundary_of(basis: str | None) -> Boundary | None:
    """What ``--basis`` says.

    Raises:
        InputError: It is neither word.
    """
    words = {"it": Boundary.IT, "total": Boundary.TOTAL}
    if basis is not None and basis not in words:
        problem = InputProblem(file="--basis", field="basis", value=basis, hint="must be it or total")
        raise InputError([problem])
    return None if basis is None else words[basis]


def run(request: Request) -> None:
    """Answer it.

    Raises:
        InputError: Everything that is wrong or missing in the file, or nothing was asked for.
    """
    if request.file is None and not request.outlooks:
        hint = "give a file of a site and its places, or --outlooks"
        raise InputError([InputProblem(file="FILE", field="file", value="", hint=hint)])
    refuse_unwritable(request.html, request.json)
    case = None if request.file is None else country_case(request.file)
    outlooks = bundled_outlooks() if request.outlooks else None
    views = [] if case is None else [view(case.site, place, case.rates) for place in case.places]
    banners = () if case is None else tuple(dict.fromkeys(_stale(case, views)))
    put_out(
        list(_tables(request, case, views, outlooks)),
        _document(request, case, views, outlooks),
        request.json,
        request.html,
        _page(request, case, views, outlooks, banners),
        headline=_headline(case, views, outlooks),
        banners=banners,
    )


def _headline(case: CountryCase | None, views: Sequence[PlaceView], outlooks: Outlooks | None) -> str:
    said = [] if case is None else [headline(views, case.site, case.rates)]
    return " ".join([*said, *([] if outlooks is None else [trap_sentence(outlooks.trap)])])


def _tables(
    request: Request, case: CountryCase | None, views: Sequence[PlaceView], outlooks: Outlooks | None
) -> Iterator[Table]:
    if case is not None:
        yield from terminal_tables(views, case.site, case.rates)
    if outlooks is not None:
        yield outlooks_table(outlooks.outlooks, request.boundary, request.utilisation_frac)


def _stale(case: CountryCase, views: Sequence[PlaceView]) -> Iterator[str]:
    today = datetime.now(UTC).date().isoformat()
    for what, source in sources(views, case.site, case.rates):
        if source.stale(today):
            yield text("places.stale", what=what, day=source.stale_after)


def _page(
    request: Request,
    case: CountryCase | None,
    views: Sequence[PlaceView],
    outlooks: Outlooks | None,
    banners: tuple[str, ...],
) -> Page:
    shown = [] if case is None else list(sections(views, case.site, case.rates))
    if outlooks is not None:
        shown.append(_outlook_section(request, outlooks))
    return Page(
        kicker=text("places.kicker"),
        title=text("places.outlooks.title") if case is None else text("places.title", name=case.name),
        period=_period(case, outlooks),
        headline=_headline(case, views, outlooks),
        banners=banners,
        sections=tuple(shown),
        command=shlex.join(["bascule", *sys.argv[1:]]),
    )


def _period(case: CountryCase | None, outlooks: Outlooks | None) -> str:
    if case is None:
        return text("places.outlooks.period", count=str(len(outlooks.outlooks) if outlooks else 0))
    names = ", ".join(place.name for place in case.places)
    return text("places.period", mw=mw(case.site.meter_mw), code=case.rates.currency, places=names)


def _outlook_section(request: Request, outlooks: Outlooks) -> Section:
    return Section(
        title=text("places.section.outlooks"),
        lead=f"{text('places.outlooks.lead')} {trap_sentence(outlooks.trap)}",
        tables=(outlooks_table(outlooks.outlooks, request.boundary, request.utilisation_frac),),
        folded=(outlook_sources_table(outlooks.outlooks),),
    )


def _document(
    request: Request, case: CountryCase | None, views: Sequence[PlaceView], outlooks: Outlooks | None
) -> dict[str, Json]:
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_countries",
        "sources": [] if request.file is None else [request.file.name],
        "currency": None if case is None else case.rates.currency,
        "rates": None if case is None else plain(case.rates.others),
        "site": None if case is None else plain(case.site),
        "places": [_place(one) for one in views],
        "outlooks": None if outlooks is None else _outlooks(request, outlooks),
    }


def _place(one: PlaceView) -> dict[str, Json]:
    place, energy_ = one.place, one.place.energy
    return {
        "id": place.id,
        "name": place.name,
        "energy": {
            "mean_per_mwh": float(energy_.per_mwh.mean()),
            "currency": energy_.currency,
            "hours": energy_.hours,
            "period": energy_.period,
            "source": plain(energy_.source),
        },
        "lines": plain(one.lines),
        "mining_all_in_per_mwh": plain(one.mining_all_in_per_mwh),
        "ai_all_in_per_mwh": plain(one.ai_all_in_per_mwh),
        "mining": plain(one.mining),
        "ai": plain(one.ai),
        "carbon": plain(place.carbon),
        "carbon_t_per_meter_mw_year": one.carbon_t_per_meter_mw_year,
        "law": plain(place.law),
        "data": plain(one.data),
        "notes": plain(place.notes),
    }


def _outlooks(request: Request, outlooks: Outlooks) -> dict[str, Json]:
    return {
        "trap": plain(outlooks.trap),
        "figures": [
            {
                "outlook": plain(outlook),
                "energy": plain(energy(outlook, request.boundary, request.utilisation_frac)),
            }
            for outlook in outlooks.outlooks
        ],
    }
