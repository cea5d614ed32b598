"""Hashrate paths by day from a table."""

from pathlib import Path

import numpy as np
import polars as pl

from bascule.adapters.chain.block_file import read_frame
from bascule.adapters.chain.explorer import answer_of
from bascule.adapters.chain.explorer_values import positive, row_of, whole
from bascule.adapters.files.document import read_document
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_stamps import stamps_s
from bascule.model.series import Floats
from bascule.units import HASHES_PER_EH, SECONDS_PER_DAY, TH_PER_EH

COLUMNS = {"hashrate_eh_s": 1.0, "hashrate_th_per_s": TH_PER_EH}
"""Columns that are understood, and what to divide them by."""


def read_hashrate(path: Path) -> tuple[int, Floats]:
    """First day, Unix seconds, and EH/s by day.

    Args:
        path: A table with ``date`` and a hashrate, or an explorer's answer of daily hashrates (JSON).

    Raises:
        InputError: The file cannot be read, days are missing, or a hashrate cannot be.
    """
    if path.suffix.lower() == ".json":
        return _answer(answer_of(read_document(path)), path.name)
    return _table(read_frame(path), path.name)


def _answer(answer: object, file: str) -> tuple[int, Floats]:
    listed = answer.get("hashrates") if isinstance(answer, dict) else None
    if not isinstance(listed, list) or not listed:
        raise refused(
            file, "hashrates", "must list timestamp and avgHashrate by day, as mining/hashrate does"
        )
    rows = [row_of(part, file) for part in listed]
    starts = np.array([whole(row, "timestamp", file) for row in rows], dtype=np.int64)
    if (np.diff(starts) != SECONDS_PER_DAY).any():
        raise refused(file, "hashrates", "must be days in order without a gap")
    # Whole numbers above 2^53: sixteen digits of a float are enough.
    values = np.array([positive(row, "avgHashrate", file) for row in rows]) / HASHES_PER_EH
    return int(starts[0]), values


def _table(frame: pl.DataFrame, file: str) -> tuple[int, Floats]:
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
