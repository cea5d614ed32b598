"""What a stretch of blocks must be before any figure is made of it."""

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from bascule.adapters.files.market_problems import refused
from bascule.chain.blocks import Blocks
from bascule.model.series import Ints

GENESIS_S: Final = 1_231_006_505
_MILLISECONDS: Final = 100_000_000_000
_MOST_HEIGHT: Final = 10_000_000
_MEDIAN_OF: Final = 11


def checked(blocks: Blocks, file: str, *, gaps: bool = False) -> Blocks:
    """The same blocks, if they can be a stretch of the chain.

    Args:
        blocks: As read.
        file: Name for messages.
        gaps: Whether blocks between may be missing.

    Raises:
        InputError: Heights that go back or jump, times in milliseconds or before the first block, a time that
            consensus forbids.
    """
    if not blocks.count:
        raise refused(file, "rows", "holds no block")
    _refuse_heights(blocks.heights, file, gaps=gaps)
    _refuse_times(blocks, file, gaps=gaps)
    if blocks.reward_sat is not None and (blocks.reward_sat < 0).any():
        at = int(blocks.heights[np.flatnonzero(blocks.reward_sat < 0)[0]])
        raise refused(file, f"reward of block {at:,}", "must not be negative")
    return blocks


def _refuse_heights(heights: Ints, file: str, *, gaps: bool) -> None:
    if heights.min() < 0 or heights.max() > _MOST_HEIGHT:
        wrong = int(heights.min() if heights.min() < 0 else heights.max())
        raise refused(file, "height", f"must lie from 0 to {_MOST_HEIGHT:,}", f"{wrong:,}")
    steps = np.diff(heights)
    wrong_steps = steps < 1 if gaps else steps != 1
    if not wrong_steps.any():
        return
    row = int(np.flatnonzero(wrong_steps)[0])
    before, after = int(heights[row]), int(heights[row + 1])
    what = "goes back" if after < before else "stands twice" if after == before else "jumps"
    hint = f"after {before:,}: the height {what}; give consecutive blocks, sorted by height, each once"
    raise refused(file, f"height, row {row + 2}", hint, f"{after:,}")


def _refuse_times(blocks: Blocks, file: str, *, gaps: bool) -> None:
    times_s = blocks.times_s
    if times_s.max() > _MILLISECONDS:
        raise refused(file, "time", "looks like milliseconds: divide by 1,000", str(int(times_s.max())))
    if times_s.min() < GENESIS_S:
        hint = f"lies before the first block ({GENESIS_S}): give Unix seconds"
        raise refused(file, "time", hint, str(int(times_s.min())))
    if blocks.count <= _MEDIAN_OF or gaps:
        return
    medians = np.median(sliding_window_view(times_s, _MEDIAN_OF), axis=1)[:-1]
    wrong = np.flatnonzero(times_s[_MEDIAN_OF:] <= medians)
    if len(wrong):
        row = int(wrong[0]) + _MEDIAN_OF
        hint = "is not after the median of the eleven blocks before, which consensus demands: correct the row"
        raise refused(file, f"time of block {int(blocks.heights[row]):,}", hint, str(int(times_s[row])))
