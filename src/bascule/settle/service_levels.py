"""Monthly service levels of reserved GPUs: availability, credits, breaches, and from when a customer may leave."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.ai_contracts import FirmReservation
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.sla import MonthlyMaintenance, Sla, Termination
from bascule.model.state import FlexState
from bascule.model.time_grid import TimeGrid
from bascule.settle.ai import reservation_income, reserved_gpus
from bascule.settle.flexibility import LEAST_GPU_H, FlexUse, flex_use
from bascule.settle.values import Values

_SAME_FRAC = 1e-12
"""An availability this close to a tier is at it, not below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMonth:
    """One reservation in one local month, or in the part of it that was run.

    Attributes:
        reservation: Its name.
        month: Month index (year * 12 + month - 1).
        whole: Whether the run covers all of the month in which the reservation is in force; else the figures speak of
            the part covered.
        owed_gpu_h: GPU-hours owed, maintenance left out.
        delivered_gpu_h: Of these, those delivered or withheld with the customer's leave.
        maintenance_gpu_h: GPU-hours left out of both.
        tolerated_gpu_h: GPU-hours withheld with the customer's leave.
        events: Events within the customer's limits that began.
        availability_frac: Delivered over owed; None where nothing was owed.
        fee: The reservation's fee.
        credit: Money given back; 0 without an SLA.
        breaches: Breaches of the termination clause among the months that count; 0 without one.
        leave_from: Moment from which the customer may leave for breaches up to this month, UTC; None where it may not.
    """

    reservation: str
    month: int
    whole: bool
    owed_gpu_h: float
    delivered_gpu_h: float
    maintenance_gpu_h: float
    tolerated_gpu_h: float
    events: int
    availability_frac: float | None
    fee: float
    credit: float
    breaches: int = 0
    leave_from: datetime | None = None


def service_months(
    site: Site, outcome: Outcome, values: Values, flex: Mapping[str, FlexState] | None = None
) -> tuple[ServiceMonth, ...]:
    """Every month of every reservation that has a service level or a flexible tier.

    Args:
        site: The contracts.
        outcome: What the site did.
        values: Series values on the outcome's grid.
        flex: What was used of each reservation's flexibility before the first interval.
    """
    known = flex or {}
    measured = [r for r in site.reservations if r.sla is not None or r.flex is not None]
    return tuple(m for r in measured for m in firm_months(r, site, outcome, values, known.get(r.name)))


def firm_months(
    firm: FirmReservation, site: Site, outcome: Outcome, values: Values, before: FlexState | None = None
) -> tuple[ServiceMonth, ...]:
    """Months of one reservation, with what their breaches add up to."""
    grid, zone = outcome.grid, site.time_zone
    gpus, short = reserved_gpus(firm, grid, values), outcome.uses[firm.name].shortfall_gpu_h
    used = flex_use(firm, grid, zone, gpus, short, before)
    counted = 1.0 - maintenance_frac(firm.sla, grid, zone, short - used.tolerated_gpu_h)
    months, fees = grid.local_month(zone), reservation_income(firm, grid, values)
    plain = tuple(
        _month(firm, site, outcome, month, (gpus * grid.step_h, short, fees, counted, used))
        for month in np.unique(months[firm.term.covers(grid) > 0]).tolist()
    )
    clause = firm.sla.termination if firm.sla else None
    return plain if clause is None else tuple(_with_breaches(clause, plain, zone))


def _month(
    firm: FirmReservation,
    site: Site,
    outcome: Outcome,
    month: int,
    known: tuple[Floats, Floats, Floats, Floats, FlexUse],
) -> ServiceMonth:
    here = outcome.grid.local_month(site.time_zone) == month
    owed, short, fees, counted, used = known
    missing = (short - used.tolerated_gpu_h) * counted
    owed_gpu_h = float((owed * counted)[here].sum())
    short_gpu_h, fee = float(missing[here].sum()), float(fees[here].sum())
    available = (owed_gpu_h - short_gpu_h) / owed_gpu_h if owed_gpu_h > LEAST_GPU_H else None
    credit = 0.0
    if firm.sla is not None and available is not None:
        credit = firm.sla.credit_frac(available + _SAME_FRAC) * fee
    return ServiceMonth(
        reservation=firm.name,
        month=month,
        whole=_whole(firm, outcome.grid, month, site.time_zone),
        owed_gpu_h=owed_gpu_h,
        delivered_gpu_h=owed_gpu_h - short_gpu_h,
        maintenance_gpu_h=float(owed[here].sum()) - owed_gpu_h,
        tolerated_gpu_h=float(used.tolerated_gpu_h[here].sum()),
        events=round(float(used.events[here].sum())),
        availability_frac=available,
        fee=fee,
        credit=credit,
    )


def _whole(firm: FirmReservation, grid: TimeGrid, month: int, zone: str) -> bool:
    start = max(_month_start(month, zone), firm.term.start)
    end = min(_month_start(month + 1, zone), firm.term.end)
    return grid.start <= start and end <= grid.end


def _month_start(month: int, zone: str) -> datetime:
    local = datetime(month // 12, month % 12 + 1, 1, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def maintenance_frac(sla: Sla | None, grid: TimeGrid, zone: str, short_gpu_h: Floats) -> Floats:
    """Share of each interval that is maintenance, shape (grid.count,).

    Args:
        sla: The service level; without one nothing is maintenance.
        grid: Intervals.
        zone: IANA name of the site's zone.
        short_gpu_h: Shortfall per interval: the hours of a month that are allowed are used where work falls short.
    """
    out = np.zeros(grid.count)
    if sla is None:
        return out
    for dated in sla.maintenance:
        out = np.maximum(out, dated.covers(grid))
    if sla.monthly_maintenance is not None:
        out = out + _allowed(sla.monthly_maintenance, grid, zone, (short_gpu_h > LEAST_GPU_H) & (out == 0))
    return out


def _allowed(
    monthly: MonthlyMaintenance,
    grid: TimeGrid,
    zone: str,
    short: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> Floats:
    """Share of each interval that uses up the month's hours, earliest first."""
    inside, months = monthly.window.inside(grid, zone) & short, grid.local_month(zone)
    out = np.zeros(grid.count)
    for month in np.unique(months).tolist():
        at = np.flatnonzero(inside & (months == month))
        before_h = np.arange(at.size) * grid.step_h
        out[at] = np.clip((monthly.hours_per_month - before_h) / grid.step_h, 0.0, 1.0)
    return out


def _with_breaches(
    clause: Termination, months: tuple[ServiceMonth, ...], zone: str
) -> Iterator[ServiceMonth]:
    """Months with the breaches that count in each; a right to leave, once it arose, stays.

    Each month is a breach or not, and the last ``within_months`` of them are added up.
    """
    broken = [m.month for m in months if _below(m, clause)]
    leave: datetime | None = None
    for month in months:
        recent = sum(month.month - clause.within_months < at <= month.month for at in broken)
        if leave is None and recent >= clause.breaches:
            leave = _month_start(month.month + 1, zone)
        yield replace(month, breaches=recent, leave_from=leave)


def _below(month: ServiceMonth, clause: Termination) -> bool:
    available = month.availability_frac
    return available is not None and available + _SAME_FRAC < clause.below_frac
