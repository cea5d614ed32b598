"""Joins ``bascule plan readiness`` to adapters."""

from pathlib import Path

from bascule.adapters.readiness.checklist_file import bundled_readiness
from bascule.adapters.readiness.hall_file import ReadinessCase, read_hall

__all__ = ["ReadinessCase", "readiness_case"]


def readiness_case(path: Path) -> ReadinessCase:
    """A hall file laid beside the bundled checklist.

    Raises:
        InputError: Everything that is wrong in it.
    """
    return read_hall(path, bundled_readiness())
