"""Runs ``bascule demo``: the main job for two bundled sites on synthetic prices, each in a process of its own."""

from collections.abc import Mapping
from pathlib import Path

from bascule.apps.backtest_json import backtest_document
from bascule.apps.cli.answer import json_file, print_json, screen_beside, unwritable_json
from bascule.apps.cli.demo_runs import DEMOS, Found, run_all
from bascule.apps.cli.findings import show_backtest, show_files
from bascule.apps.cli.progress import Bar
from bascule.apps.cli.words import say
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.wiring import unwritable_files, write_files
from bascule.errors import InputError
from bascule.report.messages import text
from bascule.study.compare import POLICIES


def run(out: Path, json: str | None) -> None:
    """Compare, write a report per site, print.

    Args:
        out: Folder for the reports.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: The reports could not be written; found out before anything runs.
    """
    paths = {demo.site: out / f"{demo.site}.html" for demo in DEMOS}
    problems = (*unwritable_json(json), *unwritable_files(paths.values(), "--out"))
    if problems:
        raise InputError(problems)
    with Bar(len(POLICIES) * len(DEMOS)) as bar:
        found = run_all(bar)
    reports = {paths[site]: result.report for site, result in found.items()}
    document = _document(found)
    write_files({**reports, **json_file(json, document)})
    print_json(json, document)
    screen = screen_beside(json)
    for result in found.values():
        show_backtest(screen, result.backtest)
        screen.line()
    show_files(screen, reports)
    screen.line(say("demo_files"))
    screen.line(text("cli.disclaimer"))


def _document(found: Mapping[str, Found]) -> Json:
    sites: dict[str, Json] = {site: backtest_document(result.backtest) for site, result in found.items()}
    return {"schema_version": SCHEMA_VERSION, "kind": "demo", "sites": sites}
