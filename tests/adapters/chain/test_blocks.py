"""Block tables, and input that lies."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl
import pytest

from bascule.adapters.chain.block_file import blocks_of, read_frame
from bascule.adapters.chain.inputs import read_chain
from bascule.errors import InputError

START = 1_700_000_000


def rows(count: int = 20, columns: Mapping[str, list[object]] = MappingProxyType({})) -> pl.DataFrame:
    """Consecutive blocks, with columns put in their place."""
    return pl.DataFrame(
        {
            "height": list(range(800_000, 800_000 + count)),
            "time_unix_s": [START + 600 * at for at in range(count)],
            "pool": ["a", "b", None, "Unknown", ""] * (count // 5),
            **columns,
        },
        strict=False,
    )


def refused(frame: pl.DataFrame) -> str:
    """What is said about a table."""
    with pytest.raises(InputError) as caught:
        blocks_of(frame, "blocks.csv")
    return str(caught.value)


def test_every_spelling_of_nobody_is_unknown() -> None:
    """Empty, null and Unknown are one; rewards are fees and subsidies; bits may be hexadecimal."""
    found = blocks_of(
        rows(columns={"fee_sat": [5] * 20, "subsidy_sat": [312_500_000] * 20, "bits": ["0x17020000"] * 20}),
        "blocks.csv",
    )
    assert found.names == ("a", "b", "unknown")
    assert found.pools is not None
    assert found.pools.tolist()[:5] == [0, 1, 2, 2, 2]
    assert found.reward_sat is not None
    assert found.reward_sat[0] == 312_500_005
    assert found.bits is not None
    assert found.bits[0] == 0x17020000


HEIGHTS = list(range(800_000, 800_020))
TIMES = [START + 600 * at for at in range(20)]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"height": [*HEIGHTS[:9], HEIGHTS[3], *HEIGHTS[10:]]}, "goes back"),
        ({"height": [*HEIGHTS[:9], HEIGHTS[8], *HEIGHTS[10:]]}, "stands twice"),
        ({"height": [*HEIGHTS[:9], *[h + 7 for h in HEIGHTS[9:]]]}, "jumps"),
        ({"height": [h - 900_000 for h in HEIGHTS]}, "from 0"),
        ({"height": [h + 0.5 for h in HEIGHTS]}, "whole number"),
        ({"height": [float(2**53) * 4 + h for h in HEIGHTS]}, "2^53"),
        ({"height": [*HEIGHTS[:9], None, *HEIGHTS[10:]]}, "whole number"),
        ({"time_unix_s": [t * 1000 for t in TIMES]}, "milliseconds"),
        ({"time_unix_s": [t - START for t in TIMES]}, "first block"),
        ({"time_unix_s": [*TIMES[:15], TIMES[2], *TIMES[16:]]}, "eleven blocks"),
        ({"reward_sat": [-1] * 20}, "negative"),
        ({"bits": ["0x1d00ffgg"] * 20}, "hexadecimal"),
    ],
)
def test_input_that_lies(columns: dict[str, list[object]], said: str) -> None:
    """Each lie is named with its place and a remedy."""
    text = refused(rows(columns=columns))
    assert said in text
    assert text.startswith("blocks.csv")


def test_missing_columns_and_rows() -> None:
    """Heights and times are needed, and at least one block."""
    assert "no such column" in refused(rows().drop("time_unix_s"))
    assert "no block" in refused(rows().clear())


def test_files_of_other_kinds(tmp_path: Path) -> None:
    """Unknown endings, unknown tables and missing files are told at once, each with its file."""
    odd = tmp_path / "odd.csv"
    odd.write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_chain([odd, tmp_path / "none.parquet", tmp_path / "blocks.xlsx"])
    for said in ("no table that is known", "no such file", "neither .parquet nor .csv"):
        assert said in str(caught.value)


def test_csv_and_parquet_hold_the_same(tmp_path: Path) -> None:
    """Both formats give the same blocks, and the longest stretch of two files is kept."""
    rows().write_csv(tmp_path / "b.csv")
    rows(count=15).write_parquet(tmp_path / "b.parquet")
    found = read_chain([tmp_path / "b.csv", tmp_path / "b.parquet"]).blocks
    assert found is not None
    assert found.count == 20
    assert read_frame(tmp_path / "b.csv").height == 20
