"""No decision knows the future: what is not published cannot move it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import EVER, EXPORT, HOUR, battery, demand_charge, fleet, job, pool, site
from tests.study.markets import DAY_AHEAD, REAL_TIME, market, stage_of

from bascule.market.publication import Publication, PublicationRule
from bascule.model.ai_contracts import FirmReservation, GpuSale
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.generator import Generator
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.market import Market
from bascule.model.schedule import Setpoints
from bascule.model.series import SeriesRef
from bascule.study.backtest import run
from bascule.study.compare import POLICIES, Settings, make_policy

FIRST = 26
HOURS = 16
COUNT = FIRST + HOURS
DAILY = Publication(rule=PublicationRule.DAILY_AFTER)
NOTICE = Publication(rule=PublicationRule.NOTICE_H, notice_h=2.0)
SITE = site(
    grid=GridConnection(
        import_limit_mw=24.0,
        export_limit_mw=5.0,
        curtailable_mw=6.0,
        calls=GridCalls(order_mw=SeriesRef(name="order_mw"), breach_price_per_mwh=40.0),
    ),
    exports=(EXPORT,),
    fleets=(fleet(), fleet(70.0, 6.0, name="new")),
    batteries=(battery(3.0, 6.0, charge_efficiency_frac=0.9, initial_mwh=3.0),),
    generators=(
        Generator(name="sun", kind="solar", capacity_mw=4.0, capacity_frac=SeriesRef(name="sun_frac")),
    ),
    pools=(pool(2000),),
    reservations=(
        FirmReservation(
            name="firm",
            pool="pool",
            job_class="work",
            gpus=SeriesRef(name="firm"),
            price_per_gpu_h=0.0,
            shortfall_penalty_per_gpu_h=3.0,
            term=EVER,
        ),
    ),
    sales=(
        GpuSale(
            name="sale",
            kind="spot",
            pool="pool",
            job_class="work",
            demand_gpus=SeriesRef(name="wanted"),
            price_per_gpu_h=SeriesRef(name="gpu_price"),
            term=EVER,
        ),
    ),
    jobs=(
        job(2000, FIRST + 2, FIRST + 14),
        job(900, FIRST + 8, FIRST + 14, name="late", known=EVER.start + 0 * HOUR),
    ),
    loads=(FlexibleLoad(name="load", power_mw=2.0, value_per_mwh=SeriesRef(name="load_value")),),
    demand_charges=(demand_charge(0.05),),
)
RULES = dict.fromkeys(("sun_frac", "firm", "wanted", "gpu_price", "load_value"), REAL_TIME) | {
    "hashprice": DAILY,
    "order_mw": NOTICE,
}


def world(rule: Publication) -> Market:
    """A noisy market in which every series has its moment."""
    rng = np.random.default_rng(5)
    values = {
        "spot": 50 + 20 * rng.standard_normal(COUNT),
        "sun_frac": rng.uniform(0, 1, COUNT),
        "firm": rng.uniform(200, 900, COUNT),
        "wanted": rng.uniform(0, 900, COUNT),
        "gpu_price": rng.uniform(0.02, 0.12, COUNT),
        "load_value": rng.uniform(20, 80, COUNT),
        "hashprice": rng.uniform(20, 28, COUNT),
        "order_mw": rng.choice([0.0, 6.0], COUNT, p=[0.8, 0.2]),
    }
    return market(values, rules={**RULES, "spot": rule})


def disturbed(known: Market, moment_s: float, seed: int) -> Market:
    """Every value that is published after a moment, changed."""
    rng = np.random.default_rng(seed)
    series = {
        name: replace(
            one,
            values=np.where(one.known_at_s > moment_s, one.values * rng.uniform(0.2, 1.9, COUNT), one.values),
        )
        for name, one in known.series.items()
    }
    return replace(known, series=series)


def asked(known: Market, policy: str, strike: float | None = 50.0) -> Setpoints:
    """What a policy asked for over the run."""
    stage = stage_of(SITE, known, first=FIRST)
    return run(stage, make_policy(policy, stage, Settings(strike_per_mwh=strike))).setpoints


def same_until(before: Setpoints, after: Setpoints, last: int) -> bool:
    """Whether two runs asked for the same up to interval ``last``, inclusive."""
    kinds = (
        "fleet_run_mw",
        "use_run_mw",
        "use_gpus",
        "charge_mw",
        "discharge_mw",
        "generation_mw",
        "load_mw",
    )
    for kind in kinds:
        old, new = getattr(before, kind), getattr(after, kind)
        if set(old) != set(new) or any(
            not np.array_equal(old[name][: last + 1], new[name][: last + 1]) for name in old
        ):
            return False
    return all(
        np.array_equal(spread(before, name)[: last + 1], spread(after, name)[: last + 1])
        for name in before.job_run_mw
    )


def spread(setpoints: Setpoints, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Power of a job over the whole run."""
    power = np.zeros(HOURS)
    job_power = setpoints.job_run_mw.get(name)
    if job_power is not None:
        power[job_power.first : job_power.first + job_power.run_mw.size] = job_power.run_mw
    return power


HONEST = [name for name in POLICIES if name != "foresight"]
REAL, AHEAD = world(REAL_TIME), world(DAY_AHEAD)


@pytest.mark.parametrize("policy", HONEST)
@settings(max_examples=3)
@given(last=st.integers(0, HOURS - 2), seed=st.integers(0, 99), ahead=st.booleans())
def test_no_decision_moves_before_its_news(policy: str, last: int, seed: int, ahead: bool) -> None:  # noqa: FBT001
    """The future of every series is disturbed after a moment; everything asked for until then stays as it was."""
    known = AHEAD if ahead else REAL
    moment_s = known.grid.time(FIRST + last).timestamp()
    assert same_until(asked(known, policy), asked(disturbed(known, moment_s, seed), policy), last)


def test_the_test_can_fail() -> None:
    """Foresight moves at once, and what is published does move ``optimal`` later."""
    moment_s = REAL.grid.time(FIRST + 5).timestamp()
    moved = disturbed(REAL, moment_s, 1)
    assert not same_until(asked(REAL, "foresight"), asked(moved, "foresight"), 5)
    assert not same_until(asked(REAL, "optimal"), asked(moved, "optimal"), HOURS - 1)


def test_the_default_strike_price_knows_no_more_than_was_published() -> None:
    """The hashprice of the first day is not known on it."""
    moved = disturbed(REAL, REAL.grid.time(FIRST).timestamp(), 2)
    assert same_until(asked(REAL, "strike-price", None), asked(moved, "strike-price", None), 0)
    first, then = (
        make_policy("strike-price", stage_of(SITE, known, first=FIRST), Settings()).strike_per_mwh  # type: ignore[attr-defined]
        for known in (REAL, moved)
    )
    assert first == then
