"""A flexible load in a site file."""

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import (
    MOST_MW,
    ControlWord,
    Entry,
    Hours,
    Money,
    Mw,
    MwLevel,
    NamedEntry,
    PriceLevel,
    Seconds,
    SomeMw,
)
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_hall import rising
from bascule.model.flexible_load import FlexibleLoad, HeatSale

LONG_AGO_H = 1e6


class HeatEntry(Entry):
    """Heat recovered from a load and sold."""

    recovered_frac: Annotated[float, Field(gt=0, le=10)] = Field(
        description="heat over electric energy of the load; above 1 for heat pumps"
    )
    demand_mw: MwLevel = Field(description="most heat that can be sold")
    price_per_mwh: PriceLevel = Field(description="money per MWh of heat")

    def to_model(self) -> HeatSale:
        """The noun."""
        return HeatSale(
            recovered_frac=self.recovered_frac, demand_mw=self.demand_mw, price_per_mwh=self.price_per_mwh
        )


class FlexibleLoadEntry(NamedEntry):
    """A load of any kind, in MW at the bus."""

    power_mw: SomeMw = Field(description="power when fully on")
    value_per_mwh: PriceLevel = Field(description="what a MWh is worth here")
    modes_mw: list[SomeMw] = Field(
        default=[], description="the only powers allowed besides zero, rising; empty for any power"
    )
    least_mw: Mw = Field(default=0.0, description="least power while on")
    min_up_h: Hours = Field(default=0.0, description="least time on once started")
    min_down_h: Hours = Field(default=0.0, description="least time off once stopped")
    start_cost: Money = Field(default=0.0, description="money per start")
    ramp_mw_per_h: Annotated[float, Field(gt=0, le=MOST_MW * 3600)] | None = Field(
        default=None, description="largest change of power per hour; without it any"
    )
    initial_mw: Mw = Field(default=0.0, description="power before the first interval")
    initial_h: Annotated[float, Field(ge=0, le=LONG_AGO_H)] = Field(
        default=LONG_AGO_H, description="hours already spent in that state"
    )
    heat: HeatEntry | None = Field(default=None, description="heat recovery")
    control: ControlWord | None = Field(
        default=None, description="controllable (follows base points) or breaker; without it sells no reserve"
    )
    shed_s: Seconds = Field(default=60.0, description="time in which it can stop")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Modes that do not rise, and powers above the load's own or between its modes."""
        yield from super().findings(zone)
        if not rising(self.modes_mw):
            yield Finding(path=("modes_mw",), value="[...]", hint="must rise from one mode to the next")
        elif self.modes_mw and self.modes_mw[-1] != self.power_mw:
            hint = f"must end at power_mw ({self.power_mw:g} MW), not at {self.modes_mw[-1]:g} MW"
            yield Finding(path=("modes_mw",), value="[...]", hint=hint)
        if self.modes_mw and self.least_mw > 0:
            hint = "goes with loads without modes: the first mode is the least power"
            yield Finding(path=("least_mw",), value=f"{self.least_mw:g}", hint=hint)
        elif self.least_mw > self.power_mw:
            hint = f"must be at most power_mw ({self.power_mw:g} MW)"
            yield Finding(path=("least_mw",), value=f"{self.least_mw:g}", hint=hint)
        yield from self._initial_findings()

    def _initial_findings(self) -> Iterator[Finding]:
        allowed = self.initial_mw == 0 or self.least_mw <= self.initial_mw <= self.power_mw
        if self.modes_mw:
            allowed = self.initial_mw in (0.0, *self.modes_mw)
        if not allowed:
            powers = "one of its modes" if self.modes_mw else f"{self.least_mw:g} to {self.power_mw:g} MW"
            hint = f"must be 0 or {powers}: the load cannot run at this power"
            yield Finding(path=("initial_mw",), value=f"{self.initial_mw:g}", hint=hint)

    def to_model(self) -> FlexibleLoad:
        """The noun."""
        return FlexibleLoad(
            name=self.name,
            power_mw=self.power_mw,
            value_per_mwh=self.value_per_mwh,
            modes_mw=tuple(self.modes_mw),
            least_mw=self.least_mw,
            min_up_h=self.min_up_h,
            min_down_h=self.min_down_h,
            start_cost=self.start_cost,
            ramp_mw_per_h=self.ramp_mw_per_h,
            initial_mw=self.initial_mw,
            initial_h=self.initial_h,
            heat=self.heat.to_model() if self.heat else None,
            control=self.control,
            shed_s=self.shed_s,
        )
