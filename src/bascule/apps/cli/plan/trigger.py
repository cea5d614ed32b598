"""Runs ``bascule plan trigger``: convert today or wait, and above which rent."""

import shlex
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.cli.plan.stages import Stages
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.plan_answer_json import line_json, rests_json, rung_json
from bascule.apps.plan_repeat import read_any_plan, repeat_of
from bascule.apps.plan_run_wiring import planned
from bascule.report.conversion.decision import rungs_table
from bascule.report.conversion.trigger import trigger_page
from bascule.report.conversion.trigger_map import rests_table, triggers_table
from bascule.report.messages import text
from bascule.study.conversion.lean import lean
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.conversion.triggers import Triggers, triggers

_RUNGS_FRAC = 0.2


def run(plan_name: str, *, html: Path | None, json: str | None) -> None:
    """Solve the rungs and the ladder, without histories.

    Args:
        plan_name: Bundled name, plan file, or an earlier answer.
        html: File for the page.
        json: File for the answer.

    Raises:
        InputError: Everything that is wrong with the plan or the places to write to.
    """
    refuse_unwritable(html, json)
    plan = read_any_plan(plan_name)
    with Stages() as stages:
        stages("margins", 0.0)
        ready = planned(plan, datetime.now(UTC).date().isoformat())
        stages("rungs", _RUNGS_FRAC)
        found = triggers(lean(replace(ready.case, option=None)))
    remarks = (*ready.remarks, *(() if plan.beyond is None else (text("plan.trigger.lean"),)))
    document = _document(found) | {
        "remarks": list(remarks),
        "repeat": repeat_of(plan_name, None if json in {None, "-"} else Path(str(json)).parent, plan.world),
    }
    page = trigger_page(plan, found, remarks, shlex.join(["bascule", *sys.argv[1:]]))
    tables = (rungs_table(found), triggers_table(found), rests_table(found))
    put_out(tables, document, json, html, page, headline=page.headline, banners=page.banners)


def _document(found: Triggers) -> dict[str, Json]:
    case, today = found.case, found.case.drivers().base[:, 0]
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_trigger",
        "name": case.name,
        "currency": case.currency,
        "measure": case.measure,
        "discount_rate_frac": float(np.expm1(case.rate)),
        "hashprice_per_ph_day": float(today[HASHPRICE]),
        "rent_per_it_kw_month": float(today[RENT]),
        "site_value": found.ladder.value,
        "rungs": [rung_json(case, number, one) for number, one in enumerate(found.rungs)],
        "triggers": [line_json(line) for line in found.lines],
        "npv_trigger": line_json(found.npv),
        "hashing_stops_and_starts": rests_json(found.rests),
    }
