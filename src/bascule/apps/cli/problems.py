"""Collects everything that is wrong with what the user gave, so that all of it is told at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bascule.errors import InputError, InputProblem


class Problems:
    """What is wrong so far."""

    def __init__(self) -> None:
        """None yet."""
        self._found: list[InputProblem] = []

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Keep the problems of the block and go on after it."""
        try:
            yield
        except InputError as error:
            self._found += error.problems

    def add(self, problems: Iterable[InputProblem]) -> None:
        """Keep some more."""
        self._found += problems

    def refuse(self, option: str, value: str, hint: str) -> None:
        """One problem of the command line."""
        self.add([InputProblem(file="command line", field=option, value=value[:60], hint=hint)])

    def raise_any(self) -> None:
        """End here if anything was wrong.

        Raises:
            InputError: With all of it.
        """
        if self._found:
            raise InputError(self._found)
