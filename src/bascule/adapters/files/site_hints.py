"""What pydantic found wrong in one entry, in the words of the user."""

from collections.abc import Collection, Iterator
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_finding import Finding, Path, shown
from bascule.adapters.files.site_keys import KeyHint, key_hint

_KINDS = {
    "bool_type": "must be true or false",
    "string_type": "must be a text: put it in quotes",
    "list_type": "must be a list: start each item with '- '",
    "model_type": "must be keys with values",
    "too_short": "must not be so short a list: it needs at least {min_length}",
    "finite_number": "must be a finite number",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
}

_UNITS = {
    "_mw_per_h": " MW per hour",
    "_per_mwh": " per MWh",
    "_per_gpu_h": " per GPU-hour",
    "_mwh": " MWh",
    "_mw": " MW",
    "_w": " W",
    "_gpu_h": " GPU-hours",
    "_h": " hours",
    "_s": " seconds",
    "_c": " C",
}


def entry_findings(error: ValidationError, entry: type[Entry], path: Path) -> Iterator[Finding]:
    """Findings for everything that is wrong in one entry.

    Args:
        error: What pydantic raised.
        entry: The kind of entry.
        path: Where the entry stands.
    """
    details = error.errors(include_url=False)
    unknown = {d["loc"]: _unknown(d, entry) for d in details if d["type"] == "extra_forbidden"}
    meant = {(*loc[:-1], hint.meant) for loc, hint in unknown.items()}
    for detail in details:
        loc = detail["loc"]
        if loc in unknown:
            yield Finding(path=(*path, *loc), value=shown(detail["input"]), hint=unknown[loc].hint)
        elif detail["type"] == "missing" and loc not in meant:
            yield Finding(path=(*path, *loc), hint=f"is missing: {_description(entry, loc)}")
        elif detail["type"] != "missing":
            yield Finding(path=(*path, *loc), value=shown(detail["input"]), hint=_hint(detail))


def keys_of(entry: type[Entry]) -> tuple[str, ...]:
    """The keys of an entry as they stand in a file."""
    return tuple(field.alias or name for name, field in entry.model_fields.items())


def _hint(detail: ErrorDetails) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "site":
        return detail["msg"]
    if kind in _KINDS:
        return _KINDS[kind].format(**context)
    if kind in {"float_type", "int_type"}:
        return _number_hint(whole=kind == "int_type", value=value)
    return _limit_hint(str(detail["loc"][-1]), value, context)


def _number_hint(*, whole: bool, value: object) -> str:
    if isinstance(value, str):
        return "must be a number: write digits only, with a point and without quotes, spaces or units"
    return "must be a whole number" if whole else "must be a number"


def _limit_hint(key: str, value: object, context: dict[str, float]) -> str:
    if key.endswith("_frac") and isinstance(value, int | float) and 1 < value <= 100:
        return f"must be a fraction from 0 to 1: write {value / 100:g} for {value:g} %"
    unit = next((words for suffix, words in _UNITS.items() if f"_{key}".endswith(suffix)), "")
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    limits = [f"{words[name]} {limit:,.10g}{unit}" for name, limit in context.items() if name in words]
    return f"must be {' and '.join(limits)}" if limits else "is not allowed here"


def _unknown(detail: ErrorDetails, entry: type[Entry]) -> KeyHint:
    inner = _entry_at(entry, detail["loc"][:-1])
    present: Collection[str] = keys_of(inner) if inner else ()
    return key_hint(str(detail["loc"][-1]), detail["input"], present)


def _description(entry: type[Entry], loc: Path) -> str:
    inner = _entry_at(entry, loc[:-1])
    fields = {field.alias or name: field for name, field in inner.model_fields.items()} if inner else {}
    field = fields.get(str(loc[-1]))
    return (field.description if field else None) or "give it"


def _entry_at(entry: type[Entry], loc: Path) -> type[Entry] | None:
    """The kind of entry inside an entry, following keys and list positions."""
    found: type[Entry] | None = entry
    for part in loc:
        if isinstance(part, str) and found is not None:
            fields = {field.alias or name: field for name, field in found.model_fields.items()}
            found = _inner(fields[part].annotation) if part in fields else None
    return found


def _inner(annotation: object) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
