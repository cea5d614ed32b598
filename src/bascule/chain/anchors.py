"""Targets from which a stretch of blocks that carries none can be replayed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bascule.chain.blocks import Blocks
from bascule.chain.replay import first_period

ANCHORS: Final[Mapping[int, int]] = MappingProxyType(
    {
        0: 0x1D00FFFF,
        665_280: 0x170DA8A1,
        717_696: 0x170B8C8B,
        770_112: 0x1708417E,
        824_544: 0x1703D869,
        876_960: 0x1702905C,
    }
)
"""Compact target by first height of a period: public block headers of the first period, of the first of 2021 to 2024
and of the last of 2024."""


def start_bits(blocks: Blocks, stated: int | None) -> int | None:
    """Compact target of the first whole period: stated, carried by the block itself, or known; None if none of these.

    Args:
        blocks: Consecutive blocks.
        stated: By the user.
    """
    first = first_period(blocks)
    if stated is not None or first >= blocks.count:
        return stated
    if blocks.bits is not None:
        return int(blocks.bits[first])
    return ANCHORS.get(int(blocks.heights[first]))
