"""Joins ``bascule plan sizing`` to its files."""

from bascule.adapters.sizing.sizing_file import read_sizing

__all__ = ["read_sizing"]
