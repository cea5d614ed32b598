"""Numbers as bare problems write them: whole, real, or an exact share."""

import math
import re
from fractions import Fraction
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

EXACT_FLOAT: Final = 2**53
"""Above it a float no longer tells whole numbers apart."""
MOST: Final = 10**30
_SHARE: Final = re.compile(r"[+-]?\d{1,30}(/\d{1,30}|\.\d{1,30})?")


class Inputs(BaseModel):
    """Inputs of one problem: named, complete, nothing more."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def whole(value: object) -> int:
    """A whole number, exact at any size; a float only where it is exact.

    Raises:
        ValueError: It is none, or was rounded before it came here.

    >>> whole(9_007_199_254_740_993), whole(2016.0)
    (9007199254740993, 2016)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a whole number")  # noqa: TRY004 -- pydantic reads ValueError
    if isinstance(value, float) and (not math.isfinite(value) or value != int(value)):
        raise ValueError("must be a whole number")
    if isinstance(value, float) and abs(value) > EXACT_FLOAT:
        raise ValueError(
            "is above 2^53 and written as a float, so its last digits are lost: write all digits"
        )
    return int(value)


def real(value: object) -> float:
    """A finite number.

    Raises:
        ValueError: It is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")  # noqa: TRY004 -- pydantic reads ValueError
    if not math.isfinite(value) or abs(value) > MOST:
        raise ValueError("must be a finite number below 1e30")
    return float(value)


def exact(value: object) -> Fraction:
    """An exact share: a whole number, a decimal as written, or a text such as ``7/10``.

    Raises:
        ValueError: It is none of these.

    >>> exact("7/10"), exact(0.7), exact(1)
    (Fraction(7, 10), Fraction(7, 10), Fraction(1, 1))
    """
    if isinstance(value, str) and _SHARE.fullmatch(value.strip()):
        numerator, _, denominator = value.strip().partition("/")
        if denominator and int(denominator) == 0:
            raise ValueError("divides by zero")
        return Fraction(numerator) / (int(denominator) if denominator else 1)
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, float) and math.isfinite(value):
        return Fraction(repr(value))
    raise ValueError('must be a number or a fraction as text, such as "7/10"')


def _not_negative(value: float) -> float:
    if value < 0:
        raise ValueError("must not be negative")
    return value


def _positive(value: float) -> float:
    if value <= 0:
        raise ValueError("must be above zero")
    return value


def _share(value: Fraction) -> Fraction:
    if not 0 <= value <= 1:
        raise ValueError("must be from 0 to 1")
    return value


Whole = Annotated[int, BeforeValidator(whole)]
Count = Annotated[Whole, AfterValidator(_not_negative)]
Real = Annotated[float, BeforeValidator(real)]
NotNegative = Annotated[Real, AfterValidator(_not_negative)]
Positive = Annotated[Real, AfterValidator(_positive)]
Exact = Annotated[Fraction, BeforeValidator(exact)]
Share = Annotated[Exact, AfterValidator(_share)]
