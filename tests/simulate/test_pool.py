"""A pool draws what its users draw, and what the rest of its GPUs draw at rest."""

from dataclasses import replace

import numpy as np
import pytest
from tests.simulate.sites import BATTERY, FIRM, NEW, POOL, SALE, SITE, did, hours

from bascule.model.curve import flat
from bascule.model.gpu_pool import GpuPool
from bascule.model.grid_connection import GridConnection
from bascule.model.schedule import Setpoints
from bascule.simulate.devices import run_pool

RESTLESS = replace(POOL, idle_w=100, paused_w=10)
COLD = np.zeros(2)


def it_mw(pool: GpuPool, run_mw: float, gpus: float) -> float:
    """IT power of a pool at one moment."""
    return float(run_pool(pool, np.array([run_mw]), np.array([gpus]), COLD[:1]).it_mw[0])


@pytest.mark.parametrize(("pauses", "rest_mw"), [(True, 0.03), (False, 0.3)])
def test_unused_gpus_are_paused_or_idle(pauses: bool, rest_mw: float) -> None:  # noqa: FBT001
    """3,000 GPUs at 10 W, or at 100 W."""
    pool = replace(RESTLESS, pauses_nodes=pauses)
    assert it_mw(pool, 0.0, 0) == pytest.approx(rest_mw)
    assert it_mw(pool, 1.0, 1000) == pytest.approx(1.0 + rest_mw)


def test_hall_draws_the_pool_times_its_pue() -> None:
    """Cooling comes on top of rest as well."""
    done = run_pool(replace(RESTLESS, pue=flat(1.5)), np.array([0.0, 1.0]), np.array([0.0, 1000.0]), COLD)
    assert done.hall_mw.round(9).tolist() == [0.045, 1.545]


@pytest.mark.parametrize(("gpus", "nodes"), [(0, 0), (1, 1), (10, 1), (11, 2), (3000, 300)])
def test_whole_nodes_are_on_for_their_first_gpu(gpus: int, nodes: int) -> None:
    """Nodes of ten: those with work idle at 100 W per GPU, the others are paused at 10 W."""
    pool = replace(RESTLESS, whole_nodes=True)
    assert it_mw(pool, 0.0, gpus) == pytest.approx((nodes * 10 * 100 + (3000 - nodes * 10) * 10) / 1e6)


def test_sale_takes_no_more_than_its_buyers_want() -> None:
    """Power for 3,000 GPUs is cut to the 1,000 in demand."""
    site = replace(SITE, pools=(POOL,), sales=(SALE,))
    outcome = did(site, Setpoints(grid=hours(1), use_run_mw={"sale": np.array([3.0])}))
    assert (outcome.uses["sale"].gpu_h.tolist(), outcome.import_mw.tolist()) == ([1000], [1])


def test_reservation_falls_short_by_what_is_not_delivered() -> None:
    """Half the GPUs at full speed deliver half, all of them at eco four fifths, for 0.5 and 0.6 MW."""
    site = replace(SITE, pools=(POOL,), reservations=(FIRM,))
    asked = Setpoints(
        grid=hours(3),
        use_run_mw={"firm": np.array([0.5, 0.6, 1.0])},
        use_gpus={"firm": np.array([500.0, 1000, 1000])},
    )
    use = did(site, asked).uses["firm"]
    assert use.gpu_h.round(6).tolist() == [500, 800, 1000]
    assert use.shortfall_gpu_h.round(6).tolist() == [500, 200, 0]
    assert use.gpus.round(6).tolist() == [500, 1000, 1000]


def test_quarter_hour_of_reservation() -> None:
    """A thousand GPUs owe 250 GPU-hours in it."""
    site = replace(SITE, pools=(POOL,), reservations=(FIRM,))
    use = did(site, Setpoints(grid=hours(1, minutes=15), use_run_mw={"firm": np.array([0.0])})).uses["firm"]
    assert use.shortfall_gpu_h.tolist() == [250]


PAUSED = replace(POOL, whole_nodes=True, idle_w=1000)
"""Nodes that idle at 3 MW when all are on; paused, as they are without work, they draw nothing."""


def test_paused_nodes_crowd_nobody_out() -> None:
    """A pool of paused nodes leaves its power to hashing: nothing is dropped from 1 MW on a connection of 2 MW."""
    site = replace(SITE, grid=GridConnection(import_limit_mw=2), pools=(PAUSED,), fleets=(NEW,))
    outcome = did(site, Setpoints(grid=hours(1), fleet_run_mw={"new": np.ones(1)}))
    assert (outcome.import_mw.tolist(), outcome.shed.tolist()) == ([1], [0])


def test_battery_does_not_feed_paused_nodes() -> None:
    """With nothing to draw power and no export, a battery cannot discharge."""
    site = replace(SITE, pools=(PAUSED,), batteries=(BATTERY,))
    outcome = did(site, Setpoints(grid=hours(1), discharge_mw={"battery": np.ones(1)}))
    assert outcome.export_mw.tolist() == [0]
