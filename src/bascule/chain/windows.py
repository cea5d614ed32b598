"""Windows over a stretch of blocks: by number of blocks, or by days, weeks, months and years of header time."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.chain.blocks import Blocks
from bascule.model.series import Ints

CALENDAR: Final = {"day": "D", "week": "W", "month": "M", "year": "Y"}
"""NumPy's unit by name; weeks begin on Thursdays there, so Mondays are reached by a shift."""
_MONDAY: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """Stretches of blocks.

    Attributes:
        first: Position of the first block of each, shape (n,).
        end: Position after the last, shape (n,).
        start_s: Start of each: of the calendar unit, or the header time of its first block, shape (n,).
    """

    first: Ints
    end: Ints
    start_s: Ints


def calendar_windows(blocks: Blocks, unit: str) -> Windows:
    """Whole UTC days, weeks from Monday, months or years; the first and last may be in part.

    Header times may run back a little at midnight: a block belongs to the unit that the latest time so far lies in.

    Args:
        blocks: Consecutive blocks.
        unit: ``day``, ``week``, ``month`` or ``year``.
    """
    latest = np.maximum.accumulate(blocks.times_s)
    code = CALENDAR[unit]
    days = latest.astype("datetime64[s]").astype("datetime64[D]")
    # The epoch was a Thursday: moved by three days, weeks turn on Mondays.
    shift = np.timedelta64(_MONDAY if unit == "week" else 0, "D")
    units = (days + shift).astype(f"datetime64[{code}]")
    first = np.flatnonzero(np.concatenate(([True], units[1:] != units[:-1])))
    starts = (units[first].astype("datetime64[D]") - shift).astype("datetime64[s]").astype(np.int64)
    return Windows(first=first, end=np.append(first[1:], blocks.count), start_s=starts)


def rolling_windows(blocks: Blocks, length: int, step: int) -> Windows:
    """Every ``step`` blocks, the ``length`` blocks before.

    Raises:
        ValueError: There are fewer blocks than one window holds.
    """
    if not 1 <= length <= blocks.count or step < 1:
        raise ValueError(
            f"a window of {length:,} blocks does not fit into {blocks.count:,}: choose a shorter one"
        )
    end = np.arange(length, blocks.count + 1, step, dtype=np.int64)
    first = end - length
    return Windows(first=first, end=end, start_s=blocks.times_s[first])
