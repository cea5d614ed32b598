"""Connection, AI load, hashing, battery and equipment as they stand in a sizing file."""

from typing import Annotated

from pydantic import Field, PlainValidator

from bascule.adapters.chain.scenario_entries import Sourced
from bascule.adapters.files.site_entry import Frac, Mw, Mwh, Name, Share, complaint
from bascule.study.sizing.equipment import Equipment, EquipmentKind
from bascule.study.sizing.plant import Measure, Recharge, Store
from bascule.study.sizing.service import Hold

MOST_MONEY_PER_YEAR = 1e9


def _measure(value: object) -> Measure:
    if value not in list(Measure):
        raise complaint(
            "must be limit (the meter stays below the connection less the call) or reduction (it falls by the call)"
        )
    return Measure(str(value))


def _recharge(value: object) -> Recharge:
    if value not in list(Recharge):
        raise complaint(f"must be one of: {', '.join(Recharge)}")
    return Recharge(str(value))


def _hold(value: object) -> Hold:
    if value not in list(Hold):
        raise complaint(f"must be one of: {', '.join(Hold)}")
    return Hold(str(value))


def _equipment_kind(value: object) -> EquipmentKind:
    if value not in list(EquipmentKind):
        raise complaint(f"must be one of: {', '.join(EquipmentKind)}")
    return EquipmentKind(str(value))


class ConnectionEntry(Sourced):
    """The connection."""

    firm_meter_mw: Mw = Field(description="part of the connection that no call touches, MW at the meter")
    curtailable_meter_mw: Mw = Field(default=0.0, description="part that the grid may call back")
    measure: Annotated[Measure, PlainValidator(_measure)] = Field(
        default=Measure.LIMIT, description="what a call asks for: limit or reduction"
    )


class AiEntry(Sourced):
    """The AI load and what it is promised."""

    meter_mw_per_it_mw: Annotated[float, Field(ge=1, le=3)] = Field(
        description="meter MW per IT MW, all losses behind the meter included"
    )
    level_frac: Annotated[float, Field(gt=0, le=1)] = Field(
        description="service level: share of intervals with the full firm load, such as 0.999"
    )
    hold: Annotated[Hold, PlainValidator(_hold)] = Field(
        default=Hold.EVERY_YEAR, description="over what it must hold: every_year or all_years"
    )
    margin_per_it_mw_year: Annotated[float, Field(ge=0, le=MOST_MONEY_PER_YEAR)] = Field(
        description="earned per IT MW and year before the charges that the site pays"
    )
    pays_energy: bool = Field(default=True, description="whether the tenant pays the charges on its energy")


class HashingEntry(Sourced):
    """Hashing, the first to give way."""

    meter_mw: Mw = Field(description="hashing load at the meter")
    revenue_per_meter_mwh: Annotated[float, Field(ge=0, le=10_000)] = Field(
        description="earned per MWh at the meter before the power price and charges"
    )
    energy_per_meter_mwh: Annotated[float, Field(ge=-1000, le=10_000)] = Field(
        description="power price in the hours in which hashing pays"
    )
    uptime_frac: Frac = Field(description="share of hours without a call in which hashing pays and runs")


class BatteryEntry(Sourced):
    """The battery."""

    power_mw: Mw = Field(description="most taken or given")
    energy_mwh: Mwh = Field(description="usable energy; full at the start of each year")
    charge_efficiency_frac: Share = Field(default=0.95, description="stored over taken")
    discharge_efficiency_frac: Share = Field(default=0.95, description="given over taken from store")
    recharge: Annotated[Recharge, PlainValidator(_recharge)] = Field(
        default=Recharge.BEFORE_HASHING, description="who has the spare connection first"
    )

    def to_model(self) -> Store:
        """The noun."""
        return Store(**self.model_dump(exclude={"source", "as_of", "standing", "remark"}))


class EquipmentEntry(Sourced):
    """Units that fail."""

    name: Name = Field(description="what people call it")
    kind: Annotated[EquipmentKind, PlainValidator(_equipment_kind)] = Field(
        description="what a failure takes away: transformer, hall or battery"
    )
    count: Annotated[int, Field(ge=1, le=100)] = Field(description="units installed")
    needed: Annotated[int, Field(ge=1, le=100)] = Field(description="units that carry everything")
    forced_outage_frac: Annotated[float, Field(ge=0, lt=1)] = Field(
        description="share of time in which a unit is down of itself"
    )
    repair_h: Annotated[float, Field(gt=0, le=20_000)] = Field(description="mean time to repair in hours")

    def to_model(self) -> Equipment:
        """The noun."""
        return Equipment(**self.model_dump(exclude={"source", "as_of", "standing", "remark"}))


class OutagesEntry(Sourced):
    """How outages are drawn."""

    draws: Annotated[int, Field(ge=1, le=1000)] = Field(default=40, description="draws for each year")
    seed: Annotated[int, Field(ge=0, le=2**31)] = Field(default=1, description="same seed, same outages")
    equipment: list[EquipmentEntry] = Field(default_factory=list, description="what fails")


class BootstrapEntry(Sourced):
    """How days are drawn again."""

    block_days: Annotated[int, Field(ge=1, le=120)] = Field(default=7, description="days that stay together")
    samples: Annotated[int, Field(ge=50, le=20_000)] = Field(default=500, description="histories drawn")
    seed: Annotated[int, Field(ge=0, le=2**31)] = Field(default=1, description="same seed, same histories")
    confidence_frac: Annotated[Frac, Field(gt=0, lt=1)] = Field(default=0.9, description="what it covers")
