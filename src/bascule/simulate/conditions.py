"""What the world does to a plant on a grid: temperature, weather, tenants, orders. Physics only, no money."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from bascule.model.ai_contracts import ColocationLease
from bascule.model.asic_fleet import AsicFleet
from bascule.model.gpu_pool import GpuPool
from bascule.model.series import Floats, Level
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.ai import offered_gpus
from bascule.settle.calls import due_calls
from bascule.settle.orders import orders_mw
from bascule.settle.values import resolve


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conditions:
    """Actual values on a grid, each of shape (grid.count,).

    Attributes:
        temperature_c: Outdoor temperature.
        available_mw: Output that the weather allows, by generator.
        lease_it_mw: IT power that each tenant asks for.
        reserved_gpus: GPUs that each reservation is owed.
        offered_gpus: GPUs that buyers of each sale would take.
        heat_mw: Heat that each load could sell.
        call_frac: Share of the committed power that is called, by reserve product.
        order_mw: Power that the grid calls back by orders that are not void.
    """

    temperature_c: Floats
    available_mw: Mapping[str, Floats]
    lease_it_mw: Mapping[str, Floats]
    reserved_gpus: Mapping[str, Floats]
    offered_gpus: Mapping[str, Floats]
    heat_mw: Mapping[str, Floats]
    order_mw: Floats
    call_frac: Mapping[str, Floats] = field(default_factory=dict)


def conditions(
    site: Site, grid: TimeGrid, values: Mapping[str, Floats], order_h: Mapping[int, float] | None = None
) -> Conditions:
    """Conditions of a site from series values on a grid.

    Args:
        site: The site.
        grid: Intervals.
        values: Series on them.
        order_h: Hours of the grid's orders before the first interval, by calendar year.

    Raises:
        DataGap: A needed series is missing.
    """

    def at(level: Level) -> Floats:
        return resolve(level, values, grid.count)

    return Conditions(
        temperature_c=at(site.temperature) if matters(site) else np.zeros(grid.count),
        available_mw={g.name: g.capacity_mw * at(g.capacity_frac) for g in site.generators},
        lease_it_mw={
            v.name: v.contracted_it_mw * at(v.drawn_frac) * v.term.covers(grid) for v in site.leases
        },
        reserved_gpus={r.name: at(r.gpus) * r.term.covers(grid) for r in site.reservations},
        offered_gpus={s.name: offered_gpus(s, grid, values) for s in site.sales},
        heat_mw={v.name: at(v.heat.demand_mw) for v in site.loads if v.heat is not None},
        call_frac={r.name: due_calls(r, grid, site.time_zone, values) for r in site.reserves},
        order_mw=orders_mw(site, grid, values, order_h),
    )


def matters(site: Site) -> bool:
    """Whether temperature changes anything on a site."""
    halls: tuple[AsicFleet | GpuPool | ColocationLease, ...] = (*site.fleets, *site.pools, *site.leases)
    return any(not hall.pue.constant for hall in halls) or any(f.derate is not None for f in site.fleets)


def cut(given: Conditions, first: int, count: int) -> Conditions:
    """The ``count`` intervals from ``first`` on."""
    span = slice(first, first + count)

    def each(arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        return {name: array[span] for name, array in arrays.items()}

    return Conditions(
        temperature_c=given.temperature_c[span],
        available_mw=each(given.available_mw),
        lease_it_mw=each(given.lease_it_mw),
        reserved_gpus=each(given.reserved_gpus),
        offered_gpus=each(given.offered_gpus),
        heat_mw=each(given.heat_mw),
        order_mw=given.order_mw[span],
        call_frac=each(given.call_frac),
    )
