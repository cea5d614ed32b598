"""Machines with GPUs and models to train, as they stand in a file."""

from collections.abc import Iterator
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import Entry, Name
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SourcedEntry
from bascule.study.readiness.rig import Rig, pcie_gb_s
from bascule.study.readiness.training_node import TrainingTask

_KEYS: Final = {"name", "parameters", "tokens_per_gpu_step", "utilisation_frac", "most_waiting_frac"}


class RigEntry(SourcedEntry):
    """One machine: its GPUs talk over PCIe or over NVLink."""

    name: Name = Field(description="what people call it")
    gpus: Annotated[int, Field(ge=2, le=72)] = Field(description="GPUs in one machine, from 2")
    gpu_memory_gb: Annotated[float, Field(gt=0, le=10_000)] = Field(description="of each, 1e9 bytes")
    gpu_tflops: Annotated[float, Field(gt=0, le=100_000)] = Field(description="of each, dense half precision")
    pcie_generation: Annotated[int, Field(ge=1, le=5)] | None = Field(default=None, description="1 to 5")
    pcie_lanes: Annotated[int, Field(ge=1, le=16)] | None = Field(
        default=None, description="per GPU, 1 on a riser"
    )
    nvlink_gb_s: Annotated[float, Field(gt=0, le=10_000)] | None = Field(
        default=None, description="one way per GPU"
    )
    network_gbit_s: Annotated[float, Field(gt=0, le=100_000)] | None = Field(
        default=None, description="of the machine"
    )
    host_memory_gb: Annotated[float, Field(gt=0, le=100_000)] | None = Field(
        default=None, description="of the machine"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Also a machine whose GPUs have no link, or half of one."""
        yield from super().findings(zone)
        if self.nvlink_gb_s is None and None in (self.pcie_generation, self.pcie_lanes):
            yield Finding(path=("pcie_lanes",), hint="give pcie_generation and pcie_lanes, or nvlink_gb_s")

    def to_model(self, stale_after: str = "") -> Rig:
        """The noun."""
        link_gb_s, link = self._link()
        return Rig(
            name=self.name,
            gpus=self.gpus,
            gpu_memory_gb=self.gpu_memory_gb,
            gpu_tflops=self.gpu_tflops,
            link_gb_s=link_gb_s,
            link=link,
            network_gbit_s=self.network_gbit_s,
            host_memory_gb=self.host_memory_gb,
            source=self.said(stale_after),
        )

    def _link(self) -> tuple[float, str]:
        if self.nvlink_gb_s is not None or self.pcie_generation is None or self.pcie_lanes is None:
            return self.nvlink_gb_s or 0.0, "NVLink"
        bandwidth_gb_s = pcie_gb_s(self.pcie_generation, self.pcie_lanes)
        return bandwidth_gb_s, f"PCIe {self.pcie_generation}.0 x{self.pcie_lanes}"


class TaskEntry(Entry):
    """One model to train."""

    name: Name = Field(description="such as 7B")
    parameters: Annotated[float, Field(gt=0, le=1e14)] = Field(description="number of parameters")
    tokens_per_gpu_step: Annotated[float, Field(gt=0, le=1e8)] = Field(
        description="tokens that each GPU works on between two exchanges of gradients"
    )
    utilisation_frac: Annotated[float, Field(gt=0, le=1)] = Field(description="share of peak while computing")
    most_waiting_frac: Annotated[float, Field(gt=0, lt=1)] = Field(
        description="largest share of a step that may go into the exchange"
    )

    def to_model(self) -> TrainingTask:
        """The noun."""
        return TrainingTask(**self.model_dump(include=_KEYS))
