"""What must hold between the entries of a site file."""

import re
from collections.abc import Iterable, Iterator

from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.site_ai_contracts import (
    ColocationLeaseEntry,
    FirmReservationEntry,
    JobEntry,
    PoolUseEntry,
)
from bascule.adapters.files.site_dated_rules import dated_rule_findings
from bascule.adapters.files.site_double_sales import double_sales
from bascule.adapters.files.site_energy_contracts import ExportEntry, FixedEntry, SpotEntry, TimeOfUseEntry
from bascule.adapters.files.site_finding import Finding, Path, shown, spelled
from bascule.adapters.files.site_gpu_pool import GpuPoolEntry
from bascule.adapters.files.site_grid_connection import GridEntry
from bascule.adapters.files.site_head import CURRENCIES, MiningEntry
from bascule.adapters.files.site_network_charges import SubscribedPowerEntry
from bascule.adapters.files.site_nominated_supply import NominatedEntry
from bascule.adapters.files.site_reserve_rules import reserve_findings
from bascule.adapters.files.site_sections import ENERGY_CONTRACTS, LISTS
from bascule.adapters.files.site_walk import Walked
from bascule.model.gpu_pool import GpuPool
from bascule.model.series import SeriesRef
from bascule.model.term import Term

_CURRENCY = re.compile(r"(?:^|_)(usd|eur|gbp|chf)(?:_|$)")


def rule_findings(walked: Walked) -> Iterator[Finding]:
    """Findings between entries; entries that are wrong by themselves are left out."""
    yield from _names(walked)
    yield from _currencies(walked)
    yield from _supply_overlaps(walked)
    yield from _export_overlaps(walked)
    yield from double_sales(walked)
    yield from _subscription_overlaps(walked)
    yield from _pool_uses(walked)
    yield from _firm(walked)
    yield from _carried(walked)
    yield from reserve_findings(walked)
    yield from dated_rule_findings(walked)


def _currencies(walked: Walked) -> Iterator[Finding]:
    """Money from series in another currency than the site's; mining series are converted, others are not."""
    own = str(walked.values.get("currency"))
    for placed in walked.entries:
        named = {} if isinstance(placed.entry, MiningEntry) else dict(placed.entry)
        for key, level in named.items():
            stated = _CURRENCY.search(level.name) if isinstance(level, SeriesRef) else None
            if stated is not None and own in CURRENCIES and stated[1].upper() != own:
                hint = (
                    f"is in {stated[1].upper()}, but the site's amounts are in {own}: name a series in {own}"
                )
                yield Finding(path=(*placed.path, key), value=level.name, hint=hint)


def _names(walked: Walked) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for path, name in _named(walked):
        if name in first:
            hint = f"is the name of {spelled(first[name])} too: give every asset and contract its own name"
            yield Finding(path=(*path, "name"), value=shown(name), hint=hint)
        first.setdefault(name, path)


def _named(walked: Walked) -> Iterator[tuple[Path, str]]:
    """Names as written, those of entries with other problems included."""
    for section in (*LISTS, ENERGY_CONTRACTS):
        items = walked.values.get(section)
        for index, item in enumerate(items if isinstance(items, list) else []):
            name = item.get("name") if isinstance(item, dict) else None
            if isinstance(name, str) and name.strip():
                yield (section, index), name.strip()


def _supply_overlaps(walked: Walked) -> Iterator[Finding]:
    placed: list[tuple[Path, SpotEntry | NominatedEntry | FixedEntry | TimeOfUseEntry]] = [
        *walked.of(SpotEntry),
        *walked.of(NominatedEntry),
        *walked.of(FixedEntry),
        *walked.of(TimeOfUseEntry),
    ]
    terms = [(path, entry.name, entry.term(walked.zone)) for path, entry in placed]
    yield from _overlaps(terms, "exactly one supply contract may be in force (blocks may overlap)", walked)


def _export_overlaps(walked: Walked) -> Iterator[Finding]:
    terms = [(path, entry.name, entry.term(walked.zone)) for path, entry in walked.of(ExportEntry)]
    yield from _overlaps(terms, "at most one export contract may be in force", walked)


def _subscription_overlaps(walked: Walked) -> Iterator[Finding]:
    terms = [(path, entry.name, entry.term(walked.zone)) for path, entry in walked.of(SubscribedPowerEntry)]
    yield from _overlaps(terms, "at most one subscription may be in force", walked)


