"""Who says a figure, when, and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How far a figure can be trusted."""

    FILING = "filing"
    PRESS = "press"
    COMPUTED = "computed"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Where a figure comes from.

    Attributes:
        source: Who says so.
        as_of: Day of the source, ISO.
        standing: Filing, press, computed from these, or an assumption of the scenario.
        remark: What is doubtful, or empty.
    """

    source: str
    as_of: str
    standing: Standing
    remark: str = ""
