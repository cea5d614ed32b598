"""Contracts for AI compute in a site file."""

from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_ai_terms import DemandPointEntry, FlexEntry, SlaEntry, curve_findings
from bascule.adapters.files.site_entry import (
    MOST_DEVICES,
    Frac,
    FracLevel,
    GpuLevelCount,
    GpuPrice,
    GpuPriceLevel,
    Hours,
    Money,
    Name,
    NamedEntry,
    Penalty,
    SomeMw,
)
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_hall import HallEntry
from bascule.adapters.files.site_term import TermEntry, When, skipped_times, utc
from bascule.model.ai_contracts import BatchJob, ColocationLease, DailyJob, FirmReservation, GpuSale

MOST_GPU_H = 1e9
SECONDS_PER_HOUR = 3600

GpuHours = Annotated[float, Field(gt=0, le=MOST_GPU_H)]
Gpus = Annotated[float, Field(gt=0, le=MOST_DEVICES)]


class PoolUseEntry(NamedEntry):
    """Work of one class on one pool."""

    pool: Name = Field(description="pool that serves it")
    job_class: Name = Field(description="job class of that pool")


class FirmReservationEntry(PoolUseEntry, TermEntry):
    """GPUs that a customer pays for whether used or not."""

    gpus: GpuLevelCount = Field(description="GPUs reserved")
    price_per_gpu_h: GpuPriceLevel = Field(description="paid per reserved GPU-hour, always")
    shortfall_penalty_per_gpu_h: GpuPrice = Field(
        description="owed per GPU-hour of full-speed work not delivered; with an sla its price in plans only"
    )
    sla: SlaEntry | None = Field(default=None, description="monthly availability with credits")
    flex: FlexEntry | None = Field(default=None, description="throughput that may be withheld")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """What is wrong in the service level, maintenance outside the term, flexibility that never pays."""
        yield from super().findings(zone)
        if self.sla is not None:
            for found in self.sla.findings(zone):
                yield Finding(path=("sla", *found.path), value=found.value, hint=found.hint)
            yield from self._maintenance(self.sla, zone)
        if self.flex is not None and self.flex.payment_per_gpu_h > self.shortfall_penalty_per_gpu_h:
            hint = (
                f"is above shortfall_penalty_per_gpu_h ({self.shortfall_penalty_per_gpu_h:g}): a shortfall would"
                " be cheaper than what the customer allows; lower one or raise the other"
            )
            shown = f"{self.flex.payment_per_gpu_h:g}"
            yield Finding(path=("flex", "payment_per_gpu_h"), value=shown, hint=hint)

    def _maintenance(self, sla: SlaEntry, zone: ZoneInfo) -> Iterator[Finding]:
        term = self.term(zone)
        for index, dated in enumerate(sla.maintenance):
            when = dated.term(zone)
            if when.start < term.start or when.end > term.end:
                hint = "lies outside the reservation's from and to: correct its dates or leave it out"
                shown = (
                    f"{dated.from_.isoformat(timespec='minutes')} to {dated.to.isoformat(timespec='minutes')}"
                )
                yield Finding(path=("sla", "maintenance", index), value=shown, hint=hint)

    def to_model(self, zone: ZoneInfo) -> FirmReservation:
        """The noun."""
        return FirmReservation(
            name=self.name,
            pool=self.pool,
            job_class=self.job_class,
            gpus=self.gpus,
            price_per_gpu_h=self.price_per_gpu_h,
            shortfall_penalty_per_gpu_h=self.shortfall_penalty_per_gpu_h,
            term=self.term(zone),
            sla=self.sla.to_model(zone) if self.sla else None,
            flex=self.flex.to_model() if self.flex else None,
        )


