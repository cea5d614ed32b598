"""Hashrate paths by day from a table."""

from pathlib import Path

import numpy as np
import polars as pl

from bascule.adapters.chain.block_file import read_frame
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_stamps import stamps_s
from bascule.model.series import Floats
from bascule.units import SECONDS_PER_DAY, TH_PER_EH

COLUMNS = {"hashrate_eh_s": 1.0, "hashrate_th_per_s": TH_PER_EH}
"""Columns that are understood, and what to divide them by."""


def read_hashrate(path: Path) -> tuple[int, Floats]:
    """First day, Unix seconds, and EH/s by day.

    Raises:
        InputError: The file cannot be read, days are missing, or a hashrate cannot be.
    """
    frame, file = read_frame(path), path.name
    column = next((name for name in COLUMNS if name in frame.columns), None)
    if column is None or "date" not in frame.columns:
        raise refused(file, "columns", "needs date and hashrate_eh_s", ", ".join(frame.columns)[:80])
    starts = stamps_s(frame.with_row_index("__line__"), "date", file, "__line__").to_numpy()
    if not len(starts) or (np.diff(starts) != SECONDS_PER_DAY).any():
        raise refused(file, "date", "must be days in order without a gap")
    values = frame[column].cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy() / COLUMNS[column]
    wrong = ~np.isfinite(values) | (values < 0)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise refused(file, f"{column}, row {row + 1}", "a hashrate is a number from 0", f"{values[row]:g}")
    return int(starts[0]), np.asarray(values, dtype=np.float64)
