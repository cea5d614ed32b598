"""Series to calibrate on: files with units in their column names."""

from pathlib import Path

import polars as pl
import pytest

from bascule.adapters.files.series_file import Daily, SeriesAsk, read_series
from bascule.errors import InputError


def _csv(folder: Path, name: str = "p.csv", first: int = 1, days: int = 25) -> Path:
    lines = [f"2025-01-{day:02},{day}.5,a" for day in range(first, first + days)]
    path = folder / name
    path.write_text("\n".join(["date,price_usd,shop", *lines]) + "\n", encoding="utf-8")
    return path


def _hourly(folder: Path) -> Path:
    stamps = pl.datetime_range(
        pl.datetime(2025, 1, 1, 0, 0, 0, 250_000, time_zone="UTC"),
        pl.datetime(2025, 1, 30, 23, 59, time_zone="UTC"),
        "1h",
        eager=True,
    )
    values = [float(hour % 24) for hour in range(len(stamps))]
    path = folder / "h.parquet"
    pl.DataFrame({"ts_utc": stamps, "price_eur_per_mwh": values}).write_parquet(path)
    return path


def test_the_only_column_with_a_unit(tmp_path: Path) -> None:
    """It needs no name."""
    found = read_series([_csv(tmp_path)], SeriesAsk(column=None))
    assert found.column == "price_usd"
    assert found.observed.values[[0, -1]].tolist() == [1.5, 25.5]
    assert found.observed.times_s[0] == 1_735_689_600


def test_files_follow_each_other(tmp_path: Path) -> None:
    """In time, whatever the order in which they are given."""
    paths = [_csv(tmp_path, "late.csv", 21, 10), _csv(tmp_path, "early.csv", 1, 20)]
    found = read_series(paths, SeriesAsk(column="price_usd"))
    assert found.observed.values.tolist() == [day + 0.5 for day in range(1, 31)]


def test_days_from_hours(tmp_path: Path) -> None:
    """Mean or median of each UTC day; fractions of a second are cut off, not refused."""
    path = _hourly(tmp_path)
    whole = read_series([path], SeriesAsk(column=None))
    daily = read_series([path], SeriesAsk(column=None, daily=Daily.MEAN))
    assert len(whole.observed.values) == 720
    assert (whole.observed.times_s % 3600 == 0).all()
    assert daily.observed.values.tolist() == [11.5] * 30


def test_rows_are_chosen_by_their_text(tmp_path: Path) -> None:
    """Two shops in one file are two series; together they repeat moments."""
    path = tmp_path / "two.csv"
    rows = [
        f"2025-01-{day:02},{price},{shop}" for day in range(1, 29) for shop, price in (("a", day), ("b", 9))
    ]
    path.write_text("\n".join(["date,price_usd,shop", *rows]) + "\n", encoding="utf-8")
    found = read_series([path], SeriesAsk(column=None, where={"shop": "b"}))
    assert set(found.observed.values.tolist()) == {9.0}
    with pytest.raises(InputError, match="more than once"):
        read_series([path], SeriesAsk(column=None))


def test_rows_without_a_number_are_counted(tmp_path: Path) -> None:
    """They are left out, never zero."""
    path = _csv(tmp_path)
    path.write_text(path.read_text().replace("5.5,a", ",a", 1), encoding="utf-8")
    found = read_series([path], SeriesAsk(column="price_usd"))
    assert (found.empty, len(found.observed.values)) == (1, 24)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (SeriesAsk(column="price_eur"), "no file has it; there are price_usd"),
        (SeriesAsk(column="shop"), "not numbers"),
        (SeriesAsk(column=None, where={"city": "x"}), "no such column"),
        (SeriesAsk(column=None, where={"shop": "x"}), "there are a"),
        (SeriesAsk(column=None, end_s=1_735_689_600 + 86_400 * 5), "at least 20"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, ask: SeriesAsk, said: str) -> None:
    """Each says what is there instead."""
    with pytest.raises(InputError, match=said):
        read_series([_csv(tmp_path)], ask)
