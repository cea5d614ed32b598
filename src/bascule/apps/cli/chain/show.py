"""Puts out what a chain command found: JSON, one HTML page, tables."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from bascule.apps.cli.answer import json_file, print_json, screen_beside, unwritable_json
from bascule.apps.cli.words import say
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.wiring import unwritable_files, write_files
from bascule.errors import InputError, InputProblem
from bascule.report.figures.page import Page, Section, render_page
from bascule.report.messages import text
from bascule.report.tables.table import Table


def refuse_unwritable(html: Path | None, json: str | None) -> None:
    """Refuse places that cannot be written before anything runs.

    Raises:
        InputError: Each of them.
    """
    problems: list[InputProblem] = [*unwritable_json(json)]
    if html is not None:
        problems += unwritable_files([html], "--html")
    if problems:
        raise InputError(problems)


def document(kind: str, sources: Sequence[str], found: dict[str, Json]) -> dict[str, Json]:
    """The head of every answer, and what was found."""
    return {"schema_version": SCHEMA_VERSION, "kind": f"chain_{kind}", "sources": list(sources), **found}


def page(
    title: str,
    sections: Sequence[Section],
    *,
    period: str,
    headline: str,
    tiles: Sequence[tuple[str, str]] = (),
    banners: Sequence[str] = (),
) -> Page:
    """A page of the chain room."""
    return Page(
        kicker=text("chain.kicker"),
        title=title,
        period=period,
        headline=headline,
        banners=tuple(banners),
        tiles=tuple(tiles),
        sections=tuple(sections),
        command=shlex.join(["bascule", *sys.argv[1:]]),
    )


def put_out(
    tables: Sequence[Table],
    found: dict[str, Json],
    json: str | None,
    html: Path | None,
    shown: Page | None,
    *,
    headline: str = "",
    banners: Sequence[str] = (),
) -> None:
    """Write files, all or none, then print tables."""
    files = json_file(json, found)
    if html is not None and shown is not None:
        files[html] = render_page(shown).encode()
    write_files(files)
    print_json(json, found)
    screen = screen_beside(json)
    for banner in banners:
        screen.banner(banner)
    if headline:
        screen.line(headline, "bold")
    for table in tables:
        screen.table(table)
    screen.line()
    for path, data in files.items():
        screen.line(say("wrote", file=str(path), kilobytes=str(len(data) // 1000)))
    screen.line(text("cli.disclaimer"), "dim")
