"""Joins the chain commands to adapters, as ``wiring`` does for the others."""

from bascule.adapters.chain.document import Document, read_document
from bascule.adapters.chain.group_file import bundled_groups, read_groups
from bascule.adapters.chain.hashrate_file import read_hashrate
from bascule.adapters.chain.inputs import ChainInputs, read_chain
from bascule.adapters.chain.problem_file import ProblemFile, is_problem_file, problems_of
from bascule.adapters.chain.scenario_file import bundled_scenario, scenario_of, scenario_text

__all__ = [
    "ChainInputs",
    "Document",
    "ProblemFile",
    "bundled_groups",
    "bundled_scenario",
    "is_problem_file",
    "problems_of",
    "read_chain",
    "read_document",
    "read_groups",
    "read_hashrate",
    "scenario_of",
    "scenario_text",
]
