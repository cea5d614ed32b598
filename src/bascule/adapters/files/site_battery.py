"""A battery in a site file."""

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import (
    MOST_MWH,
    ControlWord,
    Money,
    Mw,
    Mwh,
    NamedEntry,
    Price,
    Seconds,
    Share,
)
from bascule.adapters.files.site_finding import Finding
from bascule.model.battery import Battery


class BatteryEntry(NamedEntry):
    """Storage behind the site's bus."""

    charge_limit_mw: Mw = Field(description="largest power taken from the bus")
    discharge_limit_mw: Mw = Field(description="largest power given to the bus")
    energy_mwh: Annotated[float, Field(gt=0, le=MOST_MWH)] = Field(description="usable energy")
    charge_efficiency_frac: Share = Field(default=0.95, description="stored over taken from the bus")
    discharge_efficiency_frac: Share = Field(
        default=0.95, description="given to the bus over taken from store"
    )
    wear_per_mwh: Money = Field(
        default=0.0, description="money per MWh cycled: half charged per MWh in, half per MWh out, at the bus"
    )
    initial_mwh: Mwh = Field(default=0.0, description="energy before the first interval")
    least_mwh: Mwh = Field(default=0.0, description="least energy at any time")
    final_mwh: Mwh = Field(default=0.0, description="least energy at the end of a plan")
    final_value_per_mwh: Price = Field(
        default=0.0,
        description="worth of a stored MWh at the end of a plan; steers plans, never on the ledger",
    )
    control: ControlWord | None = Field(
        default=None, description="controllable (follows base points) or breaker; without it sells no reserve"
    )
    shed_s: Seconds = Field(default=1.0, description="time from full charge to full discharge")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Energies outside the battery."""
        yield from super().findings(zone)
        for key in ("initial_mwh", "least_mwh", "final_mwh"):
            if getattr(self, key) > self.energy_mwh:
                hint = f"must be at most energy_mwh ({self.energy_mwh:g} MWh)"
                yield Finding(path=(key,), value=f"{getattr(self, key):g}", hint=hint)
        if self.initial_mwh < self.least_mwh:
            hint = (
                f"must be at least least_mwh ({self.least_mwh:g} MWh): the battery starts outside its limits"
            )
            yield Finding(path=("initial_mwh",), value=f"{self.initial_mwh:g}", hint=hint)

    def to_model(self) -> Battery:
        """The noun."""
        return Battery(**self.model_dump())
