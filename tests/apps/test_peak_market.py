"""A site with a coincident peak gets the probability of its peaks from the load of the system."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.dispatch.sites import site

from bascule.apps.wiring import HISTORY, read_market
from bascule.errors import InputError
from bascule.market.view import MarketView
from bascule.model.energy_contracts import SpotSupply
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.series import SeriesRef
from bascule.model.term import Term

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "power"
START = datetime(2024, 6, 10, tzinfo=UTC)
EVER = Term(start=datetime(2020, 1, 1, tzinfo=UTC), end=datetime(2030, 1, 1, tzinfo=UTC))
PEAK = "system_load_mw_peak_probability_frac"
SITE = replace(
    site(),
    supplies=(SpotSupply(name="grid spot", price=SeriesRef(name="spot_usd_per_mwh"), term=EVER),),
    coincident_peaks=(
        CoincidentPeakCharge(
            name="4cp",
            per_kw_year={2025: 60.0},
            months=(6, 7, 8, 9),
            system_load=SeriesRef(name="system_load_mw"),
            interval=timedelta(hours=1),
            term=EVER,
        ),
    ),
)


def write(folder: Path) -> list[str]:
    """Prices, and a system's load under another name."""
    rows = ["ts_utc,spot_usd_per_mwh,total_mw"]
    for hour in range((HISTORY.days + 2) * 24):
        moment = START - HISTORY + timedelta(hours=hour)
        rows.append(f"{moment.isoformat()},20,{100 - abs(moment.hour - 17)}")
    (folder / "data.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "market.yaml").write_text("series: {system_load_mw: {column: total_mw}}", encoding="utf-8")
    return [str(folder / "data.csv"), str(folder / "market.yaml")]


def test_the_market_derives_it(tmp_path: Path) -> None:
    """The likely hour of each day, known an hour before and not earlier."""
    market = read_market(SITE, write(tmp_path), START, START + timedelta(days=2))
    series = market.series[PEAK]
    today = series.values[HISTORY.days * 24 : HISTORY.days * 24 + 24]
    assert int(np.argmax(today)) == 17
    assert today[17] == pytest.approx(0.5 ** (1 + 20 / 3), rel=0.01)
    place = market.grid.index(START + timedelta(hours=17))
    early, late = (MarketView(market, START + timedelta(hours=hour)) for hour in (15, 16))
    assert np.isnan(early.known(PEAK, place, 1)[0])
    assert late.known(PEAK, place, 1)[0] == today[17]
    assert any(PEAK in note for note in market.notes)


def test_a_market_without_the_load_is_refused_by_name(tmp_path: Path) -> None:
    """The load is what is asked for."""
    files = write(tmp_path)
    with pytest.raises(
        InputError, match=r"no file has a column 'system_load_mw', and coincident_peaks\[4cp\]"
    ):
        read_market(SITE, files[:1], START, START + timedelta(days=2))


def test_the_embedded_market_has_no_load() -> None:
    """It is refused by name there too."""
    with pytest.raises(InputError, match="system_load_mw"):
        read_market(SITE, ["embedded:texas:2022:7"], START, START + timedelta(days=2))


@pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not here")
def test_a_texan_summer_in_quarter_hours(tmp_path: Path) -> None:
    """From 28 days of history the four peaks of 2022 lie in the 72 hours at one per cent and more."""
    spec = tmp_path / "market.yaml"
    spec.write_text(
        "series:\n  system_load_mw: {column: generation_total_mw}\n"
        "  spot_usd_per_mwh: {column: lz_west_usd_per_mwh}\n",
        encoding="utf-8",
    )
    files = [DATA / "ercot_rt_15min_2022.parquet", DATA / "ercot_generation_total_hourly.parquet", spec]
    zone = ZoneInfo("America/Chicago")
    start, end = (datetime(2022, month, 1, tzinfo=zone).astimezone(UTC) for month in (6, 10))
    market = read_market(replace(SITE, time_zone=zone.key), [str(file) for file in files], start, end)
    likely = market.values(PEAK) >= 0.01
    assert np.count_nonzero(likely) / 4 == pytest.approx(72, abs=3)
    load, month = market.values("system_load_mw"), market.grid.local_month(zone.key)
    for number in np.unique(month[market.grid.index(start) :]):
        assert likely[np.argmax(np.where(month == number, load, 0.0))]