class ColocationLeaseEntry(HallEntry, TermEntry):
    """A tenant with its own machines."""

    contracted_it_mw: SomeMw = Field(description="IT power that rent is paid for")
    drawn_frac: FracLevel = Field(description="power drawn over contracted power: a number or a series")
    rent_per_kw_month: Money = Field(description="rent per IT kW and month")
    rent_basis: Literal["contracted", "metered"] = Field(
        default="contracted", description="contracted: owed whatever is drawn; metered: owed on what is drawn"
    )
    escalator_frac_per_year: Frac = Field(
        default=0.0, description="rise of the rent on each anniversary of from, compounded"
    )
    energy_pass_through: bool = Field(default=True, description="the tenant pays for the energy it draws")
    network_pass_through: bool = Field(
        default=True, description="the tenant pays adders, and the demand charge on its own peak"
    )
    shortfall_penalty_per_mwh: Penalty = Field(
        default=10_000.0, description="owed per IT MWh that the connection cannot carry"
    )

    def to_model(self, zone: ZoneInfo) -> ColocationLease:
        """The noun."""
        return ColocationLease(
            name=self.name,
            contracted_it_mw=self.contracted_it_mw,
            drawn_frac=self.drawn_frac,
            rent_per_kw_month=self.rent_per_kw_month,
            term=self.term(zone),
            energy_pass_through=self.energy_pass_through,
            network_pass_through=self.network_pass_through,
            shortfall_penalty_per_mwh=self.shortfall_penalty_per_mwh,
            pue=self.hall_pue(),
            escalator_frac_per_year=self.escalator_frac_per_year,
            rent_basis=self.rent_basis,
        )


