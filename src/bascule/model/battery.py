"""A battery behind the site's bus."""

from dataclasses import dataclass

from bascule.model.reserves import Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Storage with losses each way and wear by energy moved.

    Attributes:
        name: Unique on the site.
        charge_limit_mw: Largest power taken from the bus.
        discharge_limit_mw: Largest power given to the bus.
        energy_mwh: Usable energy.
        charge_efficiency_frac: Stored over taken from the bus.
        discharge_efficiency_frac: Given to the bus over taken from store.
        wear_per_mwh: Money per MWh cycled at the bus: half is charged per MWh in, half per MWh out.
        initial_mwh: Energy before the first interval.
        least_mwh: Least energy at any time.
        final_mwh: Least energy at the end of a plan.
        final_value_per_mwh: Worth of a stored MWh at the end of a plan (a preference; never on the ledger).
        control: Whether it follows base points or goes off by a breaker; None sells no reserve.
        shed_s: Time in which it can go from full charge to full discharge.
    """

    name: str
    charge_limit_mw: float
    discharge_limit_mw: float
    energy_mwh: float
    charge_efficiency_frac: float = 0.95
    discharge_efficiency_frac: float = 0.95
    wear_per_mwh: float = 0.0
    initial_mwh: float = 0.0
    least_mwh: float = 0.0
    final_mwh: float = 0.0
    final_value_per_mwh: float = 0.0
    control: Control | None = None
    shed_s: float = 1.0
