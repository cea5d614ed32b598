"""A plan knows what was published at its moment, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.adapters.files.site_template import bundled_site
from bascule.apps.plan import PlanAt, plan_at
from bascule.apps.wiring import read_market
from bascule.errors import DataGap
from bascule.model.market import Market
from bascule.model.series import Series
from bascule.units import HOURS_PER_DAY

SITE = bundled_site("texas").site
AT = datetime(2022, 3, 1, 6, 0, tzinfo=UTC)
UNTIL = datetime(2022, 3, 1, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def market() -> Market:
    """Half a day after the moment, and the history before it."""
    return read_market(SITE, ["embedded:texas:2022:7"], AT, UNTIL)


@pytest.fixture(scope="module")
def plan(market: Market) -> PlanAt:
    """Twelve hours from the moment on."""
    return plan_at(SITE, market, AT, timedelta(hours=12))


def shaken(series: Series, at: datetime) -> Series:
    """The same series with every value that was not yet published turned into another."""
    later = series.known_at_s > at.timestamp()
    return replace(series, values=np.where(later, series.values * 1.7 + 3.0, series.values))


def test_the_unpublished_future_moves_nothing(market: Market, plan: PlanAt) -> None:
    """Another future, the same plan: setpoints, prices believed and money."""
    other = replace(market, series={n: shaken(s, AT) for n, s in market.series.items()})
    again = plan_at(SITE, other, AT, timedelta(hours=12))
    assert not np.array_equal(other.values("spot_usd_per_mwh"), market.values("spot_usd_per_mwh"))
    assert np.array_equal(again.import_rate, plan.import_rate)
    assert np.array_equal(again.outcome.import_mw, plan.outcome.import_mw)
    assert again.ledger.total == plan.ledger.total


def test_real_time_prices_are_forecasts(plan: PlanAt) -> None:
    """No price of an interval still to come is published on a real-time market."""
    assert not plan.published.any()


def test_the_plan_covers_its_hours_in_the_markets_steps(plan: PlanAt) -> None:
    """Twelve hours are 48 quarters, the first at the moment itself, each with a reason for every asset."""
    assert (plan.grid.start, plan.grid.count) == (AT, 12 * 4)
    assert {track.codes.size for track in plan.reasons.values()} == {48}
    assert {fleet.name for fleet in SITE.fleets} < set(plan.reasons)


def test_money_before_the_demand_charge_is_the_rest_of_the_ledger(plan: PlanAt) -> None:
    """What these hours earn leaves out exactly the charge that a month owes."""
    charge = sum(line.amount for line in plan.ledger.lines if line.account.value == "demand_charge")
    assert charge < 0
    assert plan.margin_before_demand_charge == pytest.approx(plan.ledger.total - charge)


def test_a_plan_needs_something_published(market: Market) -> None:
    """Where a series was never published before the moment, that is said by name."""
    price = market.series["spot_usd_per_mwh"]
    late = replace(price, known_at_s=price.known_at_s + HOURS_PER_DAY * 3600 * 365)
    unheard = replace(market, series={**market.series, "spot_usd_per_mwh": late})
    with pytest.raises(DataGap, match="spot_usd_per_mwh"):
        plan_at(SITE, unheard, AT, timedelta(hours=12))
