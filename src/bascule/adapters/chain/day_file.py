"""Tables of days: price, difficulty, blocks and fees of the network."""

from typing import Final

import numpy as np
import polars as pl

from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_stamps import stamps_s
from bascule.chain.days import ChainDays
from bascule.model.series import Floats
from bascule.units import SECONDS_PER_DAY

_NAMES: Final = {
    "usd_per_btc": ("price_usd", "usd_per_btc", "btc_usd"),
    "difficulty": ("difficulty_mean", "difficulty"),
    "blocks": ("block_count", "blocks"),
    "fees_btc": ("fees_btc",),
}


def is_days(frame: pl.DataFrame) -> bool:
    """Whether a table has a row per day with a difficulty."""
    columns = set(frame.columns)
    return (
        "date" in columns
        and bool(columns & set(_NAMES["difficulty"]))
        and "published_usd_per_ph_day" not in columns
    )


def days_of(frame: pl.DataFrame, file: str) -> ChainDays:
    """The days of a table.

    Raises:
        InputError: Dates that are none, repeat or go back; a value that cannot be.
    """
    starts = stamps_s(frame.with_row_index("__line__"), "date", file, "__line__").to_numpy().astype(np.int64)
    if len(starts) == 0:
        raise refused(file, "rows", "holds no day")
    steps = np.diff(starts)
    if (starts % SECONDS_PER_DAY).any() or (steps <= 0).any():
        raise refused(file, "date", "must be UTC days, sorted, each once")
    values = {what: _values(frame, what, names, file) for what, names in _NAMES.items()}
    return ChainDays(starts_s=starts, source=file, **values)


def _values(frame: pl.DataFrame, what: str, names: tuple[str, ...], file: str) -> Floats:
    column = next((name for name in names if name in frame.columns), None)
    if column is None:
        return np.full(frame.height, np.nan)
    if not frame[column].dtype.is_numeric():
        raise refused(file, column, "must be numbers")
    values = frame[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    wrong = values <= 0 if what in {"usd_per_btc", "difficulty"} else values < 0
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise refused(file, f"{column}, row {row + 1}", "must be above zero", f"{values[row]:g}")
    return np.asarray(values, dtype=np.float64)
