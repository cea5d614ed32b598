"""Concentration as tables and figures."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from bascule.chain.concentration_path import ConcentrationPath
from bascule.chain.concentration_study import ConcentrationCase, ConcentrationStudy
from bascule.chain.statement import Statement
from bascule.model.series import Floats, Ints
from bascule.report.chain.form import hhi, number, table
from bascule.report.figures.figure import Area, Band, Figure, Line, Mark
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import NONE, percent
from bascule.report.tables.table import Table

MOST_SHOWN: Final = 8
_MANY: Final = 5
_MEASURES: Final = (
    ("hhi", "×10⁻⁴", 1e4),
    ("nakamoto_half", "", 1.0),
    ("nakamoto_third", "", 1.0),
    ("cr4", "%", 100.0),
)
"""What is drawn over time, its unit and the factor to it."""
_HEADINGS: Final = (
    "grouping",
    "rule",
    "entities",
    "hhi",
    "hhi_band",
    "hhi_unbiased",
    "nakamoto_half",
    "nakamoto_third",
    "cr1",
    "cr4",
    "gini",
    "entropy",
)


def rules_table(study: ConcentrationStudy) -> Table:
    """Every grouping under every rule, over all blocks."""
    note = text("chain.concentration.note", blocks=f"{study.blocks:,}", unknown=f"{study.unknown:,}")
    return table("rules", _HEADINGS, map(_rule_row, study.cases), text_columns=2, note=note)


def shares_table(case: ConcentrationCase) -> Table:
    """Shares of the largest entities over all blocks, with the band that chance leaves."""
    largest = list(case.whole.shares.items())[:MOST_SHOWN]
    rows = [(name, f"{round(share * case.whole.total):,}", percent(float(share))) for name, share in largest]
    name = "group_shares" if case.grouped else "pool_shares"
    return table(name, ("entity", "blocks", "share"), rows)


def groups_table(study: ConcentrationStudy) -> Table:
    """Which pools count as one, who says so, and what is doubtful about it."""
    rows = [
        (name, ", ".join(members), *_said(study.statements.get(name)))
        for name, members in study.groups.items()
    ]
    return table("groups", ("group", "members", "as_of", "remark"), rows, text_columns=4)


def _said(statement: Statement | None) -> tuple[str, str]:
    return (NONE, NONE) if statement is None else (statement.as_of, statement.remark or statement.source)


def path_table(study: ConcentrationStudy) -> Table | None:
    """The windows of the first case beside those of the same rule with groups; None where there are none or many."""
    first = study.cases[0]
    if study.windows is None or first.path is None or len(study.windows.start_s) > 120:
        return None
    grouped = study.case(first.rule, grouped=True)
    rows = [_window_row(study, first.path, grouped, at) for at in range(len(study.windows.start_s))]
    headings = (
        "window",
        "blocks",
        "hhi",
        "nakamoto_half",
        "cr1",
        "cr4",
        "group_hhi",
        "group_nakamoto",
        "group_cr1",
    )
    return table("windows", headings, rows)


def concentration_tables(study: ConcentrationStudy) -> tuple[Table, ...]:
    """What the terminal shows."""
    shown = [study.cases[0], *(case for case in study.cases if case.grouped)][:2]
    if not shown[-1].grouped:
        shown = shown[:1]
    return (rules_table(study), *(shares_table(case) for case in shown), groups_table(study))


def concentration_section(study: ConcentrationStudy) -> Section:
    """Shares over time, HHI and Nakamoto with bands, by pool and by group."""
    path = path_table(study)
    return Section(
        title=text("chain.section.concentration"),
        lead=text("chain.concentration.lead"),
        figures=tuple(_figures(study)),
        tables=(rules_table(study), groups_table(study)),
        folded=tuple(table for table in (path, *map(shares_table, _drawn(study))) if table is not None),
    )


def _drawn(study: ConcentrationStudy) -> list[ConcentrationCase]:
    """The cases to draw: the first rule by pool and by group."""
    rule = study.cases[0].rule
    return [case for case in study.cases if case.rule is rule]


def _figures(study: ConcentrationStudy) -> Iterator[Figure]:
    if study.windows is None or len(study.windows.start_s) < _MANY:
        return
    x = study.windows.start_s
    for case in _drawn(study):
        if case.counts is not None:
            yield _shares_figure(case, x)
    for measure, unit, scale in _MEASURES:
        marks = [mark for case in _drawn(study) for mark in _lines(case, x, measure, scale)]
        note = text("chain.figure.band") if len(marks) > len(_drawn(study)) else ""
        title = text(f"chain.figure.{measure}")
        yield Figure(title=title, unit=unit, marks=tuple(marks), from_zero=True, note=note)


def _shares_figure(case: ConcentrationCase, x: Ints) -> Figure:
    counts = case.counts
    if counts is None:
        raise ValueError("a figure of shares needs windows")
    totals = np.where(counts.totals > 0, counts.totals, np.nan)
    order = np.argsort(-counts.named.sum(axis=0), kind="stable")
    shown, rest = order[:MOST_SHOWN], order[MOST_SHOWN:]
    areas = [Area(name=counts.names[at], x=x, y=_share(counts.named[:, at], totals)) for at in shown]
    others = counts.named[:, rest].sum(axis=1) + counts.atoms
    areas.append(Area(name=text("chain.others"), x=x, y=_share(others, totals)))
    return Figure(
        title=text("chain.figure.shares_group" if case.grouped else "chain.figure.shares_pool"),
        unit="%",
        marks=tuple(areas),
        from_zero=True,
        note=text(f"chain.rule.{case.rule.value}"),
    )


def _share(part: Ints, totals: Floats) -> Floats:
    return np.asarray(100.0 * part / totals)


def _lines(case: ConcentrationCase, x: Ints, measure: str, scale: float) -> Iterator[Mark]:
    if case.path is None:
        return
    name = text("chain.grouped" if case.grouped else "chain.by_pool")
    counted = measure.startswith("nakamoto")
    yield Line(name=name, x=x, y=getattr(case.path, measure) * scale, steps=counted)
    if case.path_bands is not None:
        low, high = getattr(case.path_bands.low, measure), getattr(case.path_bands.high, measure)
        yield Band(name="", x=x, low=low * scale, high=high * scale, steps=counted)


def _rule_row(case: ConcentrationCase) -> tuple[str, ...]:
    found = case.whole
    band = NONE
    if case.bands is not None:
        band = f"{hhi(case.bands.low.hhi[0])} – {hhi(case.bands.high.hhi[0])}"
    return (
        text("chain.grouped" if case.grouped else "chain.by_pool"),
        case.rule.value,
        f"{found.n_entities:,}",
        hhi(float(found.hhi)),
        band,
        hhi(None if found.hhi_unbiased is None else float(found.hhi_unbiased)),
        NONE if found.nakamoto is None else str(found.nakamoto),
        NONE if case.whole_nakamoto_third is None else str(case.whole_nakamoto_third),
        percent(None if found.cr1 is None else float(found.cr1)),
        percent(None if found.cr4 is None else float(found.cr4)),
        number(float(found.gini), 3),
        number(found.entropy_nats, 3),
    )


def _window_row(
    study: ConcentrationStudy, path: ConcentrationPath, grouped: ConcentrationCase | None, at: int
) -> tuple[str, ...]:
    start = "" if study.windows is None else str(np.datetime64(int(study.windows.start_s[at]), "s"))[:10]
    other = None if grouped is None else grouped.path
    more = (
        (NONE, NONE, NONE)
        if other is None
        else (hhi(other.hhi[at]), number(other.nakamoto_half[at], 0), percent(other.cr1[at]))
    )
    return (
        start,
        number(path.blocks[at], 0),
        hhi(path.hhi[at]),
        number(path.nakamoto_half[at], 0),
        percent(path.cr1[at]),
        percent(path.cr4[at]),
        *more,
    )
