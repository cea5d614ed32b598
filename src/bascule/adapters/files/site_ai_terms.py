"""Terms inside AI contracts of a site file: service levels, flexible tiers, demand curves."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import MOST_DEVICES, Entry, Frac, GpuPrice, Hours, Share
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_term import TermEntry
from bascule.model.ai_contracts import DemandPoint
from bascule.model.flex_tier import FlexTier
from bascule.model.sla import MonthlyMaintenance, Sla, SlaTier, Termination
from bascule.model.window import Window

SHORTEST_MONTH_WEEKS = 4


class SlaTierEntry(Entry):
    """A credit for a month below an availability."""

    below_frac: Share = Field(description="the tier holds where the month's availability is below this")
    credit_frac: Share = Field(description="share of the month's fee that is given back")


class MaintenanceEntry(TermEntry):
    """Dated maintenance."""


class MonthlyMaintenanceEntry(Entry):
    """Hours of each month that are left out, in a part of the week."""

    hours_per_month: Annotated[float, Field(gt=0, le=744)] = Field(
        description="most hours a month that are left out, the first in which work falls short"
    )
    weekdays: list[Annotated[int, Field(ge=0, le=6)]] = Field(
        default=list(range(7)), min_length=1, description="Monday 0 to Sunday 6"
    )
    start_hour: Annotated[float, Field(ge=0, lt=24)] = Field(
        default=0.0, description="first local hour of day, inclusive"
    )
    end_hour: Annotated[float, Field(ge=0, le=24)] = Field(
        default=24.0, description="local hour of day, exclusive; at most start_hour means over midnight"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """More hours than the window has in the shortest month."""
        yield from super().findings(zone)
        length_h = (self.end_hour - self.start_hour - 1e-9) % 24 + 1e-9
        holds_h = SHORTEST_MONTH_WEEKS * len(set(self.weekdays)) * length_h
        if self.hours_per_month > holds_h + 1e-6:
            hint = (
                f"is more than the window holds in four weeks ({holds_h:g} h): widen the window or lower it"
            )
            yield Finding(path=("hours_per_month",), value=f"{self.hours_per_month:g}", hint=hint)

    def to_model(self) -> MonthlyMaintenance:
        """The noun."""
        window = Window(weekdays=tuple(self.weekdays), start_hour=self.start_hour, end_hour=self.end_hour)
        return MonthlyMaintenance(hours_per_month=self.hours_per_month, window=window)


class TerminationEntry(Entry):
    """When the customer may leave."""

    below_frac: Share = Field(description="a month below this availability is a breach")
    breaches: Annotated[int, Field(ge=1, le=120)] = Field(
        description="so many breaches give the right to leave"
    )
    within_months: Annotated[int, Field(ge=1, le=120)] = Field(
        description="months among which they are counted, the last breach's included"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """More breaches than there are months for them."""
        yield from super().findings(zone)
        if self.breaches > self.within_months:
            hint = f"can never come about within {self.within_months} months: lower it or raise within_months"
            yield Finding(path=("breaches",), value=str(self.breaches), hint=hint)

    def to_model(self) -> Termination:
        """The noun."""
        return Termination(
            below_frac=self.below_frac, breaches=self.breaches, within_months=self.within_months
        )


class SlaEntry(Entry):
    """A monthly availability with credits."""

    tiers: list[SlaTierEntry] = Field(
        min_length=1, description="credits by availability, availability falling"
    )
    credit_cap_frac: Share = Field(description="most that is given back, as a share of the month's fee")
    maintenance: list[MaintenanceEntry] = Field(default=[], description="dated maintenance, left out")
    monthly_maintenance: MonthlyMaintenanceEntry | None = Field(
        default=None, description="hours of each month that are left out"
    )
    termination: TerminationEntry | None = Field(default=None, description="when the customer may leave")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Tiers out of order, credits above the cap, and what is wrong inside."""
        yield from super().findings(zone)
        for index, (above, below) in enumerate(pairwise(self.tiers), start=1):
            if below.below_frac >= above.below_frac or below.credit_frac <= above.credit_frac:
                hint = (
                    "is out of order: from tier to tier below_frac must fall and credit_frac must rise"
                    f" (before it stands below {above.below_frac:g}, credit {above.credit_frac:g})"
                )
                shown = f"below {below.below_frac:g}, credit {below.credit_frac:g}"
                yield Finding(path=("tiers", index), value=shown, hint=hint)
        for index, tier in enumerate(self.tiers):
            if tier.credit_frac > self.credit_cap_frac:
                hint = f"is above credit_cap_frac ({self.credit_cap_frac:g}), so it would never be paid: lower it"
                path = ("tiers", index, "credit_frac")
                yield Finding(path=path, value=f"{tier.credit_frac:g}", hint=hint)
        for index, dated in enumerate(self.maintenance):
            yield from _inside(("maintenance", index), dated, zone)
        if self.monthly_maintenance is not None:
            yield from _inside(("monthly_maintenance",), self.monthly_maintenance, zone)
        if self.termination is not None:
            yield from _inside(("termination",), self.termination, zone)

    def to_model(self, zone: ZoneInfo) -> Sla:
        """The noun."""
        tiers = (SlaTier(below_frac=t.below_frac, credit_frac=t.credit_frac) for t in self.tiers)
        return Sla(
            tiers=tuple(tiers),
            credit_cap_frac=self.credit_cap_frac,
            maintenance=tuple(dated.term(zone) for dated in self.maintenance),
            monthly_maintenance=self.monthly_maintenance.to_model() if self.monthly_maintenance else None,
            termination=self.termination.to_model() if self.termination else None,
        )


