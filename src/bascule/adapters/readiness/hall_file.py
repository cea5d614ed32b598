"""Hall files: what is known of a mining hall, and what it is to become."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.entry_document import entry_of
from bascule.adapters.files.site_entry import Entry, Frac, Name
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SpreadEntry
from bascule.adapters.readiness.checklist_file import ReadinessData
from bascule.adapters.readiness.rig_entry import RigEntry
from bascule.study.readiness.checklist import Target
from bascule.study.readiness.hall import Hall

OWNED_YEARS: Final = 99.0
"""What owned land counts as."""

Megawatts = Annotated[float, Field(ge=0, le=10_000)]
Count = Annotated[int, Field(ge=0, le=10_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessCase:
    """A hall file with what it is laid beside.

    Attributes:
        hall: The hall.
        targets: What it is to become.
        data: Checklist, machines and models; the file's own figures in place of the bundled ones.
    """

    hall: Hall
    targets: tuple[Target, ...]
    data: ReadinessData


class FactsEntry(Entry):
    """What is known; a key that is left out or null is unknown."""

    firm_mw: Megawatts | None = Field(default=None, description="firm at the meter")
    interconnection_years: Annotated[float, Field(ge=0, le=50)] | None = Field(
        default=None, description="until the power is energised, 0 if it is"
    )
    substation: bool | None = Field(default=None, description="own substation")
    transformers: Count | None = Field(default=None, description="number of large ones")
    transformer_mva: Megawatts | None = Field(default=None, description="of each")
    redundancy: Literal["N", "N+1", "2N"] | None = Field(default=None, description="N, N+1 or 2N")
    ups_share_frac: Frac | None = Field(default=None, description="of IT power")
    generator_share_frac: Frac | None = Field(default=None, description="of IT power")
    rack_kw: Annotated[float, Field(ge=0, le=10_000)] | None = Field(default=None, description="kW per rack")
    cooling: Literal["air", "chilled_air", "hydro", "immersion", "liquid"] | None = Field(
        default=None,
        description="air (fans), chilled_air, hydro (ASIC water), immersion or liquid (to the chip)",
    )
    design_pue: Annotated[float, Field(ge=1, le=5)] | None = Field(
        default=None, description="of the new halls"
    )
    water_right: bool | None = Field(default=None, description="secured, or none needed")
    fibre_routes: Count | None = Field(default=None, description="separate ones")
    fibre_gbit_s: Annotated[float, Field(ge=0, le=1e6)] | None = Field(default=None, description="Gbit/s")
    fibre_latency_ms: Annotated[float, Field(ge=0, le=1000)] | None = Field(
        default=None, description="round trip"
    )
    floor_m2: Annotated[float, Field(ge=0, le=1e7)] | None = Field(default=None, description="of the halls")
    floor_kn_m2: Annotated[float, Field(ge=0, le=1000)] | None = Field(default=None, description="kN/m2")
    land: Literal["owned", "leased"] | None = Field(default=None, description="owned or leased")
    lease_years_left: Annotated[float, Field(ge=0, le=999)] | None = Field(
        default=None, description="if leased"
    )
    permits: bool | None = Field(default=None, description="a data centre is allowed")
    noise: bool | None = Field(default=None, description="limits can be kept")
    security: bool | None = Field(default=None, description="fire protection and access control")
    staff: Count | None = Field(default=None, description="people on site")
    staff_day_and_night: bool | None = Field(default=None, description="somebody is always there")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A lease of land that is owned."""
        del zone
        if self.land == "owned" and self.lease_years_left is not None:
            yield Finding(
                path=("lease_years_left",), hint="land is owned: leave it out, or write land: leased"
            )


class HallEntry(Entry):
    """A whole file."""

    name: Name = Field(description="what people call the hall")
    energised_meter_mw: Annotated[float, Field(gt=0, le=10_000)] = Field(description="at the meter, today")
    planned_it_mw: Annotated[float, Field(gt=0, le=10_000)] | None = Field(
        default=None, description="critical IT power to check; without it, what the connection carries"
    )
    targets: Annotated[list[Literal["training_shell", "inference"]], Field(min_length=1)] = Field(
        default=["training_shell", "inference"], description="what the hall is to become"
    )
    facts: FactsEntry = Field(description="what is known")
    rigs: list[RigEntry] = Field(default_factory=list, description="GPU machines that stand there")
    capex_musd_per_it_mw: SpreadEntry | None = Field(default=None, description="your own quotation")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """More firm than energised power, more IT than meter power, a target twice."""
        del zone
        firm_mw, mw = self.facts.firm_mw, self.energised_meter_mw
        if firm_mw is not None and firm_mw > mw:
            hint = f"is more than energised_meter_mw = {mw:g}: firm is the part of it that nobody may curtail"
            yield Finding(path=("facts", "firm_mw"), value=f"{firm_mw:g}", hint=hint)
        if self.planned_it_mw is not None and self.planned_it_mw > mw:
            hint = (
                f"is more than energised_meter_mw = {mw:g}: IT power is what is left of meter power after PUE"
            )
            yield Finding(path=("planned_it_mw",), value=f"{self.planned_it_mw:g}", hint=hint)
        if len(set(self.targets)) != len(self.targets):
            yield Finding(path=("targets",), hint="name each target once")


def read_hall(path: Path, bundled: ReadinessData) -> ReadinessCase:
    """Read a hall file.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return hall_of(read_document(path), bundled)


def hall_of(document: Document, bundled: ReadinessData) -> ReadinessCase:
    """The case of a document.

    Raises:
        InputError: Everything that is wrong in it.
    """
    entry = entry_of(document, HallEntry)
    facts = entry.facts.model_dump(exclude_none=True, exclude={"land", "lease_years_left"})
    years = OWNED_YEARS if entry.facts.land == "owned" else entry.facts.lease_years_left
    hall = Hall(
        name=entry.name,
        meter_mw=entry.energised_meter_mw,
        planned_it_mw=entry.planned_it_mw,
        facts=facts if years is None else {**facts, "land_years": years},
    )
    return ReadinessCase(
        hall=hall, targets=tuple(Target(name) for name in entry.targets), data=_data(entry, bundled)
    )


def _data(entry: HallEntry, bundled: ReadinessData) -> ReadinessData:
    data = replace(bundled, rigs=(*(rig.to_model() for rig in entry.rigs), *bundled.rigs))
    if entry.capex_musd_per_it_mw is None:
        return data
    capex = entry.capex_musd_per_it_mw.to_model()
    return replace(data, checklist=replace(data.checklist, capex_musd_per_it_mw=capex))
