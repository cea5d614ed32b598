"""Equipment that fails of itself, and how often."""

from dataclasses import dataclass
from enum import StrEnum


class EquipmentKind(StrEnum):
    """What a failure takes away."""

    TRANSFORMER = "transformer"
    """Its share of the connection."""
    HALL = "hall"
    """Its share of the AI load."""
    BATTERY = "battery"
    """Its share of the battery's power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Like units of which some are needed.

    Attributes:
        name: For the reader.
        kind: What a failure takes away.
        count: Units installed.
        needed: Units that carry everything; the others are spare.
        forced_outage_frac: Share of time in which a unit is down of itself, below 1.
        repair_h: Mean time to repair.
    """

    name: str
    kind: EquipmentKind
    count: int
    needed: int
    forced_outage_frac: float
    repair_h: float

    @property
    def between_h(self) -> float:
        """Mean time from repair to the next failure: repair (1 - q) / q.

        >>> unit = Equipment(name="T", kind=EquipmentKind.TRANSFORMER, count=1, needed=1, forced_outage_frac=0.01, repair_h=50)
        >>> round(unit.between_h, 6)
        4950.0
        """
        q = self.forced_outage_frac
        return float("inf") if q == 0 else self.repair_h * (1 - q) / q
