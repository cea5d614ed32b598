"""One thing that is wrong in a site file, before the file's name and line are added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bascule.errors import InputProblem

Path = tuple[str | int, ...]
"""Where a value stands: keys and positions from the top of the file."""

Value = dict[str, "Value"] | list["Value"] | str | int | float | bool | None
"""A value of a site file: what YAML can say."""

SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A wrong value.

    Attributes:
        path: Where it stands.
        hint: What is wrong and what to do about it.
        value: The value as the user wrote it, empty where nothing stands.
    """

    path: Path
    hint: str
    value: str = ""


def shown(value: object) -> str:
    """A value as an error message shows it: one line, shortened.

    >>> shown("spot")
    'spot'
    >>> shown({"a": 1})
    '{...}'
    """
    if isinstance(value, dict):
        return "{...}"
    if isinstance(value, list):
        return "[...]"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARACTERS else line[:SHOWN_CHARACTERS] + "..."


def spelled(path: Path) -> str:
    """A path as the user reads it.

    >>> spelled(("asic_fleets", 1, "count"))
    'asic_fleets[1].count'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}" if text else shown(part)
    return text or "file"


def problems(file: str, findings: Iterable[Finding], lines: Mapping[Path, int]) -> tuple[InputProblem, ...]:
    """Findings with file and line, in the order of the file, each once."""
    placed = dict.fromkeys(
        InputProblem(file=file, field=spelled(f.path), value=f.value, hint=f.hint, line=_line(f.path, lines))
        for f in findings
    )
    return tuple(sorted(placed, key=lambda problem: problem.line or 0))


def _line(path: Path, lines: Mapping[Path, int]) -> int | None:
    """Line of the value, else of the nearest thing around it."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None
