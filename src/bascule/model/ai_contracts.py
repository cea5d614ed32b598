"""Contracts for AI compute: the contract comes before the knob."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from bascule.model.curve import TemperatureCurve, flat
from bascule.model.flex_tier import FlexTier
from bascule.model.series import Floats, Level
from bascule.model.sla import Sla
from bascule.model.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmReservation:
    """GPUs reserved for a customer who pays for them whether used or not.

    Attributes:
        name: Unique on the site.
        pool: Pool that serves it.
        job_class: Levels that the customer's work has.
        gpus: GPUs reserved.
        price_per_gpu_h: Paid per reserved GPU-hour, always.
        shortfall_penalty_per_gpu_h: Owed per GPU-hour of full-speed throughput not delivered; with an ``sla`` the
            price at which dispatch weighs a shortfall, while the ledger pays the tiers.
        term: When it is in force.
        sla: Monthly availability with credits, or None.
        flex: Throughput that may be withheld, or None.
    """

    name: str
    pool: str
    job_class: str
    gpus: Level
    price_per_gpu_h: Level
    shortfall_penalty_per_gpu_h: float
    term: Term
    sla: Sla | None = None
    flex: FlexTier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColocationLease:
    """A tenant with its own machines: a firm load, take-or-pay, no knob of ours.

    Attributes:
        name: Unique on the site.
        contracted_it_mw: IT power that rent is paid for.
        drawn_frac: Power drawn over contracted power.
        rent_per_kw_month: Rent per IT kW and month, owed hour by hour (a month has 365/12 days of 24 h).
        term: When it is in force.
        energy_pass_through: The tenant pays for the energy that its metered load takes, at the site's import
            rate.
        network_pass_through: The tenant pays adders on that energy and the demand charge on its own monthly
            peak.
        shortfall_penalty_per_mwh: Owed per IT MWh not supplied when the connection cannot carry the tenant.
        pue: Hall power over IT power, by outdoor temperature.
        escalator_frac_per_year: Rise of the rent on each anniversary of the term's start, compounded.
        rent_basis: Rent is owed on ``contracted`` power, drawn or not, or on ``metered`` power.
    """

    name: str
    contracted_it_mw: float
    drawn_frac: Level
    rent_per_kw_month: float
    term: Term
    energy_pass_through: bool = True
    network_pass_through: bool = True
    shortfall_penalty_per_mwh: float = 10_000.0
    pue: TemperatureCurve = flat(1.0)
    escalator_frac_per_year: float = 0.0
    rent_basis: Literal["contracted", "metered"] = "contracted"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPoint:
    """At this posted price buyers take so many GPUs."""

    price_per_gpu_h: float
    gpus: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuSale:
    """GPUs sold by the hour up to a demand, on demand or spot.

    Attributes:
        name: Unique on the site.
        kind: ``on_demand`` or ``spot``.
        pool: Pool that serves it.
        job_class: Levels that the buyers' work has.
        price_per_gpu_h: Paid per GPU-hour of full-speed throughput: the posted price.
        term: When it is in force.
        demand_gpus: Most GPUs that buyers take, or None where a curve says it.
        demand_curve: GPUs that buyers take by posted price, prices rising; empty where ``demand_gpus`` says it.
        notice_h: Time between saying that a GPU is taken back and taking it; 0 takes it at once.
        clawback_h: Unpaid hours owed per GPU taken without notice.
    """

    name: str
    kind: Literal["on_demand", "spot"]
    pool: str
    job_class: str
    price_per_gpu_h: Level
    term: Term
    demand_gpus: Level | None = None
    demand_curve: tuple[DemandPoint, ...] = ()
    notice_h: float = 0.0
    clawback_h: float = 0.0

    def wanted_gpus(self, price_per_gpu_h: Floats) -> Floats:
        """GPUs on the demand curve at posted prices: linear between its points, as at the nearest one outside."""
        prices = [point.price_per_gpu_h for point in self.demand_curve]
        gpus = [point.gpus for point in self.demand_curve]
        return np.interp(price_per_gpu_h, prices, gpus)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchJob:
    """Work that may wait.

    Attributes:
        name: Unique on the site.
        pool: Pool that runs it.
        job_class: Its power and throughput levels.
        gpu_h: GPU-hours of full-speed work.
        release: First instant at which it may run.
        deadline: Instant by which work must be done to count.
        max_gpus: Most GPUs at once.
        value_per_gpu_h: Paid per full-speed GPU-hour done.
        known: Moment at which the operator learns of it.
        pays_on_completion: Paid only if all of it is done by the deadline.
        preemption_gpu_h: Work lost per GPU that starts again after it was taken away (since the last checkpoint,
            and the restart). The first start of each of ``max_gpus`` GPUs is free.
        whole_interval: Runs on all ``max_gpus`` for a whole interval or not at all.
        restart_h: For whole-interval jobs, work lost per start in hours, the first start included.
    """

    name: str
    pool: str
    job_class: str
    gpu_h: float
    release: datetime
    deadline: datetime
    max_gpus: float
    value_per_gpu_h: float
    known: datetime
    pays_on_completion: bool = False
    preemption_gpu_h: float = 0.0
    whole_interval: bool = False
    restart_h: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyJob:
    """A batch job that comes again on every local day of its term.

    Attributes:
        name: Unique on the site; each day's job adds its date.
        pool: Pool that runs it.
        job_class: Its power and throughput levels.
        gpu_h: GPU-hours of each day's job.
        release_hour: Local hour of day at which it may start.
        window_h: Hours from release to deadline.
        max_gpus: Most GPUs at once.
        value_per_gpu_h: Paid per full-speed GPU-hour done.
        term: When it is in force.
        notice_h: Hours before release at which the operator learns of it.
        pays_on_completion: See :class:`BatchJob`.
        preemption_gpu_h: See :class:`BatchJob`.
        whole_interval: See :class:`BatchJob`.
        restart_h: See :class:`BatchJob`.
    """

    name: str
    pool: str
    job_class: str
    gpu_h: float
    release_hour: float
    window_h: float
    max_gpus: float
    value_per_gpu_h: float
    term: Term
    notice_h: float = 24.0
    pays_on_completion: bool = False
    preemption_gpu_h: float = 0.0
    whole_interval: bool = False
    restart_h: float = 0.0
