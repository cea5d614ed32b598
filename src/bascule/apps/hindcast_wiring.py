"""Joins ``bascule plan hindcast`` to adapters."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from bascule.adapters.chain.inputs import read_chain
from bascule.adapters.files.market_problems import refused
from bascule.adapters.hindcast.hindcast_file import read_hindcast
from bascule.chain.days import ChainDays
from bascule.errors import InputError, InputProblem

_NEEDED: Final = {
    "usd_per_btc": "price_usd",
    "difficulty": "difficulty_mean",
    "blocks": "block_count",
    "fees_btc": "fees_btc",
}
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
    problems = [
        InputProblem(file=found.days.source, field=column, value="", hint="is missing: a hashprice needs it")
        for name, column in _NEEDED.items()
        if not np.isfinite(getattr(found.days, name)).any()
    ]
    if problems:
        raise InputError(problems)
    return found.days
