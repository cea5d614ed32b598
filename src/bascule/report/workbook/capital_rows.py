"""Rows of capital: spending, grants, renewals, working capital, the end, and what is written off."""

from collections.abc import Iterator

import numpy as np

from bascule.model.series import Floats
from bascule.report.workbook.model import Model, terms
from bascule.report.workbook.places import Entry, Formula, Heading, Line
from bascule.study.project.block import Basis
from bascule.study.project.capital import renewals, renewals_written_off, shares, spending, total
from bascule.study.project.flows import Row
from bascule.study.project.paths import by_path
from bascule.study.project.timing import MONTHS
from bascule.study.project.uses import OwnCloud


def capital_rows(model: Model) -> Iterator[Entry]:
    """Every row of capital."""
    yield Heading(key="capital")
    yield _spend(model)
    yield _line(
        model, Row.CAPEX, lambda year: f"-capex_total*capex_factor*{model.flow.at('spend_share', year)}"
    )
    yield _line(model, Row.GRANTS, lambda year: model.yearly.at("yearly.grants", year))
    yield from _renewed(model)
    yield from _tied(model)
    yield model.at_horizon(Row.DECOMMISSIONING, "-closure_decommissioning")
    yield model.at_horizon(Row.RESIDUAL, "closure_interconnection_residual")


