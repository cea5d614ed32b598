"""What one accelerator computes and draws."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bascule.units import KW_PER_MW, SECONDS_PER_HOUR, W_PER_MW

OPS_PER_TERA: Final = 1e12


class Precision(StrEnum):
    """Number format whose peak a utilisation is measured against."""

    BF16 = "bf16"
    FP8 = "fp8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accelerator:
    """An accelerator with its share of the server.

    Attributes:
        name: Of the catalogue.
        precision: Number format of the peak.
        peak_tflop_s: Peak without sparsity, in 10^12 operations per second.
        tdp_w: Power limit of the accelerator alone.
        server_kw_per_gpu: IT power of the whole server over its accelerators at full load; None where not known.
        peak_source: Who says the peak.
        power_source: Who says the power.
    """

    name: str
    precision: Precision
    peak_tflop_s: float
    tdp_w: float
    server_kw_per_gpu: float | None
    peak_source: str
    power_source: str

    @property
    def flop_per_gpu_h(self) -> float:
        """Operations of an hour at the peak."""
        return self.peak_tflop_s * OPS_PER_TERA * SECONDS_PER_HOUR

    @property
    def overhead_w(self) -> float | None:
        """Share of processors, memory, network and fans per accelerator; None where not known."""
        return (
            None
            if self.server_kw_per_gpu is None
            else self.server_kw_per_gpu * W_PER_MW / KW_PER_MW - self.tdp_w
        )
