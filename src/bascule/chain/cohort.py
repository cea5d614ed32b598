"""Machines of one kind at one power price."""

from dataclasses import dataclass

from bascule.units import MWH_PER_PH_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A part of the network's capacity that decides as one.

    Attributes:
        name: Unique within a world.
        eh_s: Hashrate with all machines on.
        j_per_th: Their efficiency, at the meter; 1 J/TH is 1 MW per EH/s.
        usd_per_mwh: All that a MWh costs, at the meter.
        other_usd_per_ph_day: Other costs that end when machines stop.
        owner: Company, where known.
        country: Where known.
        region: Region of the grid, where known.
        interruptible_frac: Share of its power that steps aside when the grid asks.
    """

    name: str
    eh_s: float
    j_per_th: float
    usd_per_mwh: float
    other_usd_per_ph_day: float = 0.0
    owner: str | None = None
    country: str | None = None
    region: str | None = None
    interruptible_frac: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what no machine can be."""
        if self.eh_s < 0:
            raise ValueError(f"cohort {self.name!r}: a hashrate is not negative: {self.eh_s}")
        if self.j_per_th <= 0:
            raise ValueError(f"cohort {self.name!r}: J/TH is above zero: {self.j_per_th}")

    @property
    def break_even_usd_per_ph_day(self) -> float:
        """Hashprice at which it earns nothing: 0.024 x J/TH x USD/MWh + other costs."""
        return MWH_PER_PH_DAY * self.j_per_th * self.usd_per_mwh + self.other_usd_per_ph_day

    @property
    def power_mw(self) -> float:
        """Power with all machines on."""
        return self.eh_s * self.j_per_th
