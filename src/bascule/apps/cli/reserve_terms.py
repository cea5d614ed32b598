"""Terms of reserve products in words, for the table of contracts."""

from bascule.apps.cli.words import say
from bascule.model.reserves import ReserveProduct
from bascule.model.series import Level, SeriesRef
from bascule.report.numbers import fixed, plain_rate, rate


def reserve_terms(product: ReserveProduct, currency: str) -> str:
    """What it pays, how fast and long a call is, who may serve it, and what failing costs."""
    activation, owed = product.activation_price, product.supplier_payment_per_mwh
    paid = {} if activation == 0 else {"activation": _price(activation, currency, "MWh")}
    supplier = {"supplier": plain_rate(owed)} if owed else {}
    return say(
        "reserve_terms",
        capacity=_price(product.capacity_price, currency, "MW-h"),
        response=fixed(product.response_s, 0),
        duration=f"{product.duration_h:g}",
        eligible=" or ".join(control.value for control in product.eligible),
        penalty=plain_rate(product.penalty_per_mwh),
        currency=currency,
        **paid,
        **supplier,
    )


def _price(level: Level, currency: str, unit: str) -> str:
    return level.name if isinstance(level, SeriesRef) else rate(level, currency, unit)
