"""A GPU pool in a site file."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.catalogue.gpu import GpuServer, gpu_hint, gpu_servers
from bascule.adapters.catalogue.job_curve import JobCurve, job_curves
from bascule.adapters.catalogue.nearest import plain
from bascule.adapters.files.site_entry import Devices, DeviceW, Frac, Name, NamedEntry, Share
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_hall import HallEntry
from bascule.adapters.files.site_hull import dropped, hull_findings, repeated
from bascule.model.gpu_pool import GpuLevel, GpuPool, JobClass

GPUS_PER_NODE = 8


class GpuLevelEntry(NamedEntry):
    """One operating level of a job class."""

    name: Name = Field(description="what people call the level")
    power_w: DeviceW = Field(description="IT power per GPU at this level, its share of the server included")
    throughput_frac: Frac = Field(description="work per hour, over that of the full level")


class JobClassEntry(NamedEntry):
    """A kind of work with its own levels."""

    name: Name = Field(description="what contracts call the class")
    levels: list[GpuLevelEntry] = Field(min_length=1, description="its levels, one of them with throughput 1")

    def to_model(self) -> JobClass:
        """The noun."""
        levels = (
            GpuLevel(name=v.name, power_w=v.power_w, throughput_frac=v.throughput_frac) for v in self.levels
        )
        return JobClass(name=self.name, levels=tuple(levels))


class GpuPoolEntry(HallEntry):
    """Like accelerators in whole nodes."""

    accelerator: Name = Field(description="catalogue accelerator, or any name with own classes and watts")
    count: Devices = Field(description="accelerators installed")
    job_classes: list[JobClassEntry] | None = Field(
        default=None, min_length=1, description="what runs here; without it the catalogue's classes"
    )
    gpus_per_node: Annotated[int, Field(ge=1, le=1024)] | None = Field(
        default=None, description="accelerators switched together; without it the catalogue's, else 8"
    )
    idle_w: DeviceW | None = Field(
        default=None,
        description="IT power per GPU that is on without work; without it the catalogue's assumption",
    )
    paused_w: DeviceW | None = Field(
        default=None, description="IT power per GPU whose node is off; without it the catalogue's assumption"
    )
    pauses_nodes: bool = Field(
        default=True, description="nodes without work are switched off; else they idle"
    )
    whole_nodes: bool = Field(default=False, description="count switched-off nodes in whole numbers (slower)")
    availability_frac: Share = Field(default=1.0, description="share of the accelerators that can run")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """An unknown accelerator, levels that cannot be used, nodes that do not add up."""
        yield from super().findings(zone)
        server = _known(self.accelerator)
        if server is None:
            yield from self._unknown_findings()
            return
        pool = self.to_model()
        if pool.paused_w > pool.idle_w:
            hint = f"must be at most idle_w ({pool.idle_w:g} W)"
            yield Finding(path=("paused_w",), value=f"{pool.paused_w:g}", hint=hint)
        if self.whole_nodes and self.count % pool.gpus_per_node:
            hint = (
                f"must be a multiple of the {pool.gpus_per_node} GPUs per node, because whole_nodes is true"
            )
            yield Finding(path=("count",), value=str(self.count), hint=hint)
        yield from self._class_findings(pool)

    def _unknown_findings(self) -> Iterator[Finding]:
        own = {"job_classes": self.job_classes, "idle_w": self.idle_w, "paused_w": self.paused_w}
        missing = [key for key, value in own.items() if value is None]
        if missing:
            hint = f"{gpu_hint(self.accelerator)}; or give {', '.join(missing)}"
            yield Finding(path=("accelerator",), value=self.accelerator, hint=hint)
        else:
            yield from self._class_findings(self.to_model())

    def _class_findings(self, pool: GpuPool) -> Iterator[Finding]:
        twice = repeated(c.name for c in pool.job_classes)
        if twice:
            hint = "stands twice: give each class its own name"
            yield Finding(path=("job_classes",), value=", ".join(twice), hint=hint)
            return
        for index, job_class in enumerate(pool.job_classes):
            path = ("job_classes", index, "levels")
            names = ["unused", *(v.name for v in job_class.levels)]
            yield from hull_findings(partial(pool.hull, job_class.name), names, path)
            if max(v.throughput_frac for v in job_class.levels) != 1:
                hint = "must hold a level with throughput_frac 1: contracts count GPU-hours at full speed"
                yield Finding(path=path, value="[...]", hint=hint)

    def notes(self) -> Iterator[str]:
        """Catalogue entry and curves used, watts assumed, levels left out."""
        yield from super().notes()
        server = _known(self.accelerator)
        if server is not None:
            yield from self._catalogue_notes(server)
        pool = self.to_model()
        for job_class in pool.job_classes:
            yield from dropped(pool.hull(job_class.name), f"{self.name}, {job_class.name}")

    def _catalogue_notes(self, server: GpuServer) -> Iterator[str]:
        remark = f"; {server.remark}" if server.remark else ""
        figures = f"{server.full_w:g} W per GPU with its share of the server"
        yield f"{self.name}: {server.name} at {figures} ({server.source}, {server.as_of}{remark})"
        if self.idle_w is None:
            yield f"{self.name}: idle at {server.idle_w:g} W per GPU (assumed)"
        if self.paused_w is None:
            yield f"{self.name}: paused at {server.paused_w:g} W per GPU (assumed)"
        if self.job_classes is None:
            for source in dict.fromkeys(curve.source for curve in job_curves()):
                classes = ", ".join(curve.job_class for curve in job_curves() if curve.source == source)
                yield f"{self.name}: levels of {classes}: {source}"

    def to_model(self) -> GpuPool:
        """The noun."""
        server = _known(self.accelerator)
        idle_w = server.idle_w if self.idle_w is None and server else self.idle_w
        paused_w = server.paused_w if self.paused_w is None and server else self.paused_w
        per_node = self.gpus_per_node or (server.gpus_per_node if server else GPUS_PER_NODE)
        return GpuPool(
            name=self.name,
            accelerator=self.accelerator,
            count=self.count,
            job_classes=self._classes(server),
            gpus_per_node=per_node,
            idle_w=idle_w or 0.0,
            paused_w=paused_w or 0.0,
            pauses_nodes=self.pauses_nodes,
            whole_nodes=self.whole_nodes,
            availability_frac=self.availability_frac,
            pue=self.hall_pue(),
        )

    def _classes(self, server: GpuServer | None) -> tuple[JobClass, ...]:
        if self.job_classes is not None:
            return tuple(job_class.to_model() for job_class in self.job_classes)
        return tuple(_shipped(curve, server) for curve in job_curves()) if server else ()


def _shipped(curve: JobCurve, server: GpuServer) -> JobClass:
    """The A100's curve elsewhere: the cap acts on the GPU's watts, the rest of the server stays."""
    levels = (
        GpuLevel(
            name=p.level,
            power_w=server.overhead_w + p.gpu_power_frac * server.tdp_w,
            throughput_frac=p.throughput_frac,
        )
        for p in curve.points
    )
    return JobClass(name=curve.job_class, levels=tuple(levels))


def _known(accelerator: str) -> GpuServer | None:
    return {plain(server.name): server for server in gpu_servers()}.get(plain(accelerator))
