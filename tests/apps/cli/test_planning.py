"""Options about several paths of prices: refused where idle, repeated as given, and in the answer."""

import json
from pathlib import Path

import pytest
from tests.apps.cli.program import MARKET, bascule, write_site

from bascule.apps.cli.planner import planner_of
from bascule.apps.cli.planning import PlannerChoice, Planning
from bascule.dispatch.planner import Planner, PlannerKind
from bascule.market.fan import FanRule

PERIOD = ("--market", MARKET, "--from", "2023-03-01", "--to", "2023-03-02", "--policy", "optimal")


@pytest.mark.parametrize("option", ["--scenarios", "--seed", "--risk-weight", "--risk-tail"])
def test_options_without_scenarios_are_refused(tmp_path: Path, option: str) -> None:
    """An option that would change nothing is named, with what it needs."""
    result = bascule(
        "backtest", write_site(tmp_path), *PERIOD, option, "1" if option != "--scenarios" else "5"
    )
    assert result.exit_code == 2
    assert option in result.stderr
    assert "--planner scenario" in result.stderr


def test_a_tail_needs_a_weight() -> None:
    """The tail alone changes nothing."""
    [problem] = Planning(kind=PlannerChoice.SCENARIO, risk_tail=0.2).problems()
    assert problem.field == "--risk-tail"
    assert Planning(kind=PlannerChoice.SCENARIO, risk_tail=0.2, risk_weight=0.5).problems() == []


def test_what_is_not_given_stays_as_it_is() -> None:
    """Options not given are the planner's own."""
    assert planner_of(Planning()) == Planner()
    asked = planner_of(Planning(kind=PlannerChoice.SCENARIO, scenarios=5, seed=3, risk_weight=0.4))
    assert (asked.kind, asked.fan) == (PlannerKind.SCENARIO, FanRule(count=5, seed=3))
    assert (asked.risk.weight, asked.risk.tail_frac) == (0.4, 0.1)


def test_the_answer_states_what_information_is_worth(tmp_path: Path) -> None:
    """Differences are those of the margins stated beside them."""
    options = ("--planner", "scenario", "--scenarios", "4", "--value-of-information", "--json", "-")
    result = bascule("backtest", write_site(tmp_path), *PERIOD, *options)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["information"]
    assert found["value_of_stochastic_solution"] == pytest.approx(
        found["movable_under_scenarios"] - found["movable_on_one_path"]
    )
    assert found["value_of_perfect_information"] == pytest.approx(
        found["movable_with_prices_known"] - found["movable_under_scenarios"]
    )
    assert list(found["lost_margin_by_forecaster"]) == ["naive"]
    assert "Value of the stochastic solution" in result.stderr


def test_one_plan_under_scenarios(tmp_path: Path) -> None:
    """``bascule dispatch`` plans for several paths too."""
    asked = ("--market", MARKET, "--at", "2023-03-01T09:00", "--hours", "48", "--planner", "scenario")
    result = bascule("dispatch", write_site(tmp_path), *asked, "--json", "-")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["source"] == "program"
