"""Real-time prices forecast from the day-ahead price, where it is published."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.dispatch.sites import EVER, SPOT, site
from tests.study.markets import DAY_AHEAD, market

from bascule.dispatch.anchored import AnchoredForecaster, anchors, default_forecaster, uncertain_prices
from bascule.dispatch.forecaster import NaiveForecaster
from bascule.market.forecast_error import ForecastError, forecast_error
from bascule.market.publication import Publication, PublicationRule
from bascule.market.view import MarketView
from bascule.model.energy_contracts import Auction, NominatedSupply
from bascule.model.series import Floats, SeriesRef

AUCTION = SeriesRef(name="auction")
SUPPLY = NominatedSupply(
    name="two", day_ahead=AUCTION, imbalance=SPOT, auction=Auction(zone="UTC", gate_hour=12.0), term=EVER
)
SITE = site(supplies=(SUPPLY,))
AT = 72 + 13
ERCOT = Publication(rule=PublicationRule.DAY_AHEAD_ERCOT)
DATA = Path(__file__).parents[3] / "shared" / "data" / "power" / "ercot_da_rt_as_hourly_2024_2025h1.parquet"


def believed(auction: Floats, spot: Floats, count: int = 6, half_life_h: float = 2.0) -> Floats:
    """The forecast of spot from hour ``AT`` on, the last known value being that of the hour before."""
    known = market({"spot": spot, "auction": auction}, rules={"auction": DAY_AHEAD})
    forecaster = AnchoredForecaster(anchors=anchors(SITE), half_life_h=half_life_h)
    return forecaster.values(MarketView(known, known.grid.time(AT)), "spot", AT, count)


def test_the_newest_deviation_decays_into_the_day_ahead_price() -> None:
    """16 above the auction an hour ago: 16 above it now, 8 after a half-life, 4 after two."""
    auction = np.arange(120.0)
    spot = auction + np.where(np.arange(120) == AT - 1, 16.0, 0.0)
    assert believed(auction, spot, 5) - auction[AT : AT + 5] == pytest.approx(
        [16, 16 / 2**0.5, 8, 8 / 2**0.5, 4]
    )


def test_without_a_published_day_ahead_price_it_is_naive() -> None:
    """Hours whose auction is still to come are forecast as before."""
    rng = np.random.default_rng(1)
    auction, spot = rng.normal(50, 9, 200), rng.normal(50, 9, 200)
    known = market({"spot": spot, "auction": auction}, rules={"auction": DAY_AHEAD})
    view = MarketView(known, known.grid.time(AT))
    naive, beyond = NaiveForecaster().values(view, "spot", AT, 60), np.isnan(view.known("auction", AT, 60))
    assert beyond.any()
    assert not beyond.all()
    assert believed(auction, spot, 60)[beyond] == pytest.approx(naive[beyond])
    assert default_forecaster(SITE).values(view, "auction", AT, 60) == pytest.approx(
        NaiveForecaster().values(view, "auction", AT, 60)
    )


def test_sites_choose_their_forecaster() -> None:
    """Two settlements have an anchor; a spot contract has none."""
    assert anchors(SITE) == {"spot": "auction"}
    assert uncertain_prices(SITE) == ("spot", "auction")
    assert isinstance(default_forecaster(site()), NaiveForecaster)
    assert uncertain_prices(site()) == ("spot",)


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_beats_the_naive_forecast_on_ercot_prices() -> None:
    """Against ERCOT's real-time prices of 2024 its mean absolute error is smaller at every lead up to twelve hours."""
    hours = pl.datetime_range(
        datetime(2024, 1, 1, 6, tzinfo=UTC), datetime(2024, 12, 31, 5, tzinfo=UTC), "1h", eager=True
    )
    frame = pl.DataFrame({"ts_utc": hours.dt.cast_time_unit("us")}).join(
        pl.read_parquet(DATA), on="ts_utc", how="left"
    )
    prices = {
        name: frame[f"{kind}_lz_west_usd_per_mwh"].cast(pl.Float64).to_numpy()
        for name, kind in (("spot", "rt"), ("auction", "da"))
    }
    known = market(prices, start=hours[0].replace(tzinfo=UTC), rules={"auction": ERCOT})

    def scored(forecaster: AnchoredForecaster | NaiveForecaster) -> ForecastError:
        return forecast_error(known, "spot", forecaster.values, horizon_h=12, every_h=7, first=24 * 8)

    anchored, naive = scored(AnchoredForecaster(anchors=anchors(SITE))), scored(NaiveForecaster())
    assert (anchored.mae < naive.mae).all()
    assert anchored.mae.mean() < 0.85 * naive.mae.mean()
