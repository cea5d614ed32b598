"""What reserves and demand response earn: capacity held, energy delivered by the meter, and what was missed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.ledger import Account, LedgerLine
from bascule.model.outcome import Outcome, ReserveOutcome
from bascule.model.reserves import Direction, ReserveProduct
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.settle.baseline import BaselineSettings, baseline_mw
from bascule.settle.values import Values, resolve


def reserve_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Capacity, delivery, the supplier's payment and penalties of each product that was sold."""
    for product in site.reserves:
        if product.name in outcome.reserves:
            yield from _capacity(product, outcome, values)
            yield from _delivery(product, site, outcome, values)


def _line(account: Account, item: str, quantity: Floats, unit: str, amounts: Floats) -> LedgerLine:
    return LedgerLine(account=account, item=item, quantity=float(quantity.sum()), unit=unit, amounts=amounts)


def _capacity(product: ReserveProduct, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Only what is held is paid for; what was sold and is not held costs the penalty."""
    did, grid = outcome.reserves[product.name], outcome.grid
    held_mw_h = np.minimum(did.held_mw, did.committed_mw) * grid.step_h
    missed_mw_h = np.maximum(did.committed_mw - did.held_mw, 0.0) * grid.step_h
    price = resolve(product.capacity_price, values, grid.count)
    yield _line(Account.RESERVE, f"{product.name}: capacity", held_mw_h, "MW-h", held_mw_h * price)
    penalty = -product.penalty_per_mwh * missed_mw_h
    yield _line(Account.RESERVE_PENALTY, f"{product.name}: sold and not held", missed_mw_h, "MW-h", penalty)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """What the meter says of a product's calls, each of shape (grid.count,).

    Attributes:
        delivered_mw: Power delivered, at most what was called; zero where it cannot be measured.
        unknown: Called intervals whose baseline cannot be known.
    """

    delivered_mw: Floats
    unknown: NDArray[np.bool_]


def measured(product: ReserveProduct, site: Site, outcome: Outcome) -> Measured:
    """Delivery by the product's baseline: baseline less metered import, shared by what was held and called at the same time.

    Args:
        product: The product.
        site: The site.
        outcome: What it did, reserves among it.
    """
    called = outcome.reserves[product.name].called_mw
    events = called > 0
    if not events.any():
        return Measured(delivered_mw=np.zeros(called.size), unknown=events)
    metered = outcome.import_mw - outcome.export_mw
    # What is drawn while another product is called says nothing about what would have been drawn.
    any_call = np.logical_or.reduce([r.called_mw > 0 for r in outcome.reserves.values()])
    baseline = baseline_mw(
        product.baseline, metered, outcome.grid, any_call, site.time_zone, BaselineSettings()
    )
    change = baseline - metered if product.direction is Direction.SHED else metered - baseline
    share = _share(product, site, outcome)
    unknown = events & ~np.isfinite(baseline)
    return Measured(delivered_mw=np.clip(np.nan_to_num(change) * share, 0.0, called), unknown=unknown)


def _share(product: ReserveProduct, site: Site, outcome: Outcome) -> Floats:
    """A product's part of what is owed on call at once in its direction, of what is called where nothing is held for any."""
    same = [r.name for r in site.reserves if r.direction is product.direction and r.name in outcome.reserves]
    owed = {name: _owed_mw(outcome.reserves[name]) for name in same}
    called = {name: outcome.reserves[name].called_mw for name in same}
    total, asked = (np.sum(list(parts.values()), axis=0) for parts in (owed, called))
    plain = np.divide(called[product.name], asked, out=np.zeros(outcome.grid.count), where=asked > 0)
    return np.asarray(np.divide(owed[product.name], total, out=plain, where=total > 0))


def _owed_mw(did: ReserveOutcome) -> Floats:
    """What was not held is already penalised as such: of a call only what is held is owed."""
    return np.minimum(did.called_mw, did.held_mw)


def _delivery(product: ReserveProduct, site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    if product.calls is None:
        return
    did, grid, found = outcome.reserves[product.name], outcome.grid, measured(product, site, outcome)
    mwh = found.delivered_mw * grid.step_h
    price = resolve(product.activation_price, values, grid.count)
    yield _line(Account.RESERVE, f"{product.name}: delivered", mwh, "MWh", mwh * price)
    if product.supplier_payment_per_mwh:
        paid = -product.supplier_payment_per_mwh * mwh
        yield _line(Account.RESERVE, f"{product.name}: supplier payment", mwh, "MWh", paid)
    # What cannot be measured is neither paid nor penalised.
    owed = np.where(found.unknown, 0.0, _owed_mw(did)) * grid.step_h
    short = np.maximum(owed - mwh, 0.0)
    penalty = -product.penalty_per_mwh * short
    yield _line(Account.RESERVE_PENALTY, f"{product.name}: called and not delivered", short, "MWh", penalty)
    if found.unknown.any():
        dark = np.where(found.unknown, did.called_mw, 0.0) * grid.step_h
        yield _line(Account.RESERVE, f"{product.name}: called, baseline unknown", dark, "MWh", 0.0 * dark)
