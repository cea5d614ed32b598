"""Files of bare problems: one, or a list of them."""

from dataclasses import dataclass

from bascule.adapters.files.document import Document
from bascule.adapters.files.market_problems import refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFile:
    """Bare problems as they stand in a file.

    Attributes:
        problems: In order.
        single: Whether the file holds one problem rather than a list.
    """

    problems: tuple[object, ...]
    single: bool


def is_problem_file(document: Document) -> bool:
    """Whether a document looks like bare problems rather than data."""
    first = document.value[0] if isinstance(document.value, list) and document.value else document.value
    return isinstance(first, dict) and "inputs" in first


def problems_of(document: Document) -> ProblemFile:
    """The problems of a document.

    Raises:
        InputError: It holds none.
    """
    if isinstance(document.value, dict):
        return ProblemFile(problems=(document.value,), single=True)
    if isinstance(document.value, list) and document.value:
        return ProblemFile(problems=tuple(document.value), single=False)
    raise refused(document.name, "file", "holds no problem: write {id, kind, inputs}, or a list of them")
