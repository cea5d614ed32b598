"""What a policy believes: known values, a forecast beyond, hours in the tail, last week for the rest of the month."""

from datetime import timedelta

import numpy as np
import pytest
from tests.dispatch.sites import HOUR, START, case, fleet, site
from tests.study.markets import ALWAYS, DAY_AHEAD, REAL_TIME, market

from bascule.dispatch.forecaster import NaiveForecaster
from bascule.dispatch.outlook import coarse, month_tail, window
from bascule.market.publication import Publication
from bascule.market.view import MarketView
from bascule.model.series import Floats

SITE = site(fleets=(fleet(),))


class TestCoarse:
    piece = case(SITE, np.arange(12.0).tolist(), step_h=0.25).piece

    def test_a_fine_head_and_hours_of_means(self) -> None:
        """Four quarters as they are, then two hours."""
        head, tail = coarse(self.piece, 4)
        assert head.values["spot"].tolist() == [0, 1, 2, 3]
        assert tail.values["spot"].tolist() == [5.5, 9.5]
        assert (tail.grid.start, tail.grid.step) == (head.grid.end, HOUR)

    def test_what_is_no_whole_hour_is_left_out(self) -> None:
        """After six quarters one hour and a half are left: one hour."""
        assert coarse(self.piece, 6)[1].grid.count == 1

    @pytest.mark.parametrize("fine", [12, 10])
    def test_without_a_whole_hour_there_is_one_piece(self, fine: int) -> None:
        """Nothing to average."""
        assert len(coarse(self.piece, fine)) == 1

    def test_hours_stay_hours(self) -> None:
        """An hourly market has nothing coarser."""
        assert len(coarse(case(SITE, [1.0, 2.0]).piece, 1)) == 1


class TestWindow:
    def test_is_none_before_the_first_price(self) -> None:
        """Nothing known is nothing believed."""
        view = MarketView(market({"spot": [40.0] * 4}), START)
        assert window(SITE, view, ("spot", "hashprice"), NaiveForecaster(), 3) is None

    def test_adds_what_a_hash_earns(self) -> None:
        """24 USD/PH-day are 0.001 USD per TH/s-hour."""
        view = MarketView(market({"spot": [40.0] * 4}), START + HOUR)
        piece = window(SITE, view, ("spot", "hashprice"), NaiveForecaster(), 3)
        assert piece is not None
        assert piece.values["hash_value_per_th_h"].tolist() == pytest.approx([0.001] * 3)


class TestForecaster:
    @staticmethod
    def said(values: Floats, at: int, count: int, **rules: Publication) -> list[float]:
        """Forecast of the spot price."""
        view = MarketView(market({"spot": values}, rules=rules), START + at * HOUR)
        believed: list[float] = NaiveForecaster(half_life_h=3.0).values(view, "spot", at, count).tolist()
        return believed

    def test_published_values_are_repeated_as_they_are(self) -> None:
        """Then the last known day again."""
        day = np.tile(np.arange(24.0), 3)
        assert self.said(day, 13, 48, spot=DAY_AHEAD) == pytest.approx(
            np.tile(np.arange(24.0), 4)[13:61].tolist()
        )

    def test_the_newest_value_gives_way_to_the_usual_one(self) -> None:
        """A spike of 120 over a usual 40 is believed for the next hour, and half of it three hours later."""
        spot = np.full(96, 40.0)
        spot[71] = 120.0
        believed = self.said(spot, 72, 7)
        assert [believed[k] for k in (0, 3, 6)] == pytest.approx([120, 80, 60])

    def test_slow_series_persist(self) -> None:
        """Difficulty stays what it is."""
        world = market(
            {"spot": [1.0] * 9, "difficulty": [5.0] * 4 + [7.0] * 5}, rules={"difficulty": DAY_AHEAD}
        )
        view = MarketView(world, START)
        assert set(NaiveForecaster().values(view, "difficulty", 6, 9).tolist()) == {7.0}

    def test_nothing_known_is_nothing_said(self) -> None:
        """Not zero."""
        assert np.isnan(self.said(np.full(4, 40.0), 0, 2)).all()


class TestMonthTail:
    def test_every_hour_is_as_in_the_last_known_week(self) -> None:
        """A price that is its hour of the week comes again a week later, also 15 days ahead."""
        weekly = np.tile(np.arange(168.0), 6)
        view = MarketView(market({"spot": weekly}), START + 200 * HOUR)
        tail = month_tail(SITE, view, ("spot", "hashprice"), 248, 744)
        assert tail is not None
        assert tail.values["spot"].tolist() == weekly[248:744].tolist()

    def test_quarters_become_hours(self) -> None:
        """Of their means."""
        view = MarketView(
            market({"spot": np.tile(np.arange(4.0), 400)}, step_h=0.25), START + timedelta(days=8)
        )
        tail = month_tail(SITE, view, ("spot", "hashprice"), 900, 940)
        assert tail is not None
        assert (tail.grid.count, set(tail.values["spot"].tolist())) == (10, {1.5})

    def test_nothing_left_of_the_month_is_no_tail(self) -> None:
        """The window reaches its end."""
        view = MarketView(market({"spot": [1.0] * 50}, rules={"spot": ALWAYS}), START)
        assert month_tail(SITE, view, ("spot", "hashprice"), 40, 40) is None


def test_the_probability_of_a_peak_beyond_what_is_known_is_yesterdays() -> None:
    """Known for a day and an hour: the hours after it are like those of the last known day."""
    name = "load_peak_probability_frac"
    chances = np.zeros(72)
    chances[[17, 41]] = 0.25, 0.75
    data = market({"spot": [40.0] * 72, name: chances}, rules={name: REAL_TIME})
    view = MarketView(data, START + 42 * HOUR)
    found = NaiveForecaster().values(view, name, 42, 24)
    assert np.flatnonzero(found).tolist() == [23]
    assert found[23] == 0.75
