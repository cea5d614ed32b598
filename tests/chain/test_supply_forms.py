"""Closed forms of supply against many small cohorts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import equilibrium
from bascule.chain.supply_forms import isoelastic_hashrate_ratio, uniform_supply


@given(st.floats(0, 0.95), st.floats(0, 5))
def test_isoelastic_ratio_solves_its_equation(removed: float, eta: float) -> None:
    """With supply c x price^eta and price = R/H, the ratio is the fixed point."""
    ratio = isoelastic_hashrate_ratio(removed, eta)
    root = brentq(lambda h: h - (1 - removed) * h**-eta, 1e-9, 2.0)
    assert ratio == pytest.approx(root, rel=1e-6)


@pytest.mark.parametrize("revenue", [5e6, 30e6, 59e6, 80e6])
def test_uniform_is_many_small_cohorts(revenue: float) -> None:
    """10,000 cohorts spread evenly from 20 to 60 settle where the formula says."""
    costs = 20 + 40 * (np.arange(10_000) + 0.5) / 10_000
    cohorts = [
        Cohort(name=str(at), eh_s=0.1, j_per_th=1 / 0.024, usd_per_mwh=float(cost))
        for at, cost in enumerate(costs)
    ]
    found, exact = uniform_supply(revenue, 1000.0, 20.0, 60.0), equilibrium(cohorts, revenue)
    assert found.hashrate_eh_s == pytest.approx(exact.hashrate_eh_s, rel=1e-4)
    assert found.hashprice_usd_per_ph_day == pytest.approx(exact.hashprice_usd_per_ph_day, rel=1e-4)


@given(st.floats(0, 1e9), st.floats(1, 5000), st.floats(-50, 100), st.floats(0, 100))
def test_uniform_pays_out_the_revenue(revenue: float, capacity: float, low: float, spread: float) -> None:
    """Hashprice times hashrate is the revenue, and never more runs than there is."""
    found = uniform_supply(revenue, capacity, low, low + spread)
    if found.hashprice_usd_per_ph_day is not None:
        earned = found.hashprice_usd_per_ph_day * found.hashrate_eh_s * 1000
        assert earned == pytest.approx(revenue, rel=1e-6, abs=1e-3)
    assert -1e-9 <= found.hashrate_eh_s <= capacity * (1 + 1e-9)


def test_edges() -> None:
    """Nobody without revenue, everybody with much, one price where all cost the same."""
    assert uniform_supply(0.0, 100.0, 10.0, 20.0).hashprice_usd_per_ph_day is None
    assert uniform_supply(0.0, 100.0, -10.0, 10.0).hashrate_eh_s == 50.0
    assert uniform_supply(1e9, 100.0, 10.0, 20.0).hashrate_eh_s == 100.0
    assert uniform_supply(1e6, 100.0, 20.0, 20.0).hashrate_eh_s == pytest.approx(50.0)


@pytest.mark.parametrize(("removed", "eta"), [(-0.1, 1.0), (1.0, 1.0), (0.5, -1.0)])
def test_inputs_that_cannot_be(removed: float, eta: float) -> None:
    """Shares and elasticities outside their range are refused."""
    with pytest.raises(ValueError, match=r"share|elasticity"):
        isoelastic_hashrate_ratio(removed, eta)
    with pytest.raises(ValueError, match="breakeven_low"):
        uniform_supply(1.0, 1.0, 2.0, 1.0)
