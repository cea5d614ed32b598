"""Amounts by month or by year in a site file: the key says which."""

import re

from bascule.adapters.files.site_entry import MOST_MONEY, MOST_MW, complaint
from bascule.adapters.files.site_term import FIRST_YEAR, LAST_YEAR

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"[0-9]{4}")


def months_with_mw(value: object) -> dict[int, float]:
    """Megawatts by month index (year * 12 + month - 1), from keys such as ``2023-07``.

    Raises:
        PydanticCustomError: A key is no month, or an amount is out of bounds.
    """
    found = {}
    for key, amount in _mapping(value, "{2023-07: 48.5}").items():
        month = _MONTH.fullmatch(key)
        if month is None:
            raise complaint(f"holds {key!r}, which is no month: write it as 2023-07")
        index = int(month[1]) * 12 + int(month[2]) - 1
        found[index] = _amount(key, amount, MOST_MW, "MW")
    return found


def years_with_money(value: object) -> dict[int, float]:
    """Money by calendar year.

    Raises:
        PydanticCustomError: A key is no year, or an amount is out of bounds.
    """
    found = {}
    for key, amount in _mapping(value, "{2024: 60.0}").items():
        if not _YEAR.fullmatch(key) or not FIRST_YEAR <= int(key) <= LAST_YEAR:
            raise complaint(f"holds {key!r}, which is no year: write it as 2024")
        found[int(key)] = _amount(key, amount, MOST_MONEY, "per kW and year")
    if not found:
        raise complaint("must hold at least one year, such as {2024: 60.0}")
    return found


def _mapping(value: object, such_as: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise complaint(f"must be keys with values, such as {such_as}")
    return {str(key): amount for key, amount in value.items()}


def _amount(key: str, amount: object, most: float, unit: str) -> float:
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount <= most:
        raise complaint(f"must have a number from 0 to {most:,.0f} {unit} for {key}")
    return float(amount)
