"""Reads plan files: everything that is wrong at once, then the plan."""

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bascule.adapters.files.document import Document, parse_document, read_document
from bascule.adapters.files.entry_document import inner_findings
from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_file import read_site
from bascule.adapters.files.site_finding import Finding, Value, problems
from bascule.adapters.files.site_finding import Path as Place
from bascule.adapters.files.site_hints import entry_findings
from bascule.adapters.files.site_template import PLANNED_SITES, bundled_site
from bascule.adapters.files.site_term import skipped_times, utc
from bascule.adapters.files.sourced_entry import UTC_ZONE
from bascule.adapters.plans.assumption_rows import rows
from bascule.adapters.plans.history_file import read_history
from bascule.adapters.plans.plan_entry import PROGRAM, MarketEntry, PlanEntry
from bascule.adapters.plans.stated import VALUE, StatedEntry, Unwrapped, unwrapped
from bascule.errors import InputError, InputProblem
from bascule.model.site import Site
from bascule.study.conversion.history import History
from bascule.study.conversion.machines import Machines
from bascule.study.conversion.plan_statement import MarginNodes, MarketPeriod, PlanFile

BUNDLED_PLANS: Final = ("france", "texas", "texas_cloud")
_EMBEDDED: Final = "embedded:"
_SEASONS_DAYS: Final = 364
"""Days of a market that has every season."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    entry: PlanEntry
    document: Document
    bare: Unwrapped
    folder: Path | None


def read_plan(path: Path) -> PlanFile:
    """Read a plan file; the site and the data that it names are looked for beside it.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return plan_of(read_document(path), path.parent)


def bundled_plan(name: str) -> PlanFile:
    """A plan that ships with the package.

    Args:
        name: One of ``BUNDLED_PLANS``.

    Raises:
        ValueError: No such plan.
    """
    return plan_of(parse_document(bundled_plan_text(name), f"{name}.yaml"), None)


def bundled_plan_text(name: str) -> str:
    """The text of a bundled plan.

    Raises:
        ValueError: No such plan.
    """
    if name not in BUNDLED_PLANS:
        raise ValueError(f"no bundled plan {name!r}; there are {', '.join(BUNDLED_PLANS)}")
    place = files("bascule.adapters.files").joinpath("bundled", "plans", f"{name}.yaml")
    return place.read_text(encoding="utf-8")


def plan_of(document: Document, folder: Path | None) -> PlanFile:
    """The plan of a document.

    Args:
        document: What the file says.
        folder: Where site and data files are looked for; without it only bundled ones may be named.

    Raises:
        InputError: Everything that is wrong in it.
    """
    bare = unwrapped(document.value)
    entry, findings = _entry(bare)
    checked = _Checked(entry=entry, document=document, bare=bare, folder=folder)
    site, wrong = _site(checked, findings) if entry.has("site") else (None, ())
    if site is not None:
        findings.extend(_site_findings(entry, site))
    history, unread = _history(checked, findings) if entry.has("world") else (None, ())
    everything = (*problems(document.name, findings, document.lines), *wrong, *unread)
    if everything or site is None:
        raise InputError(everything)
    return _plan(checked, site, history)


def _entry(bare: Unwrapped) -> tuple[PlanEntry, list[Finding]]:
    """The file as an entry, whole or of the parts that are right by themselves, and what is wrong in it."""
    try:
        entry = PlanEntry.model_validate(bare.value)
        found = [*inner_findings(entry)]
    except ValidationError as error:
        parts = _parts(bare.value)
        entry = PlanEntry.model_construct(**parts)
        within = [one for name, part in parts.items() for one in _within(part, (name,))]
        found = [*_keys(error, bare.findings), *entry.findings(UTC_ZONE), *within]
    return entry, [*bare.findings, *found, *_money_findings(entry, bare.said)]


def _parts(value: Value) -> dict[str, Any]:
    """Sections that are right by themselves."""
    found: dict[str, Any] = {}
    for name, field in PlanEntry.model_fields.items():
        if isinstance(value, dict) and name in value:
            with suppress(ValidationError):
                found[name] = TypeAdapter(field.rebuild_annotation()).validate_python(value[name])
    return found


def _within(part: object, path: Place) -> Iterator[Finding]:
    if isinstance(part, Entry):
        yield from inner_findings(part, path)
    elif isinstance(part, list):
        for index, one in enumerate(part):
            yield from _within(one, (*path, index))


def _keys(error: ValidationError, told: tuple[Finding, ...]) -> Iterator[Finding]:
    """What pydantic found, without numbers whose statement lacks them and has said so."""
    without = {found.path[:-1] for found in told if found.path[-1:] == (VALUE,)}
    return (found for found in entry_findings(error, PlanEntry, ()) if found.path not in without)


def _money_findings(entry: PlanEntry, said: Mapping[Place, StatedEntry]) -> Iterator[Finding]:
    for path, one in said.items() if entry.has("currency") else ():
        if one.currency not in {None, entry.currency}:
            hint = f"mixes currencies: the plan is in {entry.currency}; convert the amount"
            yield Finding(path=(*path, "currency"), value=str(one.currency), hint=hint)


def _site(checked: _Checked, findings: list[Finding]) -> tuple[Site | None, tuple[InputProblem, ...]]:
    """The site, or what is wrong with it."""
    name, folder = checked.entry.site, checked.folder
    if name in PLANNED_SITES:
        return bundled_site(name).site, ()
    if folder is None or not (folder / name).is_file():
        hint = f"is neither a bundled site ({', '.join(PLANNED_SITES)}) nor a file beside the plan"
        findings.append(Finding(path=("site",), value=name, hint=hint))
        return None, ()
    try:
        return read_site(folder / name).site, ()
    except InputError as error:
        return None, error.problems


