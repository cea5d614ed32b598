"""Days that sum to the year, and quarters that are put together from them."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.dispatch.sites import START, fleet, site
from tests.study.margins.cases import bundled_year, hours_of

from bascule.model.series import Floats
from bascule.study.margins.day_table import DayTable, day_of_year, sample_days
from bascule.study.margins.real_quarters import SEASON_DAYS, Quartering, RealQuarters, real_quarters
from bascule.study.margins.site_year import SiteYear, closed_margin

NODES, SCALES = np.array([0.0, 24.0, 48.0]), np.array([0.5, 1.0, 2.0])
PRICES = (24.0, 1.0)


def _year(spot: Floats) -> SiteYear:
    """10 MW worth 50 per MWh at a hashprice of 24, from New Year on."""
    return hours_of(site(fleets=(fleet(50.0),)), spot, start=START)


def _kinds(days: int = 365) -> Floats:
    """Every second day power is free, else it costs 50: such a day earns nothing."""
    return np.repeat(np.where(np.arange(days) % 2 == 0, 0.0, 50.0), 24)


def _quarters(how: Quartering, spot: Floats | None = None) -> RealQuarters:
    return real_quarters(
        sample_days(_year(_kinds() if spot is None else spot), NODES, SCALES)[1],
        how,
    )


@pytest.mark.parametrize(
    ("name", "spec"),
    [("texas_mining", "embedded:texas:2022:7"), ("france_mining", "embedded:france:2023:7")],
)
def test_days_sum_to_the_closed_form_of_the_year(name: str, spec: str) -> None:
    """At every node; days are those of the site's clock, two of them an hour short and an hour long."""
    year = bundled_year(name, spec)
    surface, table = sample_days(year, np.array([12.0, 35.0]), np.array([0.6, 1.7]))
    for (a, b), per_year in np.ndenumerate(surface.margin[:, :, 0]):
        direct = closed_margin(year.at(float(table.hashprice[a]), float(table.power_scale[b]), 1.0))
        assert per_year == direct
        assert table.money[:, a, b].sum() / year.years == pytest.approx(direct, rel=1e-9)
    assert len(table.day) == 365
    assert np.sort(table.hours).tolist() == [23.0, *[24.0] * 363, 25.0]


def test_a_day_earns_what_its_hours_leave() -> None:
    """240 MWh at 50 on every second day, and nothing between."""
    table = sample_days(_year(_kinds()), NODES, SCALES)[1]
    assert table.money[:4, 1, 1] == pytest.approx([12_000.0, 0.0, 12_000.0, 0.0])
    assert table.per_year[0, 1, 1] == pytest.approx(365 * 12_000.0)
    assert table.season[[0, 364]].tolist() == [0, 364]


def test_a_leap_year_has_a_day_more() -> None:
    """The last of 2024 is day 365."""
    assert day_of_year(np.array([np.datetime64("2024-12-31").astype(int)])).tolist() == [365]


@pytest.mark.parametrize("first", [0, 200, 329])
def test_the_year_of_quarters_is_the_market_s(first: int) -> None:
    """Mean over seasons and quarters kept: nothing at any node and between them, whatever day the plan begins on."""
    found = _quarters(Quartering(first_day=first))
    assert np.abs(found.apart.mean(axis=(0, 1))).max() < 1e-6
    assert np.mean(found.means(30.0, 0.8)) == pytest.approx(0.0, abs=1e-6)


def test_two_kinds_of_days_vary_as_coins_do() -> None:
    """Days drawn one by one: a quarter of n days has the standard deviation sqrt(p (1 - p) / n) of its range."""
    found = _quarters(Quartering(first_day=100, kept=20_000, block_days=1))
    for days, spread in zip(SEASON_DAYS, found.spreads(*PRICES), strict=True):
        # 31 days around a date: 15 or 16 of a kind.
        share = 15 / 31
        by_hand = np.sqrt(share * (1 - share) / days) * 365 * 12_000.0
        assert spread == pytest.approx(by_hand, rel=4 / np.sqrt(2 * 20_000))


def test_days_that_follow_each_other_stay_together() -> None:
    """In pairs of a good and a bad day nothing is left to chance but the odd last day."""
    found = _quarters(Quartering(first_day=100, kept=2_000, block_days=2))
    assert found.spreads(*PRICES).max() < 365 * 12_000.0 / 91 * 0.51


