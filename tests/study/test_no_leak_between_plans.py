"""Between two plans of a real-time site, too, no decision knows the future."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.study.markets import REAL_TIME, market, stage_of
from tests.study.test_no_leak import RULES, SITE

from bascule.model.market import Market
from bascule.model.schedule import PlanSource
from bascule.study.backtest import Run, run
from bascule.study.compare import Settings, make_policy

FIRST, STEPS = 104, 24
COUNT = FIRST + STEPS


def quarters() -> Market:
    """A noisy market in quarter-hours, each value known when its interval has ended."""
    rng = np.random.default_rng(9)
    values = {
        "spot": 50 + 20 * rng.standard_normal(COUNT),
        "sun_frac": rng.uniform(0, 1, COUNT),
        "firm": rng.uniform(200, 900, COUNT),
        "wanted": rng.uniform(0, 900, COUNT),
        "gpu_price": rng.uniform(0.02, 0.12, COUNT),
        "load_value": rng.uniform(20, 80, COUNT),
        "hashprice": rng.uniform(20, 28, COUNT),
        "order_mw": np.zeros(COUNT),
    }
    return market(values, step_h=0.25, rules={**RULES, "spot": REAL_TIME, "hashprice": REAL_TIME})


def followed(known: Market) -> Run:
    """What ``optimal`` did."""
    stage = stage_of(SITE, known, first=FIRST)
    return run(stage, make_policy("optimal", stage, Settings()))


@pytest.mark.parametrize("last", [1, 3, 6, 9, 14, 22])
def test_what_is_published_later_moves_nothing_before(last: int) -> None:
    """Every value that becomes known after interval ``last`` begins is changed; the setpoints up to it stand."""
    known, rng = quarters(), np.random.default_rng(last)
    moment_s = known.grid.start_s + (FIRST + last) * known.grid.step_s
    series = {
        name: replace(
            one,
            values=np.where(one.known_at_s > moment_s, one.values * rng.uniform(0.2, 1.9, COUNT), one.values),
        )
        for name, one in known.series.items()
    }
    before, after = followed(known), followed(replace(known, series=series))
    assert before.sources[PlanSource.FOLLOW.value] > 0
    for kind in ("fleet_run_mw", "use_run_mw", "charge_mw", "discharge_mw", "load_mw"):
        old, new = getattr(before.setpoints, kind), getattr(after.setpoints, kind)
        assert all(np.array_equal(old[name][: last + 1], new[name][: last + 1]) for name in old)


def test_the_real_time_cadence_is_used() -> None:
    """A plan an hour, three of four quarter-hours followed."""
    done = followed(quarters())
    assert quarters().grid.step == timedelta(minutes=15)
    assert done.sources[PlanSource.FOLLOW.value] >= STEPS // 2
