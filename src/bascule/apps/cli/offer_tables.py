"""Offers on the terminal: per delivery interval, how many megawatts at which price."""

from typing import Final
from zoneinfo import ZoneInfo

from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.apps.plan import PlanAt
from bascule.dispatch.bids import ANY_PRICE_PER_MWH
from bascule.model.offer import Offer
from bascule.report.numbers import fixed, plain_rate
from bascule.report.tables.table import Row, Table

MOST_TRANCHES: Final = 6
"""Tranches shown per interval; all of them are in the JSON answer."""
CLOSE_FRAC: Final = 0.01
"""Tranches as close as this stand together, at the price of the last, which is the least bought or the dearest sold."""
LEAST_MW: Final = 0.005
"""What shows as less than a hundredth of a megawatt is no offer to a reader."""


def show_offers(screen: Screen, plan: PlanAt) -> None:
    """Every offer as a table, or a line where it is empty."""
    for offer in plan.schedule.offers:
        table = offer_table(offer, plan.site.time_zone, plan.site.currency)
        screen.table(table)
        if not table.rows:
            screen.line()
            screen.line(say("nothing_offered", product=offer.product, day=_day(offer, plan.site.time_zone)))
    if not plan.schedule.offers:
        screen.line(say("no_offers"))


def offer_table(offer: Offer, zone: str, currency: str) -> Table:
    """Delivery intervals with an offer as rows, tranches as columns; those at nearly one price stand together."""
    cells = [_cells(offer, k) for k in range(offer.grid.count)]
    most = min(max(map(len, cells)), MOST_TRANCHES)
    rows = [
        Row(cells=(_time(offer, k, zone), *some[:most], *[""] * (most - len(some))))
        for k, some in enumerate(cells)
        if some
    ]
    title = say("bids_buy" if offer.buys else "bids_sell", product=offer.product)
    unit = say("unit_energy" if offer.buys else "unit_mw_h", currency=currency)
    numbered = (say("column_tranche", number=fixed(k + 1, 0), unit=unit) for k in range(most))
    note = " ".join(
        [say("bids_note" if offer.buys else "offers_note"), say("close_note")]
        + [say("silent_note")] * (len(rows) < offer.grid.count)
        + [say("more_tranches")] * any(len(some) > most for some in cells)
    )
    return Table(title=title, headings=(say("column_delivery"), *numbered), rows=tuple(rows), note=note)


def _day(offer: Offer, zone: str) -> str:
    return offer.grid.start.astimezone(ZoneInfo(zone)).strftime("%a %Y-%m-%d")


def _time(offer: Offer, index: int, zone: str) -> str:
    return offer.grid.time(index).astimezone(ZoneInfo(zone)).strftime("%a %d %H:%M")


def _cells(offer: Offer, index: int) -> list[str]:
    shown: list[tuple[float, float]] = []
    for mw, price in zip(offer.mw[:, index], offer.price[:, index], strict=True):
        if mw < LEAST_MW:
            continue
        close = bool(shown) and abs(price - shown[-1][1]) <= CLOSE_FRAC * abs(price)
        before = shown.pop()[0] if close else 0.0
        shown.append((before + float(mw), float(price)))
    return [say("tranche", mw=fixed(mw, 2), price=_at(price)) for mw, price in shown]


def _at(price: float) -> str:
    return say("any_price") if price >= ANY_PRICE_PER_MWH else plain_rate(price)
