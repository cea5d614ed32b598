"""Reads a sizing case: everything that is wrong at once, then the case."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, ValidationError

from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.rule_file import Day, Sentence
from bascule.adapters.files.site_entry import Entry, Name, complaint
from bascule.adapters.files.site_finding import Finding, problems
from bascule.adapters.files.site_head import CURRENCIES
from bascule.adapters.files.site_hints import entry_findings
from bascule.adapters.sizing.call_entries import CallsEntry, EventsEntry, PriceRuleEntry
from bascule.adapters.sizing.call_files import read_calls
from bascule.adapters.sizing.charge_entries import (
    ChargeEntry,
    RuleChargeEntry,
    charge_of,
    rule_charge,
    rule_findings,
)
from bascule.adapters.sizing.plant_entries import (
    AiEntry,
    BatteryEntry,
    BootstrapEntry,
    ConnectionEntry,
    HashingEntry,
    OutagesEntry,
)
from bascule.chain.statement import Statement
from bascule.errors import InputError
from bascule.study.sizing.bootstrap import Resampling
from bascule.study.sizing.money import Terms
from bascule.study.sizing.plant import Plant, Store
from bascule.study.sizing.sizing import SizingCase


def _currency(value: object) -> str:
    if value not in CURRENCIES:
        raise complaint(f"must be {' or '.join(CURRENCIES)}: amounts of a file are in one currency")
    return str(value)


class SizingEntry(Entry):
    """A whole file."""

    name: Name = Field(description="what people call the site")
    country: Name = Field(description="where it stands")
    currency: Annotated[str, PlainValidator(_currency)] = Field(description="EUR or USD")
    stale_after: Day | None = Field(default=None, description="last day for which the file can be relied on")
    connection: ConnectionEntry = Field(description="the connection")
    ai: AiEntry = Field(description="the AI load and what it is promised")
    calls: CallsEntry = Field(description="the grid's calls")
    hashing: HashingEntry | None = Field(default=None, description="the first to give way")
    battery: BatteryEntry | None = Field(default=None, description="bridges calls")
    outages: OutagesEntry | None = Field(default=None, description="what fails of itself")
    charges: list[ChargeEntry] = Field(default_factory=list, description="charges with their dates")
    charges_by_rule: list[RuleChargeEntry] = Field(default_factory=list, description="charges of dated rules")
    bootstrap: BootstrapEntry | None = Field(default=None, description="how days are drawn again")
    remark: Sentence | None = Field(default=None, description="what the reader must know")


def read_sizing(path: Path, data: Path | None = None) -> SizingCase:
    """Read a case.

    Args:
        path: The file.
        data: Folder of price and event files, looked into after the file's own.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    folders = [path.parent, *([] if data is None else [data])]
    return sizing_of(read_document(path), folders)


def sizing_of(document: Document, folders: Sequence[Path]) -> SizingCase:
    """The case of a document.

    Raises:
        InputError: Everything that is wrong in it.
    """
    try:
        entry = SizingEntry.model_validate(document.value)
    except ValidationError as error:
        found = list(entry_findings(error, SizingEntry, ()))
        raise InputError(problems(document.name, found, document.lines)) from None
    findings = list(_findings(entry))
    if findings:
        raise InputError(problems(document.name, findings, document.lines))
    return _case(entry, folders)


def _findings(entry: SizingEntry) -> Iterator[Finding]:
    for finding in entry.calls.findings(ZoneInfo("UTC")):
        yield Finding(path=("calls", *finding.path), value=finding.value, hint=finding.hint)
    depth, curtailable = entry.calls.depth_meter_mw, entry.connection.curtailable_meter_mw
    if entry.connection.firm_meter_mw + curtailable <= 0:
        yield Finding(path=("connection", "firm_meter_mw"), value="0", hint="a connection has some megawatts")
    quiet = entry.calls.drawn is not None and entry.calls.drawn.per_year == 0
    if curtailable == 0 and not quiet:
        hint = "nothing can be called: state the part that the grid may call, or calls of drawn: {per_year: 0, ...}"
        yield Finding(path=("connection", "curtailable_meter_mw"), value="0", hint=hint)
    elif depth is not None and depth > curtailable:
        hint = f"must be at most curtailable_meter_mw ({curtailable:g} MW): the firm part is never called"
        yield Finding(path=("calls", "depth_meter_mw"), value=f"{depth:g}", hint=hint)
    for index, part in enumerate([] if entry.outages is None else entry.outages.equipment):
        if part.needed > part.count:
            hint = f"must be at most count ({part.count}): more are needed than installed"
            yield Finding(path=("outages", "equipment", index, "needed"), value=str(part.needed), hint=hint)
    for index, charge in enumerate(entry.charges):
        if (charge.per_meter_mwh is None) == (charge.per_meter_mw_year is None):
            yield Finding(path=("charges", index), hint="give either per_meter_mwh or per_meter_mw_year")
    for index, by_rule in enumerate(entry.charges_by_rule):
        yield from rule_findings(by_rule, entry.currency, index)


