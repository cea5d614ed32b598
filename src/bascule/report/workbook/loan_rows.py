"""Rows of the loan, from the cash before debt to the owner's, and what mining would have earned."""

from collections.abc import Iterator

import numpy as np

from bascule.model.annuity import capital_recovery
from bascule.model.series import Floats
from bascule.report.workbook.model import Model
from bascule.report.workbook.places import Entry, Heading, Line, Single
from bascule.report.workbook.tax_rows import tax_after_interest_rows
from bascule.study.project.borrowing import loan_size
from bascule.study.project.flows import Row
from bascule.study.project.terms import Repayment


def loan_rows(model: Model) -> Iterator[Entry]:
    """Every row of the loan and of the owner."""
    yield Heading(key="loan")
    yield from _size(model)
    yield from _payments(model)
    yield Heading(key="owner")
    yield from tax_after_interest_rows(model)
    yield model.sum_line(Row.EQUITY)


def lost_rows(model: Model) -> Iterator[Entry]:
    """What mining would have earned, apart from the cash."""
    at = model.flow.at
    yield Heading(key="opportunity")
    yield Line(
        key=Row.LOST.value,
        values=model.case.row(Row.LOST),
        formula=lambda year: (
            f"-{model.yearly.at('yearly.lost', year)}*IF(forgone=2,1,IF(forgone=1,1-{at('running', year)},0))"
            "*(1-tax_rate_frac)"
        ),
        start=1,
    )
    yield model.sum_line(Row.UNLEVERED_LESS_LOST)
    yield model.sum_line(Row.EQUITY_LESS_LOST)


def _size(model: Model) -> Iterator[Entry]:
    case, at, flow = model.case, model.flow.at, model.flow
    available, service = case.flows.available[0], case.flows.borrowed.service[0]
    found = loan_size(
        case.debt,
        -case.row(Row.CAPEX)[None, :] - case.row(Row.GRANTS)[None, :],
        case.flows.available,
        case.flows.when.built,
    )
    discount = (1 + case.debt.rate_frac) ** -_since(model)
    parts = (Row.EBITDA, Row.TAX, Row.RENEWED, Row.SOLD, Row.WORKING_CAPITAL)
    yield Line(
        key="available",
        values=available,
        formula=lambda year: "+".join(at(part, year) for part in parts),
        strong=True,
    )
    yield Line(
        key="service",
        values=np.where(service, 1.0, 0.0),
        formula=lambda year: (
            f"IF(AND({model.year(year)}>built_year,{model.year(year)}<=built_year+debt_tenor_years),1,0)"
        ),
        style="count",
    )
    yield Line(
        key="discount",
        values=discount,
        formula=lambda year: f"(1+debt_rate_frac)^-MAX({model.year(year)}-built_year,0)",
        style="factor",
        summed=False,
    )
    yield Line(
        key="usable",
        values=np.where(service, np.maximum(available, 0.0), 0.0),
        formula=lambda year: f"{at('service', year)}*MAX({at('available', year)},0)",
    )
    yield Single(
        key="worth",
        value=float(found.worth[0]),
        formula=lambda: f"SUMPRODUCT({flow.span('usable')},{flow.span('discount')})",
    )
    yield Line(
        key="wanted",
        values=found.draws[0],
        formula=lambda year: (
            f"IF({model.year(year)}<=built_year,"
            f"debt_loan_to_cost_frac*MAX(-{at(Row.CAPEX, year)}-{at(Row.GRANTS, year)},0),0)"
        ),
    )
    grown = (1 + case.debt.rate_frac) ** (_until(model) * _capitalised(model))
    yield Line(
        key="wanted_owed",
        values=found.draws[0] * grown,
        formula=lambda year: (
            f"{at('wanted', year)}*(1+debt_rate_frac)^(debt_capitalised*MAX(built_year-{model.year(year)},0))"
        ),
    )
    yield Single(key="size", value=float(found.size[0]), formula=lambda: _fits(model), style="share")
    yield Single(
        key="owed",
        value=float(found.owed[0]),
        formula=lambda: f"{flow.total('wanted_owed')}*{flow.total('size')}",
    )


