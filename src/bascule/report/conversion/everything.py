"""A plan with more uncertain than hashprice and rent: worth, triggers and uses by least squares."""

import numpy as np

from bascule.model.series import Floats
from bascule.report.conversion.form import millions, some, table, yes
from bascule.report.figures.figure import Axis, Event, Figure, Level, Line
from bascule.report.messages import text
from bascule.report.numbers import figure, fixed, percent
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import OPTIMAL, Answer
from bascule.study.conversion.case import Case
from bascule.study.conversion.lines import TriggerLine
from bascule.study.conversion.plan_drivers import CONTRACT, DRIVER_NAMES, HASHPRICE, RENT
from bascule.study.conversion.wide import Wide


def cloud_sentence(case: Case, found: Wide) -> str:
    """What the report's opening says of own accelerators."""
    key = "own" if found.own_now else "never" if found.contract_trigger is None else "lease"
    return text(
        f"plan.headline.cloud.{key}",
        currency=case.currency,
        contract=some(found.contract_trigger),
        today=figure(case.today(CONTRACT)),
    )


def everything_table(answer: Answer, found: Wide) -> Table:
    """Worth of the site and of the first rung."""
    case, alone = answer.statement.case, found.alone
    upper = alone.upper
    rows = [
        ("site", millions(found.site.lower.mean, 1), millions(found.site.lower.standard_error, 1)),
        ("mine_on", millions(found.mine_on.mean), millions(found.mine_on.standard_error, 3)),
        ("convert_now", millions(found.convert_now), ""),
        ("lower", millions(alone.lower.mean, 3), millions(alone.lower.standard_error, 3)),
        (
            "upper",
            millions(None if upper is None else upper.mean, 3),
            millions(None if upper is None else upper.standard_error, 3),
        ),
        ("gap", percent(alone.gap_frac), ""),
        ("waiting", millions(found.waiting), ""),
        ("begins_now", yes(found.now), ""),
        ("trigger", some(found.trigger), ""),
    ]
    if case.cloud is not None:
        best = answer.risks[OPTIMAL]
        rows += [
            ("own_now", yes(found.own_now), ""),
            ("contract_trigger", some(found.contract_trigger), ""),
            ("converted", fixed(float(answer.mean_mw()[-1]), 0), ""),
            ("own_mw", fixed(best.mean_own, 0), ""),
            ("own", percent(best.own), ""),
            ("ruin_own", percent(best.ruin_own), ""),
        ]
    named = [(text(f"plan.everything.{name}", currency=case.currency), *rest) for name, *rest in rows]
    names = ", ".join(live_names(case))
    return table(
        "everything", ("what", "amount", "lower_error"), named, note=text("plan.everything.note", names=names)
    )


def live_names(case: Case) -> list[str]:
    """Drivers that are uncertain, as people read them."""
    live = np.flatnonzero(case.drivers().shock > 0).tolist()
    return [text(f"plan.driver.{DRIVER_NAMES[driver]}") for driver in live]


def bases_table(answer: Answer, found: Wide) -> Table:
    """The first rung by several sets of regressors."""
    rows = [
        (
            text("plan.degree", degree=str(basis.degree)),
            millions(basis.lower, 3),
            millions(basis.standard_error, 3),
            some(basis.trigger),
            percent(basis.begun),
        )
        for basis in found.bases
    ]
    headings = ("basis", "lower", "lower_error", "trigger", "begun")
    return table(
        "bases", headings, rows, note=text("plan.bases.note", currency=answer.statement.case.currency)
    )


def rents_figure(answer: Answer, found: Wide) -> Figure:
    """The trigger map of the rent, beside the grid's of leases alone."""
    case, lean = answer.statement.case, answer.decided.lines[0]
    reach = (lean.hashprice >= found.rents.hashprice[0]) & (lean.hashprice <= found.rents.hashprice[-1])
    return Figure(
        title=text("plan.figure.rents"),
        unit=text("plan.unit.rent", currency=case.currency),
        marks=(
            Line(name=text("plan.by_least_squares"), x=found.rents.hashprice, y=_searched(found.rents)),
            Line(name=text("plan.by_lean_grid"), x=lean.hashprice[reach], y=lean.rent[reach], dashed=True),
        ),
        axis=Axis.NUMBER,
        x_label=text("plan.unit.hashprice", currency=case.currency),
        levels=(Level(value=case.today(RENT), name=text("plan.today")),),
        events=(Event(x=case.today(HASHPRICE), name=text("plan.today")),),
        note=text("plan.rents.note"),
    )


def _searched(line: TriggerLine) -> Floats:
    """Prices of a line where there are any: not where every price is above it."""
    return np.where(line.rent > 0, line.rent, np.nan)


def contract_figure(answer: Answer, line: TriggerLine) -> Figure:
    """The trigger map of a GPU-hour: fill a shell with own accelerators above the line."""
    case = answer.statement.case
    return Figure(
        title=text("plan.figure.contract"),
        unit=text("plan.unit.gpu_contract", currency=case.currency),
        marks=(Line(name=text("plan.by_least_squares"), x=line.hashprice, y=_searched(line)),),
        axis=Axis.NUMBER,
        x_label=text("plan.unit.hashprice", currency=case.currency),
        levels=(Level(value=case.today(CONTRACT), name=text("plan.today")),),
        events=(Event(x=case.today(HASHPRICE), name=text("plan.today")),),
        note=text("plan.contract.note", rent=figure(case.today(RENT)), currency=case.currency),
    )
