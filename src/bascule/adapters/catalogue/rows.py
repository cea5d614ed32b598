"""The rows of a table that ships with the package."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[Mapping[str, str], ...]:
    """All rows of one table, column name to text.

    Args:
        table: File name without ending, such as ``asic_models``.
    """
    text = files("bascule.adapters.catalogue").joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def number(text: str) -> float | None:
    """The number in a cell, None where the cell is empty because the fact is not known."""
    return float(text) if text else None
