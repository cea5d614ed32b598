"""Runs ``bascule dispatch``: one plan as known at a moment, and the offers that follow from it."""

from dataclasses import dataclass, field
from pathlib import Path

from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.offer_tables import show_offers
from bascule.apps.cli.plan_findings import show_plan
from bascule.apps.cli.planner import planner_of
from bascule.apps.cli.planning import Planning
from bascule.apps.cli.problems import Problems
from bascule.apps.plan import horizon, plan_at
from bascule.apps.plan_json import plan_document
from bascule.apps.wiring import instant, read_market, read_part_of_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A plan as the command line asks for it.

    Attributes:
        site: Site file.
        market: Data files, market files, or one ``embedded:`` spec.
        at: Moment of the decision, as written.
        hours: Length of the plan; offers may need a longer one.
        planning: What it is made for.
        bids: Whether offers are made too.
        bid_premium_per_mwh: Most that energy bids above its expected later price; None bids its whole worth.
        without: Assets and contracts left out.
        json: File for the answer, ``-`` for standard output.
    """

    site: Path
    market: tuple[str, ...]
    at: str
    hours: int
    planning: Planning = field(default_factory=Planning)
    bids: bool = False
    bid_premium_per_mwh: float | None = None
    without: tuple[str, ...] = ()
    json: str | None = None


def run(asked: Asked) -> None:
    """Make a plan from the command line.

    Args:
        asked: What to plan.

    Raises:
        InputError: Everything that is wrong with it, before anything runs.
    """
    problems, plan = Problems(), None
    problems.add(unwritable_json(asked.json))
    problems.add(asked.planning.problems())
    with problems.collecting():
        site = read_part_of_site(asked.site, asked.without)
        moment = instant(asked.at, site.time_zone, "--at")
        length = horizon(site, moment, asked.hours, bids=asked.bids)
        known = read_market(site, asked.market, moment, moment + length, open_end=True)
        problems.raise_any()
        premium = asked.bid_premium_per_mwh
        plan = plan_at(
            site,
            known,
            moment,
            length,
            bids=asked.bids,
            bid_premium_per_mwh=premium,
            planner=planner_of(asked.planning),
        )
    problems.raise_any()
    if plan is not None:
        answer(asked.json, plan_document(plan))
        screen = screen_beside(asked.json)
        show_plan(screen, plan)
        if asked.bids:
            show_offers(screen, plan)
