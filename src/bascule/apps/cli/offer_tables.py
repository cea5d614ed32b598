"""Offers on the terminal: per delivery interval, how many megawatts at which price."""

from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.apps.plan import PlanAt
from bascule.dispatch.bids import ANY_PRICE_PER_MWH
from bascule.model.offer import Offer
from bascule.report.numbers import fixed, plain_rate
from bascule.report.tables.table import Row, Table

MOST_TRANCHES: Final = 6
"""Tranches shown per interval; all of them are in the JSON answer."""


def show_offers(screen: Screen, plan: PlanAt) -> None:
    """Every offer as a table."""
    for offer in plan.schedule.offers:
        if not offer.mw.any():
            screen.line(say("nothing_offered", product=offer.product))
            continue
        screen.table(offer_table(offer, plan.site.time_zone, plan.site.currency))
    if not plan.schedule.offers:
        screen.line(say("no_offers"))


def offer_table(offer: Offer, zone: str, currency: str) -> Table:
    """Delivery intervals in which something is offered as rows, tranches as columns."""
    most = min(int((offer.mw > 0).sum(axis=0).max(initial=1)), MOST_TRANCHES)
    rows = [
        Row(cells=(_time(offer, k, zone), *_cells(offer, k, most)))
        for k in np.flatnonzero(offer.mw.any(axis=0)).tolist()
    ]
    title = say("bids_buy" if offer.buys else "bids_sell", product=offer.product)
    numbered = (say("column_tranche", number=fixed(k + 1, 0), currency=currency) for k in range(most))
    return Table(
        title=title, headings=(say("column_delivery"), *numbered), rows=tuple(rows), note=say("bids_note")
    )


def _time(offer: Offer, index: int, zone: str) -> str:
    return offer.grid.time(index).astimezone(ZoneInfo(zone)).strftime("%a %d %H:%M")


def _cells(offer: Offer, index: int, most: int) -> list[str]:
    wide = np.flatnonzero(offer.mw[:, index] > 0)
    cells = [_tranche(float(offer.mw[row, index]), float(offer.price[row, index])) for row in wide[:most]]
    return cells + [""] * (most - len(cells))


def _tranche(mw: float, price: float) -> str:
    at = say("any_price") if price >= ANY_PRICE_PER_MWH else plain_rate(price)
    return say("tranche", mw=fixed(mw, 2), price=at)
