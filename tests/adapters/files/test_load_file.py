"""Loads are read from the one column that can be meant, gaps and all."""

from pathlib import Path

import numpy as np
import pytest

from bascule.adapters.files.load_file import read_load
from bascule.errors import InputError

ROWS = "2024-06-01T00:00:00Z,5\n2024-06-01T01:00:00Z,6\n2024-06-01T03:00:00Z,7\n2024-06-01T04:00:00Z,8\n"


def file(folder: Path, text: str, name: str = "load.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_hour_is_a_gap(tmp_path: Path) -> None:
    """The only column in MW is taken, and the hour without row is NaN."""
    native = read_load(file(tmp_path, f"ts_utc,load_mw\n{ROWS}"), None)
    assert np.array_equal(native.values, [5, 6, np.nan, 7, 8], equal_nan=True)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        (f"ts_utc,load\n{ROWS}", None, "no column ends in _mw"),
        ("ts_utc,a_mw,b_mw\n2024-06-01T00:00:00Z,1,2\n", None, "a_mw, b_mw"),
        (f"ts_utc,load_mw\n{ROWS}", "lod_mw", "did you mean load_mw"),
        (f"ts_utc,load_mw\n{ROWS}{ROWS}", None, "duplicate"),
        ("ts_utc,load_mw\n2024-06-01T00:00:00Z,1\n2024-06-02T00:00:00Z,1\n", None, "a step of an hour"),
        ("ts_utc,load_mw\n2024-06-01T00:00:00Z,\n2024-06-01T01:00:00Z,\n", None, "holds no number"),
    ],
)
def test_what_cannot_be_a_load_is_refused(tmp_path: Path, text: str, column: str | None, said: str) -> None:
    """Each with its remedy."""
    with pytest.raises(InputError, match=said):
        read_load(file(tmp_path, text), column)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """Only tables hold loads."""
    with pytest.raises(InputError, match="convert it"):
        read_load(file(tmp_path, "", "load.xlsx"), None)
