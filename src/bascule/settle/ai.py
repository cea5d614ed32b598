"""AI contracts: what GPU-hours and leased megawatts earn, and what failing them costs."""

from calendar import isleap
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.ai_contracts import BatchJob, ColocationLease, FirmReservation, GpuSale
from bascule.model.series import Floats, Ints
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.energy import adder_rate, energy_rate
from bascule.settle.values import Values, resolve
from bascule.units import KW_PER_MW

HOURS_PER_MONTH: Final = 365 / 12 * 24
JOB_TOLERANCE_GPU_H: Final = 1e-6
"""Work this close to a job's total counts as complete."""


def reserved_gpus(reservation: FirmReservation, grid: TimeGrid, values: Values) -> Floats:
    """GPUs reserved per interval, zero outside the term."""
    return resolve(reservation.gpus, values, grid.count) * reservation.term.covers(grid)


def reservation_income(reservation: FirmReservation, grid: TimeGrid, values: Values) -> Floats:
    """Money per interval paid for the reservation, whatever is delivered; a flexible customer's discount is taken off."""
    price = resolve(reservation.price_per_gpu_h, values, grid.count)
    kept = 1.0 if reservation.flex is None else 1.0 - reservation.flex.fee_discount_frac
    return reserved_gpus(reservation, grid, values) * price * kept * grid.step_h


def offered_gpus(sale: GpuSale, grid: TimeGrid, values: Values) -> Floats:
    """GPUs that buyers would take per interval at the posted price, zero outside the term."""
    if sale.demand_gpus is None:
        wanted = sale.wanted_gpus(sale_price(sale, grid, values))
    else:
        wanted = resolve(sale.demand_gpus, values, grid.count)
    return wanted * sale.term.covers(grid)


def sale_price(sale: GpuSale, grid: TimeGrid, values: Values) -> Floats:
    """Money per full-speed GPU-hour sold."""
    return resolve(sale.price_per_gpu_h, values, grid.count)


def lease_it_mw(lease: ColocationLease, grid: TimeGrid, values: Values) -> Floats:
    """IT power that the tenant asks for, zero outside the term."""
    return lease.contracted_it_mw * resolve(lease.drawn_frac, values, grid.count) * lease.term.covers(grid)


def lease_rent_rate(lease: ColocationLease, grid: TimeGrid, zone: str) -> Floats:
    """Rent per IT MWh: the month's rent, as risen by now, spread evenly over its hours; zero outside the term."""
    per_mwh = KW_PER_MW * lease.rent_per_kw_month / HOURS_PER_MONTH
    risen = (1.0 + lease.escalator_frac_per_year) ** anniversaries(lease.term.start, grid, zone)
    return per_mwh * risen * lease.term.covers(grid)


def lease_rent(lease: ColocationLease, grid: TimeGrid, zone: str) -> Floats:
    """Rent per interval that is owed on contracted power, drawn or not; zero for a lease on metered power."""
    if lease.rent_basis == "metered":
        return np.zeros(grid.count)
    return lease.contracted_it_mw * grid.step_h * lease_rent_rate(lease, grid, zone)


def metered_rent_rate(lease: ColocationLease, grid: TimeGrid, zone: str) -> Floats:
    """Rent per IT MWh actually drawn; zero for a lease on contracted power."""
    return lease_rent_rate(lease, grid, zone) * (lease.rent_basis == "metered")


def anniversaries(start: datetime, grid: TimeGrid, zone: str) -> Ints:
    """Anniversaries of a local start that have come by each interval, shape (grid.count,).

    A start on 29 February has its anniversary on 1 March of a common year.
    """
    local = start.astimezone(ZoneInfo(zone))
    leap = (local.month, local.day) == (2, 29)
    first = local.replace(month=3, day=1) if leap else local
    years = range(local.year + 1, grid.end.astimezone(ZoneInfo(zone)).year + 1)
    days = [(local if leap and isleap(year) else first).replace(year=year).timestamp() for year in years]
    return np.searchsorted(np.array(days), grid.starts_s(), side="right").astype(np.int64)


def lease_energy_rate(lease: ColocationLease, site: Site, grid: TimeGrid, values: Values) -> Floats:
    """Money per hall MWh that the tenant pays on to the operator, losses to the meter included."""
    rate = np.zeros(grid.count)
    if lease.energy_pass_through:
        rate = rate + energy_rate(site, grid, values)
    if lease.network_pass_through:
        rate = rate + adder_rate(site, grid)
    metered: Floats = rate / (1.0 - site.grid.loss_frac)
    return metered


def job_pay(job: BatchJob, work_gpu_h: Floats, done_before_gpu_h: float = 0.0) -> Floats:
    """Money per interval for a job's work, never for more than it has, same shape as ``work_gpu_h``.

    A job that pays on completion is paid whole in the interval in which it is done.

    Args:
        job: The contract.
        work_gpu_h: Full-speed GPU-hours per interval.
        done_before_gpu_h: Work done before the first of these intervals.
    """
    done = np.minimum(done_before_gpu_h + np.cumsum(work_gpu_h), job.gpu_h)
    before = np.concatenate([[min(done_before_gpu_h, job.gpu_h)], done[:-1]])
    if not job.pays_on_completion:
        paid: Floats = job.value_per_gpu_h * (done - before)
        return paid
    goal = job.gpu_h - JOB_TOLERANCE_GPU_H
    # Once complete it is paid, whatever is lost or done again later.
    finished = (done >= goal) & (np.maximum.accumulate(before) < goal)
    return np.where(finished, job.value_per_gpu_h * job.gpu_h, 0.0)
