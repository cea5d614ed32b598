"""Contracts that name the dated rules behind their figures."""

from pathlib import Path

import pytest

from bascule.adapters.files.site_file import parse_site, read_site
from bascule.errors import InputError

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FRANCE = (EXAMPLES / "france_market.yaml").read_text(encoding="utf-8")


def complaint(old: str, new: str) -> str:
    """What is said of the French example with a text replaced."""
    assert old in FRANCE
    with pytest.raises(InputError) as found:
        parse_site(FRANCE.replace(old, new), file="site.yaml")
    return str(found.value)


def test_the_rules_of_the_examples_are_used_and_told() -> None:
    """The auction's gate and both intervals, and the four coincident peaks, stand with the site."""
    france = {rule.id for rule in read_site(EXAMPLES / "france_market.yaml").site.rules}
    texas = {rule.id for rule in read_site(EXAMPLES / "texas_peaks.yaml").site.rules}
    assert {"eu_day_ahead_gate", "eu_day_ahead_interval"} <= france
    assert "ercot_4cp" in texas


def test_a_figure_against_its_rule_is_refused() -> None:
    """An hourly auction after 30 September 2025 contradicts the rule of that day, which is named with the remedy."""
    said = complaint(
        "    to: 2025-10-01\n  - name: day-ahead by the quarter",
        "    to: 2025-11-01\n  - name: day-ahead by the quarter",
    )
    assert "eu_day_ahead_interval: says minutes 15 from 2025-10-01 on, but the contract says 60" in said
    assert "end the contract there and begin another" in said


def test_an_unknown_rule_is_refused() -> None:
    """A rule that nobody knows is named with the nearest one."""
    assert "eu_day_ahead_gate" in complaint(
        "rules: [eu_day_ahead_gate, eu_day", "rules: [eu_day_ahead_gat, eu_day"
    )
