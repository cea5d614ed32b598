"""Joins ``bascule plan training`` to its adapters, as ``wiring`` does for the others."""

from bascule.adapters.catalogue.training_runs import published_runs
from bascule.adapters.files.training_file import ReadRun, read_training

__all__ = ["ReadRun", "published_runs", "read_training"]
