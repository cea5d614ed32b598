"""What the chain room found, as JSON: every field under its own name, which carries its unit."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from bascule.apps.bare.chain_concentration import ratio
from bascule.apps.json_text import Json


def plain(value: object) -> Json:
    """A value of the chain room as JSON.

    Raises:
        TypeError: It holds something that JSON cannot say.

    >>> plain({"share": Fraction(1, 4), 6: (None, True)})
    {'share': {'numerator': 1, 'denominator': 4, 'float': 0.25}, '6': [None, True]}
    """
    if value is None or isinstance(value, bool | int | float | str):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, Fraction):
        return ratio(value)
    if isinstance(value, np.ndarray | np.generic):
        return _numbers(value.tolist())
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [plain(part) for part in value]
    raise TypeError(f"JSON cannot say {type(value).__name__}")


def _numbers(value: object) -> Json:
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    if isinstance(value, float | int | bool):
        return value
    raise TypeError(f"JSON cannot say {type(value).__name__}")
