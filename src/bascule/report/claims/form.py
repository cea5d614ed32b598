"""Numbers and formulas of claims as people read them."""

import re
from collections.abc import Mapping
from typing import Final

from bascule.report.messages import text
from bascule.report.numbers import NONE, fixed
from bascule.study.claims.claim import Claim

_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_SHOWN: Final = 4
_CARRIED: Final = 6
"""Digits of numbers inside arithmetic, so that whoever repeats it with the printed numbers gets the printed result."""


def digits(value: float, significant: int = _SHOWN) -> str:
    """As many digits as say something; all digits before the point.

    >>> [digits(x) for x in (0.0625, 1.6786, 106.0, 82.5633, 1850000.0, 0.0)]
    ['0.0625', '1.679', '106', '82.56', '1,850,000', '0']
    """
    if value == 0:
        return "0"
    size = len(f"{abs(value):.0f}") if abs(value) >= 1 else -_zeros(abs(value))
    shown = fixed(value, max(significant - size, 0))
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def amount(value: float | None, unit: str, claim: Claim) -> str:
    """A number with its unit, a share in percent.

    Args:
        value: The number, None for a dash.
        unit: As a line or input has it.
        claim: Says what levels are counted in.
    """
    if value is None:
        return NONE
    if unit == "%":
        return f"{fixed(value * 100, 1)} %"
    named = claim.level_unit if unit == "level" else unit
    return f"{digits(value)} {named}".rstrip()


def with_numbers(formula: str, values: Mapping[str, float]) -> str:
    """A formula with numbers for its names, in the signs of print.

    >>> with_numbers("hashprice_usd_per_ph_day / (24 * j_per_th)", {"hashprice_usd_per_ph_day": 30, "j_per_th": 20})
    '30 / (24 × 20)'
    """
    return printed(
        _WORD.sub(lambda word: digits(values[word[0]], _CARRIED) if word[0] in values else word[0], formula)
    )


def printed(formula: str) -> str:
    """A formula in the signs of print.

    >>> printed("(new / old) ** (1 / years) - 1")
    '(new / old) ^ (1 / years) − 1'
    """
    return formula.replace("**", "^").replace("*", "×").replace(" - ", " − ").replace("_", " ")


def quantity(name: str) -> str:
    """What people call a quantity."""
    return text(f"claims.quantity.{name}")


def _zeros(size: float) -> int:
    """Zeros after the point before the first digit."""
    return len(f"{size:.12f}".split(".")[1]) - len(f"{size:.12f}".split(".")[1].lstrip("0"))
