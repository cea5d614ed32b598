"""What each reserve product came to: sold, held, called, delivered, paid."""

from dataclasses import dataclass

import numpy as np

from bascule.model.ledger import Account, Ledger
from bascule.model.outcome import Outcome
from bascule.model.reserves import ReserveProduct
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.settle.calls import call_spans
from bascule.settle.reserves import measured

_MET_FRAC = 0.95
"""A call is met where the meter shows at least this share of what was called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveMet:
    """One product over a run. Money is in the site's currency.

    Attributes:
        product: Its name.
        sold_mw_h: MW-hours sold.
        held_mw_h: Part of it that ran (or had room) and could follow a call.
        calls: Calls while something was sold.
        calls_met: Calls of which the meter shows at least 95 % of the energy.
        calls_unknown: Calls whose baseline cannot be known.
        called_mwh: Energy called.
        delivered_mwh: Energy delivered by the meter, at most what was called.
        income: Capacity and delivery, the supplier's payment taken off.
        penalties: What was sold and not held, or called and not delivered (negative).
    """

    product: str
    sold_mw_h: float
    held_mw_h: float
    calls: int
    calls_met: int
    calls_unknown: int
    called_mwh: float
    delivered_mwh: float
    income: float
    penalties: float


def reserves_met(site: Site, outcome: Outcome, ledger: Ledger) -> tuple[ReserveMet, ...]:
    """Every product of a run in which any was sold, in the site's order."""
    named = [product for product in site.reserves if product.name in outcome.reserves]
    return tuple(_met(product, site, outcome, ledger) for product in named)


def _met(product: ReserveProduct, site: Site, outcome: Outcome, ledger: Ledger) -> ReserveMet:
    did, hours = outcome.reserves[product.name], outcome.grid.step_h
    found = measured(product, site, outcome)
    spans = call_spans(did.called_mw > 0)
    unknown = [bool(found.unknown[a:b].any()) for a, b in spans]
    shown = [_shown(did.called_mw[a:b], found.delivered_mw[a:b]) for a, b in spans]
    return ReserveMet(
        product=product.name,
        sold_mw_h=float(did.committed_mw.sum()) * hours,
        held_mw_h=float(np.minimum(did.held_mw, did.committed_mw).sum()) * hours,
        calls=len(spans),
        calls_met=sum(met and not dark for met, dark in zip(shown, unknown, strict=True)),
        calls_unknown=sum(unknown),
        called_mwh=float(did.called_mw.sum()) * hours,
        delivered_mwh=float(found.delivered_mw.sum()) * hours,
        income=_money(ledger, product.name, Account.RESERVE),
        penalties=_money(ledger, product.name, Account.RESERVE_PENALTY),
    )


def _shown(called_mw: Floats, delivered_mw: Floats) -> bool:
    return float(delivered_mw.sum()) >= _MET_FRAC * float(called_mw.sum())


def _money(ledger: Ledger, product: str, account: Account) -> float:
    own = (line for line in ledger.lines if line.account is account and line.item.startswith(f"{product}: "))
    return sum(line.amount for line in own)
