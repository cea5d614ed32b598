"""JSON as every command writes it: one schema version, no NaN, keys with unit suffixes."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid

Json = Mapping[str, "Json"] | Sequence["Json"] | str | float | bool | None
"""A value that JSON can say."""

SCHEMA_VERSION: Final = 1
"""Raised when a key changes its meaning or goes away; new keys do not raise it."""


def json_bytes(document: Json) -> bytes:
    """A document in UTF-8; what is not finite becomes null.

    >>> print(json_bytes({"mean": float("nan")}).decode(), end="")
    {
     "mean": null
    }
    """
    return (json.dumps(finite(document), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def finite(value: Json) -> Json:
    """The same value with null for NaN and infinities."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [finite(part) for part in value]
    return value


def numbers(values: Floats) -> list[float]:
    """An array as plain numbers."""
    return [float(value) for value in values]


def stamp(moment: datetime) -> str:
    """A moment in UTC.

    >>> stamp(datetime(2024, 1, 31, 13, tzinfo=UTC))
    '2024-01-31T13:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def period(grid: TimeGrid) -> dict[str, Json]:
    """The period of a grid."""
    return {
        "start_utc": stamp(grid.start),
        "end_utc": stamp(grid.end),
        "step_s": grid.step_s,
        "intervals": grid.count,
    }
