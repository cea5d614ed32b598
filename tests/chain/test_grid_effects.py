"""Load that could step aside becomes load that cannot."""

from dataclasses import replace

import pytest
from tests.chain.worlds import LEAVE, small_world

from bascule.chain.grid_effects import grid_effects
from bascule.chain.scenario import GridRegion

REGION = GridRegion(
    name="ercot",
    mining_uptime_frac=0.9,
    mining_at_peak_frac=0.1,
    ai_uptime_frac=0.8,
    ai_at_peak_frac=1.0,
    ai_interruptible_frac=0.2,
)


def test_by_hand() -> None:
    """3,000 MW of mining, 90 % of it interruptible, become 2,000 MW of AI."""
    leaving = replace(LEAVE, region="ercot", ai_meter_mw=2000.0)
    (found,) = grid_effects(small_world(exits=(leaving,), regions=(REGION,)))
    assert (found.mining_mw, found.ai_mw) == (3000.0, 2000.0)
    assert found.interruptible_lost_mw == pytest.approx(0.9 * 3000 - 0.2 * 2000)
    assert (found.at_peak_before_mw, found.at_peak_after_mw) == (300.0, 2000.0)
    assert found.twh_before == pytest.approx(3000 * 8760 * 0.9 / 1e6)
    assert found.twh_after == pytest.approx(2000 * 8760 * 0.8 / 1e6)


def test_regions_without_conversions_are_left_out() -> None:
    """Nothing is said of a region in which nobody converts."""
    assert grid_effects(small_world(regions=(REGION,))) == ()
