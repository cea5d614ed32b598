"""How wrong a forecast was, by hours ahead."""

import numpy as np
import pytest
from tests.dispatch.sites import fleet, site
from tests.study.markets import ALWAYS, REAL_TIME, market, stage_of

from bascule.dispatch.forecaster import NaiveForecaster
from bascule.market.forecast import filled, persistence
from bascule.market.publication import Publication
from bascule.market.view import MarketView
from bascule.model.series import Floats
from bascule.study.forecast_scores import LEADS_H, scores
from bascule.study.results import ForecastScore


class Persistence:
    """The last known value for ever."""

    def values(self, view: MarketView, name: str, first: int, count: int) -> Floats:
        """Known where known."""
        return filled(view, name, first, count, persistence)


def scored(spot: Floats, rule: Publication, forecaster: NaiveForecaster | Persistence) -> ForecastScore:
    """Score of the spot price after two days of history."""
    stage = stage_of(site(fleets=(fleet(),)), market({"spot": spot}, rules={"spot": rule}), first=48)
    return scores(stage, ("spot",), forecaster)[0]


def test_what_is_known_is_not_wrong() -> None:
    """Published for ever: no error at any lead."""
    score = scored(np.random.default_rng(1).normal(50, 20, 240), ALWAYS, NaiveForecaster())
    assert score.mae == (0.0,) * len(score.lead_h)
    assert score.bias == (0.0,) * len(score.lead_h)


def test_a_constant_is_forecast_exactly() -> None:
    """Whatever speaks beyond the known."""
    assert scored(np.full(240, 40.0), REAL_TIME, NaiveForecaster()).mae == pytest.approx((0.0,) * 5)


def test_a_rising_price_is_late_by_its_lead() -> None:
    """Rising 1 per hour, persistence is low by the hours ahead: bias -1 at one hour, -24 at a day."""
    score = scored(np.arange(240.0), REAL_TIME, Persistence())
    assert score.lead_h == tuple(lead for lead in LEADS_H if lead >= 1)
    assert score.bias == pytest.approx(tuple(-lead for lead in score.lead_h))
    assert score.mae == pytest.approx(score.lead_h)
