"""Work: hashes that a block or a stretch of the chain stands for."""

from collections.abc import Iterable

from bascule.chain.bits import target_from_bits
from bascule.chain.rules import SPACING_S
from bascule.units import HASHES_PER_DIFFICULTY, HASHES_PER_EH, HASHES_PER_TH, SECONDS_PER_DAY, TH_PER_PH


def block_work(bits: int) -> int:
    """Expected hashes of a block as consensus counts them: 2^256 div (target + 1).

    Raises:
        ValueError: The bits stand for no target.

    >>> block_work(0x1D00FFFF)
    4295032833
    """
    return 2**256 // (target_from_bits(bits) + 1)


def chain_work(bits: Iterable[int]) -> int:
    """Work of a stretch of blocks.

    Raises:
        ValueError: Some bits stand for no target.
    """
    return sum(map(block_work, bits))


def expected_hashes(difficulty: float) -> float:
    """Hashes that a block takes in expectation: difficulty x 2^48/65535."""
    return difficulty * HASHES_PER_DIFFICULTY


def hashrate_eh_s_at(difficulty: float, spacing_s: float = SPACING_S) -> float:
    """EH/s that find a block every ``spacing_s`` seconds.

    >>> round(hashrate_eh_s_at(144.4e12), 1)
    1033.7
    """
    return expected_hashes(difficulty) / spacing_s / HASHES_PER_EH


def hashes_per_ph_day() -> float:
    """Hashes of 1 PH/s in a day."""
    return HASHES_PER_TH * TH_PER_PH * SECONDS_PER_DAY
