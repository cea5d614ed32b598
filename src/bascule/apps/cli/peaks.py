"""Runs ``bascule peaks``: how well the peaks of past months could be foretold from a load file."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.interruptible import interruptible
from bascule.apps.cli.peaks_tables import bins_table, peaks_table, rules_table, years_table
from bascule.apps.cli.problems import Problems
from bascule.apps.cli.progress import waiting
from bascule.apps.cli.words import say
from bascule.apps.peaks_json import peaks_document
from bascule.apps.wiring import read_load
from bascule.report.tables.months import month_name
from bascule.study.peak_scores import peak_scores


def run(load: Path, *, zone: str, months: str, column: str | None, lead_h: float, json: str | None) -> None:
    """Score the model on a load from the command line.

    Args:
        load: Parquet or CSV file.
        zone: IANA name of the zone in which days and months are counted.
        months: Calendar months with a peak, such as ``6,7,8,9``.
        column: Column of the load, None where only one can be meant.
        lead_h: Hours before an interval at which its probability is made.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with it, before anything runs.
    """
    problems, native = Problems(), None
    problems.add(unwritable_json(json))
    wanted = _months(months, problems)
    _refuse_zone(zone, problems)
    with problems.collecting():
        native = read_load(load, column)
    problems.raise_any()
    if native is None:
        raise ValueError("a request without problems was read")
    score = partial(
        peak_scores, native.grid, native.values, zone=zone, months=wanted, lead=timedelta(hours=lead_h)
    )
    with waiting(say("peaks_running")):
        found = interruptible(score)
    if not found.years:
        problems.refuse("--months", months, "no such month is complete in the file: give a longer load")
    problems.raise_any()
    answer(json, peaks_document(found, native.source, zone, wanted, lead_h))
    screen = screen_beside(json)
    for table in (years_table(found), rules_table(found), bins_table(found), peaks_table(found, zone)):
        screen.table(table)
    if found.incomplete:
        screen.line(
            say("peaks_incomplete", months=", ".join(month_name(month) for month in found.incomplete))
        )


def _months(text: str, problems: Problems) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and 1 <= int(part) <= 12 for part in parts):
        problems.refuse("--months", text, "must be numbers from 1 to 12 with commas, such as 6,7,8,9")
        return ()
    return tuple(sorted({int(part) for part in parts}))


def _refuse_zone(zone: str, problems: Problems) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.refuse("--zone", zone, "is no time zone: write an IANA name such as America/Chicago")
