"""A JSON or YAML file as plain values, whole numbers exact at any size."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bascule.adapters.files.market_problems import reading, refused
from bascule.adapters.files.site_finding import Path as Place
from bascule.adapters.files.site_finding import Value, problems
from bascule.adapters.files.site_yaml import parse_yaml
from bascule.errors import InputError

SUFFIXES: Final = frozenset({".json", ".yaml", ".yml"})
MOST_BYTES: Final = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file says.

    Attributes:
        name: File name, for messages.
        value: Its content.
        lines: Line of each value, where the format tells.
    """

    name: str
    value: Value
    lines: Mapping[Place, int] = field(default_factory=dict)


def read_document(path: Path) -> Document:
    """Read a JSON or YAML file.

    Raises:
        InputError: It is missing, too large, or not what its name says.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise refused(path.name, "file", "is neither .json nor .yaml: rename or convert it", str(path))
    with reading(path):
        if path.stat().st_size > MOST_BYTES:
            raise refused(path.name, "file", f"is larger than {MOST_BYTES:,} bytes: split it")
        text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() == ".json":
        return Document(name=path.name, value=_json(path.name, text))
    return parse_document(text, path.name)


def parse_document(text: str, name: str) -> Document:
    """A YAML text.

    Raises:
        InputError: It is no YAML, each finding with its line.
    """
    parsed = parse_yaml(text)
    found = problems(name, parsed.findings, parsed.lines)
    if found:
        raise InputError(found)
    return Document(name=name, value=parsed.value, lines=parsed.lines)


def _json(name: str, text: str) -> Value:
    try:
        value: Value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise refused(name, "file", f"is not JSON: {error.msg}", line=error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise refused(name, "file", f"is not JSON: {error}") from None
    return value


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON: write null")
