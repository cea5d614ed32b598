"""``bascule catalog``: every entry with source and date."""

import json

import pytest
from tests.apps.cli.program import bascule

from bascule.adapters.catalogue.asic import asic_models
from bascule.adapters.catalogue.gpu import gpu_servers
from bascule.adapters.catalogue.rules import bundled_rules


def test_every_machine_is_listed() -> None:
    """Names and the month of the source."""
    shown = bascule("catalog", "asic").stdout
    assert all(model.name in shown and model.as_of in shown for model in asic_models())


def test_every_accelerator_is_listed() -> None:
    """Names and the month of the source."""
    shown = bascule("catalog", "gpu").stdout
    assert all(server.name in shown and server.as_of in shown for server in gpu_servers())


def test_one_machine_has_its_source_and_part_load() -> None:
    """All facts of one entry, its name in any spelling."""
    shown = bascule("catalog", "asic", "antminer s19K-pro").stdout
    for part in ("2,760 W", "maker's nameplate", "LuxOS"):
        assert part in shown


def test_one_accelerator_has_its_rental_with_source() -> None:
    """A price is shown with who asked it and when."""
    shown = bascule("catalog", "gpu", "h100 sxm").stdout
    assert "$2.69/GPU-h" in shown
    assert "2026-11-09" in shown


@pytest.mark.parametrize(
    ("kind", "name", "near"), [("asic", "S19j Po", "S19j Pro"), ("gpu", "H10 SXM", "H100 SXM")]
)
def test_an_unknown_name_gets_the_nearest(kind: str, name: str, near: str) -> None:
    """A misspelled name is a wrong input with a suggestion."""
    result = bascule("catalog", kind, name)
    assert (result.exit_code, near in result.stderr) == (2, True)


def test_the_answer_lists_entries_with_units_in_their_keys() -> None:
    """All machines as JSON, with part load where it is known."""
    document = json.loads(bascule("catalog", "asic", "--json", "-").stdout)
    entries = {entry["name"]: entry for entry in document["entries"]}
    assert len(entries) == len(asic_models())
    assert entries["S19k Pro"]["part_load"][0]["power_w"] == 784


def test_there_are_two_catalogues() -> None:
    """Another kind is a wrong option."""
    assert bascule("catalog", "cpu").exit_code == 2


def test_every_rule_is_listed() -> None:
    """Ids and how sure they are; one rule with its sources."""
    shown = bascule("catalog", "rules").stdout
    assert all(rule_id in shown for rule_id in bundled_rules().ids())
    assert "order of 25 January 2024" in bascule("catalog", "rules", "fr_excise_normal").stdout


def test_rules_are_told_to_machines() -> None:
    """Figures, days and sources."""
    entries = json.loads(bascule("catalog", "rules", "fr_arenh", "--json", "-").stdout)["entries"]
    assert [(e["values"]["per_mwh"], e["status"], e["as_of"]) for e in entries] == [
        (42.0, "fact", "2026-01-01")
    ]
