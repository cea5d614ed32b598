"""A pool of like accelerators and the classes of jobs that run on it."""

from dataclasses import dataclass

from bascule.model.curve import TemperatureCurve, flat
from bascule.model.hull import Hull, Point, concave_hull


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuLevel:
    """One operating level of a job class.

    Attributes:
        name: Such as ``full`` or ``cap_250w``.
        power_w: IT power per GPU at this level, its share of the server included.
        throughput_frac: Work done per hour, over that of the full level.
    """

    name: str
    power_w: float
    throughput_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JobClass:
    """A kind of work with its own power-to-throughput levels."""

    name: str
    levels: tuple[GpuLevel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuPool:
    """``count`` like accelerators in whole nodes.

    Attributes:
        name: Unique on the site.
        accelerator: Catalogue or own name.
        count: Accelerators installed.
        job_classes: What runs here, with operating levels.
        gpus_per_node: Accelerators that are paused together.
        idle_w: IT power per GPU that is on without work.
        paused_w: IT power per GPU whose node is paused or off.
        pauses_nodes: Whether unused nodes are paused; else they idle.
        whole_nodes: Count paused nodes in whole numbers (integer program, on request).
        availability_frac: Share of the accelerators that can run.
        pue: Hall power over IT power, by outdoor temperature.
    """

    name: str
    accelerator: str
    count: int
    job_classes: tuple[JobClass, ...]
    gpus_per_node: int = 8
    idle_w: float = 0.0
    paused_w: float = 0.0
    pauses_nodes: bool = True
    whole_nodes: bool = False
    availability_frac: float = 1.0
    pue: TemperatureCurve = flat(1.0)

    @property
    def devices(self) -> float:
        """Accelerators that can run."""
        return self.count * self.availability_frac

    @property
    def rest_w(self) -> float:
        """IT power of an accelerator without work; with whole nodes, of one whose node is on."""
        return self.paused_w if self.pauses_nodes and not self.whole_nodes else self.idle_w

    def job_class(self, name: str) -> JobClass:
        """The job class of that name.

        Raises:
            KeyError: No such class.
        """
        by_name = {c.name: c for c in self.job_classes}
        return by_name[name]

    def hull(self, class_name: str) -> Hull:
        """Concave hull of throughput over watts per GPU, from the unused state up."""
        levels = self.job_class(class_name).levels
        points = [Point(name=v.name, power_w=v.power_w, yield_=v.throughput_frac) for v in levels]
        return concave_hull([Point(name="unused", power_w=self.rest_w, yield_=0.0), *points])
