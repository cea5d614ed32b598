"""Entries of a site file that name a dated rule in place of a figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bascule.adapters.catalogue.rules import rule_hint
from bascule.adapters.files.site_energy_contracts import AdderEntry
from bascule.adapters.files.site_finding import Finding, Path
from bascule.adapters.files.site_network_charges import CoincidentPeakEntry
from bascule.adapters.files.site_nominated_supply import NominatedEntry
from bascule.adapters.files.site_reserves import ReserveProductEntry
from bascule.adapters.files.site_walk import Walked
from bascule.model.energy_contracts import EnergyAdder
from bascule.model.rule import Rule, RuleValue
from bascule.model.term import Term

_FIGURE = "per_mwh"


def dated_rule_findings(walked: Walked) -> Iterator[Finding]:
    """Rules that do not exist, leave days without a version, or say nothing that an adder can use."""
    for path, adder in walked.of(AdderEntry):
        if adder.rule is not None:
            yield from _rule_findings(walked, (*path, "rule"), adder.rule, adder.term(walked.zone))

    for path, stated in _resting(walked):
        for index, rule_id in enumerate(stated.rules):
            yield from _resting_findings(walked, (*path, "rules", index), rule_id, stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """Figures that a contract states, under the names that rules use, and the rules that it rests on."""

    rules: tuple[str, ...]
    term: Term
    figures: Mapping[str, RuleValue]


def _resting(walked: Walked) -> Iterator[tuple[Path, _Stated]]:
    """Contracts that name the dated rules behind their own figures."""
    for path, peaks in walked.of(CoincidentPeakEntry):
        months = tuple(float(month) for month in sorted(peaks.months))
        yield (
            path,
            _Stated(rules=tuple(peaks.rules), term=peaks.term(walked.zone), figures={"months": months}),
        )
    traded: list[tuple[Path, NominatedEntry | ReserveProductEntry]] = [
        *walked.of(NominatedEntry),
        *walked.of(ReserveProductEntry),
    ]
    for path, entry in traded:
        if entry.auction is not None:
            auction = entry.auction
            figures = {"gate_hour": auction.gate_hour, "minutes": float(auction.resolution_minutes)}
            term = entry.term(walked.zone)
            yield (*path, "auction"), _Stated(rules=tuple(auction.rules), term=term, figures=figures)


def _resting_findings(walked: Walked, path: Path, rule_id: str, stated: _Stated) -> Iterator[Finding]:
    if rule_id not in walked.rules.ids():
        yield Finding(path=path, value=rule_id, hint=rule_hint(rule_id, walked.rules))
        return
    for rule in walked.rules.rules_between(rule_id, stated.term):
        for name in sorted(rule.values.keys() & stated.figures.keys()):
            said, own = rule.values[name], stated.figures[name]
            if said != own:
                hint = (
                    f"says {name} {_told(said)} from {rule.first_day} on, but the contract says {_told(own)}:"
                    " change it, or end the contract there and begin another"
                )
                yield Finding(path=path, value=rule_id, hint=hint)


def _told(value: RuleValue) -> str:
    return ", ".join(f"{part:g}" for part in value) if isinstance(value, tuple) else f"{value:g}"


def adders(walked: Walked) -> Iterator[EnergyAdder]:
    """Adders with their own figure, and one per version of a rule where a rule stands."""
    for _, adder in walked.of(AdderEntry):
        term = adder.term(walked.zone)
        if adder.per_mwh is not None:
            yield EnergyAdder(name=adder.name, per_mwh=adder.per_mwh, term=term)
        for rule in _versions(walked, adder):
            name = f"{adder.name} from {max(rule.term.start, term.start).astimezone(walked.zone):%Y-%m-%d}"
            yield EnergyAdder(name=name, per_mwh=_single(rule), term=_both(rule.term, term))


def rules_used(walked: Walked) -> tuple[Rule, ...]:
    """Versions of rules that entries name, each once."""
    used = [rule for _, adder in walked.of(AdderEntry) for rule in _versions(walked, adder)]
    for _, stated in _resting(walked):
        for rule_id in stated.rules:
            used += walked.rules.rules_between(rule_id, stated.term)
    return tuple({(rule.id, rule.term): rule for rule in used}.values())


def _versions(walked: Walked, adder: AdderEntry) -> tuple[Rule, ...]:
    if adder.rule is None:
        return ()
    return walked.rules.rules_between(adder.rule, adder.term(walked.zone))


def _rule_findings(walked: Walked, path: Path, rule_id: str, term: Term) -> Iterator[Finding]:
    if rule_id not in walked.rules.ids():
        yield Finding(path=path, value=rule_id, hint=rule_hint(rule_id, walked.rules))
        return
    for gap in walked.rules.gaps(rule_id, term):
        days = " to ".join(_day(walked, moment) for moment in (gap.start, gap.end))
        hint = (
            f"has no version from {days}: change from or to, or add the version to a rules_file of your own"
        )
        yield Finding(path=path, value=rule_id, hint=hint)
    for rule in walked.rules.rules_between(rule_id, term):
        yield from _unusable(walked, path, rule)


def _unusable(walked: Walked, path: Path, rule: Rule) -> Iterator[Finding]:
    if not isinstance(rule.values.get(_FIGURE), float):
        have = ", ".join(rule.values) or "nothing"
        hint = f"says no single {_FIGURE} from {rule.first_day} on (it says: {have}): name another rule"
        yield Finding(path=path, value=rule.id, hint=hint)
    elif rule.currency != walked.values.get("currency"):
        own = walked.values.get("currency")
        hint = f"is in {rule.currency or 'no currency'}, but the site's amounts are in {own}: state per_mwh instead"
        yield Finding(path=path, value=rule.id, hint=hint)


def _single(rule: Rule) -> float:
    value = rule.values[_FIGURE]
    if isinstance(value, tuple):
        raise TypeError(f"{rule.id}: {_FIGURE} is several figures, which the check of the site file refuses")
    return value


def _both(one: Term, other: Term) -> Term:
    return Term(start=max(one.start, other.start), end=min(one.end, other.end))


def _day(walked: Walked, moment: datetime) -> str:
    return f"{moment.astimezone(walked.zone):%Y-%m-%d}"
