"""Site files that name dated rules."""

from pathlib import Path

import numpy as np
import pytest
from tests.adapters.files.site_samples import SITE, complaints
from tests.adapters.files.test_rule_file import RULES
from tests.settle.sites import drew, paid, utc

from bascule.adapters.files.site_file import parse_site, read_site
from bascule.errors import InputError
from bascule.model.site import Site
from bascule.report.rules import rule_notes
from bascule.settle.energy import adder_rate
from bascule.settle.ledger import settle

RULED = SITE.replace("per_mwh: 10\n", "rule: fr_excise_normal\n")


def ruled() -> Site:
    """The sample with the French excise of 2024 and 2025 in place of its adder."""
    return parse_site(RULED, file="site.yaml").site


def test_rule_expands_to_consecutive_adders_within_the_entry() -> None:
    """Four versions hold in 2024 and 2025; the first begins with the entry."""
    site = ruled()
    assert [adder.per_mwh for adder in site.adders] == [0.5, 20.5, 22.5, 25.79]
    assert site.adders[0].name == "network from 2024-01-01"
    assert [a.term.end for a in site.adders[:-1]] == [a.term.start for a in site.adders[1:]]
    assert (site.adders[0].term.start, site.adders[-1].term.end) == (
        utc(2023, 12, 31, 23),
        utc(2025, 12, 31, 23),
    )
    assert len(site.rules) == 4


def test_change_inside_a_period_is_settled_by_the_day() -> None:
    """An hour before midnight of 1 February 2025 in Paris at 20.5, the hour after at 22.5."""
    outcome = drew(1, 1, start=utc(2025, 1, 31, 22))
    site = ruled()
    assert adder_rate(site, outcome.grid).tolist() == [20.5, 22.5]
    plain = Site(
        name="s",
        country="FR",
        time_zone="UTC",
        currency="EUR",
        grid=site.grid,
        supplies=site.supplies,
        adders=site.adders,
    )
    ledger = settle(plain, outcome, {"spot_eur_per_mwh": np.zeros(2)})
    assert paid(ledger, "network from 2024-02-01") == [-20.5, 0]
    assert paid(ledger, "network from 2025-02-01") == [0, -22.5]


def test_change_and_stale_rule_are_noted() -> None:
    """A change in the period; a rule needed beyond its last reliable day; nothing in a quiet month."""
    rules = ruled().rules
    assert (
        "changed on 2025-02-01: now per_mwh 22.5" in rule_notes(rules, utc(2025, 1, 15), utc(2025, 2, 15))[0]
    )
    assert rule_notes(rules, utc(2025, 3, 1), utc(2025, 4, 1)) == ()
    text = RULED.replace("fr_excise_normal", "fr_excise_data_centre").replace(
        "from: 2024-01-01\n    to: 2026-01-01", "from: 2025-01-01\n    to: 2027-01-01"
    )
    stale = parse_site(text, file="site.yaml").site.rules
    assert "is stale after 2026-01-01" in rule_notes(stale, utc(2026, 2, 1), utc(2026, 3, 1))[0]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (RULED.replace("excise_normal", "excise_norml"), "is no rule; the nearest are fr_excise_normal"),
        (RULED.replace("fr_excise_normal", "fr_vnu"), "has no version from 2024-01-01 to 2026-01-01"),
        (RULED.replace("fr_excise_normal", "ercot_4cp"), "says no single per_mwh"),
        (
            RULED.replace("fr_excise_normal", "ercot_administration_fee"),
            "is in USD, but the site's amounts are in EUR",
        ),
        (SITE.replace("per_mwh: 10\n", "per_mwh: 10\n    rule: fr_arenh\n"), "stands beside rule"),
        (SITE.replace("    per_mwh: 10\n", ""), "give per_mwh or a rule"),
        ("rules_file: own.yaml\n" + SITE, "must name a file beside the site file"),
    ],
)
def test_rule_that_cannot_be_used_is_refused_by_name(text: str, complaint: str) -> None:
    """Unknown ids, days without version, figures that are no adder, another currency, two figures or none."""
    assert complaint in "\n".join(complaints(text))


def test_gap_is_named_with_its_days() -> None:
    """Nothing is known of the French rate after January 2026."""
    text = RULED.replace("from: 2024-01-01\n    to: 2026-01-01", "from: 2025-01-01\n    to: 2027-01-01")
    assert "has no version from 2026-02-01 to 2027-01-01" in "\n".join(complaints(text))


def test_own_rules_replace_and_add(tmp_path: Path) -> None:
    """A file beside the site: its levy is used, and its text counts in the hash."""
    site = "rules_file: own.yaml\n" + RULED.replace("fr_excise_normal", "levy")
    (tmp_path / "site.yaml").write_text(site)
    (tmp_path / "own.yaml").write_text(RULES)
    read = read_site(tmp_path / "site.yaml")
    assert [adder.per_mwh for adder in read.site.adders] == [3, 4]
    (tmp_path / "own.yaml").write_text(RULES.replace("per_mwh: 4", "per_mwh: 5"))
    assert read_site(tmp_path / "site.yaml").text_hash != read.text_hash


def test_problem_of_own_rules_names_their_file_and_line(tmp_path: Path) -> None:
    """The line is that of the rules file."""
    (tmp_path / "site.yaml").write_text("rules_file: own.yaml\n" + SITE)
    (tmp_path / "own.yaml").write_text(RULES.replace("status: illustrative", "status: sure"))
    with pytest.raises(InputError, match=r"own.yaml:12: rules\[0\].versions\[0\].status = sure"):
        read_site(tmp_path / "site.yaml")
