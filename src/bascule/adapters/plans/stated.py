"""Numbers that say who says them: ``{value, source, as_of, standing}`` in place of a bare number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, ValidationError

from bascule.adapters.chain.scenario_entries import Sourced
from bascule.adapters.files.rule_file import Day
from bascule.adapters.files.site_entry import complaint
from bascule.adapters.files.site_finding import Finding, Path, Value
from bascule.adapters.files.site_head import CURRENCIES
from bascule.adapters.files.site_hints import entry_findings

VALUE: Final = "value"
_MARKS: Final = frozenset({VALUE, "source", "standing", "stale_after"})
"""Keys by which a statement is known; ``as_of`` alone is the day of the plan."""
WITH_BASIS: Final = (("shell", "capex"), ("cloud", "capex"))
"""Parts whose number keeps a further key: what it is counted per."""


def _currency(value: object) -> str:
    if value not in CURRENCIES:
        raise complaint(f"must be {' or '.join(CURRENCIES)}")
    return str(value)


Currency = Annotated[str, PlainValidator(_currency)]


class StatedEntry(Sourced):
    """Who says a number."""

    stale_after: Day | None = Field(default=None, description="last day for which it can be relied on")
    currency: Currency | None = Field(default=None, description="of an amount; must be the plan's")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A limit before the day of the source."""
        del zone
        if self.stale_after is not None and self.stale_after < self.as_of:
            hint = f"must not be before as_of ({self.as_of.isoformat()})"
            yield Finding(path=("stale_after",), value=self.stale_after.isoformat(), hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrapped:
    """A document with bare numbers only.

    Attributes:
        value: The document.
        said: Who says the numbers that said so, by path.
        findings: Statements that are wrong.
    """

    value: Value
    said: Mapping[Path, StatedEntry]
    findings: tuple[Finding, ...]


def unwrapped(document: Value) -> Unwrapped:
    """Take statements off numbers.

    >>> unwrapped({"a": {"value": 2, "source": "x", "as_of": "2026-01-01", "standing": "press"}}).value
    {'a': 2}
    """
    said: dict[Path, StatedEntry] = {}
    findings: list[Finding] = []
    return Unwrapped(value=_bare(document, (), said, findings), said=said, findings=tuple(findings))


def _bare(value: Value, path: Path, said: dict[Path, StatedEntry], findings: list[Finding]) -> Value:
    if isinstance(value, list):
        return [_bare(part, (*path, index), said, findings) for index, part in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if not _MARKS & set(value):
        return {key: _bare(part, (*path, key), said, findings) for key, part in value.items()}
    return _number(value, path, said, findings)


def _number(
    value: dict[str, Value], path: Path, said: dict[Path, StatedEntry], findings: list[Finding]
) -> Value:
    kept = {"basis"} if path in WITH_BASIS else set()
    stated = {key: part for key, part in value.items() if key not in {VALUE, *kept}}
    where = (*path, VALUE) if kept else path
    inner = value.get(VALUE)
    if VALUE not in value and not kept:
        findings.append(Finding(path=(*path, VALUE), hint="is missing: the number that the source states"))
    if isinstance(inner, dict):
        inner = _bare(inner, where, said, findings)
    if stated or not kept:
        _statement(stated, path, where, said, findings)
    if not kept:
        return inner
    return {**({VALUE: inner} if VALUE in value else {}), **{key: value[key] for key in kept & set(value)}}


def _statement(
    stated: dict[str, Value],
    path: Path,
    where: Path,
    said: dict[Path, StatedEntry],
    findings: list[Finding],
) -> None:
    try:
        entry = StatedEntry.model_validate(stated)
    except ValidationError as error:
        findings.extend(entry_findings(error, StatedEntry, path))
        return
    findings.extend(
        Finding(path=(*path, *found.path), value=found.value, hint=found.hint)
        for found in entry.findings(ZoneInfo("UTC"))
    )
    said[where] = entry
