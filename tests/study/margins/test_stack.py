"""The fast closed form of a hashing stack, against plain loops and the dispatch."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import fleet, site
from tests.study.margins.cases import hours_of

from bascule.model.grid_connection import GridConnection
from bascule.model.series import Floats, Ints
from bascule.study.margins import stack
from bascule.study.margins.site_year import closed_margin
from bascule.study.margins.stack import DayChoice, Rank, admitted, path_margins
from bascule.units import MWH_PER_PH_DAY

NEW = Rank(meter_mw=6.0, j_per_th=15.0, fee_frac=0.02)
OLD = Rank(meter_mw=8.0, j_per_th=25.0)
SEASON = np.arange(365)


def _days(seed: int, days: int = 365, hours: int = 24) -> Floats:
    return np.random.default_rng(seed).normal(40.0, 30.0, (days, hours))


def _every_day(first: int, paths: int, year: int) -> Ints:  # noqa: ARG001 -- a choice of days
    return np.broadcast_to(SEASON, (paths, 365))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 100), connection=st.floats(1, 20), fee=st.floats(0, 0.1))
def test_margins_are_those_of_a_plain_loop(seed: int, connection: float, fee: float) -> None:
    """Best machines first in every hour, as far as the connection reaches."""
    ranks = [OLD, Rank(meter_mw=6.0, j_per_th=15.0, fee_frac=fee)]
    hashprice, days = np.array([[30.0, 50.0], [0.0, 120.0]]), _days(seed)[:, ::8]
    found = np.concatenate(list(path_margins(ranks, connection, hashprice, days, _every_day)))
    for path in range(2):
        for year in range(2):
            total = 0.0
            for price in days.ravel().tolist():
                left = connection
                worths = [
                    hashprice[path, year] * (1 - r.fee_frac) / (MWH_PER_PH_DAY * r.j_per_th) for r in ranks
                ]
                for worth, rank in sorted(zip(worths, ranks, strict=True), key=lambda pair: -pair[0]):
                    run = min(rank.meter_mw, left) if worth > price else 0.0
                    left -= run
                    total += 8 * run * (worth - price)
            assert found[path, year] == pytest.approx(total, rel=1e-9, abs=1e-6)


def test_one_fleet_earns_what_the_dispatch_earns() -> None:
    """1 kW and 50 TH/s are 20 J/TH."""
    days = _days(3)
    rank = Rank(meter_mw=10.0, j_per_th=20.0)
    (found,) = path_margins([rank], 10.0, np.array([[24.0, 55.0]]), days, _every_day)
    year = hours_of(site(fleets=(fleet(50.0),)), days.ravel())
    assert found[0].tolist() == pytest.approx([closed_margin(year.at(h, 1.0, 1.0)) for h in (24.0, 55.0)])


def test_two_fleets_behind_a_tight_connection_earn_what_the_dispatch_earns() -> None:
    """12 MW of connection for 10 and 8."""
    days = _days(4)
    ranks = [Rank(meter_mw=8.0, j_per_th=25.0), Rank(meter_mw=10.0, j_per_th=20.0)]
    (found,) = path_margins(ranks, 12.0, np.array([[30.0]]), days, _every_day)
    place = site(fleets=(fleet(40.0, 8.0, "old"), fleet(50.0, 10.0, "new")))
    bound = hours_of(place, days.ravel())
    tight = hours_of(site(fleets=place.fleets, grid=_limited(12.0)), days.ravel())
    assert found[0, 0] == pytest.approx(closed_margin(tight.at(30.0, 1.0, 1.0)))
    assert found[0, 0] < closed_margin(bound.at(30.0, 1.0, 1.0))


def _limited(import_mw: float) -> GridConnection:
    return replace(site().grid, import_limit_mw=import_mw)


def test_blocks_give_the_numbers_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in sevens or all at once."""
    hashprice = np.random.default_rng(5).uniform(10, 90, (20, 2))

    def margins(block: int) -> Floats:
        monkeypatch.setattr(stack, "BLOCK", block)
        return np.concatenate(list(path_margins([OLD, NEW], 10.0, hashprice, _days(6), _every_day)))

    assert margins(7).ravel() == pytest.approx(margins(20).ravel(), rel=1e-12)


def test_a_longer_run_begins_with_the_shorter_one() -> None:
    """Paths of a block do not depend on how many follow."""
    chosen = DayChoice(SEASON, seed=9)
    assert chosen(50, 3, 2).tolist() == chosen(50, 8, 2)[:3].tolist()
    assert chosen(50, 8, 2).tolist() != chosen(0, 8, 2).tolist()
    assert chosen(50, 8, 2).tolist() != chosen(50, 8, 3).tolist()


def test_days_keep_their_season() -> None:
    """Three years and a leap day: within 15 days of the year, around its turn too, and all of them get used."""
    season = np.concatenate([SEASON, SEASON, np.arange(366)])
    days = season[DayChoice(season, seed=1)(0, 300, 0)]
    apart = np.abs(days - SEASON[None, :])
    apart = np.minimum(apart, 365 - apart)
    assert apart.max() == 15
    assert set(days[:, 0].tolist()) >= {350, 364, 365, 0, 15}
    assert abs(float((days[:, 180] - 180).mean())) < 2


def test_a_season_without_days_is_refused() -> None:
    """Half a year is no year."""
    with pytest.raises(ValueError, match="whole year"):
        DayChoice(np.arange(180), seed=1)


def test_the_connection_carries_the_most_worthy_first() -> None:
    """A fee makes a machine as good as a less efficient one."""
    dear_fee = Rank(meter_mw=6.0, j_per_th=15.0, fee_frac=0.5)
    assert [(r.j_per_th, mw) for r, mw in admitted([OLD, NEW], 10.0)] == [(15.0, 6.0), (25.0, 4.0)]
    assert [(r.j_per_th, mw) for r, mw in admitted([OLD, dear_fee], 10.0)] == [(25.0, 8.0), (15.0, 2.0)]
    assert [(r.j_per_th, mw) for r, mw in admitted([OLD, NEW], 6.0)] == [(15.0, 6.0)]


@pytest.mark.parametrize(
    "wrong", [{"meter_mw": -1.0}, {"j_per_th": 0.0}, {"fee_frac": 1.0}, {"fee_frac": -0.1}]
)
def test_machines_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    """By name."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Rank(**{"meter_mw": 1.0, "j_per_th": 20.0, **wrong})