def test_a_season_keeps_its_level() -> None:
    """A summer of free power: its quarter is above the year by three quarters of what a day earns, the others below by one."""
    quarter = np.repeat([50.0, 0.0, 50.0, 50.0], SEASON_DAYS)
    spot = np.repeat(quarter, 24)
    found = _quarters(Quartering(first_day=0, near_days=0), spot)
    whole = 365 * 12_000.0
    assert found.means(*PRICES) == pytest.approx(np.array([-0.25, 0.75, -0.25, -0.25]) * whole, rel=0.06)


def test_a_quarter_of_its_own_days_is_the_dispatch_of_those_days() -> None:
    """Every date by itself: the second quarter settled alone, less the year, at each node."""
    spot = np.random.default_rng(8).normal(40.0, 30.0, 365 * 24)
    year = _year(spot)
    surface, table = sample_days(year, NODES, SCALES)
    found = real_quarters(table, Quartering(first_day=0, near_days=0, block_days=1, kept=2))
    alone = hours_of(year.site, spot[91 * 24 : 182 * 24], start=START + timedelta(days=91))
    for (a, b), whole in np.ndenumerate(surface.margin[:, :, 0]):
        direct = closed_margin(alone.at(float(NODES[a]), float(SCALES[b]), 1.0))
        # Seasons of 91 and 92 days count alike in a plan of equal quarters: the year's mean is theirs.
        assert found.apart[1, 0, a, b] == pytest.approx(
            direct - whole, rel=1e-9, abs=0.002 * abs(whole) + 1e-6
        )


def test_two_years_are_drawn_from_together() -> None:
    """730 days, 62 around each date; the year is their mean."""
    year = hours_of(site(fleets=(fleet(50.0),)), _kinds(730), start=START - timedelta(days=365))
    found = real_quarters(sample_days(year, NODES, SCALES)[1], Quartering(first_day=0))
    assert found.days == 730
    assert np.abs(found.apart.mean(axis=(0, 1))).max() < 1e-6


def test_quarters_are_interpolated_as_the_surface_is() -> None:
    """Nodes give what is kept there; the middle of a cell their mean; beyond the last the straight line goes on."""
    found = _quarters(Quartering(first_day=0))
    picked = np.array([3, 7])
    at = found.at(5, picked, np.array([24.0, 48.0]), np.array([1.0, 2.0]))
    assert at == pytest.approx([found.apart[1, 3, 1, 1], found.apart[1, 7, 2, 2]])
    between = found.at(0, picked[:1], np.array([36.0]), np.array([1.0]))
    assert between == pytest.approx(found.apart[0, 3, 1:, 1].mean())
    beyond = found.at(0, picked[:1], np.array([72.0]), np.array([1.0]))
    assert beyond == pytest.approx(2 * found.apart[0, 3, 2, 1] - found.apart[0, 3, 1, 1])


def test_the_same_seed_gives_the_same_quarters() -> None:
    """To the bit; another seed gives others."""
    one, other = _quarters(Quartering(first_day=9, seed=4)), _quarters(Quartering(first_day=9, seed=4))
    assert one.apart.tobytes() == other.apart.tobytes()
    assert one.apart.tobytes() != _quarters(Quartering(first_day=9, seed=5)).apart.tobytes()


def test_part_of_a_day_is_not_drawn() -> None:
    """A market that begins at noon: its first day counts in the year, and stands for no day."""
    spot = _kinds()[12:]
    year = hours_of(site(fleets=(fleet(50.0),)), spot, start=START + timedelta(hours=12))
    table = sample_days(year, NODES, SCALES)[1]
    assert table.hours[0] == 12.0
    assert real_quarters(table, Quartering(first_day=0)).days == 364


def test_missing_seasons_are_refused() -> None:
    """Half a year of prices, and days with a hole."""
    half: DayTable = sample_days(_year(_kinds(180)), NODES, SCALES)[1]
    with pytest.raises(
        ValueError, match=r"no 7 real days in a row begin within 15 days .* give a year of prices"
    ):
        real_quarters(half, Quartering(first_day=0))
    holes = replace(half, day=half.day * 2)
    with pytest.raises(ValueError, match="no 7 real days in a row"):
        real_quarters(holes, Quartering(first_day=0))
