"""Megawatts that leave mining: whose, when, how many, and what becomes of the machines."""

from dataclasses import dataclass

from bascule.chain.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """One conversion.

    Attributes:
        name: Unique within a scenario.
        cohort: Name of the cohort that leaves, whole or in part.
        day: Days after the scenario's start on which mining stops there.
        meter_mw: Mining load at the meter that stops; this or ``eh_s``.
        eh_s: Hashrate that stops; None where it follows from the megawatts and the cohort's J/TH.
        resold_frac: Share of the machines that others run later.
        idle_frac: Share that is kept without power.
        scrapped_frac: Share that is gone; the three sum to one.
        ai_meter_mw: Load of the AI that comes in its place.
        region: Region of the grid; None where unknown.
        statement: Who says so.
    """

    name: str
    cohort: str
    day: int
    resold_frac: float
    idle_frac: float
    scrapped_frac: float
    meter_mw: float | None = None
    eh_s: float | None = None
    ai_meter_mw: float = 0.0
    region: str | None = None
    statement: Statement | None = None

    def __post_init__(self) -> None:
        """Refuse what no exit can be."""
        if self.day < 0:
            # A negative day would count from the horizon's end.
            raise ValueError(f"exit {self.name!r}: its day is not before the start: {self.day}; use 0")
        if (self.meter_mw is None) == (self.eh_s is None):
            raise ValueError(f"exit {self.name!r}: give meter_mw or eh_s, one of them")
        size = self.meter_mw if self.eh_s is None else self.eh_s
        if size is not None and size < 0:
            raise ValueError(f"exit {self.name!r}: nobody leaves with less than nothing: {size}")
        shares = (self.resold_frac, self.idle_frac, self.scrapped_frac)
        if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
            raise ValueError(
                f"exit {self.name!r}: resold, idle and scrapped shares sum to 1: {sum(shares):g}"
            )

    def hashrate_eh_s(self, j_per_th: float) -> float:
        """Hashrate that stops, for machines of an efficiency: 1 J/TH is 1 MW per EH/s."""
        return self.eh_s if self.eh_s is not None else (self.meter_mw or 0.0) / j_per_th
