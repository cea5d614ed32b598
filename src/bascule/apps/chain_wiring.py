"""Joins the chain commands to adapters, as ``wiring`` does for the others."""

from bascule.adapters.chain.group_file import bundled_groups, read_groups
from bascule.adapters.chain.hashrate_file import read_hashrate
from bascule.adapters.chain.inputs import ChainInputs, read_chain
from bascule.adapters.chain.scenario_file import bundled_scenario, read_scenario, scenario_text

__all__ = [
    "ChainInputs",
    "bundled_groups",
    "bundled_scenario",
    "read_chain",
    "read_groups",
    "read_hashrate",
    "read_scenario",
    "scenario_text",
]
