"""Runs ``bascule plan training``: what a training run takes, and published runs beside our arithmetic."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.training_json import bill_json, comparison_json
from bascule.apps.training_wiring import ReadRun, published_runs, read_training
from bascule.errors import InputError, InputProblem
from bascule.report.figures.page import Page, Section
from bascule.report.messages import text
from bascule.report.numbers import percent
from bascule.report.tables.table import Table
from bascule.report.training.published import published_headline, published_tables
from bascule.report.training.run import assumed_table, headline, overview_table, run_table
from bascule.study.training.published import compare
from bascule.study.training.run import TrainingBill, bill, plausible_mfu_frac


def run(file: Path | None, *, published: bool, html: Path | None, json: str | None) -> None:
    """Reckon the runs of a file, or compare the published ones.

    Args:
        file: One run or a list of them; None with ``published``.
        published: Whether the published runs are compared instead.
        html: File for the page.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with the file or the places to write to.
    """
    if (file is None) != published:
        hint = "give a file of runs, or --published alone for the published ones"
        raise InputError([InputProblem(file="command line", field="FILE", value="", hint=hint)])
    refuse_unwritable(html, json)
    if file is None:
        _published(html, json)
    else:
        _reckoned(file, html, json)


def _published(html: Path | None, json: str | None) -> None:
    found = [compare(run_) for run_ in published_runs()]
    tables, said = published_tables(found), published_headline(found)
    document = _document("plan_training_published", (), runs=[comparison_json(part) for part in found])
    shown = _page(
        title=text("training.title.published"),
        period=text("training.period.published", count=str(len(found))),
        said=said,
        lead=text("training.lead.published"),
        tables=tables,
    )
    put_out(tables, document, json, html, shown, headline=said)


def _reckoned(file: Path, html: Path | None, json: str | None) -> None:
    read = read_training(file)
    bills = [bill(part.run) for part in read]
    assumed = assumed_table((part.run.name, part.assumed) for part in read)
    each = (run_table(found, part.remark) for found, part in zip(bills, read, strict=True))
    tables = tuple(table for table in (overview_table(bills), *each, assumed) if table.rows)
    said, banners = headline(bills), tuple(dict.fromkeys(_banners(read, bills)))
    runs = [bill_json(part, found) for part, found in zip(read, bills, strict=True)]
    shown = _page(
        title=text("training.title"),
        period=text("training.period", count=str(len(bills)), file=file.name),
        said=said,
        lead=text("training.lead"),
        tables=tables,
        banners=banners,
    )
    document = _document("plan_training", (file.name,), runs=runs)
    put_out(tables, document, json, html, shown, headline=said, banners=banners)


def _banners(read: Sequence[ReadRun], bills: Sequence[TrainingBill]) -> Iterator[str]:
    for found in bills:
        low, high = plausible_mfu_frac(found.run.accelerator.precision)
        if not found.is_plausible:
            facts = {"name": found.run.name, "mfu": percent(found.overall_mfu_frac)}
            yield text("training.implausible", low=percent(low), high=percent(high), **facts)
    month = f"{datetime.now(UTC).date():%Y-%m}"
    for part in (part for run_ in read for part in run_.assumed):
        if part.stale_after and part.stale_after < month:
            yield text("training.stale", name=part.name, month=part.stale_after)


def _document(kind: str, sources: Sequence[str], *, runs: Sequence[Json]) -> dict[str, Json]:
    return {"schema_version": SCHEMA_VERSION, "kind": kind, "sources": list(sources), "runs": list(runs)}


def _page(
    *, title: str, period: str, said: str, lead: str, tables: Sequence[Table], banners: tuple[str, ...] = ()
) -> Page:
    return Page(
        kicker=text("training.kicker"),
        title=title,
        period=period,
        headline=said,
        banners=banners,
        sections=(Section(title=title, lead=lead, tables=tuple(tables)),),
        command=shlex.join(["bascule", *sys.argv[1:]]),
    )
