"""Runs ``bascule init``: writes the commented example of a site file."""

from pathlib import Path

from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.apps.wiring import site_template, unwritable_files, write_files
from bascule.errors import InputError, InputProblem


def run(path: Path, *, force: bool) -> None:
    """Write the example.

    Args:
        path: Where to.
        force: Whether a file that is there may be overwritten.

    Raises:
        InputError: There is a file already, or it cannot be written.
    """
    if path.is_file() and not force:
        raise InputError(
            [InputProblem(file=path.name, field="file", value=str(path), hint=say("file_is_there"))]
        )
    problems = unwritable_files([path], "PATH")
    if problems:
        raise InputError(problems)
    write_files({path: site_template().encode()})
    screen = Screen()
    screen.line(say("init_wrote", file=str(path)))
    screen.line(say("init_next", file=str(path)))
