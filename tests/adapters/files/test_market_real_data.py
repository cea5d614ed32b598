"""The real files beside the repository are read as they are; skipped where they are absent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from bascule.adapters.files.market_files import read_market
from bascule.errors import InputError
from bascule.model.market import Market

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not here")

PARIS, CHICAGO = ZoneInfo("Europe/Paris"), ZoneInfo("America/Chicago")


def read(
    tmp_path: Path, files: str, series: dict[str, str], first: datetime, last: datetime, history_days: int = 0
) -> Market:
    """Read real files with one mapping per series, from local first to last."""
    spec = tmp_path / "m.yaml"
    spec.write_text("series:\n" + "".join(f"  {name}: {{{entry}}}\n" for name, entry in series.items()))
    return read_market(
        [*(DATA / file for file in files.split()), spec],
        needed=dict.fromkeys(series, "site"),
        start=first.astimezone(UTC),
        end=last.astimezone(UTC),
        history=timedelta(days=history_days),
    )


def year(number: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First instants of a local year and of the next."""
    return datetime(number, 1, 1, tzinfo=zone), datetime(number + 1, 1, 1, tzinfo=zone)


@pytest.mark.parametrize("number", [2020, 2022, 2024, 2025])
def test_a_texan_year_is_read(tmp_path: Path, number: int) -> None:
    """Every quarter hour is there, equal to the file, known a quarter later."""
    file = f"power/ercot_rt_15min_{number}.parquet"
    column = "lz_west_usd_per_mwh"
    market = read(tmp_path, file, {"spot_usd_per_mwh": f"column: {column}"}, *year(number, CHICAGO))
    expected = pl.read_parquet(DATA / file)[column].cast(pl.Float64).to_numpy()
    assert np.array_equal(market.values("spot_usd_per_mwh"), expected)
    assert set(market.series["spot_usd_per_mwh"].known_at_s - market.grid.starts_s()) == {900}


@pytest.mark.parametrize(("number", "mean"), [(2021, 109.171), (2023, 96.856), (2025, 61.074)])
def test_a_french_year_is_read(tmp_path: Path, number: int, mean: float) -> None:
    """The mean is the published one, and each local day is published at once at 13:00 the day before."""
    market = read(
        tmp_path,
        "power/fr_day_ahead_hourly.parquet",
        {"spot_eur_per_mwh": "column: price_eur_per_mwh"},
        *year(number, PARIS),
    )
    series = market.series["spot_eur_per_mwh"]
    assert (market.grid.count, round(float(series.values.mean()), 3)) == (8760, mean)
    hours = np.unique(series.known_at_s, return_counts=True)[1]
    assert np.unique(hours).tolist() == [23, 24, 25]


def test_bitcoin_years_are_joined(tmp_path: Path) -> None:
    """A run over New Year takes its daily values from both files; fees come per block."""
    market = read(
        tmp_path,
        "bitcoin/btc_daily.parquet bitcoin/btc_daily_2025.parquet",
        {
            "btc_usd": "column: price_usd",
            "difficulty": "column: difficulty_mean",
            "fees_btc_per_block": "column: fees_btc, divide_by: block_count",
        },
        datetime(2024, 12, 30, tzinfo=UTC),
        datetime(2025, 1, 3, tzinfo=UTC),
        history_days=2,
    )
    assert (market.grid.count, market.grid.step) == (6, timedelta(days=1))
    assert market.series["btc_usd"].source == "btc_daily.parquet + btc_daily_2025.parquet"
    assert market.values("difficulty").min() > 1e14
    assert 0.0 < market.values("fees_btc_per_block").max() < 1.0


def test_points_of_another_year_are_read(tmp_path: Path) -> None:
    """Temperatures stamped at minute 30 of 2022 stand in for a leap year on quarter hours."""
    market = read(
        tmp_path,
        "power/ercot_rt_15min_2024.parquet weather/tx_amarillo_2022_hourly.parquet",
        {
            "spot_usd_per_mwh": "column: lz_west_usd_per_mwh",
            "temperature_c": "column: temperature_c, from_year: 2022, source: Amarillo 2022",
        },
        *year(2024, CHICAGO),
    )
    raw = pl.read_parquet(DATA / "weather/tx_amarillo_2022_hourly.parquet")["temperature_c"].to_numpy()
    assert market.values("temperature_c").mean() == pytest.approx(raw.mean(), abs=0.05)
    leap_day = market.grid.index(datetime(2024, 2, 29, 12, tzinfo=UTC))
    day_before = market.grid.index(datetime(2024, 2, 28, 12, tzinfo=UTC))
    assert market.values("temperature_c")[leap_day] == market.values("temperature_c")[day_before]