def _overlaps(terms: Iterable[tuple[Path, str, Term]], why: str, walked: Walked) -> Iterator[Finding]:
    """One finding for each contract that starts before an earlier one has ended."""
    last: tuple[str, Term] | None = None
    for path, name, term in sorted(terms, key=lambda placed: placed[2].start):
        if last is not None and term.start < last[1].end:
            ends = (term.start, min(term.end, last[1].end))
            days = " to ".join(f"{moment.astimezone(walked.zone):%Y-%m-%d %H:%M}" for moment in ends)
            hint = f"overlaps with {last[0]!r} from {days}: {why}; change from or to"
            yield Finding(path=path, value=name, hint=hint)
        if last is None or term.end > last[1].end:
            last = name, term


def _pool_uses(walked: Walked) -> Iterator[Finding]:
    pools = {entry.name: entry.to_model() for _, entry in walked.of(GpuPoolEntry)}
    written = {name for path, name in _named(walked) if path[0] == "gpu_pools"}
    for path, use in walked.of(PoolUseEntry):
        if use.pool not in written:
            hint = f"is no GPU pool of this site; {suggestion(use.pool, written)}"
            yield Finding(path=(*path, "pool"), value=use.pool, hint=hint)
        elif use.pool in pools:
            yield from _use_in_pool(path, use, pools[use.pool])


def _use_in_pool(path: Path, use: PoolUseEntry, pool: GpuPool) -> Iterator[Finding]:
    classes = [job_class.name for job_class in pool.job_classes]
    if use.job_class not in classes:
        hint = f"is no job class of pool {pool.name!r}; {suggestion(use.job_class, classes)}"
        yield Finding(path=(*path, "job_class"), value=use.job_class, hint=hint)
    if isinstance(use, JobEntry) and use.max_gpus > pool.count:
        hint = f"must be at most the {pool.count} GPUs of pool {pool.name!r}"
        yield Finding(path=(*path, "max_gpus"), value=f"{use.max_gpus:g}", hint=hint)


def _firm(walked: Walked) -> Iterator[Finding]:
    """Reservations of constant size that no pool can hold at once."""
    reserved = walked.of(FirmReservationEntry)
    for path, pool in walked.of(GpuPoolEntry):
        on_pool = [entry for _, entry in reserved if entry.pool == pool.name]
        terms = [(entry.term(walked.zone), _constant(entry.gpus)) for entry in on_pool]
        most = _most_at_once(terms)
        if most > pool.count:
            names = ", ".join(entry.name for entry in on_pool)
            hint = f"is fewer than the {most:g} GPUs that firm reservations promise at once ({names})"
            yield Finding(path=(*path, "count"), value=str(pool.count), hint=hint)


def _carried(walked: Walked) -> Iterator[Finding]:
    """Tenants and fixed auxiliaries, which nothing can switch off, beyond the import limit."""
    for path, grid in walked.of(GridEntry):
        leases = walked.of(ColocationLeaseEntry)
        needs = [(e.term(walked.zone), _tenant_mw(e, grid.auxiliary_per_it_frac)) for _, e in leases]
        tenants_mw = _most_at_once(needs)
        meter_mw = (grid.auxiliary_fixed_mw + tenants_mw) / (1 - grid.loss_frac)
        if meter_mw > grid.import_limit_mw:
            parts = f"{grid.auxiliary_fixed_mw:g} MW fixed auxiliaries, {tenants_mw:.4g} MW colocation leases"
            hint = f"is less than the {meter_mw:.4g} MW that must always be carried ({parts}, with losses)"
            yield Finding(path=(*path, "import_limit_mw"), value=f"{grid.import_limit_mw:g}", hint=hint)


def _tenant_mw(lease: ColocationLeaseEntry, auxiliary_per_it_frac: float) -> float:
    drawn = lease.drawn_frac if isinstance(lease.drawn_frac, float) else 1.0
    return lease.contracted_it_mw * drawn * (max(lease.hall_pue().values) + auxiliary_per_it_frac)


def _constant(level: object) -> float:
    return level if isinstance(level, float) else 0.0


def _most_at_once(amounts: list[tuple[Term, float]]) -> float:
    moments = [term.start for term, _ in amounts]
    totals = (sum(amount for term, amount in amounts if term.start <= at < term.end) for at in moments)
    return max(totals, default=0.0)
