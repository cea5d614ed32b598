"""What stands behind a connection: the limit, who gives way first, and what bridges a call."""

from dataclasses import dataclass, field
from enum import StrEnum

from bascule.study.sizing.equipment import Equipment


class Measure(StrEnum):
    """What a call asks for."""

    LIMIT = "limit"
    """The meter stays below the connection less the megawatts called: what runs behind it does not matter."""
    REDUCTION = "reduction"
    """The meter falls by the megawatts called below what it drew before: only load that ran can give way."""


class Recharge(StrEnum):
    """Who has the spare connection first after a call."""

    BEFORE_HASHING = "before_hashing"
    AFTER_HASHING = "after_hashing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A battery that is full at the start of each calendar year and kept for deficits.

    Attributes:
        power_mw: Most taken from or given to the meter's side.
        energy_mwh: Usable energy.
        charge_efficiency_frac: Stored over taken.
        discharge_efficiency_frac: Given over taken from store.
        recharge: Who has the spare connection first.
    """

    power_mw: float = 0.0
    energy_mwh: float = 0.0
    charge_efficiency_frac: float = 0.95
    discharge_efficiency_frac: float = 0.95
    recharge: Recharge = Recharge.BEFORE_HASHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A connection and what shares it; megawatts at the meter unless the name says IT.

    Attributes:
        firm_meter_mw: Part of the connection that no call touches.
        curtailable_meter_mw: Part that the grid may call back.
        meter_mw_per_it_mw: Meter MW per IT MW of the AI halls, all losses behind the meter included (PUE at the meter).
        hashing_meter_mw: Hashing load, off at once when the AI load needs the room.
        store: The battery.
        measure: What a call asks for.
        equipment: What fails of itself.
    """

    firm_meter_mw: float
    curtailable_meter_mw: float = 0.0
    meter_mw_per_it_mw: float = 1.25
    hashing_meter_mw: float = 0.0
    store: Store = field(default_factory=Store)
    measure: Measure = Measure.LIMIT
    equipment: tuple[Equipment, ...] = ()

    @property
    def connection_meter_mw(self) -> float:
        """Firm and curtailable part together."""
        return self.firm_meter_mw + self.curtailable_meter_mw
