"""Tables of difficulty periods: what the rule reads, and the target that the next period really had."""

from itertools import pairwise
from typing import Final

import polars as pl

from bascule.adapters.files.market_problems import refused
from bascule.chain.bits import bits_from_text
from bascule.chain.period_row import PeriodRow

VECTORS: Final = ("bits_old", "bits_new", "first_time", "last_time")
CHAIN: Final = ("height", "bits_hex", "prev_period_timespan_s")
_LIMITS: Final = {"mainnet": 0x1D00FFFF, "signet": 0x1E0377AE}
"""Proof-of-work limit by network, as compact bits."""


def is_periods(frame: pl.DataFrame) -> bool:
    """Whether a table has a row per period."""
    return set(VECTORS) <= set(frame.columns) or set(CHAIN) <= set(frame.columns)


def periods_of(frame: pl.DataFrame, file: str) -> tuple[PeriodRow, ...]:
    """The periods of a table, by row.

    Args:
        frame: Either ``bits_old, bits_new, first_time, last_time`` per period (``network`` and ``height_next`` are
            read where they are there), or consecutive periods with ``height, bits_hex, prev_period_timespan_s``.
        file: Name for messages.

    Raises:
        InputError: A cell cannot be a target or a time.
    """
    rows = list(frame.iter_rows(named=True))
    if set(VECTORS) <= set(frame.columns):
        return tuple(_vector(row, file, number) for number, row in enumerate(rows, start=1))
    pairs = pairwise(rows)
    return tuple(_follower(before, row, file, number) for number, (before, row) in enumerate(pairs, start=2))


def _vector(row: dict[str, object], file: str, number: int) -> PeriodRow:
    network = str(row.get("network") or "mainnet")
    if network not in _LIMITS:
        raise refused(file, f"network, row {number}", f"must be one of {', '.join(_LIMITS)}", network[:40])
    return PeriodRow(
        height_next=_maybe(row.get("height_next")),
        bits=_bits(row["bits_old"], file, number),
        first_time_s=_whole(row["first_time"], "first_time", file, number),
        last_time_s=_whole(row["last_time"], "last_time", file, number),
        stated_next_bits=_bits(row["bits_new"], file, number),
        limit_bits=_LIMITS[network],
    )


def _follower(before: dict[str, object], row: dict[str, object], file: str, number: int) -> PeriodRow:
    return PeriodRow(
        height_next=_maybe(row["height"]),
        bits=_bits(before["bits_hex"], file, number - 1),
        first_time_s=0,
        last_time_s=_whole(row["prev_period_timespan_s"], "prev_period_timespan_s", file, number),
        stated_next_bits=_bits(row["bits_hex"], file, number),
        limit_bits=_LIMITS["mainnet"],
    )


def _bits(value: object, file: str, number: int) -> int:
    try:
        return value if isinstance(value, int) else bits_from_text(str(value))
    except ValueError as error:
        raise refused(file, f"bits, row {number}", str(error), str(value)[:40]) from None


def _whole(value: object, column: str, file: str, number: int) -> int:
    if isinstance(value, int):
        return value
    raise refused(file, f"{column}, row {number}", "must be whole seconds", str(value)[:40])


def _maybe(value: object) -> int | None:
    return value if isinstance(value, int) else None