def _fits(model: Model) -> str:
    wanted, worth = model.flow.total("wanted_owed"), model.flow.total("worth")
    return f"IF(OR(debt_sculpted=0,{wanted}<=0.01),1,MIN(1,{worth}/debt_target_dscr/{wanted}))"


def _payments(model: Model) -> Iterator[Entry]:
    case, at, flow = model.case, model.flow.at, model.flow
    loan = case.flows.borrowed

    def due(year: int) -> str:
        owed, worth = flow.total("owed"), flow.total("worth")
        level = f"-PMT(debt_rate_frac,debt_tenor_years,{owed})"
        sculpted = f"IF({worth}>0,{at('usable', year)}*{owed}/{worth},0)"
        return f"{at('service', year)}*IF(debt_sculpted=1,{sculpted},{level})"

    def principal(year: int) -> str:
        before = f"{at('balance', year - 1)}+" if year else ""
        final = f"OR({model.year(year)}=built_year+debt_tenor_years,{model.year(year)}={model.years})"
        part = f"IF({at('service', year)}=1,{at('due', year)}+{at(Row.INTEREST, year)},0)"
        return f"-IF({final},{before}{at(Row.DRAWN, year)},{part})"

    def drawn(year: int) -> str:
        added = f"IF(AND({model.year(year)}<=built_year,debt_capitalised=1),-{at(Row.INTEREST, year)},0)"
        return f"{at('wanted', year)}*{flow.total('size')}" + ("" if year == model.years else f"+{added}")

    yield Line(key="due", values=_due(model), formula=due)
    yield Line(
        key=Row.INTEREST.value,
        values=case.row(Row.INTEREST),
        formula=lambda year: f"-{at('balance', year - 1)}*debt_rate_frac" if year else "0",
    )
    yield Line(key=Row.DRAWN.value, values=case.row(Row.DRAWN), formula=drawn)
    yield Line(key=Row.PRINCIPAL.value, values=case.row(Row.PRINCIPAL), formula=principal)
    yield Line(
        key="balance",
        values=loan.balance[0],
        formula=lambda year: (
            f"{at('balance', year - 1) + '+' if year else ''}{at(Row.DRAWN, year)}+{at(Row.PRINCIPAL, year)}"
        ),
        summed=False,
    )
    yield Line(
        key="cover",
        values=loan.cover[0],
        formula=lambda year: (
            f"IF(AND({at('service', year)}=1,-{at(Row.INTEREST, year)}-{at(Row.PRINCIPAL, year)}>0.01),"
            f'{at("available", year)}/(-{at(Row.INTEREST, year)}-{at(Row.PRINCIPAL, year)}),"")'
        ),
        style="factor",
        summed=False,
    )


def _since(model: Model) -> Floats:
    built = float(model.case.flows.when.built[0])
    return np.maximum(np.arange(model.years + 1.0) - built, 0.0)


def _until(model: Model) -> Floats:
    built = float(model.case.flows.when.built[0])
    return np.maximum(built - np.arange(model.years + 1.0), 0.0)


def _capitalised(model: Model) -> float:
    return float(model.case.debt.build_interest.value == "capitalised")


def _due(model: Model) -> Floats:
    """Payment of each year before the last one's rounding."""
    debt, loan = model.case.debt, model.case.flows.borrowed
    if debt.repayment is Repayment.LEVEL:
        owed = float(loan.balance[0, min(int(model.case.flows.when.built[0]), model.years)])
        return np.where(loan.service[0], owed * capital_recovery(debt.rate_frac, debt.tenor_years), 0.0)
    return np.where(loan.service[0], loan.interest[0] + loan.principal[0], 0.0)