def _history(checked: _Checked, findings: list[Finding]) -> tuple[History | None, tuple[InputProblem, ...]]:
    """The history that the world names, or what is wrong with it; None where it names none."""
    asked, folder = checked.entry.world.history, checked.folder
    if asked is None:
        return None, ()
    if folder is None or not (folder / asked.file).is_file():
        hint = "is no file beside the plan: copy it there, or leave the history out for normal shocks"
        findings.append(Finding(path=("world", "history", "file"), value=asked.file, hint=hint))
        return None, ()
    try:
        return read_history(folder / asked.file, asked.columns.names, asked.step_days), ()
    except InputError as error:
        return None, error.problems


def _site_findings(entry: PlanEntry, site: Site) -> Iterator[Finding]:
    """What the plan and its site say against each other."""
    if entry.has("currency") and site.currency != entry.currency:
        hint = f"mixes currencies: the site {site.name} is in {site.currency}; amounts of a plan are in one"
        yield Finding(path=("currency",), value=entry.currency, hint=hint)
    if not site.fleets:
        yield Finding(path=("site",), value=entry.site, hint="hashes nothing: give it asic_fleets")
    limit = site.grid.import_limit_mw
    if entry.has("ladder") and entry.ladder.meter_mw > limit * (1 + 1e-9):
        hint = f"must be at most the site's connection of {limit:g} MW, all rungs together"
        yield Finding(path=("ladder", "rungs"), value=f"{entry.ladder.meter_mw:g} MW", hint=hint)
    if entry.has("market"):
        yield from _market_findings(entry.market, ZoneInfo(site.time_zone))
    if entry.has("market", "world") and entry.world.real_days:
        yield from _season_findings(entry.market, ZoneInfo(site.time_zone))


def _market_findings(market: MarketEntry, zone: ZoneInfo) -> Iterator[Finding]:
    for found in skipped_times({"from": market.from_, "to": market.to}, zone):
        yield Finding(path=("market", *found.path), value=found.value, hint=found.hint)
    if utc(market.from_, zone) >= utc(market.to, zone):
        hint = "must be later than from: a year of prices is best"
        yield Finding(path=("market", "to"), value=f"{market.to:%Y-%m-%d}", hint=hint)


def _season_findings(market: MarketEntry, zone: ZoneInfo) -> Iterator[Finding]:
    days = (utc(market.to, zone) - utc(market.from_, zone)) / timedelta(days=1)
    if 0 < days < _SEASONS_DAYS:
        hint = (
            f"needs every season, and the market has {days:.0f} days: take a year of prices, or leave it out"
        )
        yield Finding(path=("world", "real_days"), value="true", hint=hint)


def _period(checked: _Checked, site: Site) -> MarketPeriod:
    zone, market, folder = ZoneInfo(site.time_zone), checked.entry.market, checked.folder
    return MarketPeriod(
        files=tuple(
            name if name.startswith(_EMBEDDED) or folder is None else str(folder / name)
            for name in market.files
        ),
        start=utc(market.from_, zone),
        end=utc(market.to, zone),
    )


def _machines(entry: PlanEntry) -> Machines | None:
    """Second-hand prices at the hashprice with which the drivers start."""
    if entry.machines is None:
        return None
    return entry.machines.to_model(entry.drivers.hashprice.pricing.start or 0.0)


def _plan(checked: _Checked, site: Site, history: History | None) -> PlanFile:
    entry = checked.entry
    return PlanFile(
        file=checked.document.name,
        name=entry.name,
        currency=entry.currency,
        as_of=entry.as_of.isoformat(),
        site=site,
        market=_period(checked, site),
        nodes=MarginNodes(
            hashprice=tuple(entry.margins.hashprice),
            power_scale=tuple(entry.margins.power_scale),
            ai_scale=tuple(entry.margins.ai_scale),
            spot_today=entry.drivers.spot_today,
            by_program=entry.margins.by == PROGRAM,
        ),
        horizon_years=entry.horizon_years,
        measure=entry.measure.kind,
        rate=math.log1p(entry.measure.rate_frac),
        tax_frac=entry.tax_frac,
        hashprice=entry.drivers.hashprice.to_model(entry.as_of, entry.quarters),
        rent=entry.drivers.rent.to_model(entry.as_of, entry.quarters),
        corr=entry.correlations.hashprice_rent,
        fixed_per_meter_mw_year=entry.mining.fixed_per_meter_mw_year,
        ageing_frac=entry.mining.ageing_frac,
        power_scale=entry.mining.power_scale,
        shell=entry.shell.to_model(),
        write_offs=tuple(part.to_model() for part in entry.shell.write_off),
        lease=entry.lease.to_model(),
        resting=entry.resting.to_model(),
        rungs=tuple(rung.to_model() for rung in entry.ladder.rungs),
        builds_per_year=entry.ladder.builds_per_year,
        network_eh_s=entry.network.network_eh_s,
        eta=entry.network.eta,
        residual_per_meter_mw=entry.residual_per_meter_mw,
        option=None if entry.option is None else entry.option.to_model(),
        beyond=entry.beyond(),
        cloud=None if entry.cloud is None else entry.cloud.to_model(entry.shell.pue),
        machines=_machines(entry),
        funding=entry.funding.to_model(),
        world=entry.world.to_model(history),
        hedges=tuple(hedge.to_model() for hedge in entry.hedges),
        parameter_errors=tuple(error.to_model() for error in entry.parameter_errors),
        assumptions=rows(entry, checked.bare.value, checked.bare.said),
    )
