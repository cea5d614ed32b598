"""Runs ``bascule plan claim``: public statements recomputed, with a verdict and the arithmetic."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.claim_json import judgement_json
from bascule.apps.claim_wiring import read_claims
from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.report.claims.page import headline, sections
from bascule.report.claims.tables import terminal_tables
from bascule.report.figures.page import Page
from bascule.report.messages import text
from bascule.study.claims.verdict import Judgement, judge, stale_ranges


def run(file: Path, *, html: Path | None, json: str | None) -> None:
    """Judge every claim of a file.

    Args:
        file: One claim or a list of them, YAML or JSON.
        html: File for the page.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with the file or the places to write to.
    """
    refuse_unwritable(html, json)
    judgements = [judge(claim) for claim in read_claims(file).claims]
    banners = tuple(dict.fromkeys(_stale(judgements)))
    put_out(
        terminal_tables(judgements),
        _document(file.name, judgements),
        json,
        html,
        _page(file.name, judgements, banners),
        headline=headline(judgements),
        banners=banners,
    )


def _stale(judgements: Sequence[Judgement]) -> Iterator[str]:
    today = datetime.now(UTC).date()
    for judgement in judgements:
        for part in stale_ranges(judgement, today):
            month = part.plausible.stale_after if part.plausible is not None else ""
            yield text("claims.stale", input=part.name, month=month)


def _document(file: str, judgements: Sequence[Judgement]) -> dict[str, Json]:
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_claim",
        "sources": [file],
        "claims": [judgement_json(judgement) for judgement in judgements],
    }


def _page(file: str, judgements: Sequence[Judgement], banners: tuple[str, ...]) -> Page:
    return Page(
        kicker=text("claims.kicker"),
        title=text("claims.title"),
        period=text("claims.period", count=str(len(judgements)), file=file),
        headline=headline(judgements),
        banners=banners,
        sections=tuple(sections(judgements)),
        command=shlex.join(["bascule", *sys.argv[1:]]),
    )
