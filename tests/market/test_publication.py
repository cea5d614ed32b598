"""Publication rules: when each value became known."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.errors import DataGap
from bascule.market.publication import Publication, PublicationRule, default_publication, republish
from bascule.model.market import Market
from bascule.model.series import Series
from bascule.model.time_grid import TimeGrid


def hourly(start: datetime, count: int) -> TimeGrid:
    """An hourly grid."""
    return TimeGrid(start=start, step=timedelta(hours=1), count=count)


def known(rule: PublicationRule, grid: TimeGrid, notice_h: float | None = None) -> list[datetime]:
    """When each interval of a grid becomes known."""
    seconds = Publication(rule=rule, notice_h=notice_h).known_at_s(grid)
    return [datetime.fromtimestamp(int(moment), UTC) for moment in seconds]


@pytest.mark.parametrize(
    ("rule", "first", "hours", "published"),
    [
        # Paris: the 23-hour day (31 March 2024), the day after it, and the 25-hour day (27 October 2024).
        ("day_ahead_eu", datetime(2024, 3, 30, 23, tzinfo=UTC), 23, datetime(2024, 3, 30, 12, tzinfo=UTC)),
        ("day_ahead_eu", datetime(2024, 3, 31, 22, tzinfo=UTC), 24, datetime(2024, 3, 31, 11, tzinfo=UTC)),
        ("day_ahead_eu", datetime(2024, 10, 26, 22, tzinfo=UTC), 25, datetime(2024, 10, 26, 11, tzinfo=UTC)),
        ("day_ahead_eu", datetime(2024, 10, 27, 23, tzinfo=UTC), 24, datetime(2024, 10, 27, 12, tzinfo=UTC)),
        # Texas: 10 March and 3 November 2024.
        (
            "day_ahead_ercot",
            datetime(2024, 3, 10, 6, tzinfo=UTC),
            23,
            datetime(2024, 3, 9, 19, 30, tzinfo=UTC),
        ),
        (
            "day_ahead_ercot",
            datetime(2024, 3, 11, 5, tzinfo=UTC),
            24,
            datetime(2024, 3, 10, 18, 30, tzinfo=UTC),
        ),
        (
            "day_ahead_ercot",
            datetime(2024, 11, 3, 5, tzinfo=UTC),
            25,
            datetime(2024, 11, 2, 18, 30, tzinfo=UTC),
        ),
        (
            "day_ahead_ercot",
            datetime(2024, 11, 4, 6, tzinfo=UTC),
            24,
            datetime(2024, 11, 3, 19, 30, tzinfo=UTC),
        ),
    ],
)
def test_a_delivery_day_is_published_at_once(
    rule: str, first: datetime, hours: int, published: datetime
) -> None:
    """Every hour of a local day, and no other, becomes known at the auction of the day before."""
    moments = known(PublicationRule(rule), hourly(first - timedelta(hours=1), hours + 2))
    assert set(moments[1:-1]) == {published}
    assert moments[0] < published < moments[-1]


@pytest.mark.parametrize(
    ("rule", "step_h", "start", "published"),
    [
        ("real_time", 1, datetime(2024, 1, 1, 5, tzinfo=UTC), datetime(2024, 1, 1, 6, tzinfo=UTC)),
        ("interval_start", 1, datetime(2024, 1, 1, 5, tzinfo=UTC), datetime(2024, 1, 1, 5, tzinfo=UTC)),
        ("at_block", 1, datetime(2024, 1, 1, 5, tzinfo=UTC), datetime(2024, 1, 1, 5, tzinfo=UTC)),
        ("daily_after", 24, datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC)),
        ("daily_after", 1, datetime(2024, 1, 1, 5, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC)),
        ("always", 1, datetime(2024, 1, 1, 5, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_rule_gives_its_moment(rule: str, step_h: int, start: datetime, published: datetime) -> None:
    """Each rule counts from the native interval."""
    grid = TimeGrid(start=start, step=timedelta(hours=step_h), count=1)
    assert known(PublicationRule(rule), grid) == [published]


def test_a_notice_comes_before_its_interval() -> None:
    """A call with 2.5 hours of notice is known 2.5 hours before it starts."""
    grid = hourly(datetime(2024, 1, 1, 5, tzinfo=UTC), 1)
    assert known(PublicationRule.NOTICE_H, grid, 2.5) == [datetime(2024, 1, 1, 2, 30, tzinfo=UTC)]


@pytest.mark.parametrize(("rule", "notice_h"), [("notice_h", None), ("real_time", 1.0), ("notice_h", -1.0)])
def test_a_notice_belongs_to_its_rule(rule: str, notice_h: float | None) -> None:
    """Hours of notice without their rule, the rule without them, and negative hours are refused."""
    with pytest.raises(ValueError, match=r"notice"):
        Publication(rule=PublicationRule(rule), notice_h=notice_h)


@pytest.mark.parametrize(
    ("name", "step_s", "rule"),
    [
        ("spot_eur_per_mwh", 3600, "day_ahead_eu"),
        ("spot_eur_per_mwh", 900, "day_ahead_eu"),
        ("spot_usd_per_mwh", 900, "real_time"),
        ("day_ahead_usd_per_mwh", 3600, "day_ahead_ercot"),
        ("day_ahead_houston_usd_per_mwh", 3600, "day_ahead_ercot"),
        ("day_ahead_eur_per_mwh", 900, "day_ahead_eu"),
        ("day_ahead_gbp_per_mwh", 3600, "real_time"),
        ("btc_usd", 86400, "daily_after"),
        ("btc_usd", 3600, "real_time"),
        ("fees_btc_per_block", 86400, "daily_after"),
        ("difficulty", 86400, "daily_after"),
        ("difficulty", 3600, "at_block"),
        ("temperature_c", 3600, "real_time"),
    ],
)
def test_a_series_has_a_default_rule(name: str, step_s: int, rule: str) -> None:
    """The default follows from the name and the native step."""
    assert default_publication(name, step_s) == Publication(rule=PublicationRule(rule))


def test_republish_changes_the_named_series_only() -> None:
    """The optimistic run gets new moments for the series it names and leaves the others alone."""
    grid = hourly(datetime(2024, 1, 1, tzinfo=UTC), 3)
    late = Publication(rule=PublicationRule.REAL_TIME).known_at_s(grid)
    series = {
        n: Series(name=n, values=np.ones(3), known_at_s=late.copy(), publication="real_time") for n in "ab"
    }
    market = republish(Market(grid=grid, series=series), ["a"], PublicationRule.INTERVAL_START)
    assert np.array_equal(market.series["a"].known_at_s, grid.starts_s())
    assert market.series["a"].publication == "interval_start"
    assert market.series["b"] is series["b"]


def test_republish_refuses_an_unknown_series() -> None:
    """A name that the market does not have is an error, not a silent nothing."""
    market = Market(grid=hourly(datetime(2024, 1, 1, tzinfo=UTC), 1), series={})
    with pytest.raises(DataGap):
        republish(market, ["a"], PublicationRule.ALWAYS)
