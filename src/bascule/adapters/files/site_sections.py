"""The sections of a site file and the kind of entry that each holds."""

from collections.abc import Mapping
from typing import Final

from bascule.adapters.files.site_ai_contracts import (
    BatchJobEntry,
    ColocationLeaseEntry,
    DailyJobEntry,
    FirmReservationEntry,
    GpuSaleEntry,
)
from bascule.adapters.files.site_asic_fleet import AsicFleetEntry
from bascule.adapters.files.site_battery import BatteryEntry
from bascule.adapters.files.site_energy_contracts import (
    AdderEntry,
    BlockEntry,
    DemandChargeEntry,
    ExportEntry,
    FixedEntry,
    SpotEntry,
    TimeOfUseEntry,
)
from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_flexible_load import FlexibleLoadEntry
from bascule.adapters.files.site_generator import GeneratorEntry
from bascule.adapters.files.site_gpu_pool import GpuPoolEntry
from bascule.adapters.files.site_grid_connection import GridEntry
from bascule.adapters.files.site_head import EmissionCapEntry, HeadEntry, MiningEntry
from bascule.adapters.files.site_monthly_contracts import (
    PriceCollarEntry,
    StandingChargeEntry,
    VolumeBandEntry,
)
from bascule.adapters.files.site_network_charges import (
    CapacityObligationEntry,
    CoincidentPeakEntry,
    SubscribedPowerEntry,
)
from bascule.adapters.files.site_nominated_supply import NominatedEntry
from bascule.adapters.files.site_reserves import ReserveProductEntry

ENERGY_CONTRACTS: Final = "energy_contracts"

SINGLE: Final[Mapping[str, type[Entry]]] = {
    "mining": MiningEntry,
    "grid": GridEntry,
    "emission_cap": EmissionCapEntry,
}
"""Sections that are one entry."""

LISTS: Final[Mapping[str, type[Entry]]] = {
    "asic_fleets": AsicFleetEntry,
    "gpu_pools": GpuPoolEntry,
    "batteries": BatteryEntry,
    "generators": GeneratorEntry,
    "flexible_loads": FlexibleLoadEntry,
    "export_contracts": ExportEntry,
    "energy_adders": AdderEntry,
    "demand_charges": DemandChargeEntry,
    "reserve_products": ReserveProductEntry,
    "price_collars": PriceCollarEntry,
    "volume_bands": VolumeBandEntry,
    "standing_charges": StandingChargeEntry,
    "coincident_peaks": CoincidentPeakEntry,
    "subscribed_power": SubscribedPowerEntry,
    "capacity_obligations": CapacityObligationEntry,
    "firm_reservations": FirmReservationEntry,
    "colocation_leases": ColocationLeaseEntry,
    "gpu_sales": GpuSaleEntry,
    "batch_jobs": BatchJobEntry,
    "daily_jobs": DailyJobEntry,
}
"""Sections that are lists of entries of one kind."""

ENERGY_KINDS: Final[Mapping[str, type[Entry]]] = {
    "spot": SpotEntry,
    "nominated": NominatedEntry,
    "fixed": FixedEntry,
    "time_of_use": TimeOfUseEntry,
    "block": BlockEntry,
}
"""Kinds of energy contracts, by their key ``kind``."""


def section_names() -> tuple[str, ...]:
    """Every key at the top of a site file."""
    return (*HeadEntry.model_fields, *SINGLE, *LISTS, ENERGY_CONTRACTS)
