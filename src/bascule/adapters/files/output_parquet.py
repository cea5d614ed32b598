"""Interval tables as Parquet."""

from collections.abc import Mapping
from io import BytesIO

import polars as pl

from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


def parquet_bytes(grid: TimeGrid, columns: Mapping[str, Floats]) -> bytes:
    """A table with one row per interval.

    Args:
        grid: The intervals; their starts become the column ``timestamp_utc``.
        columns: 64-bit values by suffixed name, each of shape (grid.count,); NaN becomes null.
    """
    stamps = pl.Series(grid.starts_s() * 1000).cast(pl.Datetime("ms", "UTC"))
    table = pl.DataFrame(
        {"timestamp_utc": stamps, **{name: pl.Series(v, nan_to_null=True) for name, v in columns.items()}}
    )
    buffer = BytesIO()
    table.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()
