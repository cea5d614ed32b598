"""Joins the chain commands to adapters, as ``wiring`` does for the others."""

from bascule.adapters.chain.document import Document, read_document
from bascule.adapters.chain.problem_file import ProblemFile, is_problem_file, problems_of

__all__ = ["Document", "ProblemFile", "is_problem_file", "problems_of", "read_document"]
