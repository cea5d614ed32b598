"""Offers as JSON: a curve per delivery interval."""

from bascule.apps.json_text import Json, stamp
from bascule.model.offer import Offer


def offers_json(offers: tuple[Offer, ...]) -> Json:
    """Tranches of every offer that have a width, by delivery interval; prices per MWh or per MW and hour."""
    return [
        {
            "product": offer.product,
            "side": "buy" if offer.buys else "sell",
            "step_s": offer.grid.step_s,
            "intervals": [
                {"start_utc": stamp(offer.grid.time(k)), "tranches": _tranches(offer, k)}
                for k in range(offer.grid.count)
            ],
        }
        for offer in offers
    ]


def _tranches(offer: Offer, index: int) -> Json:
    both = zip(offer.price[:, index].tolist(), offer.mw[:, index].tolist(), strict=True)
    return [{"price": price, "mw": mw} for price, mw in both if mw > 0]
