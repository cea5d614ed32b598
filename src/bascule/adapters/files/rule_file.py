"""Files of dated rules: YAML in, checked versions out, or every problem with its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, TypeGuard
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, ValidationError

from bascule.adapters.files.site_entry import Entry, complaint
from bascule.adapters.files.site_finding import Finding, Value, problems, shown
from bascule.adapters.files.site_finding import Path as Place
from bascule.adapters.files.site_head import CURRENCIES, ZoneName
from bascule.adapters.files.site_hints import entry_findings
from bascule.adapters.files.site_term import When, utc
from bascule.adapters.files.site_text import read_text
from bascule.adapters.files.site_yaml import MOST_BYTES, parse_yaml
from bascule.errors import InputError
from bascule.model.rule import OPEN_END, Rule, RuleStatus, RuleValue
from bascule.model.term import Term

_ID = re.compile(r"[a-z][a-z0-9_]{0,79}")
_FIGURE = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A file of rules.

    Attributes:
        rules: Every version.
        text: The file's text.
    """

    rules: tuple[Rule, ...]
    text: str


def _rule_id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise complaint("must be small letters, digits and _, such as fr_excise_normal")
    return value


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise complaint("must be an ISO date, such as 2025-01-31") from None


def _sentence(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 1000:
        raise complaint("must be a text of 1 to 1,000 characters")
    return " ".join(value.split())


def _status(value: object) -> RuleStatus:
    if value not in [status.value for status in RuleStatus]:
        raise complaint(f"must be one of: {', '.join(RuleStatus)}")
    return RuleStatus(str(value))


def _money(value: object) -> str:
    if value not in CURRENCIES:
        raise complaint(f"must be {' or '.join(CURRENCIES)}")
    return str(value)


def _figures(value: object) -> dict[str, RuleValue]:
    if not isinstance(value, dict):
        raise complaint("must be names with numbers, such as {per_mwh: 22.5}")
    return {_figure_name(name): _figure(name, number) for name, number in value.items()}


def _figure_name(name: object) -> str:
    if not isinstance(name, str) or not _FIGURE.fullmatch(name):
        raise complaint(f"{shown(name)} is no name of a figure: small letters, digits and _, with its unit")
    return name


def _figure(name: object, value: object) -> RuleValue:
    if isinstance(value, list) and value and all(_is_number(part) for part in value):
        return tuple(float(part) for part in value)
    if not _is_number(value):
        raise complaint(f"{shown(name)} must be a number, or a list of numbers")
    return float(value)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


Day = Annotated[date, PlainValidator(_day)]
Sentence = Annotated[str, PlainValidator(_sentence)]


class VersionEntry(Entry):
    """What a rule says for a time."""

    from_: When = Field(alias="from", description="first day on which it holds")
    to: When | None = Field(
        default=None, description="first day on which it no longer holds; without it open"
    )
    values: Annotated[dict[str, RuleValue], PlainValidator(_figures)] = Field(
        description="figures by name, with their units in the names"
    )
    source: Sentence = Field(description="who says so")
    as_of: Day = Field(description="day of the source")
    status: Annotated[RuleStatus, PlainValidator(_status)] = Field(
        description="fact, press, general knowledge or illustrative"
    )
    stale_after: Day | None = Field(default=None, description="last day for which it can be relied on")
    remark: Sentence | None = Field(default=None, description="what is doubtful or left out")

    def term(self, zone: ZoneInfo) -> Term:
        """When it holds, UTC."""
        return Term(start=utc(self.from_, zone), end=OPEN_END if self.to is None else utc(self.to, zone))


class RuleEntry(Entry):
    """A rule with its versions."""

    id: Annotated[str, PlainValidator(_rule_id)] = Field(description="which rule")
    title: Sentence = Field(description="what people call it")
    time_zone: ZoneName = Field(description="IANA name; its days are counted here")
    currency: Annotated[str, PlainValidator(_money)] | None = Field(
        default=None, description="EUR or USD, where it has amounts"
    )
    versions: list[VersionEntry] = Field(min_length=1, description="what it said when, by time")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Versions that end before they begin, overlap, or stay open without saying how long to trust them."""
        del zone
        last: Term | None = None
        for index, version in enumerate(self.versions):
            term, path = version.term(ZoneInfo(self.time_zone)), ("versions", index)
            if term.start >= term.end:
                yield Finding(path=(*path, "to"), value=str(version.to), hint="must be later than from")
            if last is not None and term.start < last.end:
                hint = (
                    "begins before the version before it has ended: versions stand by time and never overlap"
                )
                yield Finding(path=(*path, "from"), value=f"{version.from_:%Y-%m-%d}", hint=hint)
            if version.to is None and version.stale_after is None:
                hint = "is missing: a version without to states until when it can be relied on"
                yield Finding(path=(*path, "stale_after"), hint=hint)
            last = term

    def to_model(self) -> Iterator[Rule]:
        """The nouns, one per version."""
        for version in self.versions:
            yield Rule(
                id=self.id,
                title=self.title,
                zone=self.time_zone,
                term=version.term(ZoneInfo(self.time_zone)),
                values=version.values,
                source=version.source,
                as_of=version.as_of,
                status=version.status,
                stale_after=version.stale_after,
                currency=self.currency,
                remark=version.remark or "",
            )


def read_rules(name: str, folder: Path) -> RuleFile:
    """Read a file of rules.

    Args:
        name: File name relative to ``folder``.
        folder: Folder of the site file.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return parse_rules(read_text(folder / name, name, MOST_BYTES), file=name)


def parse_rules(text: str, *, file: str) -> RuleFile:
    """The rules that a text states.

    Args:
        text: YAML, a list of rules under ``rules``.
        file: Name of the file for messages.

    Raises:
        InputError: Everything that is wrong in it.
    """
    yaml = parse_yaml(text)
    findings = list(yaml.findings)
    entries = [] if findings and yaml.value is None else _entries(yaml.value, findings)
    if findings:
        raise InputError(problems(file, findings, yaml.lines))
    return RuleFile(rules=tuple(rule for entry in entries for rule in entry.to_model()), text=text)


def _entries(value: Value, findings: list[Finding]) -> list[RuleEntry]:
    listed = value.get("rules") if isinstance(value, dict) else None
    if not isinstance(listed, list) or not isinstance(value, dict) or set(value) != {"rules"}:
        findings.append(Finding(path=(), hint="must be a list of rules under the one key 'rules'"))
        return []
    checked = [_entry(("rules", index), item, findings) for index, item in enumerate(listed)]
    entries = [entry for entry in checked if entry is not None]
    first: Mapping[str, int] = {entry.id: index for index, entry in reversed(list(enumerate(entries)))}
    for index, entry in enumerate(entries):
        if first[entry.id] != index:
            hint = "stands twice: give all versions of a rule in one entry"
            findings.append(Finding(path=("rules", index, "id"), value=entry.id, hint=hint))
    return entries


def _entry(path: Place, value: Value, findings: list[Finding]) -> RuleEntry | None:
    try:
        entry = RuleEntry.model_validate(value)
    except ValidationError as error:
        findings.extend(entry_findings(error, RuleEntry, path))
        return None
    findings.extend(
        Finding(path=(*path, *f.path), value=f.value, hint=f.hint) for f in entry.findings(ZoneInfo("UTC"))
    )
    return entry
