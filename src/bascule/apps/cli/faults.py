"""From what went wrong to one readable message and an exit code; a traceback only on request."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Final, ParamSpec

import typer

from bascule.apps.cli.words import say
from bascule.errors import BasculeError, DataGap, Infeasible, InputError, InputProblem, StaleData

INPUT: Final = 2
INFEASIBLE: Final = 3
OURS: Final = 1
INTERRUPTED: Final = 130

debug: ContextVar[bool] = ContextVar("debug", default=False)
"""Whether errors show their traceback."""

P = ParamSpec("P")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose errors become messages on standard error and exit codes."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except KeyboardInterrupt:
            _tell(say("interrupted"))
            raise typer.Exit(INTERRUPTED) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if debug.get():
                raise
            _tell(message(error))
            raise typer.Exit(exit_code(error)) from None

    return run


def exit_code(error: Exception) -> int:
    """The exit code of an error.

    >>> exit_code(Infeasible("no room")), exit_code(ZeroDivisionError())
    (3, 1)
    """
    if isinstance(error, InputError | DataGap | StaleData):
        return INPUT
    return INFEASIBLE if isinstance(error, Infeasible) else OURS


def message(error: Exception) -> str:
    """What a person reads about an error: every problem on its line, or one line."""
    if isinstance(error, InputError):
        return "\n".join([*map(str, in_order(error)), _count(len(error.problems))])
    if exit_code(error) != OURS:
        return str(error)
    key = "our_fault" if isinstance(error, BasculeError) else "unexpected"
    return say(key, kind=type(error).__name__, reason=str(error).strip() or "-")


def in_order(error: InputError) -> list[InputProblem]:
    """Problems by file and line, those without a line first."""
    return sorted(error.problems, key=lambda problem: (problem.file, problem.line or 0))


def _count(problems: int) -> str:
    return say("one_problem") if problems == 1 else say("problems", count=problems)


def _tell(text: str) -> None:
    typer.echo(text, err=True)
