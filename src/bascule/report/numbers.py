"""Numbers as people read them: sensible digits, thousands set apart, units and currency signs."""

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

NONE: Final = "–"
"""Stands where there is no number."""

_TOO_SMALL: Final = 0.0005
_LEAST_MONEY: Final = 0.005
_MINUS: Final = "−"
_SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CHF": "CHF", "CAD": "C$"}
)


def currency_sign(currency: str) -> str:
    """Sign of an ISO 4217 currency, or its code where there is none.

    >>> currency_sign("EUR"), currency_sign("SEK")
    ('€', 'SEK')
    """
    return _SIGNS.get(currency, currency)


def fixed(value: float, decimals: int) -> str:
    """That many decimals, thousands set apart, halves away from zero as in the page's script.

    >>> fixed(-1234.5, 0), fixed(61.25, 1), fixed(-0.004, 2)
    ('−1,235', '61.3', '0.00')
    """
    if not math.isfinite(value):
        return NONE
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(rounded):,}" if rounded >= 0 else f"{_MINUS}{abs(rounded):,}"


def figure(value: float) -> str:
    """A number with about three digits that say something.

    >>> [figure(x) for x in (0.0, 0.0001, 0.0312, 3.14159, 47.2, 1234.5)]
    ['0', '0', '0.031', '3.14', '47.2', '1,235']
    """
    if abs(value) < _TOO_SMALL:
        return "0"
    return fixed(value, _decimals(abs(value)))


def _decimals(size: float) -> int:
    if size >= 100:
        return 0
    return 1 if size >= 10 else 2 if size >= 0.1 else 3


def plain_rate(value: float) -> str:
    """Money per unit without its unit: a tenth is enough, and from a thousand on the whole number.

    >>> plain_rate(61.04), plain_rate(1480.2)
    ('61.0', '1,480')
    """
    return fixed(value, 1 if abs(value) < 999.95 else 0)


def rate(value: float | None, currency: str, unit: str = "MWh") -> str:
    """Money per unit.

    >>> rate(47.2, "USD")
    '47.2 $/MWh'
    """
    return NONE if value is None else f"{plain_rate(value)} {currency_sign(currency)}/{unit}"


def plain_money(value: float | None) -> str:
    """An amount without its currency; cents only where they matter.

    >>> plain_money(-1234567.8), plain_money(12.345)
    ('−1,234,568', '12.35')
    """
    if value is None:
        return NONE
    return "0" if abs(value) < _LEAST_MONEY else fixed(value, 0 if abs(value) >= 100 else 2)


def money(value: float | None, currency: str) -> str:
    """An amount with its currency.

    >>> money(-1234567.8, "EUR"), money(20.0, "SEK")
    ('−€1,234,568', 'SEK 20.00')
    """
    if value is None:
        return NONE
    sign, digits = currency_sign(currency), plain_money(abs(value))
    gap = " " if sign.isalpha() else ""
    return f"{_MINUS if digits.strip('0.,') and value < 0 else ''}{sign}{gap}{digits}"


def percent(frac: float | None) -> str:
    """A share; one that is not whole never reads as 100 %.

    >>> percent(0.9834), percent(1.0), percent(0.99997), percent(None)
    ('98.3 %', '100 %', '>99.9 %', '–')
    """
    if frac is None or not math.isfinite(frac):
        return NONE
    if abs(frac - 1) < 1e-9:
        return "100 %"
    return ">99.9 %" if 0.9995 <= frac < 1 else f"{fixed(frac * 100, 1)} %"


def mw(value: float | None) -> str:
    """Power.

    >>> mw(12.345), mw(0.5)
    ('12.3 MW', '0.50 MW')
    """
    return NONE if value is None else f"{figure(value)} MW"


def named(name: str, value: float, currency: str) -> str:
    """A number by the unit suffix of its name; a name without a suffix gives the bare figure.

    >>> named("price_per_mwh", 47.2, "USD"), named("short_it_mw", 1.5, ""), named("short_gpus", 12.0, "")
    ('47.2 $/MWh', '1.50 MW', '12')
    """
    if name.endswith("_per_mwh"):
        return rate(value, currency)
    if name.endswith("_mw"):
        return mw(value)
    if name.endswith("_frac"):
        return percent(value)
    return figure(value) if abs(value) < 100 and value != int(value) else fixed(value, 0)
