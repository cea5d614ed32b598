"""The page of the first question alone."""

from collections.abc import Sequence

from bascule.report.conversion.decision import rungs_table, trigger_headline
from bascule.report.conversion.trigger_map import rests_table, trigger_figure, triggers_table
from bascule.report.figures.page import Page, Section
from bascule.report.messages import text
from bascule.study.conversion.plan_statement import PlanFile
from bascule.study.conversion.triggers import Triggers


def trigger_page(plan: PlanFile, decided: Triggers, remarks: Sequence[str], command: str) -> Page:
    """Rungs, trigger map and its table.

    Args:
        plan: What was stated.
        decided: What the grid says.
        remarks: What the reader must know beside it.
        command: The command line.
    """
    case = decided.case
    return Page(
        kicker=text("plan.kicker"),
        title=case.name,
        period=plan.as_of,
        headline=trigger_headline(decided),
        banners=(text("plan.banner.advice"), *remarks),
        sections=(
            Section(
                title=text("plan.section.decision"),
                lead=text("plan.lead.decision", measure=case.measure.replace("_", "-")),
                figures=(trigger_figure(decided),),
                tables=(rungs_table(decided), triggers_table(decided), rests_table(decided)),
            ),
        ),
        command=command,
    )
