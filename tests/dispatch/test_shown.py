"""What the meter would show of energy sold as not drawn, hand-solved: 10 MW worth 50 an hour follow the price."""

from datetime import timedelta

import numpy as np
import pytest
from tests.dispatch.sites import START, case, fleet, site
from tests.dispatch.test_reserves import product

from bascule.dispatch.shown import shown_mw
from bascule.model.reserves import Baseline
from bascule.model.time_grid import TimeGrid

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("spot", "baseline", "sold", "shown"),
    [
        ([40.0, 40.0, 40.0, 40.0], Baseline.NEBEF, 4.0, 4.0),
        ([40.0, 60.0, 40.0, 40.0], Baseline.NEBEF, 4.0, 0.0),
        ([40.0, 40.0, 40.0, 60.0], Baseline.NEBEF, 4.0, 0.0),
        ([40.0, 60.0, 40.0, 40.0], Baseline.BEFORE_AFTER, 8.0, 3.0),
        ([40.0, 60.0, 40.0, 60.0], Baseline.TEN_OF_TEN, 4.0, 4.0),
        ([40.0, 40.0, 40.0], Baseline.NEBEF, 4.0, 0.0),
    ],
    ids=["runs around it", "off before", "off after", "mean of both", "like days", "beyond the plan"],
)
def test_a_sale_is_measured_against_the_hours_around_it(
    spot: list[float], baseline: Baseline, sold: float, shown: float
) -> None:
    """Hour 2 is sold: what is left is compared with hours 1 and 3, or with what the method takes."""
    plan = case(site(fleets=(fleet(50.0),)), spot).plan()
    grid = TimeGrid(start=START + 2 * HOUR, step=HOUR, count=1)
    found = shown_mw(plan, product(calls=1.0, baseline=baseline), grid, np.array([sold]))
    assert found.tolist() == pytest.approx([shown])
