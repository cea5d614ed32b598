"""A machine with GPUs: one that mines, or one that trains."""

from dataclasses import dataclass
from typing import Final

from bascule.study.sourced import Source
from bascule.units import BITS_PER_BYTE

PCIE_GB_S_PER_LANE: Final = {1: 0.25, 2: 0.5, 3: 0.985, 4: 1.969, 5: 3.938}
"""Usable GB/s one way per lane after line coding. Source: PCI-SIG, 2.5, 5, 8, 16, 32 GT/s with 8b/10b, then 128b/130b."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """A machine with GPUs.

    Attributes:
        name: What people call it.
        gpus: How many.
        gpu_memory_gb: Of each, in 1e9 bytes.
        gpu_tflops: Of each, dense half precision.
        link_gb_s: From GPU to GPU, one way.
        link: What the link is, in words.
        network_gbit_s: From machine to machine; None where there is none or nobody knows.
        host_memory_gb: None where nobody knows.
        source: Who says so.
    """

    name: str
    gpus: int
    gpu_memory_gb: float
    gpu_tflops: float
    link_gb_s: float
    link: str
    network_gbit_s: float | None
    host_memory_gb: float | None
    source: Source

    @property
    def memory_gb(self) -> float:
        """Of all GPUs."""
        return self.gpus * self.gpu_memory_gb

    @property
    def network_gb_s(self) -> float | None:
        """The network in bytes; None where there is none or nobody knows."""
        return self.network_gbit_s / BITS_PER_BYTE if self.network_gbit_s else None


def pcie_gb_s(generation: int, lanes: int) -> float:
    """Usable one-way bandwidth of a PCIe link.

    >>> pcie_gb_s(3, 1), pcie_gb_s(1, 1)
    (0.985, 0.25)
    """
    return PCIE_GB_S_PER_LANE[generation] * lanes
