"""What a run paid and gave up for the network, and how far its plans' linear forms were from the bill."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakMet:
    """One peak of the system and what the site did in it.

    Attributes:
        start: First moment of the peak interval, aware UTC.
        month: Month index (year * 12 + month - 1).
        load_mw: Mean system load there.
        import_mw: Mean import of the site there.
        paid: Money that it costs.
        hashing_off_frac: Share of the hashing power that could run there which was off; None without hashing.
        given_up_mwh: Energy at the meter that hashing gave up for this month's peak.
    """

    start: datetime
    month: int
    load_mw: float
    import_mw: float
    paid: float
    hashing_off_frac: float | None
    given_up_mwh: float

    @property
    def hit(self) -> bool:
        """Whether at least half of the hashing power that could run was off."""
        return self.hashing_off_frac is not None and self.hashing_off_frac >= HIT_FRAC


HIT_FRAC = 0.5
"""Share of the hashing power that must be off for a peak to count as hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeaksMet:
    """The peaks of one coincident peak charge over a run."""

    charge: str
    peaks: tuple[PeakMet, ...]

    @property
    def hits(self) -> tuple[PeakMet, ...]:
        """Peaks in which at least half of the hashing was off."""
        return tuple(peak for peak in self.peaks if peak.hit)

    @property
    def misses(self) -> tuple[PeakMet, ...]:
        """The other peaks."""
        return tuple(peak for peak in self.peaks if not peak.hit)

    @property
    def given_up_per_hit_mwh(self) -> float | None:
        """Energy given up in the months of peaks hit, per peak; None where none was hit."""
        return _mean(self.hits)

    @property
    def given_up_per_miss_mwh(self) -> float | None:
        """Energy given up in the months of peaks missed, per peak; None where none was missed."""
        return _mean(self.misses)


def _mean(peaks: tuple[PeakMet, ...]) -> float | None:
    return sum(peak.given_up_mwh for peak in peaks) / len(peaks) if peaks else None


class Approximated(StrEnum):
    """Charges whose form in the program is not the bill's."""

    RATCHET = "ratchet"
    OVERRUN = "overrun"
    COINCIDENT_PEAK = "coincident_peak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approximation:
    """One charge as the plans counted it and as it was billed, in money.

    Attributes:
        kind: What was approximated.
        item: The contract.
        planned: What the form that the plans use comes to over the run.
        billed: What the ledger bills.
    """

    kind: Approximated
    item: str
    planned: float
    billed: float

    @property
    def error(self) -> float:
        """Billed less planned: positive where the bill was higher than the plans counted."""
        return self.billed - self.planned
