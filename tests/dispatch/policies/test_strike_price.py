"""The industry's rule: stop at once above a price, return after a while below it."""

from datetime import UTC, datetime

import numpy as np
import pytest
from tests.dispatch.sites import fleet, site
from tests.study.markets import DAY_AHEAD, hashed, market, ran

from bascule.dispatch.policies.strike_price import StrikeMemory, strike_signal
from bascule.model.schedule import PlanSource
from bascule.study.compare import Settings

STRIKE = Settings(strike_per_mwh=50.0, debounce_h=0.0)
SLOW = Settings(strike_per_mwh=50.0, debounce_h=2.0)


@pytest.mark.parametrize(
    ("debounce", "signal"), [(0, [1, 0, 1, 1, 0, 1]), (1, [1, 0, 0, 1, 0, 0]), (2, [1, 0, 0, 0, 0, 0])]
)
def test_returns_after_the_debounce(debounce: int, signal: list[int]) -> None:
    """60 stops at once; one or two further intervals at or below 50 bring the machines back."""
    rate = np.array([50.0, 60.0, 40.0, 50.0, 60.0, 40.0])
    assert strike_signal(rate, 50.0, debounce, StrikeMemory()).tolist() == [bool(v) for v in signal]


def test_memory_is_carried_between_calls() -> None:
    """In two calls as in one."""
    rate, memory = np.array([60.0, 40.0, 40.0, 40.0]), StrikeMemory()
    parts = [strike_signal(rate[:2], 50.0, 2, memory), strike_signal(rate[2:], 50.0, 2, memory)]
    assert np.concatenate(parts).tolist() == strike_signal(rate, 50.0, 2, StrikeMemory()).tolist()


def test_goes_by_the_last_published_price() -> None:
    """Real-time prices are known an hour late: the spike at the second hour stops the third."""
    done = ran(
        site(fleets=(fleet(),)),
        market({"spot": [40, 60, 40, 40, 40]}),
        "strike-price",
        first=1,
        settings=STRIKE,
    )
    assert hashed(done) == [10, 0, 10, 10]


def test_without_any_price_nothing_is_hashed() -> None:
    """The first interval of a market without history is safe, and says so."""
    done = ran(site(fleets=(fleet(),)), market({"spot": [40, 40]}), "strike-price", settings=STRIKE)
    assert hashed(done) == [0, 10]
    assert done.sources == {PlanSource.SAFE.value: 1, PlanSource.RULE.value: 1}
    assert any("no price is published" in note for note in done.notes)


def test_one_threshold_for_every_fleet() -> None:
    """Efficient and inefficient machines stop alike."""
    place = site(fleets=(fleet(30.0, name="old"), fleet(90.0, name="new")))
    done = ran(place, market({"spot": [40, 60, 40, 40]}), "strike-price", first=1, settings=STRIKE)
    assert hashed(done, "old") == hashed(done, "new") == [10, 0, 10]


def test_without_a_threshold_it_is_the_break_even_at_the_start() -> None:
    """Half the power earns 30, half 90: 60 on the mean."""
    place = site(fleets=(fleet(30.0, name="old"), fleet(90.0, name="new")))
    done = ran(
        place, market({"spot": [59, 61, 59, 59]}), "strike-price", first=1, settings=Settings(debounce_h=0.0)
    )
    assert hashed(done, "old") == [10, 0, 10]


def test_news_in_the_middle_of_a_window_forgets_nothing() -> None:
    """Day-ahead prices: a last hour of the second day at 100 stops machines then, not in the afternoon before."""
    spot = np.full(72, 10.0)
    spot[47] = 100.0
    world = market({"spot": spot}, start=datetime(2026, 5, 31, 22, tzinfo=UTC), rules={"spot": DAY_AHEAD})
    done = ran(site(fleets=(fleet(),)), world, "strike-price", settings=SLOW)
    assert [k for k, mw in enumerate(hashed(done)) if mw == 0] == [47, 48, 49]
