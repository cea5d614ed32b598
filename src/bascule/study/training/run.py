"""A training run: what it takes and what it costs."""

from dataclasses import dataclass
from typing import Final

from bascule.study.training.accelerator import Accelerator, Precision
from bascule.study.training.model import Model
from bascule.units import HOURS_PER_DAY, KW_PER_MW, tonnes_from_mwh

PLAUSIBLE_MFU_FRAC: Final = (0.15, 0.60)
"""Model operations over the 16-bit peak, over all GPU-hours of a run: GPT-3 near 0.20, the best published runs near 0.5.

Source: the published runs of ``published.py``; below lies a run that waits, above a mistake of units.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the run would stand.

    Attributes:
        gpus: Accelerators there are; None where only the power limits.
        it_mw: IT power that feeds them, at most; None where only the count limits.
    """

    gpus: int | None = None
    it_mw: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRun:
    """What is stated about a run; exactly one of ``mfu_frac`` and ``gpu_h``.

    Attributes:
        name: What people call it.
        model: What is trained.
        accelerator: On what.
        mfu_frac: Model operations over the peak while the run computes.
        gpu_h: GPU-hours, where they are known; the utilisation is then what they imply.
        computing_frac: Share of all GPU-hours in which the run moves on: restarts, loading and failures are the rest.
        load_frac: Mean server power over its full load.
        pue: Meter over IT energy.
        power_usd_per_mwh: At the meter, all in.
        rent_usd_per_gpu_h: What the accelerators would rent for; None: not reckoned.
        carbon_g_per_kwh: Of the grid's power at the meter.
        site: Where it would stand; None: no days.
    """

    name: str
    model: Model
    accelerator: Accelerator
    mfu_frac: float | None
    gpu_h: float | None
    computing_frac: float
    load_frac: float
    pue: float
    power_usd_per_mwh: float
    rent_usd_per_gpu_h: float | None
    carbon_g_per_kwh: float
    site: Site | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingBill:
    """What a run takes.

    Attributes:
        run: What was stated.
        gpu_h: All GPU-hours.
        mfu_frac: Utilisation while it computes.
        overall_mfu_frac: Utilisation over all GPU-hours.
        it_mw_per_gpu: Mean IT power per accelerator.
        it_mwh: IT energy.
        meter_mwh: Energy at the meter.
        energy_usd: For the meter energy.
        rent_usd: For the GPU-hours instead of own GPUs and energy; None where no rent is stated.
        carbon_t: Tonnes of CO2 equivalent of the meter energy.
        gpus: Accelerators at work on the site; None without a site.
        days: From start to end there; None without a site.
        meter_mw: Mean power at the meter while it runs there; None without a site.
    """

    run: TrainingRun
    gpu_h: float
    mfu_frac: float
    overall_mfu_frac: float
    it_mw_per_gpu: float
    it_mwh: float
    meter_mwh: float
    energy_usd: float
    rent_usd: float | None
    carbon_t: float
    gpus: int | None
    days: float | None
    meter_mw: float | None

    @property
    def carbon_g(self) -> float:
        """Grams of CO2 equivalent."""
        return self.carbon_t * 1e6

    @property
    def is_plausible(self) -> bool:
        """Whether the overall utilisation lies where published runs lie."""
        low, high = plausible_mfu_frac(self.run.accelerator.precision)
        return low <= self.overall_mfu_frac <= high


def plausible_mfu_frac(precision: Precision) -> tuple[float, float]:
    """The band for a number format: an FP8 peak is twice the 16-bit one, so the same speed is half the utilisation.

    >>> plausible_mfu_frac(Precision.FP8)
    (0.075, 0.3)
    """
    factor = 0.5 if precision is Precision.FP8 else 1.0
    return PLAUSIBLE_MFU_FRAC[0] * factor, PLAUSIBLE_MFU_FRAC[1] * factor


def gpu_hours(model: Model, accelerator: Accelerator, mfu_frac: float, computing_frac: float = 1.0) -> float:
    """GPU-hours of a run at a utilisation.

    Args:
        model: What is trained.
        accelerator: On what.
        mfu_frac: Model operations over the peak while it computes.
        computing_frac: Share of the hours in which it does.
    """
    return model.flop / (accelerator.flop_per_gpu_h * mfu_frac * computing_frac)


def implied_mfu_frac(model: Model, accelerator: Accelerator, gpu_h: float) -> float:
    """Utilisation over all hours that GPU-hours imply."""
    return model.flop / (accelerator.flop_per_gpu_h * gpu_h)


def bill(run: TrainingRun) -> TrainingBill:
    """What a run takes.

    Raises:
        ValueError: Utilisation and GPU-hours are both stated or both missing, the server's power is not known, or the site
            feeds not one accelerator.
    """
    hours, mfu = _hours(run)
    full_mw = _full_mw_per_gpu(run.accelerator)
    it_mw = full_mw * run.load_frac
    meter_mwh = hours * it_mw * run.pue
    gpus = None if run.site is None else _gpus(run.site, full_mw)
    return TrainingBill(
        run=run,
        gpu_h=hours,
        mfu_frac=mfu,
        overall_mfu_frac=mfu * run.computing_frac,
        it_mw_per_gpu=it_mw,
        it_mwh=hours * it_mw,
        meter_mwh=meter_mwh,
        energy_usd=meter_mwh * run.power_usd_per_mwh,
        rent_usd=None if run.rent_usd_per_gpu_h is None else hours * run.rent_usd_per_gpu_h,
        carbon_t=tonnes_from_mwh(meter_mwh, run.carbon_g_per_kwh),
        gpus=gpus,
        days=None if gpus is None else hours / gpus / HOURS_PER_DAY,
        meter_mw=None if gpus is None else gpus * it_mw * run.pue,
    )


def _hours(run: TrainingRun) -> tuple[float, float]:
    if run.mfu_frac is not None and run.gpu_h is None:
        return gpu_hours(run.model, run.accelerator, run.mfu_frac, run.computing_frac), run.mfu_frac
    if run.gpu_h is not None and run.mfu_frac is None:
        return run.gpu_h, implied_mfu_frac(run.model, run.accelerator, run.gpu_h) / run.computing_frac
    raise ValueError("state exactly one of mfu_frac and gpu_h")


def _full_mw_per_gpu(accelerator: Accelerator) -> float:
    if accelerator.server_kw_per_gpu is None:
        raise ValueError(
            f"server_kw_per_gpu is missing: nothing is known of servers around a {accelerator.name}"
        )
    return accelerator.server_kw_per_gpu / KW_PER_MW


def _gpus(site: Site, full_mw_per_gpu: float) -> int:
    """Those that there are and that the site feeds at full load: a mean load is no promise for a minute."""
    limits = [] if site.gpus is None else [site.gpus]
    if site.it_mw is not None:
        limits.append(int(site.it_mw / full_mw_per_gpu + 1e-9))
    if not limits or min(limits) < 1:
        raise ValueError("the site feeds not one accelerator: state more IT MW or GPUs")
    return min(limits)
