"""A site's contracts and jobs as tables, with the local dates between which each is in force."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bascule.apps.cli import network_terms
from bascule.apps.cli.ai_terms import firm_terms, lease_terms, sale_terms
from bascule.apps.cli.energy_contract_terms import (
    block_terms,
    clock,
    monthly_lines,
    nominated_terms,
    price_limits,
)
from bascule.apps.cli.reserve_terms import reserve_terms
from bascule.apps.cli.site_tables import level_text
from bascule.apps.cli.words import say
from bascule.model.ai_contracts import BatchJob, DailyJob
from bascule.model.energy_contracts import FixedSupply, NominatedSupply, SpotSupply, Supply, TimeOfUseSupply
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.report.numbers import fixed, plain_rate
from bascule.report.tables.table import Row, Table

Line = tuple[str, str, str, Term]
"""Name, kind, terms in words, dates."""

MOST_JOBS = 20


def contracts_table(site: Site) -> Table:
    """Every contract by kind, each with its dates."""
    lines = [*_energy(site), *_network(site), *_reserves(site), *_compute(site)]
    rows = tuple(Row(cells=(n, k, said, *_dates(term, site.time_zone))) for n, k, said, term in lines)
    headings = tuple(say(f"column_{name}") for name in ("contract", "kind", "terms", "from", "to"))
    return Table(title=say("table_contracts"), headings=headings, rows=rows, text_columns=5)


def _energy(site: Site) -> Iterator[Line]:
    for supply in site.supplies:
        kind, said = _supply(supply, site.currency)
        yield supply.name, say(f"kind_{kind}"), said, supply.term
    for block in site.blocks:
        yield block.name, say("kind_block"), block_terms(block, site.currency), block.term
    yield from monthly_lines(site)
    for export in site.exports:
        terms = say(
            "export_terms",
            price=level_text(export.price),
            fee=plain_rate(export.fee_per_mwh),
            currency=site.currency,
        )
        yield export.name, say("kind_export"), terms, export.term


def _reserves(site: Site) -> Iterator[Line]:
    for product in site.reserves:
        yield product.name, say("kind_reserve"), reserve_terms(product, site.currency), product.term


def _supply(supply: Supply, currency: str) -> tuple[str, str]:
    match supply:
        case SpotSupply():
            margin = plain_rate(supply.margin_per_mwh)
            limits = price_limits(supply.cap_per_mwh, supply.floor_per_mwh)
            return "spot", say(
                "spot_terms", series=supply.price.name, limits=limits, margin=margin, currency=currency
            )
        case NominatedSupply():
            return "nominated", nominated_terms(supply, currency)
        case FixedSupply():
            return "fixed", say("fixed_terms", price=plain_rate(supply.price_per_mwh), currency=currency)
        case TimeOfUseSupply():
            prices = [period.price_per_mwh for period in supply.periods] + [supply.otherwise_per_mwh]
            low, high = plain_rate(min(prices)), plain_rate(max(prices))
            return "time_of_use", say("tou_terms", count=len(prices), low=low, high=high, currency=currency)


def _network(site: Site) -> Iterator[Line]:
    for adder in site.adders:
        price = plain_rate(adder.per_mwh)
        yield (
            adder.name,
            say("kind_adder"),
            say("fixed_terms", price=price, currency=site.currency),
            adder.term,
        )
    for charge in site.demand_charges:
        yield charge.name, say("kind_demand"), network_terms.demand(charge, site.currency), charge.term
    for peaks in site.coincident_peaks:
        terms = network_terms.coincident(peaks, site.currency)
        yield peaks.name, say("kind_coincident"), terms, peaks.term
    for power in site.subscriptions:
        terms = network_terms.subscribed(power, site.currency)
        yield power.name, say("kind_subscribed"), terms, power.term
    for owed in site.obligations:
        terms = network_terms.obligation(owed, site.currency)
        yield owed.name, say("kind_obligation"), terms, owed.term


def _compute(site: Site) -> Iterator[Line]:
    for firm in site.reservations:
        yield firm.name, say("kind_firm"), firm_terms(firm, site.currency), firm.term
    for lease in site.leases:
        yield lease.name, say("kind_lease"), lease_terms(lease, site.currency), lease.term
    for sale in site.sales:
        yield sale.name, say(f"kind_{sale.kind}"), sale_terms(sale, site.currency), sale.term


def jobs_table(site: Site) -> Table:
    """Batch jobs: those that come every day, then single ones by deadline."""
    single = sorted(site.jobs, key=lambda job: job.deadline)
    rows = [*map(_daily, site.daily_jobs), *(_single(job, site.time_zone) for job in single[:MOST_JOBS])]
    columns = ("job", "window", "gpu_h", "max_gpus", "job_value")
    more = len(single) - MOST_JOBS
    return Table(
        title=say("table_jobs"),
        headings=tuple(say(f"column_{name}", currency=site.currency) for name in columns),
        rows=tuple(rows),
        text_columns=2,
        note=say("more_jobs", count=fixed(more, 0)) if more > 0 else "",
    )


def _daily(job: DailyJob) -> Row:
    window = say("job_daily", hour=clock(job.release_hour), window=f"{job.window_h:g}")
    return Row(cells=(job.name, window, *_work(job)))


def _single(job: BatchJob, zone: str) -> Row:
    window = say("job_single", release=_time(job.release, zone), deadline=_time(job.deadline, zone))
    return Row(cells=(job.name, window, *_work(job)))


def _work(job: BatchJob | DailyJob) -> tuple[str, str, str]:
    return fixed(job.gpu_h, 0), fixed(job.max_gpus, 0), fixed(job.value_per_gpu_h, 2)


def _dates(term: Term, zone: str) -> tuple[str, str]:
    return _time(term.start, zone), _time(term.end, zone)


def _time(moment: datetime, zone: str) -> str:
    """A local moment, the time of day left out at midnight."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
