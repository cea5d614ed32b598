"""Every error that Bascule raises on purpose.

    BasculeError
    ├── InputError       what the user gave is wrong; lists every problem found (exit 2)
    ├── DataGap          a series has no value where one is needed (exit 2)
    ├── StaleData        a value is older than its use allows (exit 2)
    ├── Infeasible       no plan can keep the physics; names element, interval and numbers (exit 3)
    ├── CheckFailed      an independent check found a schedule that breaks a law (exit 1)
    └── SolverFault      the solver gave an answer that cannot be used (exit 1)

Programmer mistakes stay ``ValueError`` and ``TypeError``.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class BasculeError(Exception):
    """Root of every error that Bascule raises on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputProblem:
    """One thing that is wrong in what the user gave.

    Attributes:
        file: File or argument in which it stands.
        field: Path of the field inside the file, such as ``fleets[1].count``.
        value: The offending value as the user wrote it, shortened.
        hint: What to do about it.
        line: Line number in the file, from 1, where it is known.
    """

    file: str
    field: str
    value: str
    hint: str
    line: int | None = None

    def __str__(self) -> str:
        """One line: place, field, value, remedy."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        shown = f" = {self.value}" if self.value else ""
        return f"{place}: {self.field}{shown}: {self.hint}"


class InputError(BasculeError):
    """The user's input cannot be used; carries all problems at once."""

    def __init__(self, problems: Iterable[InputProblem]) -> None:
        """Keep the problems and join them into one readable message.

        Args:
            problems: At least one problem.
        """
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[InputProblem, ...]]]:
        """Keep the problems when the error crosses a process."""
        return type(self), (self.problems,)


class DataGap(BasculeError):
    """A series has no value where one is needed."""


class StaleData(BasculeError):
    """A value is older than its use allows."""


class Infeasible(BasculeError):
    """No plan can keep the physics; the message names element, interval and numbers."""


class CheckFailed(BasculeError):
    """An independent check found a schedule that breaks a law."""


class SolverFault(BasculeError):
    """The solver gave an answer that cannot be used."""
