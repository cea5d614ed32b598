"""From checked entries to the site."""

from collections.abc import Iterator

from bascule.adapters.files.site_ai_contracts import (
    BatchJobEntry,
    ColocationLeaseEntry,
    DailyJobEntry,
    FirmReservationEntry,
    GpuSaleEntry,
)
from bascule.adapters.files.site_asic_fleet import AsicFleetEntry
from bascule.adapters.files.site_battery import BatteryEntry
from bascule.adapters.files.site_dated_rules import adders, rules_used
from bascule.adapters.files.site_energy_contracts import (
    BlockEntry,
    DemandChargeEntry,
    ExportEntry,
    FixedEntry,
    SpotEntry,
    TimeOfUseEntry,
)
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
from bascule.adapters.files.site_walk import Walked
from bascule.model.energy_contracts import Supply
from bascule.model.site import MiningSeries, Site


def assemble(walked: Walked) -> Site:
    """The site of a file without findings."""
    zone = walked.zone
    [(_, head)] = walked.of(HeadEntry)
    [(_, grid)] = walked.of(GridEntry)
    mining = [entry.to_model() for _, entry in walked.of(MiningEntry)]
    caps = [entry.to_model(zone) for _, entry in walked.of(EmissionCapEntry)]
    return Site(
        name=head.name,
        country=head.country,
        time_zone=head.time_zone,
        currency=head.currency,
        grid=grid.to_model(),
        fleets=tuple(entry.to_model() for _, entry in walked.of(AsicFleetEntry)),
        pools=tuple(entry.to_model() for _, entry in walked.of(GpuPoolEntry)),
        batteries=tuple(entry.to_model() for _, entry in walked.of(BatteryEntry)),
        generators=tuple(entry.to_model() for _, entry in walked.of(GeneratorEntry)),
        loads=tuple(entry.to_model() for _, entry in walked.of(FlexibleLoadEntry)),
        supplies=tuple(sorted(_supplies(walked), key=lambda supply: supply.term.start)),
        blocks=tuple(entry.to_model(zone) for _, entry in walked.of(BlockEntry)),
        exports=tuple(entry.to_model(zone) for _, entry in walked.of(ExportEntry)),
        adders=tuple(adders(walked)),
        reserves=tuple(entry.to_model(zone) for _, entry in walked.of(ReserveProductEntry)),
        demand_charges=tuple(entry.to_model(zone) for _, entry in walked.of(DemandChargeEntry)),
        collars=tuple(entry.to_model(zone) for _, entry in walked.of(PriceCollarEntry)),
        bands=tuple(entry.to_model(zone) for _, entry in walked.of(VolumeBandEntry)),
        standing=tuple(entry.to_model(zone) for _, entry in walked.of(StandingChargeEntry)),
        coincident_peaks=tuple(entry.to_model(zone) for _, entry in walked.of(CoincidentPeakEntry)),
        subscriptions=tuple(entry.to_model(zone) for _, entry in walked.of(SubscribedPowerEntry)),
        obligations=tuple(entry.to_model(zone) for _, entry in walked.of(CapacityObligationEntry)),
        reservations=tuple(entry.to_model(zone) for _, entry in walked.of(FirmReservationEntry)),
        leases=tuple(entry.to_model(zone) for _, entry in walked.of(ColocationLeaseEntry)),
        sales=tuple(entry.to_model(zone) for _, entry in walked.of(GpuSaleEntry)),
        jobs=tuple(entry.to_model(zone) for _, entry in walked.of(BatchJobEntry)),
        daily_jobs=tuple(entry.to_model(zone) for _, entry in walked.of(DailyJobEntry)),
        mining=mining[0] if mining else MiningSeries(),
        emission_cap=caps[0] if caps else None,
        temperature=head.temperature_c,
        carbon=head.carbon,
        rules=rules_used(walked),
    )


def site_notes(walked: Walked) -> tuple[str, ...]:
    """Defaults, sources and dropped points that a reader of the result should know."""
    return tuple(note for placed in walked.entries for note in placed.entry.notes())


def _supplies(walked: Walked) -> Iterator[Supply]:
    yield from (entry.to_model(walked.zone) for _, entry in walked.of(SpotEntry))
    yield from (entry.to_model(walked.zone) for _, entry in walked.of(NominatedEntry))
    yield from (entry.to_model(walked.zone) for _, entry in walked.of(FixedEntry))
    yield from (entry.to_model(walked.zone) for _, entry in walked.of(TimeOfUseEntry))
