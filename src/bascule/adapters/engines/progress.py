"""How an engine tells how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told the number of finished blocks and of all blocks, after each one."""


def unheard(done: int, count: int) -> None:
    """Nobody listens."""
