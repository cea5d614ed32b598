"""Collects everything that is wrong with market input, and turns foreign errors into problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polars.exceptions import PanicException, PolarsError

from bascule.errors import InputError, InputProblem


def refused(file: str, field: str, hint: str, value: str = "", line: int | None = None) -> InputError:
    """One problem as an error."""
    return InputError([InputProblem(file=file, field=field, value=value, hint=hint, line=line)])


@contextmanager
def collecting(problems: list[InputProblem]) -> Iterator[None]:
    """Keep the problems of the block and go on after it, so that all are shown at once."""
    try:
        yield
    except InputError as error:
        problems.extend(error.problems)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say in the user's words what the system or the file reader says about a file.

    Raises:
        InputError: In place of any of their errors.
    """
    try:
        yield
    except FileNotFoundError:
        raise refused(path.name, "file", "there is no such file: check the path", str(path)) from None
    except IsADirectoryError:
        raise refused(path.name, "file", "is a folder: name a file in it", str(path)) from None
    except (UnicodeDecodeError, PolarsError, PanicException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise refused(path.name, "file", f"cannot be read: {reason}") from None
    except OSError as error:
        raise refused(path.name, "file", f"cannot be opened: {error.strerror}", str(path)) from None
