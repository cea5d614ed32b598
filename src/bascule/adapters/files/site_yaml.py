"""YAML 1.2 text as plain values, with the line of each: no tags, no anchors, no surprises.

Plain words stay words (``off``, ``NO``, dates); only numbers, ``true``, ``false`` and ``null`` mean more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bascule.adapters.files.site_finding import Finding, Path, Value, shown

MOST_BYTES = 1_000_000
DEEPEST = 20
MOST_VALUES = 100_000
DIGITS_OF_INT64 = 18

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlText:
    """What a YAML text says.

    Attributes:
        value: The values, None where the text is no YAML or empty.
        lines: Line of each value, from 1.
        findings: What is wrong with the text itself.
    """

    value: Value = None
    lines: dict[Path, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def parse_yaml(text: str) -> YamlText:
    """The values of a YAML text and their lines; every kind of text gives an answer."""
    reader = _Reader()
    try:
        value = reader.document(text)
    except _Refused as refused:
        return YamlText(lines={(): refused.line}, findings=(Finding(path=(), hint=refused.hint),))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        hint = f"is not YAML: {error.problem or error.context}"
        return YamlText(lines={(): mark.line + 1 if mark else 1}, findings=(Finding(path=(), hint=hint),))
    except (YAMLError, ValueError, OverflowError) as error:
        # The scanner turns escapes of characters beyond Unicode into bare Python errors.
        hint = f"is not YAML: {shown(error)}"
        return YamlText(findings=(Finding(path=(), hint=hint),))
    return YamlText(value=value, lines=reader.lines, findings=tuple(reader.findings))


class _Refused(Exception):
    def __init__(self, line: int, hint: str) -> None:
        self.line, self.hint = line, hint
        super().__init__(hint)


class _Reader:
    """One pass over the events of a text."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.findings: list[Finding] = []
        self._seen = 0

    def document(self, text: str) -> Value:
        events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))
        value: Value = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(_line(event), "holds more than one YAML document: keep one, without '---'")
            elif isinstance(event, NodeEvent):
                value = self._node(event, events, ())
        return value

    def _node(self, event: Event, events: Iterator[Event], path: Path) -> Value:
        self._refuse(event, path)
        self.lines.setdefault(path, _line(event))
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, path)
        return _scalar(event) if isinstance(event, ScalarEvent) else None

    def _refuse(self, event: Event, path: Path) -> None:
        self._seen += 1
        hint = ""
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            hint = "anchors (&) and aliases (*) are not used here: write the value out"
        elif getattr(event, "tag", None) is not None:
            hint = "tags (!) are not used here: write the plain value"
        elif len(path) > DEEPEST:
            hint = f"is nested deeper than {DEEPEST} levels: nothing here needs that"
        elif self._seen > MOST_VALUES:
            hint = f"holds more than {MOST_VALUES:,} values: move jobs into a CSV file"
        if hint:
            raise _Refused(_line(event), hint)

    def _mapping(self, events: Iterator[Event], path: Path) -> Value:
        found: dict[str, Value] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            self._refuse(event, path)
            key = _key(event)
            if key in found:
                self._repeated(event, events, (*path, key))
                continue
            self.lines[(*path, key)] = _line(event)
            found[key] = self._node(next(events), events, (*path, key))
        return found

    def _repeated(self, event: Event, events: Iterator[Event], path: Path) -> None:
        hint = f"stands twice, on lines {self.lines[path]} and {_line(event)}: keep one"
        self.findings.append(Finding(path=path, hint=hint))
        self._node(next(events), events, path)

    def _sequence(self, events: Iterator[Event], path: Path) -> Value:
        found: list[Value] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            found.append(self._node(event, events, (*path, len(found))))
        return found


def _key(event: Event) -> str:
    if isinstance(event, ScalarEvent):
        return str(event.value)
    raise _Refused(_line(event), "has a key that is not a word")


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: ScalarEvent) -> Value:
    text = str(event.value)
    return plain_scalar(text) if event.implicit[0] else text


def plain_scalar(text: str) -> Value:
    """What a word without quotes means.

    >>> plain_scalar("1e3"), plain_scalar("off"), plain_scalar("true"), plain_scalar("2025-01-01")
    (1000.0, 'off', True, '2025-01-01')
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text) and len(text) <= DIGITS_OF_INT64:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "").lower())
    return text
