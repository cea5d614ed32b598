"""Files of dated rules: right ones are read, wrong ones name every problem with its line."""

from datetime import date
from textwrap import dedent

import pytest

from bascule.adapters.files.rule_file import parse_rules
from bascule.errors import InputError
from bascule.model.rule import RuleStatus

RULES = dedent("""\
    rules:
      - id: levy
        title: A levy
        time_zone: Europe/Paris
        currency: EUR
        versions:
          - from: 2024-01-01
            to: 2025-01-01
            values: {per_mwh: 3, months: [6, 7]}
            source: nobody
            as_of: 2024-01-01
            status: illustrative
          - from: 2025-01-01
            values: {per_mwh: 4}
            source: nobody
            as_of: 2024-06-01
            status: general knowledge
            stale_after: 2025-12-31
    """)


def complaints(text: str) -> list[str]:
    """What is wrong with a file of rules, a line each."""
    with pytest.raises(InputError) as refused:
        parse_rules(text, file="rules.yaml")
    return str(refused.value).splitlines()


def test_rules_are_read_with_their_days_and_figures() -> None:
    """Two versions, the second open; numbers and lists of numbers."""
    first, second = parse_rules(RULES, file="rules.yaml").rules
    assert first.values == {"per_mwh": 3.0, "months": (6.0, 7.0)}
    assert (first.first_day, second.first_day) == (date(2024, 1, 1), date(2025, 1, 1))
    assert (first.open, second.open) == (False, True)
    assert second.status is RuleStatus.GENERAL_KNOWLEDGE


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "from: 2025-01-01",
            "from: 2024-12-01",
            "rules.yaml:13: rules[0].versions[1].from = 2024-12-01: begins before",
        ),
        ("to: 2025-01-01", "to: 2023-01-01", "rules.yaml:8: rules[0].versions[0].to"),
        ("        stale_after: 2025-12-31\n", "", "stale_after: is missing"),
        ("id: levy", "id: Levy 1", "rules.yaml:2: rules[0].id = Levy 1: must be small letters"),
        (
            "status: illustrative",
            "status: sure",
            "must be one of: fact, press, general knowledge, illustrative",
        ),
        ("as_of: 2024-01-01", "as_of: soon", "must be an ISO date"),
        ("{per_mwh: 4}", "{per_mwh: four}", "per_mwh must be a number"),
        ("{per_mwh: 4}", "4", "must be names with numbers"),
        ("currency: EUR", "currency: YEN", "must be EUR or USD"),
        ("source: nobody\n        as_of: 2024-01", "as_of: 2024-01", "source: is missing: who says so"),
        ("time_zone: Europe/Paris", "time_zone: Mars", "must be a time zone"),
        ("rules:", "laws:", "must be a list of rules under the one key 'rules'"),
    ],
)
def test_wrong_file_names_line_field_and_remedy(old: str, new: str, complaint: str) -> None:
    """Overlaps, ends before starts, open versions that nobody vouches for, unknown words, missing sources."""
    found = complaints(RULES.replace(old, new, 1))
    assert any(complaint in line for line in found), found


def test_rule_that_stands_twice_is_refused() -> None:
    """All versions belong into one entry."""
    assert "stands twice" in complaints(RULES + RULES.removeprefix("rules:\n"))[0]
