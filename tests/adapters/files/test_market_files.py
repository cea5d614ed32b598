"""Reading a market: grid, mapping, joining, stand-ins, knowledge."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bascule.adapters.files.market_files import read_market
from bascule.errors import InputError
from bascule.market.peak_series import PeakAsk
from bascule.model.market import Market

START = datetime(2024, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PRICE = "spot_eur_per_mwh"


def table(
    path: Path, values: list[float], *, first: datetime = START, step: timedelta = HOUR, column: str = PRICE
) -> Path:
    """Write a regular series as Parquet or CSV, by the path's suffix."""
    stamps = [first + i * step for i in range(len(values))]
    frame = pl.DataFrame(
        {"ts_utc": stamps, column: values}, schema_overrides={"ts_utc": pl.Datetime("us", "UTC")}
    )
    if path.suffix == ".csv":
        frame.with_columns(pl.col("ts_utc").dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(path)
    else:
        frame.write_parquet(path)
    return path


def spec(path: Path, text: str) -> Path:
    """Write a market file."""
    path.write_text(text)
    return path


def read(
    files: list[Path],
    hours: float = 4,
    history_h: float = 0,
    needed: str = PRICE,
    *,
    optimistic: bool = False,
    open_end: bool = False,
    peaks: Mapping[str, PeakAsk] | None = None,
) -> Market:
    """Read the named series from the start on."""
    return read_market(
        files,
        needed=dict.fromkeys(needed.split(), "supplies[0].price"),
        start=START,
        end=START + timedelta(hours=hours),
        history=timedelta(hours=history_h),
        optimistic=optimistic,
        open_end=open_end,
        peaks=peaks or {},
    )


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_column_of_the_series_name_is_found(tmp_path: Path, suffix: str) -> None:
    """Without a market file the name is the column, and day-ahead prices carry their auction."""
    market = read([table(tmp_path / f"p{suffix}", [1.0, 2.0, 3.0, 4.0, 5.0])])
    series = market.series[PRICE]
    assert series.values.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert (market.grid.start, market.grid.step) == (START, HOUR)
    assert (series.publication, series.source) == ("day_ahead_eu", f"p{suffix}")
    assert not market.synthetic


def test_history_is_taken_where_there_is_any(tmp_path: Path) -> None:
    """The grid reaches back by the history; hours without data stay NaN and are noted."""
    file = table(tmp_path / "p.csv", [1.0, 2.0, 3.0, 4.0, 5.0], first=START - HOUR)
    market = read([file], history_h=3)
    assert market.grid.start == START - 3 * HOUR
    expected = [np.nan, np.nan, 1, 2, 3, 4, 5]
    assert np.array_equal(market.values(PRICE), expected, equal_nan=True)
    assert market.notes == (f"{PRICE}: 2 of the 3 intervals before the start have no value",)


def test_the_step_is_that_of_the_finest_price(tmp_path: Path) -> None:
    """A finer temperature does not make the market finer; it is averaged and noted."""
    files = [
        table(tmp_path / "p.csv", [1.0, 2.0, 3.0, 4.0]),
        table(tmp_path / "t.csv", [0.0, 4.0] * 4, step=HOUR / 2, column="temperature_c"),
    ]
    market = read(files, needed=f"{PRICE} temperature_c")
    assert market.values("temperature_c").tolist() == [2.0] * 4
    assert market.notes == ("temperature_c: from steps of 30 to 60 minutes by mean",)


def test_a_stated_step_wins(tmp_path: Path) -> None:
    """With step_minutes an hourly price is repeated, and known as one."""
    file = table(tmp_path / "p.csv", [1.0, 2.0, 3.0, 4.0])
    text = f"step_minutes: 15\nseries: {{{PRICE}: {{publication: real_time}}}}\n"
    market = read([file, spec(tmp_path / "m.yaml", text)])
    assert market.values(PRICE).tolist() == np.repeat([1.0, 2.0, 3.0, 4.0], 4).tolist()
    assert market.series[PRICE].known_at_s[:5].tolist() == [market.grid.start_s + 3600] * 4 + [
        market.grid.start_s + 7200
    ]


def test_a_column_is_mapped_and_divided(tmp_path: Path) -> None:
    """Fees per day over blocks per day are fees per block."""
    path = tmp_path / "d.csv"
    path.write_text("date,fees_btc,block_count\n2024-01-01,30,150\n2024-01-02,14,140\n")
    text = "series: {fees_btc_per_block: {column: fees_btc, divide_by: block_count}}"
    market = read([path, spec(tmp_path / "m.yaml", text)], hours=48, needed="fees_btc_per_block")
    assert market.values("fees_btc_per_block").tolist() == [0.2, 0.1]
    assert market.series["fees_btc_per_block"].publication == "daily_after"


def test_rows_of_one_place_are_chosen(tmp_path: Path) -> None:
    """A table of several zones is read for one."""
    path = tmp_path / "z.csv"
    lines = [
        f"{zone},2024-01-01T0{h}:00:00Z,{price}" for h in range(4) for zone, price in (("FR", h), ("CH", 9))
    ]
    path.write_text(f"zone,ts_utc,{PRICE}\n" + "\n".join(lines) + "\n")
    text = f"series: {{{PRICE}: {{where: {{zone: FR}}}}}}"
    assert read([path, spec(tmp_path / "m.yaml", text)]).values(PRICE).tolist() == [0.0, 1.0, 2.0, 3.0]


def test_disjoint_files_are_joined(tmp_path: Path) -> None:
    """Two years of one column become one series, in any order of the files."""
    late = table(tmp_path / "b.csv", [3.0, 4.0], first=START + 2 * HOUR)
    market = read([late, table(tmp_path / "a.csv", [1.0, 2.0])])
    assert market.values(PRICE).tolist() == [1.0, 2.0, 3.0, 4.0]
    assert market.series[PRICE].source == "b.csv + a.csv"


def test_overlapping_files_may_agree(tmp_path: Path) -> None:
    """Equal values are one value, and a missing one gives way."""
    first = table(tmp_path / "a.csv", [1.0, 2.0, float("nan")])
    second = table(tmp_path / "b.csv", [2.0, 3.0, 4.0], first=START + HOUR)
    assert read([first, second]).values(PRICE).tolist() == [1.0, 2.0, 3.0, 4.0]


def test_overlapping_files_that_disagree_are_refused(tmp_path: Path) -> None:
    """Nobody guesses which file is right; naming one settles it."""
    files = [table(tmp_path / "a.csv", [1.0, 2.0, 3.0, 4.0]), table(tmp_path / "b.csv", [1.0, 2.0, 9.0, 4.0])]
    with pytest.raises(InputError, match=r"disagree at 1 times \(2024-01-01T02:00Z\): name one by file"):
        read(files)
    text = f"series: {{{PRICE}: {{file: b.csv}}}}"
    assert read([*files, spec(tmp_path / "m.yaml", text)]).values(PRICE).tolist() == [1.0, 2.0, 9.0, 4.0]


def test_files_of_different_steps_are_not_joined(tmp_path: Path) -> None:
    """Hours and quarter hours of one column need a choice."""
    files = [table(tmp_path / "a.csv", [1.0] * 2), table(tmp_path / "b.csv", [1.0] * 8, step=HOUR / 4)]
    with pytest.raises(InputError, match=r"different steps \(a.csv 60 minutes, b.csv 15 minutes\)"):
        read(files)


def test_a_constant_is_an_assumption(tmp_path: Path) -> None:
    """A constant is known always, and printed with its source."""
    text = "series: {usd_per_eur: {constant: 1.08, source: mean of 2023}}"
    file = table(tmp_path / "p.csv", [1.0] * 4)
    market = read([file, spec(tmp_path / "m.yaml", text)], needed=f"{PRICE} usd_per_eur")
    assert market.values("usd_per_eur").tolist() == [1.08] * 4
    assert market.series["usd_per_eur"].publication == "always"
    assert [(a.statement, a.source) for a in market.assumptions] == [
        ("usd_per_eur is 1.08 at all times", "mean of 2023")
    ]


def test_a_year_stands_in_for_another(tmp_path: Path) -> None:
    """The first hours of 2024 take the temperatures of the same hours of 2022, as an assumption."""
    first = datetime(2022, 1, 1, 0, 30, tzinfo=UTC)
    files = [
        table(tmp_path / "p.csv", [1.0] * 4),
        table(tmp_path / "t.csv", [5.0, 6.0, 7.0, 8.0, 9.0], first=first, column="air_c"),
        spec(tmp_path / "m.yaml", "series: {temperature_c: {column: air_c, from_year: 2022, source: Lyon}}"),
    ]
    market = read(files, needed=f"{PRICE} temperature_c")
    assert market.values("temperature_c").tolist() == [5.0, 6.0, 7.0, 8.0]
    assert "temperature_c is that of 2022 (t.csv, air_c)" in market.assumptions[0].statement
    assert market.notes == ("temperature_c: from steps of 60 to 60 minutes by linear",)


def test_a_fill_rule_is_reported(tmp_path: Path) -> None:
    """A gap may be filled when asked for, and the note says where."""
    path = tmp_path / "p.csv"
    path.write_text(f"ts_utc,{PRICE}\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,\n2024-01-01T03:00Z,4\n")
    text = f"series: {{{PRICE}: {{fill: linear, publication: real_time}}}}"
    market = read([path, spec(tmp_path / "m.yaml", text)])
    assert market.values(PRICE).tolist() == [1.0, 2.0, 3.0, 4.0]
    assert market.notes == (f"{PRICE}: 2 of 4 values filled by linear: 2024-01-01T01:00Z, 2024-01-01T02:00Z",)


def test_a_gap_at_the_end_is_filled_too(tmp_path: Path) -> None:
    """The last known value holds to the end of the period."""
    file = table(tmp_path / "p.csv", [1.0, 2.0])
    market = read([file, spec(tmp_path / "m.yaml", f"series: {{{PRICE}: {{fill: previous}}}}")])
    assert market.values(PRICE).tolist() == [1.0, 2.0, 2.0, 2.0]


def test_calls_have_their_notice(tmp_path: Path) -> None:
    """A series of orders is known its hours of notice ahead."""
    file = table(tmp_path / "c.csv", [0.0, 1.0, 1.0, 0.0], column="call_frac")
    text = "series: {call_frac: {publication: notice_h, notice_h: 2}}"
    market = read([file, spec(tmp_path / "m.yaml", text)], needed="call_frac")
    series = market.series["call_frac"]
    assert (market.grid.starts_s() - series.known_at_s).tolist() == [7200] * 4
    assert series.publication == "notice_h (2 h)"


def test_optimistic_is_labelled(tmp_path: Path) -> None:
    """Real-time values are known at the start of their interval, and the market says so."""
    file = table(tmp_path / "p.csv", [1.0] * 4, column="spot_usd_per_mwh")
    honest, hopeful = (read([file], needed="spot_usd_per_mwh", optimistic=flag) for flag in (False, True))
    lag = honest.series["spot_usd_per_mwh"].known_at_s - hopeful.series["spot_usd_per_mwh"].known_at_s
    assert lag.tolist() == [3600] * 4
    assert honest.assumptions == ()
    assert "OPTIMISTIC" in hopeful.assumptions[0].statement


def test_an_optimistic_day_ahead_market_is_unchanged(tmp_path: Path) -> None:
    """Auction prices are known when they are known."""
    file = table(tmp_path / "p.csv", [1.0] * 4)
    assert read([file], optimistic=True).assumptions == ()


def test_daily_values_cover_a_day_that_began_before(tmp_path: Path) -> None:
    """A run from 06:00 UTC takes the day in progress, known after its end."""
    days = table(tmp_path / "d.csv", [1.0, 2.0], step=24 * HOUR, column="btc_usd")
    prices = table(tmp_path / "p.csv", [1.0] * 24, first=START + 6 * HOUR)
    market = read_market(
        [days, prices],
        needed=dict.fromkeys((PRICE, "btc_usd"), "site"),
        start=START + 6 * HOUR,
        end=START + 30 * HOUR,
        history=timedelta(0),
    )
    assert market.values("btc_usd").tolist() == [1.0] * 18 + [2.0] * 6
    assert market.series["btc_usd"].known_at_s[0] == int((START + 24 * HOUR).timestamp())


def test_a_column_without_a_unit_is_noted(tmp_path: Path) -> None:
    """A mapping that no unit confirms is taken at its word and reported."""
    file = table(tmp_path / "p.csv", [1.0] * 4, column="price")
    market = read([file, spec(tmp_path / "m.yaml", f"series: {{{PRICE}: {{column: price}}}}")])
    assert "names no known unit and is taken to be in eur_per_mwh" in market.notes[0]


def test_unix_seconds_are_read(tmp_path: Path) -> None:
    """A column time_unix_s holds interval starts in seconds."""
    path = tmp_path / "u.parquet"
    pl.DataFrame(
        {"time_unix_s": [int(START.timestamp()) + 3600 * i for i in range(4)], PRICE: [1.0, 2, 3, 4]}
    ).write_parquet(path)
    assert read([path]).values(PRICE).tolist() == [1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize(
    "stamp", ["%Y-%m-%dT%H:%MZ", "%Y-%m-%d %H:%M:%S+00:00", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%dT%H:%M:%S.000Z"]
)
def test_utc_may_be_spelled_in_several_ways(tmp_path: Path, stamp: str) -> None:
    """Every spelling of a UTC stamp gives the same series."""
    path = tmp_path / "p.csv"
    rows = "".join(f"{START + i * HOUR:{stamp}},{i}\n" for i in range(4))
    path.write_text(f"timestamp_utc,{PRICE}\n{rows}")
    assert read([path]).values(PRICE).tolist() == [0.0, 1.0, 2.0, 3.0]
