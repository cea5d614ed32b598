"""Where an answer for machines goes, and on which stream people then read."""

import sys
from pathlib import Path
from typing import Final

from bascule.apps.cli.screen import Screen
from bascule.apps.json_text import Json, json_bytes
from bascule.apps.wiring import unwritable_files, write_files
from bascule.errors import InputProblem

STANDARD_OUTPUT: Final = "-"


def screen_beside(json: str | None) -> Screen:
    """Standard output, or standard error where JSON takes standard output."""
    return Screen(to_error=json == STANDARD_OUTPUT)


def unwritable_json(json: str | None) -> tuple[InputProblem, ...]:
    """Why the answer could not be written."""
    return () if json in {None, STANDARD_OUTPUT} else unwritable_files([Path(str(json))], "--json")


def json_file(json: str | None, document: Json) -> dict[Path, bytes]:
    """The answer's file with its content; none where it goes nowhere or to standard output."""
    return {} if json in {None, STANDARD_OUTPUT} else {Path(str(json)): json_bytes(document)}


def answer(json: str | None, document: Json) -> None:
    """Write an answer to a file or to standard output, where one was asked for."""
    write_files(json_file(json, document))
    print_json(json, document)


def print_json(json: str | None, document: Json) -> None:
    """Print an answer where standard output was asked for."""
    if json == STANDARD_OUTPUT:
        sys.stdout.write(json_bytes(document).decode())
        sys.stdout.flush()
