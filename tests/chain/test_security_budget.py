"""What pays for security."""

import pytest

from bascule.adapters.chain.scenario_file import bundled_scenario
from bascule.chain.attack_study import BUDGETS, attack_study
from bascule.chain.security_budget import BudgetScenario, budgets_ahead, security_budget


def test_late_2025() -> None:
    """About 453 BTC a day with 0.02 BTC of fees per block, 0.8 % of the value a year."""
    found = security_budget(920_000, 90_000.0, 0.02)
    assert found.btc_per_day == pytest.approx(452.9, abs=0.1)
    assert found.of_value_frac_per_year == pytest.approx(0.0083, abs=1e-4)
    assert found.fee_frac == pytest.approx(0.02 / 3.145)


def test_halvings_ahead() -> None:
    """Flat: subsidies halve at each mark; a price that doubles in four years holds the USD."""
    flat, doubled = (budgets_ahead(1_050_000, 1e5, 0.0, part, halvings=3) for part in BUDGETS[:2])
    assert [row.height for row in flat] == [1_050_000, 1_260_000, 1_470_000, 1_680_000]
    assert [row.btc_per_day for row in flat] == pytest.approx([225, 112.5, 56.25, 28.125])
    assert [row.usd_per_day / flat[0].usd_per_day for row in doubled] == pytest.approx([1] * 4, rel=0.01)


def test_after_the_last_subsidy() -> None:
    """Fees are all, and without them nothing is."""
    assert security_budget(7_000_000, 1e5, 0.5).fee_frac == 1.0
    assert security_budget(7_000_000, 1e5, 0.0).fee_frac is None


def test_nothing_shrinks_by_more_than_all() -> None:
    """A fall of 100 % a year is no scenario."""
    bad = BudgetScenario(name="gone", price_growth_frac_per_year=-1.0, fee_growth_frac_per_year=0.0)
    with pytest.raises(ValueError, match="gone"):
        budgets_ahead(0, 1.0, 0.0, bad)


def test_study_of_the_bundled_world() -> None:
    """The bundled scenario states every cost: hardware dominates, and leavers' idle machines save something."""
    study = attack_study(bundled_scenario())
    assert study.cost is not None
    assert study.without_idle is not None
    assert study.rewards_usd == pytest.approx(0.5 * 7 * 144 * 3.145 * 68_000)
    assert study.cost.swings[0].assumption == "hardware_usd_per_th"
    assert study.without_idle.base.net_usd > study.cost.base.net_usd
    assert 0.02 < study.idle_eh_s / study.cost.base.needed_eh_s < 0.06
