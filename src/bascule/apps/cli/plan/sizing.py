"""Runs ``bascule plan sizing``: how much firm AI load fits behind each site's connection."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.cli.progress import waiting
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.sizing_json import sizing_json
from bascule.apps.sizing_wiring import read_sizing
from bascule.errors import InputError, InputProblem
from bascule.report.messages import text
from bascule.report.sizing.page import sizing_page
from bascule.report.sizing.tables import (
    charges_table,
    curve_table,
    marginals_table,
    years_table,
)
from bascule.report.sizing.together import Sized, together_table
from bascule.report.tables.table import Table
from bascule.study.sizing.sizing import SizingCase, size


def run(files: Sequence[Path], *, data: Path | None, html: Path | None, json: str | None) -> None:
    """Size every site.

    Args:
        files: One case each.
        data: Folder of price and event files, looked into after each file's own.
        html: File for the page.
        json: File for the answer.

    Raises:
        InputError: Everything that is wrong with the files.
    """
    refuse_unwritable(html, json)
    cases = _read(files, data)
    with waiting(text("sizing.simulating")):
        sized = [(case, size(case)) for case in cases]
    page = sizing_page(sized, ["bascule", *sys.argv[1:]], datetime.now(UTC).date())
    answer: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_sizing",
        "sources": [file.name for file in files],
        "sites": [sizing_json(*one) for one in sized],
    }
    put_out(_tables(sized), answer, json, html, page, headline=page.headline, banners=page.banners)


def _read(files: Sequence[Path], data: Path | None) -> list[SizingCase]:
    """All of them, or the problems of all at once."""
    cases: list[SizingCase] = []
    problems: list[InputProblem] = []
    for file in files:
        try:
            cases.append(read_sizing(file, data))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return cases


def _tables(sized: Sequence[Sized]) -> list[Table]:
    tables = [together_table(sized)]
    for case, found in sized:
        parts = (
            years_table(found),
            curve_table(case, found),
            marginals_table(case, found),
            charges_table(case),
        )
        tables += [_named(case, part) for part in parts] if len(sized) > 1 else parts
    return tables


def _named(case: SizingCase, table: Table) -> Table:
    return Table(
        title=f"{case.name}: {table.title}",
        headings=table.headings,
        rows=table.rows,
        text_columns=table.text_columns,
        note=table.note,
    )
