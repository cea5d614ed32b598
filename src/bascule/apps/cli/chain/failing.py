"""Turns what the pure chain room refuses into a message about the user's input."""

from collections.abc import Iterator
from contextlib import contextmanager

from bascule.errors import InputError, InputProblem


@contextmanager
def refusing(file: str, field: str) -> Iterator[None]:
    """Name the input that the block could not use.

    Raises:
        InputError: In place of a ValueError.
    """
    try:
        yield
    except InputError:
        raise
    except ValueError as error:
        raise InputError([InputProblem(file=file, field=field, value="", hint=str(error))]) from None
