"""A document as one checked entry, everything that is wrong in it told at once."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import ValidationError

from bascule.adapters.files.document import Document
from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_finding import Finding, Path, problems
from bascule.adapters.files.site_hints import entry_findings
from bascule.adapters.files.sourced_entry import UTC_ZONE
from bascule.errors import InputError

E = TypeVar("E", bound=Entry)


def entry_of(document: Document, kind: type[E]) -> E:
    """The document as an entry.

    Raises:
        InputError: Everything that is wrong in it, of keys, values, and of what its parts say together.
    """
    try:
        entry = kind.model_validate(document.value)
    except ValidationError as error:
        refuse(document, entry_findings(error, kind, ()))
        raise
    refuse(document, inner_findings(entry))
    return entry


def refuse(document: Document, findings: Iterable[Finding]) -> None:
    """Raise what was found, if anything.

    Raises:
        InputError: There are findings.
    """
    found = problems(document.name, findings, document.lines)
    if found:
        raise InputError(found)


def inner_findings(entry: Entry, path: Path = ()) -> Iterator[Finding]:
    """What an entry and every entry inside it find wrong."""
    for finding in entry.findings(UTC_ZONE):
        yield Finding(path=(*path, *finding.path), value=finding.value, hint=finding.hint)
    for name, field in type(entry).model_fields.items():
        yield from _inside(getattr(entry, name), (*path, field.alias or name))


def _inside(value: object, path: Path) -> Iterator[Finding]:
    if isinstance(value, Entry):
        yield from inner_findings(value, path)
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _inside(part, (*path, index))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _inside(part, (*path, str(key)))
