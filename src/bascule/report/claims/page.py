"""Judged claims as sections of one page."""

from collections.abc import Iterator, Sequence

import numpy as np

from bascule.report.claims.tables import (
    conditions_table,
    formulas_table,
    others_table,
    overview_table,
    said,
    sources_table,
    steps_table,
)
from bascule.report.figures.figure import Axis, Bars, Figure, Level
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.study.claims.verdict import Judgement, Verdict


def headline(judgements: Sequence[Judgement]) -> str:
    """How many hold."""
    found = [judgement.verdict for judgement in judgements]
    return text(
        "claims.headline",
        count=str(len(found)),
        holds=str(found.count(Verdict.HOLDS)),
        only_if=str(found.count(Verdict.HOLDS_ONLY_IF)),
        other=str(found.count(Verdict.OTHER_QUANTITY)),
        wrong=str(found.count(Verdict.DOES_NOT_HOLD)),
    )


def sections(judgements: Sequence[Judgement]) -> Iterator[Section]:
    """The verdicts, then each claim with its arithmetic."""
    yield Section(
        title=text("claims.section.overview"),
        lead=text("claims.lead.overview"),
        figures=(_ratios(judgements),),
        tables=(overview_table(judgements),),
        folded=(sources_table(judgements),),
    )
    for judgement in judgements:
        yield Section(
            title=judgement.claim.sentence,
            lead=said(judgement),
            tables=(steps_table(judgement, alone=False), conditions_table(judgement)),
            folded=(others_table(judgement), formulas_table(judgement)),
        )


def _ratios(judgements: Sequence[Judgement]) -> Figure:
    drawn = [j for j in judgements if j.value > 0 and j.claim.stated > 0]
    ratios = np.array([j.claim.stated / j.value for j in drawn], dtype=np.float64)
    bars = Bars(
        name=text("claims.figure.ratio"),
        names=tuple(j.claim.id for j in drawn),
        start=np.minimum(ratios, 1.0),
        end=np.maximum(ratios, 1.0),
    )
    return Figure(
        title=text("claims.figure.ratio"),
        unit="×",
        marks=(bars,),
        axis=Axis.NAMES,
        levels=(Level(value=1.0, name=text("claims.verdict.holds")),),
        log=True,
        note=text("claims.figure.ratio.note"),
    )