def _inside(path: tuple[str | int, ...], entry: Entry, zone: ZoneInfo) -> Iterator[Finding]:
    for found in entry.findings(zone):
        yield Finding(path=(*path, *found.path), value=found.value, hint=found.hint)


class FlexEntry(Entry):
    """Throughput that may be withheld."""

    loss_frac: Frac = Field(description="share of the owed throughput that may be withheld")
    duration_h: Annotated[float, Field(gt=0, le=744)] = Field(description="longest time at a stretch")
    events_per_month: Annotated[int, Field(ge=1, le=744)] = Field(
        description="most events that begin in a month"
    )
    recovery_h: Hours = Field(
        default=0.0, description="least time from the end of an event to the beginning of the next"
    )
    fee_discount_frac: Frac = Field(default=0.0, description="share by which the fee is lower for it")
    payment_per_gpu_h: GpuPrice = Field(
        default=0.0, description="paid to the customer per GPU-hour withheld within these limits"
    )

    def to_model(self) -> FlexTier:
        """The noun."""
        return FlexTier(
            loss_frac=self.loss_frac,
            duration_h=self.duration_h,
            events_per_month=self.events_per_month,
            recovery_h=self.recovery_h,
            fee_discount_frac=self.fee_discount_frac,
            payment_per_gpu_h=self.payment_per_gpu_h,
        )


class DemandPointEntry(Entry):
    """GPUs that buyers take at a price."""

    price_per_gpu_h: GpuPrice = Field(description="posted price")
    gpus: Annotated[float, Field(ge=0, le=MOST_DEVICES)] = Field(description="GPUs that buyers take at it")

    def to_model(self) -> DemandPoint:
        """The noun."""
        return DemandPoint(price_per_gpu_h=self.price_per_gpu_h, gpus=self.gpus)


def curve_findings(curve: list[DemandPointEntry]) -> Iterator[Finding]:
    """A demand curve of one point, or one that does not fall."""
    if len(curve) == 1:
        hint = "has one point: give at least two, or demand_gpus for a demand that no price moves"
        yield Finding(path=("demand_curve",), value="[...]", hint=hint)
    for index, (low, high) in enumerate(pairwise(curve), start=1):
        if high.price_per_gpu_h <= low.price_per_gpu_h or high.gpus >= low.gpus:
            hint = (
                "does not fall: from point to point price_per_gpu_h must rise and gpus must fall"
                f" (before it stand {low.gpus:g} GPUs at {low.price_per_gpu_h:g})"
            )
            shown = f"{high.gpus:g} GPUs at {high.price_per_gpu_h:g}"
            yield Finding(path=("demand_curve", index), value=shown, hint=hint)
