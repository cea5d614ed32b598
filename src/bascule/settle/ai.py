"""AI contracts: what GPU-hours and leased megawatts earn, and what failing them costs."""

from typing import Final

import numpy as np

from bascule.model.ai_contracts import BatchJob, ColocationLease, FirmReservation, GpuSale
from bascule.model.series import Floats
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
    """Money per interval paid for the reservation, whatever is delivered."""
    price = resolve(reservation.price_per_gpu_h, values, grid.count)
    return reserved_gpus(reservation, grid, values) * price * grid.step_h


def offered_gpus(sale: GpuSale, grid: TimeGrid, values: Values) -> Floats:
    """GPUs that buyers would take per interval, zero outside the term."""
    return resolve(sale.demand_gpus, values, grid.count) * sale.term.covers(grid)


def sale_price(sale: GpuSale, grid: TimeGrid, values: Values) -> Floats:
    """Money per full-speed GPU-hour sold."""
    return resolve(sale.price_per_gpu_h, values, grid.count)


def lease_it_mw(lease: ColocationLease, grid: TimeGrid, values: Values) -> Floats:
    """IT power that the tenant asks for, zero outside the term."""
    return lease.contracted_it_mw * resolve(lease.drawn_frac, values, grid.count) * lease.term.covers(grid)


def lease_rent(lease: ColocationLease, grid: TimeGrid) -> Floats:
    """Rent per interval: contracted kW times the monthly rent, spread evenly over the month's hours."""
    per_h = lease.contracted_it_mw * KW_PER_MW * lease.rent_per_kw_month / HOURS_PER_MONTH
    return per_h * grid.step_h * lease.term.covers(grid)


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
