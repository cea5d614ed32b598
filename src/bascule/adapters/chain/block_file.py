"""Tables of blocks from Parquet and CSV."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bascule.adapters.chain.block_checks import checked
from bascule.adapters.chain.block_columns import bits_column, found, whole_column
from bascule.adapters.files.market_problems import reading, refused
from bascule.chain.blocks import UNKNOWN, Blocks
from bascule.model.series import Ints

TABLES: Final = frozenset({".parquet", ".csv"})
_UNNAMED: Final = frozenset({"", "unknown", "other", "others", "none", "n/a"})


def read_frame(path: Path) -> pl.DataFrame:
    """A Parquet or CSV file whole.

    Raises:
        InputError: It cannot be read.
    """
    if path.suffix.lower() not in TABLES:
        raise refused(path.name, "file", "is neither .parquet nor .csv: convert it", str(path))
    with reading(path):
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema_length=None, null_values=["", "NA", "null"])


def is_blocks(frame: pl.DataFrame) -> bool:
    """Whether a table has a row per block rather than a row per day or period."""
    there = found(frame.columns)
    return {"height", "time"} <= there.keys() and not {"change_frac", "bits_old"} & set(frame.columns)


def blocks_of(frame: pl.DataFrame, file: str, *, gaps: bool = False) -> Blocks:
    """The blocks of a table.

    Args:
        frame: At least height and header time per row.
        file: Name for messages.
        gaps: Whether blocks between may be missing.

    Raises:
        InputError: A column is missing or lies.
    """
    there = found(frame.columns)
    for what in ("height", "time"):
        if what not in there:
            raise refused(file, what, "there is no such column: a block table needs height and time_unix_s")
    pools, names = _pools(frame, there.get("pool"))
    return checked(
        Blocks(
            heights=whole_column(frame, there["height"], file),
            times_s=whole_column(frame, there["time"], file),
            pools=pools,
            names=names,
            reward_sat=_rewards(frame, there, file),
            bits=bits_column(frame, there["bits"], file) if "bits" in there else None,
            source=file,
        ),
        file,
        gaps=gaps,
    )


def _pools(frame: pl.DataFrame, column: str | None) -> tuple[Ints | None, tuple[str, ...]]:
    if column is None:
        return None, ()
    raw = frame[column].cast(pl.String).fill_null(UNKNOWN).str.strip_chars()
    names = sorted(set(raw.unique().to_list()))
    kept = sorted({UNKNOWN if name.lower() in _UNNAMED else name for name in names})
    codes = {name: kept.index(UNKNOWN if name.lower() in _UNNAMED else name) for name in names}
    return np.asarray(raw.replace_strict(codes, return_dtype=pl.Int64).to_numpy(), dtype=np.int64), tuple(
        kept
    )


def _rewards(frame: pl.DataFrame, there: dict[str, str], file: str) -> Ints | None:
    if "reward" in there:
        return whole_column(frame, there["reward"], file)
    if {"fee", "subsidy"} <= there.keys():
        return whole_column(frame, there["fee"], file) + whole_column(frame, there["subsidy"], file)
    return None
