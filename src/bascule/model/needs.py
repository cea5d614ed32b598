"""Which market series a site asks for, and where."""

from collections.abc import Iterator, Mapping

from bascule.model.energy_contracts import NominatedSupply, SpotSupply
from bascule.model.series import Level, SeriesRef
from bascule.model.site import Site

HOME_CURRENCY_OF_BITCOIN = "USD"

Need = tuple[str, Level | None]
"""A place on the site, as a site file names it, and what stands there."""


def needed_series(site: Site) -> Mapping[str, str]:
    """Series name to the first place that asks for it, such as ``energy_contracts[grid spot].price``.

    Temperature counts only where some curve depends on it, Bitcoin series only where there are fleets,
    and the exchange rate only where the site's currency is not USD.
    """
    named: dict[str, str] = {}
    for place, level in _needs(site):
        if isinstance(level, SeriesRef):
            named.setdefault(level.name, place)
    return named


def _needs(site: Site) -> Iterator[Need]:
    yield from _energy(site)
    yield from _network(site)
    yield from _compute(site)
    yield from _plant(site)
    yield from _mining(site)
    if _feels_temperature(site):
        yield "temperature_c", site.temperature
    yield "carbon", site.carbon
    if site.emission_cap is not None:
        yield "emission_cap.carbon", site.emission_cap.carbon


def _energy(site: Site) -> Iterator[Need]:
    for supply in site.supplies:
        if isinstance(supply, SpotSupply):
            yield f"energy_contracts[{supply.name}].price", supply.price
        elif isinstance(supply, NominatedSupply):
            yield f"energy_contracts[{supply.name}].day_ahead", supply.day_ahead
            yield f"energy_contracts[{supply.name}].imbalance", supply.imbalance
            yield f"energy_contracts[{supply.name}].surplus", supply.surplus
    for block in site.blocks:
        yield f"energy_contracts[{block.name}].spot", block.spot
        yield f"energy_contracts[{block.name}].produced_frac", block.produced_frac
    for collar in site.collars:
        yield f"price_collars[{collar.name}].spot", collar.spot
    for export in site.exports:
        yield f"export_contracts[{export.name}].price", export.price
    if site.grid.calls is not None:
        yield "grid.curtailment.order_series", site.grid.calls.order_mw
    for product in site.reserves:
        yield f"reserve_products[{product.name}].capacity_price", product.capacity_price
        yield f"reserve_products[{product.name}].activation_price", product.activation_price
        yield f"reserve_products[{product.name}].calls", product.calls


def _network(site: Site) -> Iterator[Need]:
    for charge in site.coincident_peaks:
        place = f"coincident_peaks[{charge.name}]"
        yield f"{place}.system_load", charge.system_load
        yield f"{place}.probability", SeriesRef(name=charge.probability_name)


def _compute(site: Site) -> Iterator[Need]:
    for reservation in site.reservations:
        yield f"firm_reservations[{reservation.name}].gpus", reservation.gpus
        yield f"firm_reservations[{reservation.name}].price_per_gpu_h", reservation.price_per_gpu_h
    for lease in site.leases:
        yield f"colocation_leases[{lease.name}].drawn_frac", lease.drawn_frac
    for sale in site.sales:
        yield f"gpu_sales[{sale.name}].demand_gpus", sale.demand_gpus
        yield f"gpu_sales[{sale.name}].price_per_gpu_h", sale.price_per_gpu_h


def _plant(site: Site) -> Iterator[Need]:
    for generator in site.generators:
        yield f"generators[{generator.name}].capacity_frac", generator.capacity_frac
    for load in site.loads:
        yield f"flexible_loads[{load.name}].value_per_mwh", load.value_per_mwh
        if load.heat is not None:
            yield f"flexible_loads[{load.name}].heat.demand_mw", load.heat.demand_mw
            yield f"flexible_loads[{load.name}].heat.price_per_mwh", load.heat.price_per_mwh


def _mining(site: Site) -> Iterator[Need]:
    if not site.fleets:
        return
    mining = site.mining
    if mining.hashprice_usd_per_ph_day is not None:
        yield "mining.hashprice_usd_per_ph_day", SeriesRef(name=mining.hashprice_usd_per_ph_day)
    else:
        yield "mining.btc_usd", SeriesRef(name=mining.btc_usd)
        yield "mining.difficulty", SeriesRef(name=mining.difficulty)
        yield "mining.fees_btc_per_block", SeriesRef(name=mining.fees_btc_per_block)
    if site.currency != HOME_CURRENCY_OF_BITCOIN:
        yield "mining.usd_per_eur", SeriesRef(name=mining.usd_per_eur)


def _feels_temperature(site: Site) -> bool:
    curves = [fleet.pue for fleet in site.fleets] + [pool.pue for pool in site.pools]
    curves += [lease.pue for lease in site.leases]
    derates = [fleet.derate for fleet in site.fleets if fleet.derate is not None]
    curves += [curve for derate in derates for curve in (derate.power_frac, derate.hashrate_frac)]
    return not all(curve.constant for curve in curves)
