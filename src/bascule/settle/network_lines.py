"""Ledger lines of the network: demand charges, coincident peaks, subscribed power, capacity obligations."""

from collections.abc import Iterator, Mapping

import numpy as np

from bascule.model.energy_contracts import DemandCharge
from bascule.model.ledger import Account, LedgerLine
from bascule.model.network_charges import CoincidentPeakCharge, SubscribedPower
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.settle import coincident, demand, subscribed
from bascule.settle.obligations import obligation_cost
from bascule.settle.values import Values


def network_lines(
    site: Site, outcome: Outcome, values: Values, before: SiteState | None
) -> Iterator[LedgerLine]:
    """Every charge for the way to the site that hangs on power.

    Args:
        site: The contracts.
        outcome: What the site did.
        values: Series values, the system's load among them where peaks are charged.
        before: What was already billed, and the peaks of earlier months; None starts clean.
    """
    for charge in site.demand_charges:
        yield _demand_line(charge, site, outcome, before)
    for peaks in site.coincident_peaks:
        yield _peaks_line(peaks, site, outcome, values)
    for power in site.subscriptions:
        yield from _subscribed_lines(power, site, outcome, before)
    for owed in site.obligations:
        cost = -obligation_cost(owed, outcome.grid, site.time_zone)
        yield LedgerLine(
            account=Account.NETWORK,
            item=owed.name,
            quantity=owed.obligation_mw,
            unit="MW",
            amounts=cost,
            take_or_pay=True,
        )


def passed_on_lines(site: Site, outcome: Outcome, values: Values, lease: str) -> Iterator[LedgerLine]:
    """What a tenant pays of demand charges and coincident peaks, on its own metered power."""
    metered = outcome.leases[lease].hall_mw / (1.0 - site.grid.loss_frac)
    for charge in site.demand_charges:
        own = demand.month_peaks(charge, outcome.grid, site.time_zone, metered)
        billed = demand.billed_peaks(charge, own, {})
        owed = {m: peak * demand.price_per_mw(charge, m, site.time_zone) for m, peak in billed.items()}
        amounts = at_month_ends(site, outcome, owed)
        yield _passed_on(lease, charge.name, sum(billed.values()), "MW-months", amounts)
    for peaks in site.coincident_peaks:
        mw, amounts = _at_peaks(peaks, site, outcome, values, metered)
        yield _passed_on(lease, peaks.name, mw, "MW at peaks", amounts)


def _passed_on(lease: str, charge: str, quantity: float, unit: str, amounts: Floats) -> LedgerLine:
    return LedgerLine(
        account=Account.PASS_THROUGH,
        item=f"{lease}: {charge} passed on",
        quantity=quantity,
        unit=unit,
        amounts=amounts,
        take_or_pay=True,
    )


def _demand_line(charge: DemandCharge, site: Site, outcome: Outcome, before: SiteState | None) -> LedgerLine:
    """Each month's billed peak, above what was already owed before."""
    zone = site.time_zone
    was = peaks_before(charge, before)
    own = demand.month_peaks(charge, outcome.grid, zone, outcome.import_mw)
    billed = demand.billed_peaks(charge, own, was)
    rise = {m: max(mw - demand.owed_mw(charge, m, was), 0.0) for m, mw in billed.items()}
    owed = {m: mw * demand.price_per_mw(charge, m, zone) for m, mw in rise.items()}
    return LedgerLine(
        account=Account.DEMAND_CHARGE,
        item=charge.name,
        quantity=float(sum(rise.values())),
        unit="MW-months",
        amounts=-at_month_ends(site, outcome, owed),
    )


def peaks_before(charge: DemandCharge, before: SiteState | None) -> dict[int, float]:
    """Own peaks of a charge before a run, by month index."""
    carried = before.peak_mw if before else {}
    return {month: mw for (name, month), mw in carried.items() if name == charge.name}


def _peaks_line(charge: CoincidentPeakCharge, site: Site, outcome: Outcome, values: Values) -> LedgerLine:
    mw, amounts = _at_peaks(charge, site, outcome, values, outcome.import_mw)
    return LedgerLine(
        account=Account.COINCIDENT_PEAK, item=charge.name, quantity=mw, unit="MW at peaks", amounts=-amounts
    )


def _at_peaks(
    charge: CoincidentPeakCharge, site: Site, outcome: Outcome, values: Values, power_mw: Floats
) -> tuple[float, Floats]:
    amounts, total = np.zeros(outcome.grid.count), 0.0
    for peak, mean_mw, money in coincident.booked(charge, outcome.grid, site.time_zone, values, power_mw):
        amounts[peak.first] += money
        total += mean_mw
    return total, amounts


def _subscribed_lines(
    power: SubscribedPower, site: Site, outcome: Outcome, before: SiteState | None
) -> Iterator[LedgerLine]:
    grid, zone = outcome.grid, site.time_zone
    most = max(c.subscribed_mw for c in power.classes)
    fixed = -subscribed.fixed_cost(power, grid, zone)
    yield _power(f"{power.name}: subscribed", most, "MW", fixed, fixed=True)
    mwh = outcome.import_mw * grid.step_h * power.term.covers(grid)
    index = subscribed.class_index(power, grid, zone)
    rate = subscribed.energy_rate(power, grid, zone)
    new = subscribed.squared_overruns(power, grid, zone, outcome.import_mw)
    costs = list(subscribed.overrun_costs(power, new, _overruns_before(power, before)))
    for k, power_class in enumerate(power.classes):
        used = mwh * (index == k)
        if power_class.energy_per_mwh:
            yield _power(f"{power.name}: {power_class.name} energy", used.sum(), "MWh", -used * rate)
        mine = [cost for cost in costs if cost[0].name == power_class.name]
        amounts = -at_month_ends(site, outcome, {month: money for _, month, _, money in mine})
        over_mw = sum(mw for _, _, mw, _ in mine)
        yield _power(f"{power.name}: {power_class.name} overrun", over_mw, "MW-months", amounts)


def _overruns_before(power: SubscribedPower, before: SiteState | None) -> dict[tuple[str, int], float]:
    carried = before.overrun_mw2 if before else {}
    return {(name, month): mw2 for (owner, name, month), mw2 in carried.items() if owner == power.name}


def _power(item: str, quantity: float, unit: str, amounts: Floats, *, fixed: bool = False) -> LedgerLine:
    return LedgerLine(
        account=Account.SUBSCRIBED_POWER,
        item=item,
        quantity=float(quantity),
        unit=unit,
        amounts=amounts,
        take_or_pay=fixed,
    )


def at_month_ends(site: Site, outcome: Outcome, by_month: Mapping[int, float]) -> Floats:
    """Money by month in the last interval of each, shape (grid.count,)."""
    months = outcome.grid.local_month(site.time_zone)
    amounts = np.zeros(outcome.grid.count)
    for month, value in by_month.items():
        amounts[int(np.searchsorted(months, month, side="right")) - 1] = value
    return amounts
