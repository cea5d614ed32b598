"""Every policy runs any site through noisy quarter hours, keeps every law, and earns no more than the ceiling."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dispatch.random_sites import cases, whole_cases
from tests.dispatch.sites import HOUR, START, Case
from tests.study.markets import DAY_AHEAD, REAL_TIME, market, stage_of

from bascule.dispatch.check import check_outcome
from bascule.dispatch.policies.foresight import Foresight
from bascule.model.market import Market
from bascule.model.term import Term
from bascule.settle.ledger import settle
from bascule.study.backtest import Stage, run
from bascule.study.compare import Settings, make_policy

HISTORY, COUNT = 24, 24
BEGIN = START + 6 * HOUR


def noisy(drawn: Case, seed: int, *, ahead: bool) -> Market:
    """Twelve quarter hours of a case over and over, with noise on every series."""
    rng = np.random.default_rng(seed)
    values = {name: np.resize(np.repeat(v, 3), HISTORY + COUNT) for name, v in drawn.values.items()}
    for name in ("spot", "carbon", "hashprice", "wanted"):
        values[name] = values[name] * rng.uniform(0.8, 1.2, HISTORY + COUNT)
    return market(
        values, step_h=0.25, rules={"spot": DAY_AHEAD if ahead else REAL_TIME, "order_mw": REAL_TIME}
    )


def staged(drawn: Case, seed: int, *, ahead: bool) -> Stage:
    """The last six hours, with the case's jobs and cap moved there."""
    place, cap = drawn.site, drawn.site.emission_cap
    jobs = (
        replace(j, release=BEGIN + (j.release - START), deadline=BEGIN + (j.deadline - START))
        for j in place.jobs
    )
    moved = (
        None
        if cap is None
        else replace(cap, tonnes=2 * cap.tonnes, term=Term(start=BEGIN, end=BEGIN + 6 * HOUR))
    )
    return stage_of(
        replace(place, jobs=tuple(jobs), emission_cap=moved), noisy(drawn, seed, ahead=ahead), first=HISTORY
    )


def margin(stage: Stage, policy: str) -> float:
    """Ledger total of a policy, after its outcome was checked."""
    outcome = run(stage, make_policy(policy, stage, Settings())).outcome
    check_outcome(stage.shape.site, outcome, stage.plant.jobs, stage.start.battery_mwh)
    return settle(stage.shape.site, outcome, stage.values, stage.start).total


@pytest.mark.parametrize("drawn", [cases(cheapest=-20), whole_cases()])
def test_every_policy_runs_any_site(drawn: st.SearchStrategy[Case]) -> None:
    """Linear sites with every contract, and sites of blocks, nodes, modes and whole jobs."""

    @settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
    @given(drawn=drawn, seed=st.integers(0, 99), ahead=st.booleans())
    def law(drawn: Case, seed: int, ahead: bool) -> None:  # noqa: FBT001
        stage = staged(drawn, seed, ahead=ahead)
        foresight = make_policy("foresight", stage, Settings())
        assert isinstance(foresight, Foresight)
        for policy in ("always-on", "mine-only", "ai-only", "strike-price", "rules", "optimal"):
            if stage.shape.site.emission_cap is None or policy == "optimal":
                assert margin(stage, policy) <= foresight.ceiling + 1e-6 * max(abs(foresight.ceiling), 1000.0)

    law()