def _case(entry: SizingEntry, folders: Sequence[Path]) -> SizingCase:
    outages, bootstrap = entry.outages, entry.bootstrap
    plant = Plant(
        firm_meter_mw=entry.connection.firm_meter_mw,
        curtailable_meter_mw=entry.connection.curtailable_meter_mw,
        measure=entry.connection.measure,
        meter_mw_per_it_mw=entry.ai.meter_mw_per_it_mw,
        hashing_meter_mw=0.0 if entry.hashing is None else entry.hashing.meter_mw,
        store=Store() if entry.battery is None else entry.battery.to_model(),
        equipment=() if outages is None else tuple(part.to_model() for part in outages.equipment),
    )
    return SizingCase(
        name=entry.name,
        country=entry.country,
        plant=plant,
        years=read_calls(entry.calls, plant.curtailable_meter_mw, folders),
        calls_said=calls_said(entry.calls, plant.curtailable_meter_mw),
        synthetic=entry.calls.events is None,
        level_frac=entry.ai.level_frac,
        hold=entry.ai.hold,
        terms=_terms(entry),
        draws=1 if outages is None else outages.draws,
        seed=1 if outages is None else outages.seed,
        resampling=Resampling()
        if bootstrap is None
        else Resampling(**bootstrap.model_dump(exclude={"source", "as_of", "standing", "remark"})),
        statements=tuple(_statements(entry)),
        stale_after="" if entry.stale_after is None else entry.stale_after.isoformat(),
    )


def calls_said(calls: CallsEntry, curtailable_mw: float) -> str:
    """How the calls came to be, in words."""
    depth = calls.depth_meter_mw or curtailable_mw
    cap = "" if calls.most_h_per_year is None else f", at most {calls.most_h_per_year:g} h a year"
    match calls.kind:
        case PriceRuleEntry() as rule:
            hold = f", each at least {rule.hold_h:g} h" if rule.hold_h else ""
            return f"{depth:g} MW while {rule.column} is above {rule.above_per_mwh:,g} per MWh{hold}{cap}"
        case EventsEntry() as events:
            return f"{depth:g} MW unless stated, events of {events.file or 'the list'}{cap}"
        case _:
            drawn = calls.drawn
            rate = (
                "" if drawn is None else f"{drawn.per_year:g} a year of {drawn.mean_h:g} h ({drawn.length})"
            )
            return f"{depth:g} MW, drawn: {rate}{cap}"


def _terms(entry: SizingEntry) -> Terms:
    hashing = entry.hashing
    return Terms(
        currency=entry.currency,
        ai_margin_per_it_mw_year=entry.ai.margin_per_it_mw_year,
        ai_pays_energy=entry.ai.pays_energy,
        hashing_revenue_per_meter_mwh=0.0 if hashing is None else hashing.revenue_per_meter_mwh,
        hashing_energy_per_meter_mwh=0.0 if hashing is None else hashing.energy_per_meter_mwh,
        hashing_uptime_frac=1.0 if hashing is None else hashing.uptime_frac,
        charges=(*map(charge_of, entry.charges), *map(rule_charge, entry.charges_by_rule)),
    )


def _statements(entry: SizingEntry) -> Iterator[tuple[str, Statement]]:
    parts = {
        "connection": entry.connection,
        "ai": entry.ai,
        "hashing": entry.hashing,
        "battery": entry.battery,
        "calls": entry.calls.kind,
        "outages": entry.outages,
        "bootstrap": entry.bootstrap,
    }
    for name, part in parts.items():
        if part is not None:
            yield name, part.statement()
    for unit in [] if entry.outages is None else entry.outages.equipment:
        yield f"equipment: {unit.name}", unit.statement()
