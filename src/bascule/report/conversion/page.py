"""The page of a plan."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from bascule.model.series import Floats
from bascule.report.conversion.changes import (
    breaks_table,
    carried_table,
    flips_table,
    swings_table,
    tornado_figure,
)
from bascule.report.conversion.decision import (
    certificate_table,
    headline,
    rungs_table,
    site_table,
)
from bascule.report.conversion.drawn import drawn_table
from bascule.report.conversion.everything import bases_table, contract_figure, everything_table, rents_figure
from bascule.report.conversion.form import millions, table
from bascule.report.conversion.hedges import hedges_tables
from bascule.report.conversion.money import cash_table, measures_table
from bascule.report.conversion.outlook import (
    OPTIMAL,
    cash_figure,
    chance_figure,
    driver_figures,
    megawatts_figure,
    ruin_figure,
    strategies_table,
)
from bascule.report.conversion.trigger_map import rests_table, trigger_figure, triggers_table
from bascule.report.figures.figure import Axis, Event, Figure, Line
from bascule.report.figures.page import Page, Section
from bascule.report.messages import text
from bascule.report.numbers import figure, fixed, percent
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import Answer
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.conversion.plan_statement import PlanFile
from bascule.study.project.result import ProjectResult

_STALE_SHOWN = 5
_LINES = 5


def plan_page(
    plan: PlanFile, answer: Answer, cash: ProjectResult, remarks: Sequence[str], command: str, day: date
) -> Page:
    """Everything about a plan on one page.

    Args:
        plan: What was stated.
        answer: What was found.
        cash: Cash flow of the first rung, converted now.
        remarks: What the reader must know beside it.
        command: The command line.
        day: Today, for stale assumptions.
    """
    case = answer.statement.case
    return Page(
        kicker=text("plan.kicker"),
        title=case.name,
        period=plan.as_of,
        headline=headline(answer),
        banners=tuple(banners(plan, answer, remarks, day)),
        tiles=_tiles(answer),
        sections=(
            Section(
                title=text("plan.section.decision"),
                lead=text(
                    f"plan.lead.decision{'' if answer.wide is None else '.lean'}",
                    measure=case.measure.replace("_", "-"),
                ),
                figures=(trigger_figure(answer.decided),),
                tables=(
                    rungs_table(answer.decided),
                    triggers_table(answer.decided),
                    rests_table(answer.decided),
                    site_table(answer),
                ),
            ),
            *_everything(answer),
            Section(
                title=text("plan.section.likely"),
                lead=text("plan.lead.likely"),
                figures=(megawatts_figure(answer), chance_figure(answer), *driver_figures(answer)),
            ),
            Section(
                title=text("plan.section.risk"),
                lead=text(
                    f"plan.lead.risk{'' if answer.wide is None else '.wide'}",
                    paths=f"{answer.statement.world.paths:,}",
                ),
                figures=(cash_figure(answer), ruin_figure(answer)),
                tables=(strategies_table(answer), *hedges_tables(answer), drawn_table(answer.statement)),
            ),
            Section(
                title=text("plan.section.changes"),
                lead=text("plan.lead.changes"),
                figures=(tornado_figure(answer),),
                tables=(flips_table(answer), breaks_table(answer), carried_table(answer)),
                folded=(swings_table(answer),),
            ),
            Section(
                title=text("plan.section.proof"),
                lead=text("plan.lead.proof"),
                tables=(certificate_table(answer),),
            ),
            Section(
                title=text("plan.section.margin"),
                lead=text("plan.lead.margin.program" if plan.nodes.by_program else "plan.lead.margin"),
                figures=(margin_figure(answer),),
            ),
            Section(
                title=text("plan.section.cash"),
                lead=text("plan.lead.cash", mw=figure(case.rungs[0].meter_mw)),
                tables=(measures_table(cash), cash_table(cash)),
            ),
            Section(title=text("plan.section.assumptions"), tables=(assumptions_table(plan),)),
        ),
        command=command,
    )


def _everything(answer: Answer) -> tuple[Section, ...]:
    """What more is uncertain than the grid can hold, where a plan says so."""
    found, case = answer.wide, answer.statement.case
    if found is None:
        return ()
    return (
        Section(
            title=text("plan.section.everything"),
            lead=text("plan.lead.everything", measure=case.measure.replace("_", "-")),
            figures=(
                rents_figure(answer, found),
                *(() if found.contracts is None else (contract_figure(answer, found.contracts),)),
            ),
            tables=(everything_table(answer, found), bases_table(answer, found)),
        ),
    )


def banners(plan: PlanFile, answer: Answer, remarks: Sequence[str], day: date) -> list[str]:
    """What nobody may miss."""
    case = answer.statement.case
    found = [
        text("plan.banner.advice"),
        text(
            "plan.banner.measures",
            measure=case.measure.replace("_", "-"),
            rate=percent(float(np.expm1(case.rate))),
        ),
    ]
    synthetic = [name for name in plan.market.files if name.startswith("embedded:")]
    if synthetic:
        found.append(text("plan.banner.synthetic", market=", ".join(synthetic)))
    stale = plan.stale(day.isoformat())
    if stale:
        names = ", ".join(row.name for row in stale[:_STALE_SHOWN])
        found.append(text("plan.banner.stale", count=str(len(stale)), names=names))
    return [*found, *remarks]


def _tiles(answer: Answer) -> tuple[tuple[str, str], ...]:
    case = answer.statement.case
    best = answer.risks[OPTIMAL]
    return (
        (f"{millions(answer.site_value, 1)} M{case.currency}", text("plan.fact.site_value")),
        (f"{millions(answer.waiting)} M{case.currency}", text("plan.tile.waiting")),
        (
            "–" if answer.trigger is None else figure(answer.trigger),
            text("plan.tile.trigger", currency=case.currency),
        ),
        (figure(case.today(RENT)), text("plan.tile.rent", currency=case.currency)),
        (figure(case.today(HASHPRICE)), text("plan.tile.hashprice", currency=case.currency)),
        (percent(best.ruin), text("plan.tile.ruin")),
    )


def margin_figure(answer: Answer) -> Figure:
    """The sampled surface."""
    case = answer.statement.case
    surface = case.mining.surface
    along = np.linspace(surface.hashprice[0], surface.hashprice[-1], 120)
    marks = tuple(
        Line(
            name=text("plan.scale", scale=figure(float(scale))),
            x=along,
            y=surface.along_hashprice(along, float(scale)) / 1e6,
        )
        for scale in _spread(surface.power_scale)
    )
    return Figure(
        title=text("plan.figure.margin"),
        unit=text("plan.unit.millions", currency=case.currency),
        marks=marks,
        axis=Axis.NUMBER,
        x_label=text("plan.unit.hashprice", currency=case.currency),
        events=(Event(x=case.today(HASHPRICE), name=text("plan.today")),),
        note=text(
            "plan.margin.note",
            nodes=f"{surface.margin.size:,}",
            checked=str(surface.checked),
            worst=fixed(surface.worst_error / 1e6, 3),
            share=f"{fixed(100 * surface.worst_error_frac, 3)} %",
        ),
    )


def _spread(scales: Floats) -> Floats:
    """A few of many levels, both ends among them."""
    return np.asarray(scales[np.unique(np.linspace(0, len(scales) - 1, _LINES).round().astype(int))])


def assumptions_table(plan: PlanFile) -> Table:
    """Every figure with who says it."""
    rows = [
        (
            row.name,
            figure(row.value),
            row.unit,
            row.standing.value,
            row.as_of,
            row.stale_after or "–",
            row.cited,
        )
        for row in plan.assumptions
    ]
    headings = ("name", "value", "unit", "standing", "as_of", "stale_after", "source")
    return table("assumptions", headings, rows, text_columns=7)
