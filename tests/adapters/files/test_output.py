"""Files are written whole or not at all, and what cannot be written is known before."""

import os
import threading
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bascule.adapters.files import output
from bascule.adapters.files.output import unwritable_files, write_files
from bascule.adapters.files.output_parquet import parquet_bytes
from bascule.errors import InputError
from bascule.model.time_grid import TimeGrid


def everything_in(folder: Path) -> list[str]:
    """Names of all files and folders below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_files_and_their_folders_are_made(tmp_path: Path) -> None:
    """Every file has its content, and no temporary file is left."""
    write_files({tmp_path / "a" / "b" / "one": b"1", tmp_path / "two": b"2"})
    assert everything_in(tmp_path) == ["a", "a/b", "a/b/one", "two"]
    assert (tmp_path / "a" / "b" / "one").read_bytes() == b"1"


def test_one_failure_leaves_nothing(tmp_path: Path) -> None:
    """Where one file cannot be written, neither the others nor new folders remain, and old content stays."""
    (tmp_path / "old").write_bytes(b"old")
    files = {tmp_path / "old": b"new", tmp_path / "new" / "file": b"", tmp_path / "old" / "below": b""}
    with pytest.raises(InputError, match=r"below: file = .*: cannot be written: "):
        write_files(files)
    assert everything_in(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


def test_ctrl_c_between_files_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt before the last file is complete takes the first one away."""

    def stopped(temporary: Path, data: bytes, made: list[Path]) -> None:
        if data == b"2":
            raise KeyboardInterrupt
        write(temporary, data, made)

    write = output._write
    monkeypatch.setattr(output, "_write", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_files({tmp_path / "new" / "one": b"1", tmp_path / "two": b"2"})
    assert everything_in(tmp_path) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that a link leads to gets the content."""
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_files({tmp_path / "link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    """A pipe or device is written straight: a rename would put a file in its place."""
    pipe, heard = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    assert unwritable_files([pipe], "--json") == ()
    write_files({pipe: b"news"})
    reader.join(timeout=10)
    assert heard == [b"news"]
    assert pipe.is_fifo()


def test_what_can_be_written_leaves_no_trace_of_the_trial(tmp_path: Path) -> None:
    """Asking makes neither files nor folders."""
    assert unwritable_files([tmp_path / "a" / "b", tmp_path / "c"], "--out") == ()
    assert everything_in(tmp_path) == []


def test_obstacles_are_named_once_per_reason(tmp_path: Path) -> None:
    """A folder where a file should be, and a file where a folder should be."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    paths = [tmp_path / "folder", tmp_path / "file" / "a", tmp_path / "file" / "b"]
    folder, file = sorted(unwritable_files(paths, "--out"), key=lambda problem: problem.hint, reverse=True)
    assert (folder.field, folder.value) == ("--out", str(tmp_path / "folder"))
    assert folder.hint == "is a folder: name a file"
    assert (file.value, "is a file, not a folder" in file.hint) == (str(tmp_path / "file" / "a"), True)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc, where nobody may write")
def test_a_place_where_nobody_may_write_is_known_before() -> None:
    """The trial is a real one: permissions alone would say yes to an administrator."""
    (problem,) = unwritable_files([Path("/proc/nothing/result.json")], "--json")
    assert "cannot be written" in problem.hint


def test_interval_tables_keep_64_bits_and_have_no_nan() -> None:
    """Stamps are UTC starts; NaN becomes null; values come back exactly."""
    grid = TimeGrid(start=datetime(2024, 1, 1, tzinfo=UTC), step=timedelta(minutes=15), count=2)
    data = parquet_bytes(grid, {"import_mw": np.array([0.1, np.nan])})
    table = pl.read_parquet(BytesIO(data))
    assert table["timestamp_utc"].to_list() == [grid.time(0), grid.time(1)]
    assert table["import_mw"].to_list() == [0.1, None]
    assert table["import_mw"].dtype == pl.Float64
