"""Scenario and group files: the bundled ones, and every mistake with its line."""

import pytest

from bascule.adapters.chain.group_file import bundled_groups, groups_of
from bascule.adapters.chain.scenario_file import bundled_scenario, scenario_of, scenario_text
from bascule.adapters.files.document import parse_document
from bascule.chain.equilibrium import equilibrium
from bascule.chain.pivot import network_revenue_usd_per_day
from bascule.chain.scenario import PivotScenario
from bascule.chain.statement import Standing
from bascule.errors import InputError

TWICE = """
groups:
  - {name: a, members: [P], source: s, as_of: 2024-01-01, standing: press}
  - {name: b, members: [p], source: s, as_of: 2024-01-01, standing: press}
"""


def parsed(text: str) -> PivotScenario:
    """The scenario of a text."""
    return scenario_of(parse_document(text, "s.yaml"))


def refused(old: str, new: str) -> str:
    """What is said about the bundled text with one place changed."""
    text = scenario_text()
    assert old in text
    with pytest.raises(InputError) as caught:
        parsed(text.replace(old, new, 1))
    return str(caught.value)


def test_the_bundled_world_stands_where_it_says() -> None:
    """About 1,034 EH/s at 29.8 $, with 15 to 20 % of all machines under water at 30 $."""
    scenario = bundled_scenario()
    found = equilibrium(scenario.cohorts, network_revenue_usd_per_day(scenario))
    assert found.hashrate_eh_s == pytest.approx(1034, rel=0.01)
    assert found.hashprice_usd_per_ph_day == pytest.approx(29.8, rel=0.01)
    dear = sum(c.eh_s for c in scenario.cohorts if c.break_even_usd_per_ph_day > 30)
    assert 0.13 < dear / sum(c.eh_s for c in scenario.cohorts) < 0.20


def test_every_figure_has_a_source_and_a_standing() -> None:
    """Cohorts, exits and all sections state who says so, when, and how sure it is."""
    scenario = bundled_scenario()
    named = {f"cohort {c.name}" for c in scenario.cohorts} | {f"exit {e.name}" for e in scenario.exits}
    assert named <= scenario.statements.keys()
    assert all(s.source and s.as_of for s in scenario.statements.values())
    assert {s.standing for s in scenario.statements.values()} >= {
        Standing.PRESS,
        Standing.FILING,
        Standing.ASSUMPTION,
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days: 540", "days: 0", "days"),
        ("btc_usd: 68000", "btc_usd: -1", "btc_usd"),
        ("eh_s: 60, j_per_th: 19", "eh_s: -60, j_per_th: 19", "eh_s"),
        ("eh_s: 60, j_per_th: 19", "eh_s: 60, j_per_th: 0", "j_per_th"),
        ("cohort: Core Scientific, date", "cohort: Nobody, date", "Nobody"),
        ("it_mw: 200, meter", "it_mw: 20000, meter", "IREN"),
        ("mining_share_frac: 1.0, region", "region", "one of mining_share_frac"),
        ("region: ercot, resold_frac: 0.5", "region: mars, resold_frac: 0.5", "no region"),
        ("resold_frac: 0.5, idle_frac: 0.4", "resold_frac: 0.9, idle_frac: 0.4", "sum to 1"),
        ("standing: filing}", "standing: rumour}", "filing, press"),
        ("date: 2026-08-01", "date: August", "ISO date"),
        ("rent_factors: [0.6, 0.8, 1.0, 1.2]", "rent_factors: [x]", "factors"),
        ("resale_frac: {low: 0.0, base: 0.3", "resale_frac: {low: 0.9, base: 0.3", "rise"),
        ("  resale_frac: {low", "  luck: {low", "must be one of"),
        ("name: CleanSpark, eh_s", "name: MARA, eh_s", "once"),
        ("shutdown_frac: 0.03", "shutdown_fraction: 0.03", "shutdown_frac"),
    ],
)
def test_mistakes_are_told_with_their_place(old: str, new: str, said: str) -> None:
    """Each mistake names the file and what to write."""
    text = refused(old, new)
    assert said in text
    assert text.startswith("s.yaml")


def test_a_world_without_exits() -> None:
    """Network and cohorts are enough."""
    text = """
name: small
start: 2026-01-01
days: 30
network: {btc_usd: 100000, fees_btc_per_block: 0.1, height: 930000, source: test, as_of: 2026-01-01, standing: assumption}
cohorts:
  - {name: all, eh_s: 1000, j_per_th: 20, usd_per_mwh: 40, source: test, as_of: 2026-01-01, standing: assumption}
"""
    scenario = parsed(text)
    assert (scenario.days, scenario.exits, scenario.joint, scenario.difficulty) == (30, (), None, None)


def test_groups_find_every_spelling() -> None:
    """BTC.com and btccom are one pool; a group of none is left out."""
    assert bundled_groups().of(["BTC.com", "Poolin", "Foundry USA"]) == {
        "AntPool & friends": ["BTC.com", "Poolin"]
    }
    assert bundled_groups().of(["Foundry USA"]) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("groups: []", "groups"),
        ("{}", "groups"),
        (TWICE, "stands in the groups"),
    ],
)
def test_groups_that_cannot_be(text: str, said: str) -> None:
    """Empty files and a pool in two groups are refused."""
    with pytest.raises(InputError, match=said):
        groups_of(parse_document(text, "g.yaml"))
