"""From the values of a site file to checked entries, each with its place; every problem is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_finding import Finding, Path, Value, shown
from bascule.adapters.files.site_head import HeadEntry, known_zone
from bascule.adapters.files.site_hints import entry_findings
from bascule.adapters.files.site_keys import key_hint
from bascule.adapters.files.site_sections import ENERGY_CONTRACTS, ENERGY_KINDS, LISTS, SINGLE, section_names
from bascule.model.rule import RuleBook

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A checked entry and where it stands."""

    path: Path
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What a site file holds.

    Attributes:
        values: The values at the top.
        entries: Entries without a problem of their own.
        findings: What is wrong inside single entries.
        zone: The site's time zone, UTC where the file has none that is known.
        rules: Dated rules that entries may name.
    """

    values: Mapping[str, Value]
    entries: tuple[Placed, ...]
    findings: tuple[Finding, ...]
    zone: ZoneInfo
    rules: RuleBook

    def of(self, kind: type[E]) -> list[tuple[Path, E]]:
        """Entries of one kind with their places."""
        return [(placed.path, placed.entry) for placed in self.entries if isinstance(placed.entry, kind)]


def walk(values: Mapping[str, Value], rules: RuleBook) -> Walked:
    """Check every entry of a site file by itself."""
    zone = _zone(values.get("time_zone"))
    entries: list[Placed] = []
    findings: list[Finding] = list(_unknown_keys(values))
    for path, kind, value in _parts(values, findings):
        try:
            entry = kind.model_validate(value)
        except ValidationError as error:
            findings.extend(entry_findings(error, kind, path))
            continue
        wrong = [Finding(path=(*path, *f.path), value=f.value, hint=f.hint) for f in entry.findings(zone)]
        findings.extend(wrong)
        if not wrong:
            entries.append(Placed(path=path, entry=entry))
    return Walked(values=values, entries=tuple(entries), findings=tuple(findings), zone=zone, rules=rules)


def _unknown_keys(values: Mapping[str, Value]) -> Iterator[Finding]:
    known = section_names()
    for key in values:
        if key not in known:
            hint = key_hint(key, values[key], known).hint
            yield Finding(path=(key,), value=shown(values[key]), hint=hint)


def _parts(values: Mapping[str, Value], findings: list[Finding]) -> Iterator[tuple[Path, type[Entry], Value]]:
    """Place, kind and value of every entry; what is no entry at all becomes a finding."""
    yield (), HeadEntry, {key: value for key, value in values.items() if key in HeadEntry.model_fields}
    for section, kind in SINGLE.items():
        if values.get(section) is not None:
            yield (section,), kind, values[section]
    if values.get("grid") is None:
        findings.append(Finding(path=("grid",), hint="is missing: the connection, with import_limit_mw"))
    for section, kind in LISTS.items():
        for path, value in _items(section, values.get(section), findings):
            yield path, kind, value
    for path, value in _items(ENERGY_CONTRACTS, values.get(ENERGY_CONTRACTS), findings):
        supply = _energy_kind(path, value, findings)
        if supply is not None:
            yield path, supply, value


def _items(section: str, value: Value, findings: list[Finding]) -> Iterator[tuple[Path, Value]]:
    if isinstance(value, list):
        yield from (((section, index), item) for index, item in enumerate(value))
    elif value is not None:
        hint = "must be a list: start each entry with '- '"
        findings.append(Finding(path=(section,), value=shown(value), hint=hint))


def _energy_kind(path: Path, value: Value, findings: list[Finding]) -> type[Entry] | None:
    if not isinstance(value, dict):
        findings.append(Finding(path=path, value=shown(value), hint="must be keys with values"))
        return None
    kind = value.get("kind")
    if isinstance(kind, str) and kind in ENERGY_KINDS:
        return ENERGY_KINDS[kind]
    kinds = ", ".join(ENERGY_KINDS)
    hint = (
        f"is missing: one of {kinds}"
        if kind is None
        else f"is not known: {suggestion(str(kind), ENERGY_KINDS)}"
    )
    findings.append(Finding(path=(*path, "kind"), value="" if kind is None else shown(kind), hint=hint))
    return None


def _zone(value: Value) -> ZoneInfo:
    known = known_zone(value) if isinstance(value, str) else None
    # A wrong zone is reported where the head is checked; dates are then checked as if they were UTC.
    return known or ZoneInfo("UTC")
