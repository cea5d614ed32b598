"""What the program's linear forms come to over a run, against the exact ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bascule.model.ledger import Account, Ledger
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.settle import coincident, demand
from bascule.settle.network_lines import peaks_before
from bascule.study.network_results import Approximated, Approximation


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """How a run was planned.

    Attributes:
        whole: One plan saw the whole run with every value known.
        overrun_money: What the plans counted for overruns, and what these would be billed, summed over the plans.
    """

    whole: bool
    overrun_money: tuple[float, float] = (0.0, 0.0)


def approximations(
    site: Site,
    outcome: Outcome,
    ledger: Ledger,
    values: Mapping[str, Floats],
    before: SiteState,
    planned: Planned,
) -> tuple[Approximation, ...]:
    """Each charge that plans approximate, as they counted it and as it was billed.

    A ratchet: plans know the peaks behind them, not the echo that a new peak has in months beyond their horizon. A
    coincident peak: plans weigh its probability. An overrun: plans keep the root of the sum of squares from below, and the
    bill is scaled by how close they came.

    Args:
        site: The contracts.
        outcome: What the site did.
        ledger: What that earned.
        values: Actual series values, probabilities of peaks among them.
        before: State before the run.
        planned: How it was planned.
    """
    return (
        *_ratchets(site, outcome, before, planned),
        *_peaks(site, outcome, values, planned),
        *_overruns(site, ledger, planned),
    )


def _ratchets(site: Site, outcome: Outcome, before: SiteState, planned: Planned) -> Iterator[Approximation]:
    for charge in (charge for charge in site.demand_charges if charge.ratchet_frac):
        was = peaks_before(charge, before)
        own = demand.month_peaks(charge, outcome.grid, site.time_zone, outcome.import_mw)
        owed = {m: demand.owed_mw(charge, m, was) for m in own}
        price = {m: demand.price_per_mw(charge, m, site.time_zone) for m in own}
        billed = _money(demand.billed_peaks(charge, own, was), owed, price)
        alone = {m: demand.billed_peaks(charge, {m: own[m]}, was)[m] for m in own}
        counted = billed if planned.whole else _money(alone, owed, price)
        yield Approximation(kind=Approximated.RATCHET, item=charge.name, planned=counted, billed=billed)


def _money(mw: Mapping[int, float], owed_mw: Mapping[int, float], price_per_mw: Mapping[int, float]) -> float:
    return sum(max(mw[m] - owed_mw[m], 0.0) * price_per_mw[m] for m in mw)


def _peaks(
    site: Site, outcome: Outcome, values: Mapping[str, Floats], planned: Planned
) -> Iterator[Approximation]:
    grid, zone = outcome.grid, site.time_zone
    months = grid.local_month(zone)
    for charge in site.coincident_peaks:
        found = coincident.booked(charge, grid, zone, values, outcome.import_mw)
        billed = sum(money for _, _, money in found)
        rate = coincident.peak_rate(charge, grid, zone, values[charge.probability_name], grid.step_h)
        weighed = rate * outcome.import_mw * grid.step_h
        expected = sum(float(weighed[months == peak.month].sum()) for peak, _, _ in found)
        yield Approximation(
            kind=Approximated.COINCIDENT_PEAK,
            item=charge.name,
            planned=billed if planned.whole else expected,
            billed=billed,
        )


def _overruns(site: Site, ledger: Ledger, planned: Planned) -> Iterator[Approximation]:
    counted, exact = planned.overrun_money
    closeness = counted / exact if exact > 0 else 1.0
    for power in site.subscriptions:
        lines = (line for line in ledger.lines if line.account is Account.SUBSCRIBED_POWER)
        items = {f"{power.name}: {c.name} overrun" for c in power.classes}
        billed = -sum(line.amount for line in lines if line.item in items)
        yield Approximation(
            kind=Approximated.OVERRUN, item=power.name, planned=billed * closeness, billed=billed
        )
