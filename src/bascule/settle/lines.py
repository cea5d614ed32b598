"""Ledger lines of each part of a site. Every euro appears in exactly one of these functions."""

from collections.abc import Iterator, Mapping

import numpy as np

from bascule.errors import DataGap
from bascule.model.ai_contracts import ColocationLease, FirmReservation
from bascule.model.energy_contracts import NominatedSupply
from bascule.model.job_list import jobs_between
from bascule.model.ledger import Account, LedgerLine
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import FlexState
from bascule.settle import ai, energy, orders
from bascule.settle.calendar import at_month_ends
from bascule.settle.contract_lines import nominated_lines
from bascule.settle.flexibility import flex_use
from bascule.settle.network_lines import passed_on_lines
from bascule.settle.service_levels import firm_months
from bascule.settle.values import HASH_VALUE, Values, resolve, series


def _line(
    account: Account, item: str, quantity: float, unit: str, amounts: Floats, *, fixed: bool = False
) -> LedgerLine:
    return LedgerLine(
        account=account, item=item, quantity=float(quantity), unit=unit, amounts=amounts, take_or_pay=fixed
    )


def mining_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Gross hash revenue, the pool's fee and the wear of starts, per fleet."""
    for fleet in site.fleets:
        did = outcome.fleets[fleet.name]
        th_h = did.hashrate_th_s * outcome.grid.step_h
        gross = th_h * series(HASH_VALUE, values)
        yield _line(Account.MINING, f"{fleet.name}: hashing", th_h.sum(), "TH/s-h", gross)
        if fleet.pool_fee_frac:
            yield _line(Account.MINING, f"{fleet.name}: pool fee", 0.0, "", -fleet.pool_fee_frac * gross)
        if fleet.start_cost:
            cost = -fleet.start_cost * did.starts
            yield _line(Account.WEAR, f"{fleet.name}: starts", did.starts.sum(), "machine starts", cost)


def reservation_lines(
    site: Site, outcome: Outcome, values: Values, flex: Mapping[str, FlexState] | None = None
) -> Iterator[LedgerLine]:
    """Reservation fees, and what falling short costs."""
    grid = outcome.grid
    for firm in site.reservations:
        reserved_gpu_h = ai.reserved_gpus(firm, grid, values).sum() * grid.step_h
        income = ai.reservation_income(firm, grid, values)
        yield _line(Account.AI, f"{firm.name}: reserved", reserved_gpu_h, "GPU-h", income, fixed=True)
        yield from _shortfall_lines(firm, site, outcome, values, (flex or {}).get(firm.name))


def _shortfall_lines(
    firm: FirmReservation, site: Site, outcome: Outcome, values: Values, before: FlexState | None
) -> Iterator[LedgerLine]:
    """What the customer allows is paid for by the GPU-hour, the rest by the SLA's tiers, or by the penalty without one."""
    grid, short = outcome.grid, outcome.uses[firm.name].shortfall_gpu_h
    allowed = flex_use(
        firm, grid, site.time_zone, ai.reserved_gpus(firm, grid, values), short, before
    ).tolerated_gpu_h
    if firm.flex is not None:
        paid = -firm.flex.payment_per_gpu_h * allowed
        yield _line(Account.AI_PENALTY, f"{firm.name}: flexibility used", allowed.sum(), "GPU-h", paid)
    breach = short - allowed
    if firm.sla is None:
        penalty = -firm.shortfall_penalty_per_gpu_h * breach
        yield _line(Account.AI_PENALTY, f"{firm.name}: shortfall", breach.sum(), "GPU-h", penalty)
        return
    months = firm_months(firm, site, outcome, values, before)
    credits_ = -_at_month_ends(site, outcome, {m.month: m.credit for m in months})
    yield _line(Account.AI_PENALTY, f"{firm.name}: SLA credits", breach.sum(), "GPU-h", credits_)


def sale_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """GPU-hours sold on demand and spot, and unpaid hours for GPUs taken without notice."""
    for sale in site.sales:
        sold, price = outcome.uses[sale.name].gpu_h, ai.sale_price(sale, outcome.grid, values)
        yield _line(Account.AI, f"{sale.name}: {sale.kind}", sold.sum(), "GPU-h", sold * price)
        taken = outcome.uses[sale.name].taken_gpus
        if taken is not None and sale.clawback_h:
            unpaid = taken * sale.clawback_h
            item = f"{sale.name}: taken without notice"
            yield _line(Account.AI_PENALTY, item, unpaid.sum(), "GPU-h", -unpaid * price)


def job_lines(site: Site, outcome: Outcome, done_before_gpu_h: Mapping[str, float]) -> Iterator[LedgerLine]:
    """Batch work, one line per pool: jobs are many."""
    jobs = jobs_between(site, outcome.grid.start, outcome.grid.end)
    for pool in site.pools:
        amounts, work = np.zeros(outcome.grid.count), 0.0
        for job in (j for j in jobs if j.pool == pool.name and j.name in outcome.jobs):
            did = outcome.jobs[job.name]
            span = slice(did.first, did.first + did.work_gpu_h.size)
            amounts[span] += ai.job_pay(job, did.work_gpu_h, done_before_gpu_h.get(job.name, 0.0))
            work += float(did.work_gpu_h.sum())
        if any(j.pool == pool.name for j in jobs):
            yield _line(Account.AI, f"{pool.name}: batch jobs", work, "GPU-h", amounts)


