"""What an event must save to be used now: 1 MW whose half may be withheld for an hour, four times a month."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.flexible import HALF_DAY, place
from tests.dispatch.sites import HOUR, JANUARY, START, case
from tests.study.markets import DAY_AHEAD, market

from bascule.dispatch.asking import Asking
from bascule.dispatch.event_worth import event_worths
from bascule.dispatch.site_shape import SiteShape
from bascule.market.view import MarketView
from bascule.model.state import FlexState, SiteState

TIER = replace(HALF_DAY, events_per_month=4)
SITE = place(TIER)
SPIKES = np.full(31 * 24, 40.0)
SPIKES[20::48] = 100 + 10 * np.arange(SPIKES[20::48].size)
"""Every other day an hour at 100, 110, 120, ... and 40 otherwise."""


def worth(now_h: int, used: int = 0) -> dict[str, float]:
    """On an hour of January."""
    known = market({"spot": SPIKES}, rules={"spot": DAY_AHEAD})
    view = MarketView(known, START + now_h * HOUR)
    state = SiteState(time=view.now, flex={"firm": FlexState(month=JANUARY, events=used)})
    return event_worths(SiteShape.of(SITE), view, ("spot",), state)


def test_the_worst_of_the_best_events_at_the_pace_of_the_month() -> None:
    """In 15 days eight spikes came, to 170; with 4 events for 16 days also 4 in these: the fourth best is 140."""
    assert worth(15 * 24) == pytest.approx({"firm": 0.5 * 140})


def test_fewer_events_are_worth_more() -> None:
    """One left: it must save what the best did."""
    assert worth(15 * 24, used=3) == pytest.approx({"firm": 0.5 * 170})
    assert worth(15 * 24, used=4) == {"firm": 0.0}


def test_without_a_week_known_every_event_may_be_used() -> None:
    """There is nothing to go by."""
    assert worth(3 * 24) == {}


def test_a_plan_keeps_an_event_that_saves_less() -> None:
    """0.5 MW at 90 saves 45: worth it for 44, not for 46, and the objective says nothing of either."""
    for asked, saved in ((44.0, 45.0), (46.0, 0.0)):
        planned = replace(case(SITE, [40, 90, 40]), asking=Asking(event_worth={"firm": asked}))
        assert planned.plan().objective == pytest.approx(-170 + saved)
