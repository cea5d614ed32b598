"""Energy contracts: what a MWh costs or earns at the meter."""

import numpy as np

from bascule.model.energy_contracts import (
    BlockPurchase,
    ExportSale,
    FixedSupply,
    NominatedSupply,
    SpotSupply,
    Supply,
    TariffPeriod,
    TimeOfUseSupply,
)
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle import subscribed
from bascule.settle.values import Values, resolve, series


def supply_rate(supply: Supply, site: Site, grid: TimeGrid, values: Values) -> Floats:
    """Money per MWh imported under one contract, whether or not it is in force, shape (grid.count,)."""
    match supply:
        case SpotSupply():
            return series(supply.price.name, values) + supply.margin_per_mwh
        case NominatedSupply():
            return series(supply.imbalance.name, values) + supply.margin_per_mwh
        case FixedSupply():
            return np.full(grid.count, supply.price_per_mwh)
        case TimeOfUseSupply():
            return _time_of_use(supply, site.time_zone, grid)


def energy_rate(site: Site, grid: TimeGrid, values: Values) -> Floats:
    """Money per MWh imported under the contract in force, NaN where none is, shape (grid.count,)."""
    rate = np.full(grid.count, np.nan)
    for supply in site.supplies:
        in_force = supply.term.covers(grid) > 0
        if in_force.any():
            rate = np.where(in_force, supply_rate(supply, site, grid, values), rate)
    return rate


def adder_rate(site: Site, grid: TimeGrid) -> Floats:
    """Money per MWh imported on top of the energy: adders and classes of subscribed power, shape (grid.count,)."""
    rate = np.zeros(grid.count)
    for adder in site.adders:
        rate += adder.per_mwh * adder.term.covers(grid)
    for power in site.subscriptions:
        rate += subscribed.energy_rate(power, grid, site.time_zone)
    return rate


def import_rate(site: Site, grid: TimeGrid, values: Values) -> Floats:
    """All money per MWh imported that follows the volume: energy and adders."""
    return energy_rate(site, grid, values) + adder_rate(site, grid)


def export_sale_rate(sale: ExportSale, grid: TimeGrid, values: Values) -> Floats:
    """Money per MWh exported under one contract, its fee taken off."""
    price = sale.price if isinstance(sale.price, SeriesRef) else float(sale.price)
    return resolve(price, values, grid.count) - sale.fee_per_mwh


def export_rate(site: Site, grid: TimeGrid, values: Values) -> Floats:
    """Money per MWh exported under the contract in force, zero where none is."""
    rate = np.zeros(grid.count)
    for sale in site.exports:
        rate += sale.term.covers(grid) * export_sale_rate(sale, grid, values)
    return rate


def block_income(block: BlockPurchase, grid: TimeGrid, values: Values) -> Floats:
    """Money per interval that a block earns against spot; negative while spot is below its price."""
    mwh = block.power_mw * grid.step_h * block.term.covers(grid)
    return mwh * (series(block.spot.name, values) - block.price_per_mwh)


def _time_of_use(supply: TimeOfUseSupply, zone: str, grid: TimeGrid) -> Floats:
    rate = np.full(grid.count, supply.otherwise_per_mwh)
    for period in reversed(supply.periods):
        rate = np.where(_inside(period, zone, grid), period.price_per_mwh, rate)
    return rate


def _inside(period: TariffPeriod, zone: str, grid: TimeGrid) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    hour, month = grid.local_hour(zone), grid.local_month(zone) % 12 + 1
    after, before = hour >= period.start_hour, hour < period.end_hour
    hours = after & before if period.start_hour < period.end_hour else after | before
    inside = hours & np.isin(month, period.months) & np.isin(grid.local_weekday(zone), period.weekdays)
    return np.asarray(inside)
