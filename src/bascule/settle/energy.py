"""Energy contracts: what a MWh costs or earns at the meter."""

import numpy as np

from bascule.model.energy_contracts import (
    BlockPurchase,
    ExportSale,
    FixedSupply,
    NominatedSupply,
    PriceCollar,
    SpotSupply,
    Supply,
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
            return _spot(supply, values)
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


def block_mwh(block: BlockPurchase, zone: str, grid: TimeGrid, values: Values) -> Floats:
    """Energy delivered per interval: contracted power, as produced, inside its hours and its term.

    Args:
        block: The contract.
        zone: IANA name of the site's zone, in which its hours are counted.
        grid: Intervals.
        values: Series values.
    """
    delivered = block.power_mw * grid.step_h * block.term.covers(grid)
    if block.window is not None:
        delivered = delivered * block.window.inside(grid, zone)
    return np.asarray(delivered * resolve(block.produced_frac, values, grid.count))


def block_income(block: BlockPurchase, zone: str, grid: TimeGrid, values: Values) -> Floats:
    """Money per interval that a block earns against spot; negative while spot is below its price."""
    return block_mwh(block, zone, grid, values) * (series(block.spot.name, values) - block.price_per_mwh)


def collar_income(collar: PriceCollar, grid: TimeGrid, values: Values) -> Floats:
    """Money per interval that a cap, floor or collar pays on its volume, its premium taken off."""
    spot = series(collar.spot.name, values)
    paid = np.full(grid.count, -float(collar.premium_per_mwh))
    if collar.cap_per_mwh is not None:
        paid += np.maximum(spot - collar.cap_per_mwh, 0.0)
    if collar.floor_per_mwh is not None:
        paid -= np.maximum(collar.floor_per_mwh - spot, 0.0)
    return np.asarray(collar.power_mw * grid.step_h * collar.term.covers(grid) * paid)


def _spot(supply: SpotSupply, values: Values) -> Floats:
    low = -np.inf if supply.floor_per_mwh is None else supply.floor_per_mwh
    high = np.inf if supply.cap_per_mwh is None else supply.cap_per_mwh
    return np.asarray(np.clip(series(supply.price.name, values), low, high) + supply.margin_per_mwh)


def _time_of_use(supply: TimeOfUseSupply, zone: str, grid: TimeGrid) -> Floats:
    rate = np.full(grid.count, supply.otherwise_per_mwh)
    for period in reversed(supply.periods):
        rate = np.where(period.window.inside(grid, zone), period.price_per_mwh, rate)
    return rate