class GpuSaleEntry(PoolUseEntry, TermEntry):
    """GPUs sold by the hour up to a demand."""

    kind: Literal["on_demand", "spot"] = Field(description="on_demand or spot")
    demand_gpus: GpuLevelCount | None = Field(
        default=None, description="most GPUs that buyers take; this or demand_curve"
    )
    demand_curve: list[DemandPointEntry] = Field(
        default=[], description="GPUs that buyers take by posted price, falling, linear in between"
    )
    price_per_gpu_h: GpuPriceLevel = Field(
        description="paid per GPU-hour of full-speed work: the posted price"
    )
    notice_h: Annotated[float, Field(ge=0, le=168)] = Field(
        default=0.0, description="hours between saying that a GPU is taken back and taking it"
    )
    clawback_h: Hours = Field(
        default=0.0,
        description="unpaid hours owed per GPU that an order or an emergency takes without notice",
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A demand said twice or not at all, a curve that does not fall, a clawback without notice."""
        yield from super().findings(zone)
        if self.demand_gpus is None and not self.demand_curve:
            hint = "is missing: most GPUs that buyers take, or a demand_curve instead"
            yield Finding(path=("demand_gpus",), hint=hint)
        if self.demand_gpus is not None and self.demand_curve:
            hint = "stands beside demand_gpus: keep one; a curve says the demand by itself"
            yield Finding(path=("demand_curve",), value="[...]", hint=hint)
        yield from curve_findings(self.demand_curve)
        if self.clawback_h > 0 and self.notice_h == 0:
            hint = "goes with notice_h: without notice nothing can be taken too early"
            yield Finding(path=("clawback_h",), value=f"{self.clawback_h:g}", hint=hint)

    def to_model(self, zone: ZoneInfo) -> GpuSale:
        """The noun."""
        return GpuSale(
            name=self.name,
            kind=self.kind,
            pool=self.pool,
            job_class=self.job_class,
            price_per_gpu_h=self.price_per_gpu_h,
            term=self.term(zone),
            demand_gpus=self.demand_gpus,
            demand_curve=tuple(point.to_model() for point in self.demand_curve),
            notice_h=self.notice_h,
            clawback_h=self.clawback_h,
        )


class JobEntry(PoolUseEntry):
    """Work that may wait."""

    gpu_h: GpuHours = Field(description="GPU-hours of full-speed work")
    max_gpus: Gpus = Field(description="most GPUs at once")
    value_per_gpu_h: GpuPrice = Field(description="paid per full-speed GPU-hour done")
    pays_on_completion: bool = Field(default=False, description="paid only if all is done by the deadline")
    preemption_gpu_h: Annotated[float, Field(ge=0, le=1000)] = Field(
        default=0.0, description="work lost per GPU taken away before the end"
    )
    whole_interval: bool = Field(
        default=False, description="runs on all max_gpus for a whole interval or not at all"
    )
    restart_h: Hours = Field(
        default=0.0, description="hours lost per start of a whole-interval job, the first start included"
    )

    def window_findings(self, window_h: float, ends: str) -> Iterator[Finding]:
        """A window too short for the work, or a restart time that nothing uses.

        Args:
            window_h: Hours between release and deadline.
            ends: Key that ends the window.
        """
        lost_h = self.restart_h if self.whole_interval else 0.0
        room_gpu_h = self.max_gpus * max(0.0, window_h - lost_h)
        if window_h > 0 and self.gpu_h > room_gpu_h:
            first = f" after {lost_h:g} h of restart" if lost_h else ""
            has = f"{self.max_gpus:g} GPUs x {window_h:g} h{first} give {room_gpu_h:g} GPU-h"
            hint = f"needs more than the window holds ({has}): lengthen {ends}, or change max_gpus or gpu_h"
            yield Finding(path=("gpu_h",), value=f"{self.gpu_h:g}", hint=hint)
        if self.restart_h > 0 and not self.whole_interval:
            hint = "goes with whole_interval: true; other jobs state preemption_gpu_h"
            yield Finding(path=("restart_h",), value=f"{self.restart_h:g}", hint=hint)


class BatchJobEntry(JobEntry):
    """One piece of work with its own dates."""

    release: When = Field(description="first moment at which it may run, ISO, local to the site")
    deadline: When = Field(description="moment by which it must be done, ISO, local to the site")
    known: When | None = Field(
        default=None, description="when the operator learns of it; without it at release"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Dates in the wrong order, or a window too short for the work."""
        yield from super().findings(zone)
        given = {"release": self.release, "deadline": self.deadline, "known": self.known}
        yield from skipped_times({key: time for key, time in given.items() if time is not None}, zone)
        release, deadline = utc(self.release, zone), utc(self.deadline, zone)
        if release >= deadline:
            hint = f"must be later than release ({self.release.isoformat(timespec='minutes')})"
            yield Finding(path=("deadline",), value=self.deadline.isoformat(timespec="minutes"), hint=hint)
        if self.known is not None and utc(self.known, zone) > release:
            hint = "must be no later than release: a job cannot run before the operator knows of it"
            yield Finding(path=("known",), value=self.known.isoformat(timespec="minutes"), hint=hint)
        yield from self.window_findings((deadline - release).total_seconds() / SECONDS_PER_HOUR, "deadline")

    def to_model(self, zone: ZoneInfo) -> BatchJob:
        """The noun."""
        return BatchJob(
            name=self.name,
            pool=self.pool,
            job_class=self.job_class,
            gpu_h=self.gpu_h,
            release=utc(self.release, zone),
            deadline=utc(self.deadline, zone),
            max_gpus=self.max_gpus,
            value_per_gpu_h=self.value_per_gpu_h,
            known=utc(self.known or self.release, zone),
            pays_on_completion=self.pays_on_completion,
            preemption_gpu_h=self.preemption_gpu_h,
            whole_interval=self.whole_interval,
            restart_h=self.restart_h,
        )


class DailyJobEntry(JobEntry, TermEntry):
    """Work that comes again on every local day."""

    release_hour: Annotated[float, Field(ge=0, lt=24)] = Field(description="local hour of day of its release")
    window_h: Annotated[float, Field(gt=0, le=168)] = Field(description="hours from release to deadline")
    notice_h: Hours = Field(
        default=24.0, description="hours before release at which the operator learns of it"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A window too short for the work."""
        yield from super().findings(zone)
        yield from self.window_findings(self.window_h, "window_h")

    def to_model(self, zone: ZoneInfo) -> DailyJob:
        """The noun."""
        return DailyJob(
            name=self.name,
            pool=self.pool,
            job_class=self.job_class,
            gpu_h=self.gpu_h,
            release_hour=self.release_hour,
            window_h=self.window_h,
            max_gpus=self.max_gpus,
            value_per_gpu_h=self.value_per_gpu_h,
            term=self.term(zone),
            notice_h=self.notice_h,
            pays_on_completion=self.pays_on_completion,
            preemption_gpu_h=self.preemption_gpu_h,
            whole_interval=self.whole_interval,
            restart_h=self.restart_h,
        )
