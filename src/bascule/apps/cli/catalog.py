"""Runs ``bascule catalog``: hardware facts and dated rules with source and date."""

from bascule.apps.catalog_json import asic_json, catalog_document, gpu_json, rule_json
from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.catalog_tables import (
    asic_facts,
    asics_table,
    gpu_facts,
    gpus_table,
    part_load_table,
    rule_table,
    rules_table,
)
from bascule.apps.cli.screen import Screen
from bascule.apps.wiring import asic_models, bundled_rules, find_asic, find_gpu, find_rule, gpu_servers
from bascule.errors import InputError


def run(kind: str, name: str | None, json: str | None) -> None:
    """Show a catalogue or one entry of it.

    Args:
        kind: ``asic``, ``gpu`` or ``rules``.
        name: Entry, or None for all.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: There is no such entry, or the answer cannot be written.
    """
    problems = unwritable_json(json)
    if problems:
        raise InputError(problems)
    if kind == "asic":
        _asic(name, json, screen_beside(json))
    elif kind == "gpu":
        _gpu(name, json, screen_beside(json))
    else:
        _rules(name, json, screen_beside(json))


def _asic(name: str | None, json: str | None, screen: Screen) -> None:
    models = asic_models() if name is None else (find_asic(name),)
    answer(json, catalog_document("asic", [asic_json(model) for model in models]))
    if name is None:
        screen.table(asics_table(models), title=False)
        return
    screen.table(asic_facts(models[0]))
    screen.table(part_load_table(models[0].name))


def _gpu(name: str | None, json: str | None, screen: Screen) -> None:
    servers = gpu_servers() if name is None else (find_gpu(name),)
    answer(json, catalog_document("gpu", [gpu_json(server) for server in servers]))
    screen.table(gpus_table(servers) if name is None else gpu_facts(servers[0]), title=name is not None)


def _rules(name: str | None, json: str | None, screen: Screen) -> None:
    rules = bundled_rules().rules if name is None else find_rule(name)
    answer(json, catalog_document("rules", [rule_json(rule) for rule in rules]))
    screen.table(rules_table(rules) if name is None else rule_table(rules), title=name is not None)