def write_off_rows(model: Model) -> Iterator[Entry]:
    """What is written off for tax, component by component; what is left at the horizon goes there."""
    yield Heading(key="write_offs")
    case, lead = model.case, int(model.case.flows.when.lead_months[0])
    kept = kept_frac(model)
    keys = []
    for at, part in enumerate(case.project.capex, start=1):
        keys.append(f"written.{at}")
        row = shares(part.write_off, lead // MONTHS + 1, lead % MONTHS + 1, model.years)
        values = part.cost.of(case.project.block) * kept * row
        yield Line(key=keys[-1], values=values, formula=_written(model, at))
    if isinstance(case.project.use, OwnCloud):
        keys.append("written.renewals")
        rest = renewals_written_off(case.project, -case.row(Row.RENEWED)[None, :])[0]
        yield Line(key=keys[-1], values=rest, formula=_renewals_written(model))
    yield Line(
        key="written_off",
        values=case.flows.written_off[0],
        formula=lambda year: terms(model.flow.at(key, year) for key in keys),
        strong=True,
    )


def kept_frac(model: Model) -> float:
    """Share of the stated cost that is written off: with its factor, less grants."""
    project = model.case.project
    cost, factor = total(project), float(by_path(model.case.paths.capex_factor, 1.0)[0, 0])
    return max(cost * factor - sum(project.build.grants), 0.0) / cost if cost > 0 else 0.0


def _line(model: Model, row: Row, formula: Formula) -> Line:
    return Line(key=row.value, values=model.case.row(row), formula=formula)


def _spend(model: Model) -> Line:
    def formula(year: int) -> str:
        now, rest = model.yearly.at("yearly.spend_frac", year), model.yearly.span("yearly.spend_frac", year)
        late = f"IF({model.year(year)}=MIN(built_year,{model.years}),SUM({rest}),{now})"
        return f"IF({model.year(year)}>built_year,0,{late})"

    values = spending(model.case.project, model.case.flows.when.built)[0]
    return Line(key="spend_share", values=values, formula=formula, style="share")


def _renewed(model: Model) -> Iterator[Line]:
    at, year_of = model.flow.at, model.year
    if not isinstance(model.case.project.use, OwnCloud):
        yield _line(model, Row.RENEWED, lambda _: "0")
        yield _line(model, Row.SOLD, lambda _: "0")
        return
    due, bought, used = _generations(model)
    yield Line(
        key="renewal_due",
        values=due,
        formula=lambda year: (
            f"IF(AND({year_of(year)}>built_year,MOD(MAX({year_of(year)}-built_year,0),use_gpu_life_years)=0),1,0)"
        ),
        style="count",
        summed=False,
    )
    yield _line(model, Row.RENEWED, lambda year: _renewal(model, year))
    yield Line(key="bought", values=bought, formula=lambda year: _bought(model, year), summed=False)
    yield Line(
        key="used",
        values=used,
        formula=lambda year: (
            f"IF({at('renewal_due', year)}=1,1,MOD(MAX({year_of(year)}-built_year,0),use_gpu_life_years)/use_gpu_life_years)"
        ),
        style="share",
        summed=False,
    )
    yield _line(model, Row.SOLD, lambda year: _sold(model, year))


def _generations(model: Model) -> tuple[Floats, Floats, Floats]:
    """Whether accelerators are due at each year's end, what the ones in place cost, and how far they are used."""
    project, use = model.case.project, model.case.project.use
    life = use.gpu_life_years if isinstance(use, OwnCloud) else 1
    age = np.maximum(np.arange(model.years + 1) - model.case.flows.when.built[0], 0)
    due = np.where((age > 0) & (age % life == 0), 1.0, 0.0)
    renewed = renewals(project, by_path(model.case.paths.capex_factor, 1.0), model.case.flows.when)[0][0]
    bought = [total(project, Basis.GPU) * float(by_path(model.case.paths.capex_factor, 1.0)[0, 0])]
    for year in range(1, model.years + 1):
        bought.append(float(renewed[year - 1]) if due[year - 1] else bought[-1])
    return due, np.array(bought), np.where(due == 1, 1.0, age % life / life)


def _renewal(model: Model, year: int) -> str:
    if not 1 <= year < model.years:
        return "0"
    price = model.yearly.at("yearly.refresh_per_gpu", year)
    return f"IF({model.flow.at('renewal_due', year)}=1,-{price}*block_gpus,0)"


def _bought(model: Model, year: int) -> str:
    at = model.flow.at
    if year == 0:
        return "gpu_capex*capex_factor"
    return f"IF({at('renewal_due', year - 1)}=1,-{at(Row.RENEWED, year - 1)},{at('bought', year - 1)})"


def _sold(model: Model, year: int) -> str:
    at = model.flow.at
    worth = f"{at('bought', year)}*(1-(1-use_resale_frac)*{at('used', year)})"
    return worth if year == model.years else f"IF({at('renewal_due', year)}=1,{worth},0)"


def _tied(model: Model) -> Iterator[Line]:
    at, tied = model.flow.at, model.case.project.working_capital_days / 365 * model.case.row(Row.REVENUE)
    tied[-1] = 0.0
    yield Line(
        key="tied",
        values=tied,
        formula=lambda year: (
            "0" if year == model.years else f"working_capital_days/365*{at('revenue', year)}"
        ),
        summed=False,
    )
    yield _line(
        model,
        Row.WORKING_CAPITAL,
        lambda year: f"{at('tied', year - 1)}-{at('tied', year)}" if year else f"-{at('tied', 0)}",
    )


def _written(model: Model, at: int) -> Formula:
    base, key = f"capex_{at}_total*kept_frac", f"written.{at}"

    def formula(year: int) -> str:
        if year == model.years:
            return f"{base}-SUM({model.flow.span(key, 0, year - 1)})"
        table = model.written.span(f"share.{at}", 1)
        index = f"INDEX({table},1,MAX({model.year(year)}-service_year+1,1))"
        return f"IF({model.year(year)}<service_year,0,{base}*{index})"

    return formula


def _renewals_written(model: Model) -> Formula:
    at, share = model.flow.at, model.written.at

    def formula(year: int) -> str:
        if year == model.years:
            before = model.flow.span("written.renewals", 0, year - 1)
            return f"-SUM({model.flow.span(Row.RENEWED)})-SUM({before})"
        return terms(f"-{at(Row.RENEWED, s)}*{share('share.renewals', year - s)}" for s in range(1, year))

    return formula
