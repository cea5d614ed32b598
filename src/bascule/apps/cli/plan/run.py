"""Runs ``bascule plan run``: when to convert how many megawatts, above which rent, with what risk."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bascule.apps.cli.answer import json_file, print_json, screen_beside, unwritable_json
from bascule.apps.cli.plan.stages import Stages
from bascule.apps.cli.words import say
from bascule.apps.engine_wiring import engine_of
from bascule.apps.json_text import json_bytes
from bascule.apps.plan_answer_json import answer_json
from bascule.apps.plan_repeat import read_any_plan, repeat_of
from bascule.apps.plan_run_wiring import planned
from bascule.apps.wiring import unwritable_files, write_files
from bascule.errors import InputError, InputProblem
from bascule.report.conversion.changes import flips_table
from bascule.report.conversion.decision import certificate_table, headline, rungs_table, site_table
from bascule.report.conversion.everything import bases_table, everything_table
from bascule.report.conversion.hedges import hedges_tables
from bascule.report.conversion.outlook import strategies_table
from bascule.report.conversion.page import banners, plan_page
from bascule.report.figures.page import render_page
from bascule.report.messages import text
from bascule.report.workbook.assumption import Assumption
from bascule.report.workbook.book import workbook_bytes
from bascule.study.conversion.answer import Statement, answer
from bascule.study.conversion.central import central
from bascule.study.conversion.plan_statement import PlanFile, played_on
from bascule.study.conversion.risk import BLOCK
from bascule.study.switching.bracket import Effort

PAGE: Final = "plan.html"
BOOK: Final = "plan.xlsx"
ANSWER: Final = "plan.json"
_MARGINS_FRAC: Final = 0.05
READ_BY_CASH_FLOW: Final = {
    "shell.pue": "block.pue",
    "measure.wacc_frac": "discount_rate_frac",
    "measure.risk_free_frac": "discount_rate_frac",
    "drivers.rent.pricing.start": "use.rent_per_it_kw_month",
    "lease.escalator_frac": "use.escalator_frac",
    "lease.term_years": "use.term_years",
    "lease.renewal_frac": "use.renewal_frac",
    "shell.capex.value": "capex.1.each",
    "shell.opex_frac": "opex.variable_frac",
    "residual_per_meter_mw": "closure.interconnection_residual",
    "tax_frac": "tax.rate_frac",
    "funding.loan_to_cost_frac": "debt.loan_to_cost_frac",
    "funding.loan_rate_frac": "debt.rate_frac",
    "funding.tenor_years": "debt.tenor_years",
}
"""Inputs of the workbook that a figure of the plan gives: its source stands beside them."""
_EFFORT: Final = Effort(fitting=40_000, valuing=40_000, bounding=2_000)
_FEW: Final = 300
"""Paths of the upper bound where four or five drivers are uncertain: a thousand shocks are tried on each at every step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request.

    Attributes:
        plan: Bundled name, plan file, or an earlier answer.
        out: Folder for page, workbook and answer, or None.
        json: File for the answer, ``-`` for standard output.
        paths: Histories; None for the plan's.
        seed: Of the random numbers; None for the plan's.
        engine: Who works on them.
        address: Of a Ray cluster.
    """

    plan: str
    out: Path | None
    json: str | None
    paths: int | None
    seed: int | None
    engine: str
    address: str | None


def run(asked: Asked) -> None:
    """Work a plan out and put it out.

    Raises:
        InputError: Everything that is wrong with the plan or the places to write to.
    """
    _refuse(asked)
    plan = played_on(read_any_plan(asked.plan), asked.paths, asked.seed)
    day = datetime.now(UTC).date()
    with Stages() as stages:
        engine = engine_of(asked.engine, asked.address)
        stages("margins", 0.0)
        ready = planned(plan, day.isoformat())
        statement = Statement(
            case=ready.case,
            funding=plan.funding,
            hedges=plan.hedges,
            world=plan.world,
            effort=replace(
                _EFFORT,
                seed=plan.world.seed,
                bounding=_EFFORT.bounding if plan.beyond is None else _FEW,
            ),
            errors=plan.parameter_errors,
            quarters=ready.quarters,
        )
        found = answer(
            statement, engine, lambda stage, frac: stages(stage, _MARGINS_FRAC + (1 - _MARGINS_FRAC) * frac)
        )
    cash = central(replace(ready.case, option=None), plan.funding, plan.write_offs)
    remarks = [*ready.remarks]
    document = answer_json(plan, found, cash, headline(found), remarks) | {
        "margin_check": {
            "closed_per_year": ready.check.closed_per_year,
            "program_per_year": ready.check.program_per_year,
        },
        "repeat": repeat_of(asked.plan, asked.out, plan.world),
    }
    page = plan_page(plan, found, cash, remarks, shlex.join(["bascule", *sys.argv[1:]]), day)
    files = dict(json_file(asked.json, document))
    if asked.out is not None:
        files |= {
            asked.out / PAGE: render_page(page).encode(),
            asked.out / BOOK: workbook_bytes(cash, sources(plan), plan.name),
            asked.out / ANSWER: json_bytes(document),
        }
    write_files(files)
    print_json(asked.json, document)
    screen = screen_beside(asked.json)
    for banner in banners(plan, found, remarks, day):
        screen.banner(banner)
    screen.line(headline(found), "bold")
    for table in (
        rungs_table(found.decided),
        site_table(found),
        *(
            ()
            if found.wide is None
            else (everything_table(found, found.wide), bases_table(found, found.wide))
        ),
        strategies_table(found),
        *hedges_tables(found),
        flips_table(found),
        certificate_table(found),
    ):
        screen.table(table)
    screen.line()
    for path, data in files.items():
        screen.line(say("wrote", file=str(path), kilobytes=str(len(data) // 1000)))
    screen.line(text("cli.disclaimer"), "dim")


def _refuse(asked: Asked) -> None:
    problems: list[InputProblem] = [*unwritable_json(asked.json)]
    if asked.out is not None:
        problems += unwritable_files([asked.out / name for name in (PAGE, BOOK, ANSWER)], "--out")
    if asked.paths is not None and (
        asked.paths < 2 or asked.paths % 2 or (asked.paths > BLOCK and asked.paths % BLOCK)
    ):
        hint = f"must be even, and above {BLOCK:,} a multiple of it: paths are worked on in blocks"
        problems.append(InputProblem(file="command line", field="--paths", value=str(asked.paths), hint=hint))
    if problems:
        raise InputError(problems)


def sources(plan: PlanFile) -> Sequence[Assumption]:
    """The plan's assumptions as rows of the workbook, or as sources of its inputs."""
    return [
        Assumption(
            key=READ_BY_CASH_FLOW.get(row.name, row.name),
            source=row.cited,
            dated=row.as_of,
            stale_after=row.stale_after,
            label=row.name,
            value=row.value,
            unit=row.unit,
        )
        for row in plan.assumptions
    ]
