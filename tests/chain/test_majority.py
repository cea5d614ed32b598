"""What owning a majority costs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.majority import MajorityPlan, majority_cost, majority_range

PLAN = MajorityPlan(
    honest_eh_s=900,
    majority_frac=0.5,
    days=7,
    j_per_th=20,
    usd_per_mwh=50,
    hardware_usd_per_th=15,
    site_usd_per_mw=5e5,
    resale_frac=0.4,
)


def test_by_hand() -> None:
    """900 EH/s more: 18 GW, 13.5 bn of machines and 9 bn of sites, 151.2 M of energy."""
    found = majority_cost(PLAN)
    assert (found.needed_eh_s, found.power_mw, found.capex_usd) == (900, 18_000, 22.5e9)
    assert found.energy_usd == pytest.approx(18_000 * 168 * 50)
    assert found.net_usd == pytest.approx(22.5e9 * 0.6 + found.energy_usd)
    assert found.energy_usd_per_h == 900_000


@given(st.floats(0.01, 0.99), st.floats(1, 5000))
def test_the_share_is_what_is_owned(share: float, honest: float) -> None:
    """Added over all is the share that was wanted."""
    needed = majority_cost(replace(PLAN, majority_frac=share, honest_eh_s=honest)).needed_eh_s
    assert needed / (needed + honest) == pytest.approx(share)


def test_idle_machines_need_not_be_bought() -> None:
    """100 EH/s of leavers' machines at nothing save 1.5 bn of hardware, and no more than is needed counts."""
    found = majority_cost(replace(PLAN, idle_eh_s=100))
    assert majority_cost(PLAN).hardware_usd - found.hardware_usd == pytest.approx(1.5e9)
    assert majority_cost(replace(PLAN, idle_eh_s=5000)).hardware_usd == 0


def test_range_names_what_dominates() -> None:
    """Hardware from 5 to 33 $ per TH moves more than power from 35 to 80 $/MWh."""
    found = majority_range(
        PLAN, {"usd_per_mwh": (35, 80), "hardware_usd_per_th": (5, 33), "resale_frac": (0, 0.5)}
    )
    assert found.swings[0].assumption == "hardware_usd_per_th"
    assert found.swings[0].width_usd == pytest.approx(28 * 900e6 * 0.6)
    assert found.cheapest.net_usd <= found.base.net_usd <= found.dearest.net_usd


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"majority_frac": 1.0}, "majority_frac"),
        ({"resale_frac": 1.5}, "resale_frac"),
        ({"honest_eh_s": -1.0}, "honest_eh_s"),
    ],
)
def test_plans_that_cannot_be(bad: dict[str, float], why: str) -> None:
    """Each mistake is named."""
    with pytest.raises(ValueError, match=why):
        majority_cost(replace(PLAN, **bad))
    with pytest.raises(ValueError, match="not an input"):
        majority_range(PLAN, {"luck": (0, 1)})
