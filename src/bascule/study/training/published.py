"""Published training runs, and what our arithmetic makes of them."""

from dataclasses import dataclass
from enum import StrEnum

from bascule.study.training.accelerator import Accelerator
from bascule.study.training.model import Model
from bascule.study.training.run import PLAUSIBLE_MFU_FRAC, gpu_hours, implied_mfu_frac
from bascule.units import KW_PER_MW, W_PER_MW, tonnes_from_mwh


class Known(StrEnum):
    """How we know a published figure."""

    LOOKED_UP = "looked up"
    COMPUTED = "computed"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A figure of a publication.

    Attributes:
        value: In the unit of its field.
        known: How we know it.
        source: Who published it, and who repeats it.
    """

    value: float
    known: Known
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRun:
    """A run as published.

    Attributes:
        name: The model.
        model: Its size and tokens.
        accelerator: On what.
        as_of: Month of the publication, ``YYYY-MM``.
        gpu_h: GPU-hours.
        mfu_frac: Utilisation that its makers state while it computes; None where they state none.
        computing_frac: Share of hours in which it computed; None where not published: taken as all.
        energy_mwh: Energy; None where not published.
        carbon_t: Tonnes of CO2 equivalent, location-based; None where not published.
        w_per_gpu: Power that the publication counts per accelerator, mostly its limit alone.
        pue: Meter over IT energy that it counts.
        carbon_g_per_kwh: Of the grid, as it counts; None where no carbon is published.
        remark: What is doubtful, and what the figures include.
    """

    name: str
    model: Model
    accelerator: Accelerator
    as_of: str
    gpu_h: Published
    mfu_frac: Published | None
    computing_frac: Published | None
    energy_mwh: Published | None
    carbon_t: Published | None
    w_per_gpu: float
    pue: float
    carbon_g_per_kwh: float | None
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A published run beside our arithmetic.

    Attributes:
        run: As published.
        implied_mfu_frac: Utilisation over all hours that the published GPU-hours imply.
        gpu_h: GPU-hours from the stated utilisation; None where none is stated.
        energy_mwh: Energy as the publication counts it: its watts per accelerator and its PUE.
        carbon_t: Tonnes from that energy and its grid; None where no carbon is published.
        server_mwh: Meter energy with the whole server at full load and the same PUE; None where its power is not known.
    """

    run: PublishedRun
    implied_mfu_frac: float
    gpu_h: float | None
    energy_mwh: float
    carbon_t: float | None
    server_mwh: float | None

    @property
    def is_plausible(self) -> bool:
        """Whether the implied utilisation lies in the band."""
        low, high = PLAUSIBLE_MFU_FRAC
        return low <= self.implied_mfu_frac <= high

    @property
    def gpu_h_off_frac(self) -> float | None:
        """Predicted over published GPU-hours, minus 1."""
        return None if self.gpu_h is None else self.gpu_h / self.run.gpu_h.value - 1

    @property
    def energy_off_frac(self) -> float | None:
        """Our over the published energy, minus 1."""
        return None if self.run.energy_mwh is None else self.energy_mwh / self.run.energy_mwh.value - 1

    @property
    def carbon_off_frac(self) -> float | None:
        """Our over the published carbon, minus 1."""
        if self.run.carbon_t is None or self.carbon_t is None:
            return None
        return self.carbon_t / self.run.carbon_t.value - 1


def compare(run: PublishedRun) -> Comparison:
    """A published run beside our arithmetic."""
    hours, chip = run.gpu_h.value, run.accelerator
    energy_mwh = hours * run.w_per_gpu / W_PER_MW * run.pue
    grid = run.carbon_g_per_kwh
    server = chip.server_kw_per_gpu
    return Comparison(
        run=run,
        implied_mfu_frac=implied_mfu_frac(run.model, chip, hours),
        gpu_h=_predicted(run),
        energy_mwh=energy_mwh,
        carbon_t=None if grid is None else tonnes_from_mwh(energy_mwh, grid),
        server_mwh=None if server is None else hours * server / KW_PER_MW * run.pue,
    )


def _predicted(run: PublishedRun) -> float | None:
    if run.mfu_frac is None:
        return None
    computing = 1.0 if run.computing_frac is None else run.computing_frac.value
    return gpu_hours(run.model, run.accelerator, run.mfu_frac.value, computing)
