"""What the planning parts measure, worked out a second way; nothing here is timed."""

import os

import numpy as np
import pytest
from benchmarks.children import in_child
from benchmarks.reference_switching import LEAD_QUARTERS, QUARTERS, reference
from benchmarks.site_paths import CONNECTION_MW, RANKS, YEARS, hashprices, real_days

from bascule.study.margins.stack import DayChoice, path_margins
from bascule.study.switching.regression import basis_of


def test_switching_is_the_problem_that_speed_is_promised_on() -> None:
    """Sixty quarters, two drivers, three modes, a lead time, costs both ways, ten regressors or more."""
    problem = reference()
    levels = np.ones((2, 1))
    assert (problem.dates, len(problem.drivers.decay), len(problem.modes)) == (QUARTERS, 2, 3)
    assert {move.lag for move in problem.moves} == {0, LEAD_QUARTERS}
    assert {(move.start, move.end) for move in problem.moves} == {
        (one, other) for one in range(3) for other in range(3) if one != other
    }
    assert all(float(move.cost(0, levels)[0]) > 0 for move in problem.moves)
    assert basis_of(problem).count(3) >= 10


def test_mining_has_a_curtailment_floor() -> None:
    """Below its energy cost hashing stops: its rent falls no further."""
    flow = reference().modes[0].flow
    low = flow(0, np.array([[0.1, 0.6], [1.0, 1.0]]))
    assert low[0] == low[1]


def test_a_path_has_the_margin_of_a_plain_loop() -> None:
    """Hour by hour, the most efficient machines first, each running where it pays."""
    days, season = real_days()
    choose, hashprice, path, year = DayChoice(season, 3), hashprices(50), 7, 4
    (found,) = path_margins(RANKS, CONNECTION_MW, hashprice, days, choose)
    total = 0.0
    for price in days[choose(0, 50, year)[path]].ravel():
        left = CONNECTION_MW
        for rank in RANKS:
            power = min(rank.meter_mw, left)
            left -= power
            # A PH/s runs a day on 24 h x J/TH / 1000 megawatt-hours.
            worth = hashprice[path, year] * (1 - rank.fee_frac) / (24 * rank.j_per_th / 1000)
            total += power * max(worth - price, 0.0)
    assert found.shape == (50, YEARS)
    assert found[path, year] == pytest.approx(total, rel=1e-12)


def test_real_days_are_years_of_hours_with_dear_ones_among_them() -> None:
    """Four years of 24 hours, some of which stop the best machine."""
    days, season = real_days()
    assert days.shape == (4 * 365, 24)
    assert set(season) == set(range(365))
    assert days.max() > 100 > days.mean() > 0


def test_a_child_is_another_process_with_memory_of_its_own() -> None:
    """Its answer comes with its peak."""
    pid, peak_mib = in_child(os.getpid)
    assert pid != os.getpid()
    assert peak_mib > 1
