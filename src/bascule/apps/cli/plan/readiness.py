"""Runs ``bascule plan readiness``: what a mining hall lacks for AI, what it would cost, what can be kept."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.readiness_wiring import ReadinessCase, readiness_case
from bascule.report.figures.page import Page
from bascule.report.messages import text
from bascule.report.readiness.form import megawatts
from bascule.report.readiness.page import headline, sections, terminal_tables
from bascule.report.readiness.tables import general_sources
from bascule.study.readiness.assess import Readiness, assess, kept
from bascule.study.readiness.training_node import NodeCheck, check_node


def run(file: Path, *, html: Path | None, json: str | None) -> None:
    """Check a hall.

    Args:
        file: What is known of the hall.
        html: File for the page.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with the file or the places to write to.
    """
    refuse_unwritable(html, json)
    case = readiness_case(file)
    found = [assess(case.hall, target, case.data.checklist) for target in case.targets]
    parts = kept(case.hall, case.data.checklist)
    checks = [check_node(rig, task) for rig in case.data.rigs for task in case.data.tasks]
    put_out(
        list(terminal_tables(found, case.hall, case.data.checklist, parts, checks)),
        _document(file.name, case, found, checks),
        json,
        html,
        _page(case, found, checks),
        headline=" ".join(map(headline, found)),
        banners=tuple(_stale(case)),
    )


def _stale(case: ReadinessCase) -> Iterator[str]:
    today = datetime.now(UTC).date().isoformat()
    for what, source in general_sources(case.data.checklist, case.data.tasks_source):
        if source.stale(today):
            yield text("ready.stale", what=what, day=source.stale_after)


def _document(
    file: str, case: ReadinessCase, found: Sequence[Readiness], checks: Sequence[NodeCheck]
) -> dict[str, Json]:
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_readiness",
        "sources": [file],
        "hall": plain(case.hall),
        "targets": plain(found),
        "parts": [
            {"kept": answer, "part": plain(part)} for part, answer in kept(case.hall, case.data.checklist)
        ],
        "machines": plain(checks),
        "figures": {
            what: plain(source)
            for what, source in general_sources(case.data.checklist, case.data.tasks_source)
        },
    }


def _page(case: ReadinessCase, found: Sequence[Readiness], checks: Sequence[NodeCheck]) -> Page:
    checklist = case.data.checklist
    parts = kept(case.hall, checklist)
    return Page(
        kicker=text("ready.kicker"),
        title=text("ready.title", name=case.hall.name),
        period=text("ready.period", mw=megawatts(case.hall.meter_mw), stale=checklist.weights.stale_after),
        headline=headline(found[0]),
        banners=tuple(_stale(case)),
        sections=tuple(sections(found, case.hall, checklist, parts, checks, case.data.tasks_source)),
        command=shlex.join(["bascule", *sys.argv[1:]]),
    )
