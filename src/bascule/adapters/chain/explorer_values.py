"""Values of an explorer's answers, each refused with its key where it cannot be."""

from collections.abc import Mapping
from typing import Final

from bascule.adapters.files.market_problems import refused
from bascule.chain.blocks import UNKNOWN

_MILLISECONDS: Final = 100_000_000_000
_MOST_SAT: Final = 2_099_999_997_690_000

Row = Mapping[str, object]
"""An object of an answer."""


def seconds(value: int) -> int:
    """A moment in Unix seconds; what can only be milliseconds is divided.

    >>> seconds(1_708_004_001_715), seconds(1_627_762_478)
    (1708004001, 1627762478)
    """
    return value // 1000 if value > _MILLISECONDS else value


def pool_name(extras: Row) -> str:
    """Who mined a block, by the extras of an answer."""
    pool = extras.get("pool")
    name = pool.get("name") if isinstance(pool, dict) else None
    return UNKNOWN if not isinstance(name, str) or name.lower() == UNKNOWN else name


def first_row(answer: object) -> Row | None:
    """The answer or its first row, None where that is no object."""
    row = answer[0] if isinstance(answer, list) and answer else answer
    return row if isinstance(row, dict) else None


def row_of(value: object, file: str) -> Row:
    """An object.

    Raises:
        InputError: It is none.
    """
    if not isinstance(value, dict):
        raise refused(file, "file", "a row is no object", str(value)[:40])
    return value


def number(row: Row, key: str, file: str) -> float:
    """A number.

    Raises:
        InputError: It is none.
    """
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refused(file, key, "must be a number", str(value)[:40])
    return float(value)


def positive(row: Row, key: str, file: str) -> float:
    """A number above zero.

    Raises:
        InputError: It is none.
    """
    value = number(row, key, file)
    if value <= 0:
        raise refused(file, key, "must be above zero", f"{value:g}")
    return value


def whole(row: Row, key: str, file: str) -> int:
    """A whole number from 0; a timestamp in seconds.

    Raises:
        InputError: It is none.
    """
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise refused(file, key, "must be a whole number from 0", str(value)[:40])
    return seconds(value) if key == "timestamp" else value


def satoshi(row: Row, key: str, file: str) -> int:
    """An amount in satoshi, as text or number.

    Raises:
        InputError: It is none.
    """
    value = row.get(key)
    text = str(value)
    if not text.isdecimal() or not 0 <= int(text) <= _MOST_SAT:
        raise refused(
            file, key, "must be satoshi: a whole number from 0 to all there will ever be", text[:40]
        )
    return int(text)
