"""Who would convert at which rent and price of bitcoin."""

import pytest
from tests.chain.worlds import LEAVE, small_world

from bascule.chain.joint_shock import ai_usd_per_mw_year, joint_shock
from bascule.chain.scenario import JointShock
from bascule.model.annuity import capital_recovery

SHOCK = JointShock(
    rent_usd_per_it_mw_year=1.85e6,
    net_income_frac=0.85,
    capex_usd_per_it_mw=10e6,
    wacc_frac=0.10,
    years=15,
    meter_mw_per_it_mw=1.25,
    rent_factors=(0.6, 1.0, 1.4),
    btc_factors=(0.5, 1.0, 2.0),
)


def test_indifference_hashprice_with_capital() -> None:
    """1.6 M$ a year, 10 M$ per IT MW, PUE 1.25, 45 $/MWh, 18 J/TH, 10 %, 15 years: 30.7, and 82.6 without capital."""
    income = 1.6e6
    with_capital = (income - 10e6 * capital_recovery(0.10, 15)) / 1.25 / 8760
    assert 0.024 * 18 * (45 + with_capital) == pytest.approx(30.7, abs=0.05)
    assert 0.024 * 18 * (45 + income / 1.25 / 8760) == pytest.approx(82.6, abs=0.05)


def test_margin_rises_with_rent() -> None:
    """At 60 % of the rent a conversion does not pay its capital."""
    assert (
        ai_usd_per_mw_year(SHOCK, 0.6) < 0 < ai_usd_per_mw_year(SHOCK, 1.0) < ai_usd_per_mw_year(SHOCK, 1.4)
    )


def test_fewer_convert_when_bitcoin_is_dear_or_rent_low() -> None:
    """Over the grid, more rent or less bitcoin never means fewer conversions."""
    cases = {(c.btc_factor, c.rent_factor): len(c.converted) for c in joint_shock(small_world(joint=SHOCK))}
    for btc in SHOCK.btc_factors:
        assert cases[btc, 0.6] <= cases[btc, 1.0] <= cases[btc, 1.4]
    for rent in SHOCK.rent_factors:
        assert cases[0.5, rent] >= cases[1.0, rent] >= cases[2.0, rent]
    assert (cases[0.5, 1.4], cases[2.0, 0.6]) == (1, 0)


def test_survivors_earn_no_less() -> None:
    """Where somebody converts, hashprice does not fall."""
    for case in joint_shock(small_world(joint=SHOCK)):
        assert (case.after.hashprice_usd_per_ph_day or 0) >= (
            case.before.hashprice_usd_per_ph_day or 0
        ) - 1e-9


def test_no_shock_asked_for() -> None:
    """A scenario without the section has no grid of cases."""
    assert joint_shock(small_world()) == ()
    assert LEAVE.name == "gone"
