"""An ASIC fleet in a site file."""

from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.catalogue.asic import AsicModel, asic_hint, find_asic, part_load
from bascule.adapters.files.site_entry import (
    ControlWord,
    Devices,
    DeviceW,
    Entry,
    Frac,
    Money,
    Name,
    NamedEntry,
    Seconds,
    Share,
    Temperature,
)
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_hall import HallEntry, rising
from bascule.adapters.files.site_hull import dropped, hull_findings
from bascule.errors import InputError
from bascule.model.asic_fleet import AsicFleet, Derate, OperatingPoint
from bascule.model.curve import TemperatureCurve, flat

SLEEP_W = 25.0


class OperatingPointEntry(NamedEntry):
    """One way of running a machine."""

    name: Name = Field(description="what people call the point")
    power_w: DeviceW = Field(description="wall power")
    hashrate_th_s: Annotated[float, Field(ge=0, le=1e6)] = Field(description="hashrate at that power")


class DerateEntry(Entry):
    """What heat does to the machines."""

    temperature_c: list[Temperature] = Field(min_length=1, description="rising intake temperatures")
    power_frac: list[Frac] | None = Field(
        default=None, description="largest power, of the top point; without it 1"
    )
    hashrate_frac: list[Frac] | None = Field(
        default=None, description="hashrate kept at the same power; without it 1"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Temperatures that do not rise, or lists of other lengths."""
        yield from super().findings(zone)
        if not rising(self.temperature_c):
            yield Finding(path=("temperature_c",), value="[...]", hint="must rise from one value to the next")
        for key, values in (("power_frac", self.power_frac), ("hashrate_frac", self.hashrate_frac)):
            if values is not None and len(values) != len(self.temperature_c):
                hint = f"must have one value per temperature: {len(self.temperature_c)}, not {len(values)}"
                yield Finding(path=(key,), value="[...]", hint=hint)

    def to_model(self) -> Derate:
        """The noun."""
        return Derate(power_frac=self._curve(self.power_frac), hashrate_frac=self._curve(self.hashrate_frac))

    def _curve(self, values: list[float] | None) -> TemperatureCurve:
        if values is None:
            return flat(1.0)
        return TemperatureCurve(temperatures_c=tuple(self.temperature_c), values=tuple(values))


class AsicFleetEntry(HallEntry):
    """Like machines behind one hall meter."""

    count: Devices = Field(description="machines installed")
    model: Name | None = Field(default=None, description="catalogue model, or any name with operating_points")
    rest: Literal["off", "sleep"] | None = Field(
        default=None, description="how a catalogue machine rests: off (0 W) or sleep (25 W)"
    )
    part_load: bool | None = Field(
        default=None,
        description="use the model's part-load points where the catalogue has them",
    )
    operating_points: list[OperatingPointEntry] | None = Field(
        default=None, min_length=2, description="own points instead of the catalogue's, one at rest (0 TH/s)"
    )
    pool_fee_frac: Frac = Field(default=0.0, description="share of revenue that the pool keeps")
    availability_frac: Share = Field(default=1.0, description="share of the machines that can run")
    derate: DerateEntry | None = Field(default=None, description="what heat does to the machines")
    start_cost: Money = Field(
        default=0.0, description="wear of one start of one machine, in the site's currency"
    )
    warmup_s: Annotated[float, Field(ge=0, le=3600)] = Field(
        default=0.0, description="time that a started machine draws power without hashing"
    )
    whole_block: bool = Field(default=False, description="all machines run, or none")
    initial_on_frac: Frac = Field(
        default=1.0, description="share of the machines running before the first interval"
    )
    control: ControlWord | None = Field(
        default=None, description="controllable (follows base points) or breaker; without it sells no reserve"
    )
    shed_s: Seconds = Field(default=60.0, description="time in which the whole fleet can go to rest")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Points that cannot be used, an unknown model, or keys that do not go together."""
        yield from super().findings(zone)
        if self.derate is not None:
            for found in self.derate.findings(zone):
                yield Finding(path=("derate", *found.path), value=found.value, hint=found.hint)
        if self.operating_points is None:
            yield from self._model_findings()
            return
        for key, value in (("rest", self.rest), ("part_load", self.part_load)):
            if value is not None:
                hint = "goes with a catalogue model only: operating_points say it all"
                yield Finding(path=(key,), value=str(value).lower(), hint=hint)
        names = [point.name for point in self.operating_points]
        yield from hull_findings(lambda: self.to_model().hull(), names, ("operating_points",))

    def _model_findings(self) -> Iterator[Finding]:
        if self.model is None:
            hint = "is missing: name a catalogue model (bascule catalog asic), or give operating_points"
            yield Finding(path=("model",), hint=hint)
        elif _known(self.model) is None:
            hint = f"{asic_hint(self.model)}; or give operating_points"
            yield Finding(path=("model",), value=self.model, hint=hint)

    def notes(self) -> Iterator[str]:
        """Catalogue entry used, points left out, PUE assumed."""
        yield from super().notes()
        machine = _known(self.model or "")
        if machine is not None and self.operating_points is None:
            remark = f", {machine.remark}" if machine.remark else ""
            figures = f"{machine.power_w:g} W, {machine.hashrate_th_s:g} TH/s"
            yield f"{self.name}: {machine.name} at {figures} ({machine.source}, {machine.as_of}{remark})"
            curve = part_load(machine.name) if self._uses_part_load() else ()
            yield from (f"{self.name}: part load from {p.source}, {p.as_of}" for p in curve[:1])
        yield from dropped(self.to_model().hull(), self.name)

    def to_model(self) -> AsicFleet:
        """The noun."""
        return AsicFleet(
            name=self.name,
            model=self.model or "own",
            count=self.count,
            points=self._points(),
            pool_fee_frac=self.pool_fee_frac,
            availability_frac=self.availability_frac,
            pue=self.hall_pue(),
            derate=self.derate.to_model() if self.derate else None,
            start_cost=self.start_cost,
            warmup_s=self.warmup_s,
            whole_block=self.whole_block,
            initial_on_frac=self.initial_on_frac,
            control=self.control,
            shed_s=self.shed_s,
        )

    def _uses_part_load(self) -> bool:
        return self.part_load is not False

    def _points(self) -> tuple[OperatingPoint, ...]:
        if self.operating_points is not None:
            own = self.operating_points
            return tuple(_point(p.name, p.power_w, p.hashrate_th_s) for p in own)
        machine = find_asic(self.model or "")
        resting = _point("sleep", SLEEP_W, 0.0) if self.rest == "sleep" else _point("off", 0.0, 0.0)
        curve = part_load(machine.name) if self._uses_part_load() else ()
        running = [_point(f"{p.power_w:g} W", p.power_w, p.hashrate_th_s) for p in curve]
        return (resting, *(running or [_point("normal", machine.power_w, machine.hashrate_th_s)]))


def _point(name: str, power_w: float, hashrate_th_s: float) -> OperatingPoint:
    return OperatingPoint(name=name, power_w=power_w, hashrate_th_s=hashrate_th_s)


def _known(model: str) -> AsicModel | None:
    try:
        return find_asic(model)
    except InputError:
        return None
