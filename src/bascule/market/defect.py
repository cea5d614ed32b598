"""What can be wrong with the rows of a series, as values."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

SHOWN: Final = 10
"""How many defects of a kind a message lists; the total is always given."""


class DefectKind(StrEnum):
    """What can be wrong with a row."""

    GAP = "gap"
    DUPLICATE = "duplicate"
    UNSORTED = "unsorted"
    MISALIGNED = "misaligned"
    NULL = "null"
    IMPOSSIBLE = "impossible value"
    LOCAL_DAY = "24-hour day on a clock change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that is wrong.

    Attributes:
        kind: What is wrong.
        at: Interval start that it concerns, aware UTC.
        detail: What stands there, in words; may be empty.
        line: Line in the file, from 1, where the file has lines.
    """

    kind: DefectKind
    at: datetime
    detail: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """Stamp, line and detail."""
        line = "" if self.line is None else f" (line {self.line})"
        detail = f" {self.detail}" if self.detail else ""
        return f"{stamp_text(self.at)}{line}{detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectGroup:
    """All defects of one kind: the first ten and the count, so that its size never depends on the file's.

    Attributes:
        kind: What is wrong.
        total: How often.
        first: The first of them, at most :data:`SHOWN`.
    """

    kind: DefectKind
    total: int
    first: tuple[Defect, ...]

    def __str__(self) -> str:
        """Count, kind and the first ten."""
        more = f" and {self.total - len(self.first):,} more" if self.total > len(self.first) else ""
        return f"{self.total:,} × {self.kind.value}: {', '.join(map(str, self.first))}{more}"


def stamp_text(moment: datetime | int) -> str:
    """A UTC stamp as messages write it; an integer is Unix seconds.

    >>> stamp_text(0)
    '1970-01-01T00:00Z'
    """
    when = moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ" if when.second else "%Y-%m-%dT%H:%MZ")
