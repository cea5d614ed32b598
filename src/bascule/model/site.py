"""The site: one place, one connection, its assets and contracts."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bascule.model.ai_contracts import BatchJob, ColocationLease, DailyJob, FirmReservation, GpuSale
from bascule.model.asic_fleet import AsicFleet
from bascule.model.battery import Battery
from bascule.model.energy_contracts import (
    BlockPurchase,
    DemandCharge,
    EnergyAdder,
    ExportSale,
    PriceCollar,
    StandingCharge,
    Supply,
    VolumeBand,
)
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.generator import Generator
from bascule.model.gpu_pool import GpuPool
from bascule.model.grid_connection import GridConnection
from bascule.model.network_charges import CapacityObligation, CoincidentPeakCharge, SubscribedPower
from bascule.model.reserves import ReserveProduct
from bascule.model.rule import Rule
from bascule.model.series import SeriesRef
from bascule.model.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionCap:
    """A limit on the emissions of imported energy over a horizon, on request.

    Attributes:
        tonnes: CO2 equivalent allowed within the term.
        carbon: Series of grid carbon intensity in g/kWh.
        term: The horizon.
    """

    tonnes: float
    carbon: SeriesRef
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class MiningSeries:
    """Names of the series that decide what a hash earns.

    Attributes:
        btc_usd: Price of a bitcoin in USD.
        difficulty: Network difficulty.
        fees_btc_per_block: Mean transaction fees per block.
        usd_per_eur: Exchange rate, needed where the site's currency is not USD.
        hashprice_usd_per_ph_day: If given, used instead of price, difficulty and fees.
    """

    btc_usd: str = "btc_usd"
    difficulty: str = "difficulty"
    fees_btc_per_block: str = "fees_btc_per_block"
    usd_per_eur: str = "usd_per_eur"
    hashprice_usd_per_ph_day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site in one currency and one time zone. Everything that dispatch, backtest and plan ask about it.

    Attributes:
        name: What people call it.
        country: ISO 3166 code.
        time_zone: IANA name; months, days and tariff hours are counted here.
        currency: ISO 4217 code; every amount without its own currency is in it.
        grid: The connection.
        fleets: Bitcoin machines.
        pools: GPU pools.
        batteries: Storage.
        generators: Solar and wind.
        loads: Flexible loads.
        supplies: Energy contracts; exactly one is in force at any time.
        blocks: Energy bought regardless; may overlap.
        exports: Export contracts; at most one in force at any time.
        adders: Money per MWh on top; may overlap.
        demand_charges: Money per kW-month; may overlap.
        collars: Financial caps and floors.
        bands: Tolerance bands on monthly energy.
        standing: Money per month.
        obligations: Capacity to be certified.
        coincident_peaks: Money for power while the system peaks.
        subscriptions: Subscribed power; at most one in force at any time.
        reserves: Reserve and demand-response products.
        reservations: Firm AI contracts.
        leases: Colocation tenants.
        sales: On-demand and spot sales.
        jobs: Batch jobs.
        daily_jobs: Batch jobs that come again each day.
        mining: Which series decide what a hash earns.
        emission_cap: A limit on emissions, or None.
        temperature: Series of outdoor temperature in Celsius, or a constant.
        carbon: Series of grid carbon intensity for reporting, or None.
        rules: Versions of dated rules that the contracts rest on.
    """

    name: str
    country: str
    time_zone: str
    currency: str
    grid: GridConnection
    fleets: tuple[AsicFleet, ...] = ()
    pools: tuple[GpuPool, ...] = ()
    batteries: tuple[Battery, ...] = ()
    generators: tuple[Generator, ...] = ()
    loads: tuple[FlexibleLoad, ...] = ()
    supplies: tuple[Supply, ...] = ()
    blocks: tuple[BlockPurchase, ...] = ()
    exports: tuple[ExportSale, ...] = ()
    adders: tuple[EnergyAdder, ...] = ()
    demand_charges: tuple[DemandCharge, ...] = ()
    collars: tuple[PriceCollar, ...] = ()
    bands: tuple[VolumeBand, ...] = ()
    standing: tuple[StandingCharge, ...] = ()
    obligations: tuple[CapacityObligation, ...] = ()
    coincident_peaks: tuple[CoincidentPeakCharge, ...] = ()
    subscriptions: tuple[SubscribedPower, ...] = ()
    reserves: tuple[ReserveProduct, ...] = ()
    reservations: tuple[FirmReservation, ...] = ()
    leases: tuple[ColocationLease, ...] = ()
    sales: tuple[GpuSale, ...] = ()
    jobs: tuple[BatchJob, ...] = ()
    daily_jobs: tuple[DailyJob, ...] = ()
    mining: MiningSeries = field(default_factory=MiningSeries)
    emission_cap: EmissionCap | None = None
    temperature: SeriesRef | float = 15.0
    carbon: SeriesRef | None = None
    rules: tuple[Rule, ...] = ()

    def pool(self, name: str) -> GpuPool:
        """The GPU pool of that name.

        Raises:
            KeyError: No such pool.
        """
        by_name = {pool.name: pool for pool in self.pools}
        return by_name[name]

    def without(self, names: Collection[str]) -> "Site":
        """The same site without the assets and contracts of these names: what they are worth is the difference.

        Raises:
            KeyError: Nothing on the site is called so; names the first.
        """
        parts = {f.name: getattr(self, f.name) for f in fields(self)}
        listed = {key: part for key, part in parts.items() if isinstance(part, tuple)}
        have = {one.name for part in listed.values() for one in part if hasattr(one, "name")}
        for name in names:
            if name not in have:
                raise KeyError(name)
        kept: dict[str, Any] = {
            key: tuple(one for one in part if getattr(one, "name", None) not in names)
            for key, part in listed.items()
        }
        return replace(self, **kept)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all assets and contracts, sorted."""
        parts = (getattr(self, f.name) for f in fields(self))
        return tuple(
            sorted(
                one.name for part in parts if isinstance(part, tuple) for one in part if hasattr(one, "name")
            )
        )