@pytest.mark.parametrize(
    ("file", "name", "entry", "first"),
    [
        ("power/ercot_mix_ci_hourly_2022.parquet", "carbon_g_per_kwh", "column: ci_g_per_kwh", "2022-06-01"),
        (
            "power/fr_generation_load_hourly.parquet",
            "carbon_g_per_kwh",
            "column: ci_direct_g_per_kwh",
            "2021-06-01",
        ),
        ("power/fr_da_forecasts_hourly.parquet", "load_mw", "column: load_forecast_da_mw", "2023-06-01"),
        (
            "power/fr_day_ahead_15min_2025q4.parquet",
            "spot_eur_per_mwh",
            "column: price_eur_per_mwh",
            "2025-10-20",
        ),
        (
            "power/eu_zones_day_ahead_hourly_2023_2025.parquet",
            "spot_eur_per_mwh",
            "column: price_eur_per_mwh, where: {zone: DE_LU}",
            "2023-06-01",
        ),
        (
            "power/ercot_da_rt_as_hourly_2024_2025h1.parquet",
            "day_ahead_usd_per_mwh",
            "column: da_lz_west_usd_per_mwh",
            "2024-06-01",
        ),
        (
            "power/ercot_generation_total_hourly.parquet",
            "load_mw",
            "column: generation_total_mw",
            "2022-06-01",
        ),
        ("weather/fr_lyon_hourly.parquet", "temperature_c", "", "2023-06-01"),
        ("weather/fr_paris_hourly.parquet", "temperature_c", "", "2023-06-01"),
        ("weather/fr_toulouse_hourly.parquet", "temperature_c", "", "2023-06-01"),
        ("weather/tx_abilene_2020_hourly.parquet", "temperature_c", "", "2020-06-01"),
        ("weather/tx_waxahachie_2022_hourly.parquet", "temperature_c", "", "2022-06-01"),
        ("bitcoin/btc_usdt_hourly.parquet", "btc_usd", "column: close_usdt", "2024-06-01"),
        (
            "events/ercot_rt_15min_uri_2021-02-10_20.parquet",
            "spot_usd_per_mwh",
            "column: lz_west_usd_per_mwh",
            "2021-02-11",
        ),
    ],
)
def test_ten_days_of_every_series_file_are_read(
    tmp_path: Path, file: str, name: str, entry: str, first: str
) -> None:
    """Each file gives ten complete days without a fill."""
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    market = read(tmp_path, file, {name: entry}, start, start + timedelta(days=9))
    assert np.isfinite(market.values(name)).all()
    assert market.grid.end == start + timedelta(days=9)


def test_the_clock_changes_missing_from_2019_are_named(tmp_path: Path) -> None:
    """The French file of 2019 lacks the two days of the clock changes: 48 hours."""
    series = {"spot_eur_per_mwh": "column: price_eur_per_mwh"}
    with pytest.raises(InputError, match=r"48 × gap: 2019-03-30T23:00Z"):
        read(tmp_path, "power/fr_day_ahead_hourly.parquet", series, *year(2019, PARIS))
    series = {"spot_eur_per_mwh": "column: price_eur_per_mwh, fill: same_hour_yesterday"}
    market = read(tmp_path, "power/fr_day_ahead_hourly.parquet", series, *year(2019, PARIS))
    assert "48 of 8,760 values filled by same_hour_yesterday" in market.notes[0]


def test_the_null_hours_of_the_texan_clock_changes_are_named(tmp_path: Path) -> None:
    """An hour of each clock change is null in the hourly Texan file."""
    series = {"day_ahead_usd_per_mwh": "column: da_lz_west_usd_per_mwh"}
    with pytest.raises(InputError, match=r"2 × null: 2024-03-10T07:00Z, 2024-11-03T07:00Z") as caught:
        read(tmp_path, "power/ercot_da_rt_as_hourly_2024_2025h1.parquet", series, *year(2024, CHICAGO))
    assert "2024-11-03 in America/Chicago lasts 25 hours but has 24" in str(caught.value)


def test_a_table_of_several_zones_needs_a_choice(tmp_path: Path) -> None:
    """Without where: every hour of a many-zone file is there several times."""
    with pytest.raises(InputError, match=r"duplicate.*where"):
        read(
            tmp_path,
            "power/eu_zones_day_ahead_hourly_2023_2025.parquet",
            {"spot_eur_per_mwh": "column: price_eur_per_mwh"},
            datetime(2023, 6, 1, tzinfo=UTC),
            datetime(2023, 6, 9, tzinfo=UTC),
        )


def test_an_irregular_file_is_refused(tmp_path: Path) -> None:
    """Retargets come about every two weeks, at no regular step."""
    with pytest.raises(InputError, match="misaligned"):
        read(
            tmp_path,
            "bitcoin/retargets.csv",
            {"difficulty": "column: difficulty"},
            datetime(2023, 1, 1, tzinfo=UTC),
            datetime(2023, 12, 31, tzinfo=UTC),
        )
