"""Columns of block tables under the names that people give them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from bascule.adapters.files.market_problems import refused
from bascule.chain.bits import bits_from_text
from bascule.model.series import Ints

NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "height": ("height", "block_height"),
        "time": ("time_unix_s", "timestamp", "time", "block_time"),
        "pool": ("pool", "miner", "pool_name"),
        "fee": ("fee_sat", "fees_sat", "total_fees"),
        "subsidy": ("subsidy_sat",),
        "reward": ("reward_sat", "reward"),
        "bits": ("bits", "bits_hex"),
    }
)
"""What a block table may hold, and the column names under which it is looked for, in this order."""

EXACT_FLOAT: Final = 2**53


def found(columns: list[str]) -> dict[str, str]:
    """Columns that are there, by what they hold."""
    return {
        what: next(name for name in names if name in columns)
        for what, names in NAMES.items()
        if any(name in columns for name in names)
    }


def whole_column(frame: pl.DataFrame, column: str, file: str) -> Ints:
    """A column of whole numbers.

    Raises:
        InputError: A cell is empty, no whole number, or a float above 2^53, whose last digits are lost.
    """
    raw = frame[column]
    if raw.dtype.is_float() and (raw.abs() > EXACT_FLOAT).any():
        raise refused(
            file, column, "holds floats above 2^53, whose last digits are lost: write whole numbers"
        )
    whole = raw.cast(pl.Int64, strict=False)
    text = raw.dtype == pl.String
    wrong = whole.is_null() if text else whole.is_null() | (whole.cast(raw.dtype, strict=False) != raw)
    if wrong.any():
        row = int(np.flatnonzero(wrong.to_numpy())[0])
        shown = str(raw[row])[:40]
        raise refused(file, f"{column}, row {row + 1}", "must be a whole number in every row", shown)
    return np.asarray(whole.to_numpy(), dtype=np.int64)


def bits_column(frame: pl.DataFrame, column: str, file: str) -> Ints:
    """Compact targets, as whole numbers or in hexadecimal.

    Raises:
        InputError: A cell is neither.
    """
    if frame[column].dtype != pl.String:
        return whole_column(frame, column, file)
    texts = frame[column].unique().to_list()
    try:
        codes = {text: bits_from_text(str(text)) for text in texts}
    except ValueError as error:
        raise refused(file, column, str(error)) from None
    return np.asarray(frame[column].replace_strict(codes, return_dtype=pl.Int64).to_numpy(), dtype=np.int64)