def lease_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Rent, energy and network charges passed on, and penalties for power denied."""
    grid = outcome.grid
    for lease in site.leases:
        did = outcome.leases[lease.name]
        yield _rent_line(lease, site, outcome)
        hall_mwh = did.hall_mw * grid.step_h
        if lease.energy_pass_through or lease.network_pass_through:
            paid = hall_mwh * ai.lease_energy_rate(lease, site, grid, values)
            yield _line(
                Account.PASS_THROUGH,
                f"{lease.name}: energy passed on",
                hall_mwh.sum(),
                "MWh",
                paid,
                fixed=True,
            )
        if lease.network_pass_through:
            yield from passed_on_lines(site, outcome, values, lease.name)
        denied = did.shortfall_it_mw * grid.step_h
        penalty = -lease.shortfall_penalty_per_mwh * denied
        yield _line(Account.AI_PENALTY, f"{lease.name}: power denied", denied.sum(), "MWh", penalty)


def _rent_line(lease: ColocationLease, site: Site, outcome: Outcome) -> LedgerLine:
    """Rent: owed whatever is drawn, or by what was drawn."""
    grid, item = outcome.grid, f"{lease.name}: rent"
    if lease.rent_basis == "contracted":
        rent = ai.lease_rent(lease, grid, site.time_zone)
        return _line(Account.AI, item, lease.contracted_it_mw, "IT MW", rent, fixed=True)
    drawn = outcome.leases[lease.name].it_mw * grid.step_h
    rent = drawn * ai.metered_rent_rate(lease, grid, site.time_zone)
    return _line(Account.AI, item, drawn.sum(), "IT MWh", rent)


def energy_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Energy by contract, adders, export, blocks and breaches of the grid's orders."""
    grid, mwh = outcome.grid, outcome.import_mw * outcome.grid.step_h
    _refuse_uncovered(site, outcome)
    for supply in site.supplies:
        if isinstance(supply, NominatedSupply):
            yield from nominated_lines(supply, outcome, values)
            continue
        used = mwh * supply.term.covers(grid)
        rate = energy.supply_rate(supply, site, grid, values) if used.any() else np.zeros(grid.count)
        yield _line(Account.ENERGY, supply.name, used.sum(), "MWh", -used * rate)
    for adder in site.adders:
        used = mwh * adder.term.covers(grid)
        yield _line(Account.NETWORK, adder.name, used.sum(), "MWh", -adder.per_mwh * used)
    for sale in site.exports:
        sold = outcome.export_mw * grid.step_h * sale.term.covers(grid)
        yield _line(
            Account.EXPORT, sale.name, sold.sum(), "MWh", sold * energy.export_sale_rate(sale, grid, values)
        )
    for block in site.blocks:
        bought = energy.block_mwh(block, site.time_zone, grid, values).sum()
        income = energy.block_income(block, site.time_zone, grid, values)
        yield _line(Account.BLOCK, block.name, bought, "MWh", income, fixed=True)
    yield from _breach_line(site, outcome)
    yield from _curtailable_line(site, outcome)


def _refuse_uncovered(site: Site, outcome: Outcome) -> None:
    covered = sum((s.term.covers(outcome.grid) for s in site.supplies), np.zeros(outcome.grid.count))
    bare = np.flatnonzero((covered == 0) & (outcome.import_mw > 0))
    if bare.size:
        at = outcome.grid.time(int(bare[0])).isoformat()
        raise DataGap(
            f"no energy contract is in force at {at}, where {outcome.import_mw[bare[0]]:g} MW are imported"
        )


def _breach_line(site: Site, outcome: Outcome) -> Iterator[LedgerLine]:
    calls = site.grid.calls
    if calls is not None and calls.breach_price_per_mwh is not None:
        mwh = outcome.breach_mw * outcome.grid.step_h
        yield _line(Account.BREACH, "orders breached", mwh.sum(), "MWh", -calls.breach_price_per_mwh * mwh)


def _curtailable_line(site: Site, outcome: Outcome) -> Iterator[LedgerLine]:
    """What the curtailable part of the connection is paid, whatever is ordered."""
    if site.grid.calls is not None and site.grid.calls.income_per_mw_year:
        paid = orders.curtailable_income(site, outcome.grid)
        item = "curtailable connection"
        yield _line(Account.RESERVE, item, site.grid.curtailable_mw, "MW", paid, fixed=True)


def _at_month_ends(site: Site, outcome: Outcome, by_month: Mapping[int, float]) -> Floats:
    return at_month_ends(by_month, outcome.grid, site.time_zone)


def battery_lines(site: Site, outcome: Outcome) -> Iterator[LedgerLine]:
    """Wear: half per MWh in, half per MWh out, at the bus."""
    for battery in site.batteries:
        did = outcome.batteries[battery.name]
        moved = (did.charge_mw + did.discharge_mw) * outcome.grid.step_h
        wear = -battery.wear_per_mwh / 2 * moved
        yield _line(Account.WEAR, f"{battery.name}: cycling", moved.sum(), "MWh in and out", wear)


def load_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Value, starts and heat of flexible loads."""
    grid = outcome.grid
    for load in site.loads:
        did = outcome.loads[load.name]
        mwh = did.power_mw * grid.step_h
        worth = mwh * resolve(load.value_per_mwh, values, grid.count)
        yield _line(Account.LOAD, load.name, mwh.sum(), "MWh", worth)
        if load.start_cost:
            yield _line(
                Account.WEAR,
                f"{load.name}: starts",
                did.starts.sum(),
                "starts",
                -load.start_cost * did.starts,
            )
        if load.heat is not None:
            heat_mwh = did.heat_mw * grid.step_h
            paid = heat_mwh * resolve(load.heat.price_per_mwh, values, grid.count)
            yield _line(Account.HEAT, f"{load.name}: heat", heat_mwh.sum(), "MWh heat", paid)
