"""Files of claims: one, or a list of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bascule.adapters.files.claim_entries import ClaimEntry, claim_values
from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.site_finding import Finding, Value, problems, shown
from bascule.adapters.files.site_hints import entry_findings
from bascule.errors import InputError
from bascule.study.claims.claim import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """Claims as they stand in a file.

    Attributes:
        claims: In order.
        single: Whether the file holds one claim rather than a list.
    """

    claims: tuple[Claim, ...]
    single: bool


def read_claims(path: Path) -> ClaimFile:
    """Read a file of claims.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return claims_of(read_document(path))


def claims_of(document: Document) -> ClaimFile:
    """The claims of a document.

    Raises:
        InputError: Everything that is wrong in it.
    """
    single = not isinstance(document.value, list)
    if document.value is None or document.value == []:
        raise refused(
            document.name, "file", "holds no claim: write {id, claim, kind, ...}, or a list of them"
        )
    findings: list[Finding] = []
    entries: list[ClaimEntry] = []
    for index, value in enumerate(claim_values(document.value)):
        path = () if single else (index,)
        found = list(_read(value, entries))
        findings += [Finding(path=(*path, *f.path), hint=f.hint, value=f.value) for f in found]
    ids = [entry.id for entry in entries]
    findings += [
        Finding(path=(), value=shown(name), hint="stands twice as id: give each claim its own")
        for name in dict.fromkeys(name for name in ids if ids.count(name) > 1)
    ]
    if findings:
        raise InputError(problems(document.name, findings, document.lines))
    return ClaimFile(claims=tuple(entry.to_model() for entry in entries), single=single)


def _read(value: Value, entries: list[ClaimEntry]) -> Iterator[Finding]:
    try:
        entry = ClaimEntry.model_validate(value)
    except ValidationError as error:
        yield from entry_findings(error, ClaimEntry, ())
        return
    entries.append(entry)
    yield from entry.mistakes()
