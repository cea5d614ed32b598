"""A window as plain numbers, worked out from the reference year alone: what the other tools are given.

Shares no code with the compiler of the optimiser, so that equal objectives mean equal economics.
"""

from dataclasses import dataclass

import numpy as np

from bascule.model.ai_contracts import BatchJob
from bascule.model.series import Floats
from bascule.settle.values import HASH_VALUE
from benchmarks.reference_site import FEE_PER_MWH, J_PER_TH
from benchmarks.windows import Window

HOURS = 0.25
IMPORT_MW, EXPORT_MW, SOLAR_MW = 100.0, 10.0, 15.0
FLEET_MW, HALL_MW, FIRM_MW = 20.0, 40.0, 25.0
SHORTFALL_PER_MWH = 3000.0
BATTERY_MW, BATTERY_MWH, EFFICIENCY, FINAL_MWH = 20.0, 40.0, 0.92, 20.0
_KW_PER_MW = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlainJob:
    """A batch job: steps ``[first, last)``, energy left, most power, pay."""

    name: str
    first: int
    last: int
    energy_mwh: float
    power_mw: float
    value_per_mwh: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlainPeak:
    """A month's peak: its steps, money per MW of rise, and what is owed already."""

    steps: np.ndarray[tuple[int], np.dtype[np.bool_]]
    price_per_mw: float
    floor_mw: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlainWindow:
    """All numbers of a window; arrays of shape (steps,), ``mining_per_mwh`` of (fleets, steps)."""

    import_per_mwh: Floats
    export_per_mwh: Floats
    solar_mw: Floats
    mining_per_mwh: Floats
    stored_mwh: float
    jobs: tuple[PlainJob, ...]
    peaks: tuple[PlainPeak, ...]

    @property
    def owed(self) -> float:
        """Money of peaks owed already, which no decision moves."""
        return sum(peak.price_per_mw * peak.floor_mw for peak in self.peaks)


def plain(window: Window, per_kw_month: float) -> PlainWindow:
    """A window in plain numbers; ``per_kw_month`` is the demand charge in EUR."""
    values, grid = window.piece.values, window.piece.grid
    price, hash_value = values["spot_eur_per_mwh"], values[HASH_VALUE]
    months = grid.local_month("UTC")
    peaks = []
    for key, weight in window.asking.peak_weight.items():
        floor_mw = min(window.state.peak_mw.get(key, 0.0), IMPORT_MW)
        cost = per_kw_month * _KW_PER_MW * weight
        peaks.append(PlainPeak(steps=months == key[1], price_per_mw=cost, floor_mw=floor_mw))
    jobs = (_job(window, job, grid.count) for job in window.asking.jobs)
    return PlainWindow(
        import_per_mwh=price + FEE_PER_MWH,
        export_per_mwh=price,
        solar_mw=SOLAR_MW * values["solar_frac"],
        mining_per_mwh=hash_value[None, :] * 1e6 / np.array(J_PER_TH)[:, None],
        stored_mwh=min(max(window.state.battery_mwh["battery"], 0.0), BATTERY_MWH),
        jobs=tuple(job for job in jobs if job is not None),
        peaks=tuple(peaks),
    )


def _job(window: Window, job: BatchJob, steps: int) -> PlainJob | None:
    grid, before = window.piece.grid, window.state.jobs.get(job.name)
    left_gpu_h = job.gpu_h - (before.done_gpu_h if before else 0.0)
    first = max(-((grid.start - job.release) // grid.step), 0)
    last = min((job.deadline - grid.start) // grid.step, steps)
    if last <= first or left_gpu_h <= 1e-6:
        return None
    return PlainJob(
        name=job.name,
        first=first,
        last=last,
        energy_mwh=left_gpu_h / _KW_PER_MW,
        power_mw=job.max_gpus / _KW_PER_MW,
        value_per_mwh=job.value_per_gpu_h * _KW_PER_MW,
    )
