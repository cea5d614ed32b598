"""Runs ``bascule dispatch``: one plan as known at a moment."""

from datetime import timedelta
from pathlib import Path

from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.plan_findings import show_plan
from bascule.apps.cli.planner import planner_of
from bascule.apps.cli.planning import Planning
from bascule.apps.cli.problems import Problems
from bascule.apps.plan import plan_at
from bascule.apps.plan_json import plan_document
from bascule.apps.wiring import instant, read_market, read_site


def run(
    *, site: Path, market: tuple[str, ...], at: str, hours: int, planning: Planning, json: str | None
) -> None:
    """Make a plan from the command line.

    Args:
        site: Site file.
        market: Data files, market files, or one ``embedded:`` spec.
        at: Moment of the decision, as written.
        hours: Length of the plan.
        planning: What it is made for.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with it, before anything runs.
    """
    problems, plan = Problems(), None
    problems.add(unwritable_json(json))
    problems.add(planning.problems())
    with problems.collecting():
        read = read_site(site).site
        moment = instant(at, read.time_zone, "--at")
        known = read_market(read, market, moment, moment + timedelta(hours=hours), open_end=True)
        problems.raise_any()
        plan = plan_at(read, known, moment, hours, planner_of(planning))
    problems.raise_any()
    if plan is not None:
        answer(json, plan_document(plan))
        show_plan(screen_beside(json), plan)
