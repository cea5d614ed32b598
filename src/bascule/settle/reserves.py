"""What reserves and demand response earn: capacity held, energy delivered by the meter, and what was missed."""

from collections.abc import Iterator

import numpy as np

from bascule.model.ledger import Account, LedgerLine
from bascule.model.outcome import Outcome
from bascule.model.reserves import ReserveProduct
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.settle.values import Values, resolve


def reserve_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Capacity, delivery, the supplier's payment and penalties of each product that was sold."""
    for product in site.reserves:
        if product.name in outcome.reserves:
            yield from _capacity(product, outcome, values)
            yield from _delivery(product, outcome, values)


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


def _delivery(product: ReserveProduct, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    if product.calls is None:
        return
    did, grid = outcome.reserves[product.name], outcome.grid
    mwh = delivered_mw(product, outcome) * grid.step_h
    price = resolve(product.activation_price, values, grid.count)
    yield _line(Account.RESERVE, f"{product.name}: delivered", mwh, "MWh", mwh * price)
    if product.supplier_payment_per_mwh:
        paid = -product.supplier_payment_per_mwh * mwh
        yield _line(Account.RESERVE, f"{product.name}: supplier payment", mwh, "MWh", paid)
    # What was not held is already penalised as such.
    short = np.maximum(np.minimum(did.called_mw, did.held_mw) * grid.step_h - mwh, 0.0)
    penalty = -product.penalty_per_mwh * short
    yield _line(Account.RESERVE_PENALTY, f"{product.name}: called and not delivered", short, "MWh", penalty)


def delivered_mw(product: ReserveProduct, outcome: Outcome) -> Floats:
    """Power delivered on call, at most what was called, shape (grid.count,)."""
    did = outcome.reserves[product.name]
    return np.minimum(did.delivered_mw, did.called_mw)
