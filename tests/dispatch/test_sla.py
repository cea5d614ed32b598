"""A service level in plan and ledger: the plan weighs a shadow price, the ledger pays the tiers."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.flexible import HALF_DAY, firm, prices
from tests.dispatch.sites import case, pool, site

from bascule.model.sla import Sla, SlaTier
from bascule.settle.service_levels import service_months

TIERS = (SlaTier(below_frac=0.9999, credit_frac=0.1), SlaTier(below_frac=0.95, credit_frac=0.3))
SLA = Sla(tiers=TIERS, credit_cap_frac=0.3)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), penalty=st.integers(2, 20), flexible=st.booleans())
def test_objective_and_ledger_differ_by_what_a_shortfall_is_worth(
    *, seed: int, penalty: int, flexible: bool
) -> None:
    """Ledger = objective + shadow price x shortfall - credits; without a service level it is the objective itself."""
    flex = HALF_DAY if flexible else None
    reserved = replace(firm(flex, penalty / 100), sla=SLA, price_per_gpu_h=0.05)
    planned = case(site(pools=(pool(1000),), reservations=(reserved,)), prices(seed, 12))  # type: ignore[arg-type]
    outcome, objective = planned.run(), planned.plan().objective
    (month,) = service_months(planned.site, outcome, planned.values)
    short = month.owed_gpu_h - month.delivered_gpu_h
    expected = objective + penalty / 100 * short - month.credit
    assert planned.ledger(outcome).total == pytest.approx(expected, rel=1e-7, abs=1e-4)
    bare = replace(planned, site=replace(planned.site, reservations=(replace(reserved, sla=None),)))
    assert bare.ledger().total == pytest.approx(objective, rel=1e-7, abs=1e-4)


def test_the_shadow_price_does_not_fall_when_the_cap_is_reached() -> None:
    """After ten lost hours the month's credit can rise no more; at 90 per MWh the next hour is still served for 100."""
    reserved = replace(firm(None, 0.1), sla=SLA, price_per_gpu_h=0.05)
    planned = case(site(pools=(pool(1000),), reservations=(reserved,)), [500.0] * 10 + [90.0])
    outcome = planned.run()
    assert outcome.uses["firm"].gpu_h.tolist() == pytest.approx([0.0] * 10 + [1000.0])
    (month,) = service_months(planned.site, outcome, planned.values)
    assert month.credit == pytest.approx(0.3 * 11 * 50)
