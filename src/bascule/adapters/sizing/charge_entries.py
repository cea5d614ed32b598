"""Dated charges as they stand in a sizing file: stated there, or taken from the bundled rules."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.catalogue.rules import bundled_rules, rule_hint
from bascule.adapters.chain.scenario_entries import Sourced
from bascule.adapters.files.rule_file import Day
from bascule.adapters.files.site_entry import Entry, Name
from bascule.adapters.files.site_finding import Finding
from bascule.chain.statement import Standing, Statement
from bascule.model.rule import Rule, RuleStatus
from bascule.study.sizing.money import Basis, Charge

_STANDINGS = {RuleStatus.FACT: Standing.FILING, RuleStatus.PRESS: Standing.PRESS}


class ChargeEntry(Sourced):
    """A charge that the file states."""

    name: Name = Field(description="what people call it")
    per_meter_mwh: Annotated[float, Field(ge=-1000, le=10_000)] | None = Field(
        default=None, description="per MWh drawn at the meter"
    )
    per_meter_mw_year: Annotated[float, Field(ge=0, le=1e7)] | None = Field(
        default=None, description="per MW of connection and year"
    )
    stale_after: Day | None = Field(default=None, description="last day for which it can be relied on")


class RuleChargeEntry(Entry):
    """A charge per MWh of the bundled dated rules."""

    rule: Name = Field(description="id of the rule (bascule catalog rules)")
    on: Day = Field(description="day whose version is taken")


def rule_findings(by_rule: RuleChargeEntry, currency: str, index: int) -> Iterator[Finding]:
    """A rule that is not there, says nothing on the day, is no charge, or is in another currency."""
    book, path = bundled_rules(), ("charges_by_rule", index)
    if by_rule.rule not in book.ids():
        yield Finding(path=(*path, "rule"), value=by_rule.rule, hint=rule_hint(by_rule.rule, book))
        return
    rule = book.rule(by_rule.rule, _noon(by_rule.on))
    if rule is None:
        hint = f"the rule {by_rule.rule} says nothing about this day: choose another, or state a charge"
        yield Finding(path=(*path, "on"), value=by_rule.on.isoformat(), hint=hint)
    elif not isinstance(rule.values.get("per_mwh"), float):
        yield Finding(path=(*path, "rule"), value=by_rule.rule, hint="is no charge per MWh")
    elif rule.currency not in {None, currency}:
        hint = f"is in {rule.currency}, the file in {currency}: amounts of a file are in one currency"
        yield Finding(path=(*path, "rule"), value=by_rule.rule, hint=hint)


def charge_of(entry: ChargeEntry) -> Charge:
    """The noun."""
    energy = entry.per_meter_mwh is not None
    return Charge(
        name=entry.name,
        amount=float((entry.per_meter_mwh if energy else entry.per_meter_mw_year) or 0.0),
        basis=Basis.METER_MWH if energy else Basis.METER_MW_YEAR,
        statement=entry.statement(),
        stale_after="" if entry.stale_after is None else entry.stale_after.isoformat(),
    )


def rule_charge(entry: RuleChargeEntry) -> Charge:
    """The noun, from the version of the day."""
    rule = bundled_rules().rule(entry.rule, _noon(entry.on))
    amount = None if rule is None else rule.values.get("per_mwh")
    if rule is None or not isinstance(amount, float):
        raise ValueError(f"{entry.rule} was checked before")
    return Charge(
        name=rule.title,
        amount=amount,
        basis=Basis.METER_MWH,
        statement=Statement(
            source=f"{rule.source} (version of {entry.on.isoformat()})",
            as_of=rule.as_of.isoformat(),
            standing=_STANDINGS.get(rule.status, Standing.ASSUMPTION),
            remark=rule.remark,
        ),
        stale_after=_stale_after(rule),
    )


def _stale_after(rule: Rule) -> str:
    """The day that the rule states, or the last one on which its version held."""
    if rule.stale_after is not None:
        return rule.stale_after.isoformat()
    last = rule.term.end - timedelta(days=1)
    return "" if rule.open else last.astimezone(ZoneInfo(rule.zone)).date().isoformat()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
