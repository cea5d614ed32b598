"""Reads the unit that the name of a series or column ends in."""

import re
from typing import Final

_MONEY: Final = "usd|eur|gbp|chf|cad|aud|btc|sat"
_PLAIN: Final = "mwh|kwh|wh|mw|kw|w|kg|g|t|c|f|k|frac|pct|percent|th|eh|ph|gpu_h|h|s"
_UNIT: Final = re.compile(rf"(?:^|_)((?:{_MONEY}|{_PLAIN})(?:_per_[a-z_]+)?)$")


def unit_suffix(name: str) -> str | None:
    """The unit in which a name ends, ``None`` where it ends in none that is known.

    >>> unit_suffix("lz_west_usd_per_mwh"), unit_suffix("btc_usd"), unit_suffix("difficulty_mean")
    ('usd_per_mwh', 'usd', None)
    """
    match = _UNIT.search(name.lower())
    return None if match is None else match.group(1)


def unit_conflict(series: str, column: str, *, divided: bool = False) -> str | None:
    """Why a column cannot be read as a series, ``None`` where nothing speaks against it.

    Args:
        series: Name of the series, with its unit.
        column: Name of the column; without a known unit it is taken at its word.
        divided: True where the column is divided by another, so that its unit is the series' numerator.

    >>> unit_conflict("spot_usd_per_mwh", "price_eur_per_mwh")
    'the column is in eur_per_mwh, the series in usd_per_mwh'
    >>> unit_conflict("fees_btc_per_block", "fees_btc", divided=True)
    """
    wanted, given = unit_suffix(series), unit_suffix(column)
    if given is None or wanted is None or given == wanted:
        return None
    if divided and wanted.startswith(f"{given}_per_"):
        return None
    return f"the column is in {given}, the series in {wanted}"
