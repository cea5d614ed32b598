"""Damaged data files: an answer or a readable problem, never a traceback."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bascule.adapters.files.market_files import read_market
from bascule.errors import InputError

START = datetime(2024, 1, 1, tzinfo=UTC)
PRICE = "spot_eur_per_mwh"


def whole(suffix: str) -> bytes:
    """Two clean days as the bytes of a file."""
    frame = pl.DataFrame({"ts_utc": [START + timedelta(hours=i) for i in range(48)], PRICE: [1.0] * 48})
    buffer = BytesIO()
    if suffix == ".csv":
        frame.with_columns(pl.col("ts_utc").dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(buffer)
    else:
        frame.write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_file_is_no_traceback(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    """Bytes overwritten, taken out or put in anywhere: a complete market, or an InputError."""
    content = whole(suffix)
    at = data.draw(st.integers(0, len(content)))
    taken = data.draw(st.integers(0, 40))
    content = content[:at] + data.draw(st.binary(max_size=6)) + content[at + taken :]
    path: Path = tmp_path_factory.getbasetemp() / f"damaged{suffix}"
    path.write_bytes(content)
    try:
        market = read_market(
            [path], needed={PRICE: "site"}, start=START, end=START + timedelta(days=2), history=timedelta(0)
        )
    except InputError as error:
        assert str(error)  # noqa: PT017 - either answer is right
    else:
        assert market.values(PRICE).shape == (48,)
