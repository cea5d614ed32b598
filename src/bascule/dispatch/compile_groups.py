"""Groups of devices on one piece of a horizon: segments in megawatts with their worth in money."""

import numpy as np

from bascule.dispatch.inputs import Group, GroupKind, StartInput
from bascule.dispatch.site_shape import DeviceCurve, SiteShape
from bascule.model.ai_contracts import ColocationLease, FirmReservation, GpuSale
from bascule.model.asic_fleet import AsicFleet
from bascule.model.series import Floats
from bascule.model.state import SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle import ai
from bascule.settle.values import HASH_VALUE, Values, resolve, series
from bascule.units import SECONDS_PER_HOUR


def temperatures(shape: SiteShape, grid: TimeGrid, values: Values) -> Floats:
    """Outdoor temperature per interval; a site on which it changes nothing needs no series."""
    site = shape.site
    curves = (
        [fleet.pue for fleet in site.fleets]
        + [pool.pue for pool in site.pools]
        + [lease.pue for lease in site.leases]
    )
    if all(curve.constant for curve in curves) and not any(fleet.derate for fleet in site.fleets):
        return np.zeros(grid.count)
    return resolve(site.temperature, values, grid.count)


def lease_group(
    lease: ColocationLease, shape: SiteShape, grid: TimeGrid, values: Values, temperature_c: Floats
) -> Group:
    """A tenant: one segment worth its metered rent, what is passed on to it and the penalty of denying it power."""
    pue = lease.pue.at(temperature_c)
    worth = lease.shortfall_penalty_per_mwh + pue * ai.lease_energy_rate(lease, shape.site, grid, values)
    worth = worth + ai.metered_rent_rate(lease, grid, shape.site.time_zone)
    return Group(
        name=lease.name,
        kind=GroupKind.LEASE,
        pool=None,
        widths_mw=ai.lease_it_mw(lease, grid, values)[None, :],
        worth_per_mwh=worth[None, :],
        bus_per_it=pue + shape.site.grid.auxiliary_per_it_frac,
        device_mw=0.0,
    )


def reservation_group(
    firm: FirmReservation, shape: SiteShape, grid: TimeGrid, values: Values, bus_per_it: Floats
) -> Group:
    """Reserved GPUs: throughput is worth the penalty that it avoids."""
    curve = shape.classes[firm.pool, firm.job_class]
    penalty = np.full(grid.count, firm.shortfall_penalty_per_gpu_h)
    gpus = ai.reserved_gpus(firm, grid, values)
    return _gpu_group(firm.name, GroupKind.RESERVATION, firm.pool, curve, gpus, penalty, bus_per_it)


def sale_group(sale: GpuSale, shape: SiteShape, grid: TimeGrid, values: Values, bus_per_it: Floats) -> Group:
    """GPUs for sale: throughput is worth its price."""
    curve = shape.classes[sale.pool, sale.job_class]
    price, gpus = ai.sale_price(sale, grid, values), ai.offered_gpus(sale, grid, values)
    return _gpu_group(sale.name, GroupKind.SALE, sale.pool, curve, gpus, price, bus_per_it)


def _gpu_group(
    name: str,
    kind: GroupKind,
    pool: str,
    curve: DeviceCurve,
    gpus: Floats,
    per_gpu_h: Floats,
    bus_per_it: Floats,
) -> Group:
    return Group(
        name=name,
        kind=kind,
        pool=pool,
        widths_mw=np.outer(curve.widths_mw, gpus),
        worth_per_mwh=np.outer(curve.per_mw, per_gpu_h),
        bus_per_it=bus_per_it,
        device_mw=float(curve.widths_mw[0]),
    )


def fleet_group(
    fleet: AsicFleet,
    shape: SiteShape,
    grid: TimeGrid,
    values: Values,
    state: SiteState,
    temperature_c: Floats,
) -> Group:
    """Mining machines: hashrate is worth the hash value less the pool's fee; heat cuts power and hashrate."""
    curve = shape.fleets[fleet.name]
    per_th_h = series(HASH_VALUE, values) * (1.0 - fleet.pool_fee_frac)
    widths = np.repeat(fleet.devices * curve.widths_mw[:, None], grid.count, axis=1)
    if fleet.derate is not None:
        widths = limited_widths(fleet, curve, temperature_c)
        per_th_h = per_th_h * fleet.derate.hashrate_frac.at(temperature_c)
    return Group(
        name=fleet.name,
        kind=GroupKind.FLEET,
        pool=None,
        widths_mw=widths,
        worth_per_mwh=np.outer(curve.per_mw, per_th_h),
        bus_per_it=fleet.pue.at(temperature_c) + shape.site.grid.auxiliary_per_it_frac,
        device_mw=float(curve.widths_mw[0]),
        start=_starts(fleet, curve, state, per_th_h),
        control=fleet.control,
        shed_s=fleet.shed_s,
    )


def limited_widths(fleet: AsicFleet, curve: DeviceCurve, temperature_c: Floats) -> Floats:
    """Segments cut where intake temperature limits power to a fraction of the top point, shape (segments, count)."""
    if fleet.derate is None:
        raise ValueError(f"{fleet.name} has no derate")
    top_mw = curve.rest_mw + float(curve.widths_mw.sum())
    room_mw = np.maximum(fleet.derate.power_frac.at(temperature_c) * top_mw - curve.rest_mw, 0.0)
    below_mw = np.cumsum(curve.widths_mw) - curve.widths_mw
    per_device = np.clip(room_mw[None, :] - below_mw[:, None], 0.0, curve.widths_mw[:, None])
    return np.asarray(fleet.devices * per_device)


def _starts(fleet: AsicFleet, curve: DeviceCurve, state: SiteState, per_th_h: Floats) -> StartInput | None:
    if fleet.start_cost == 0 and fleet.warmup_s == 0 and not fleet.whole_block:
        return None
    lost = fleet.warmup_s / SECONDS_PER_HOUR * float(curve.yields[0]) * per_th_h
    before = state.fleet_on.get(fleet.name, fleet.initial_on_frac * fleet.devices)
    # Carried state may exceed its bound by rounding, which would make bounds inconsistent.
    return StartInput(
        cost=fleet.start_cost + lost, before=min(before, fleet.devices), whole_block=fleet.whole_block
    )
