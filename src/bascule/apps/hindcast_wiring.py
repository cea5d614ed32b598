"""Joins ``bascule plan hindcast`` to adapters."""

from collections.abc import Sequence
from pathlib import Path

from bascule.adapters.chain.inputs import read_chain
from bascule.adapters.files.market_problems import refused
from bascule.adapters.hindcast.hindcast_file import read_hindcast
from bascule.chain.days import ChainDays

__all__ = ["read_days", "read_hindcast"]


def read_days(paths: Sequence[Path]) -> ChainDays:
    """Days of the network from tables of days.

    Raises:
        InputError: Everything that is wrong with the files, or none holds days with all that a hashprice needs.
    """
    found = read_chain(paths)
    if found.days is None:
        names = ", ".join(path.name for path in paths)
        raise refused(
            names,
            "columns",
            "holds no table of days: date, price_usd, difficulty_mean, block_count, fees_btc",
        )
    return found.days
