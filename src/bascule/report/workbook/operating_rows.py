"""Rows of operation: from megawatts and prices to the margin before tax."""

from collections.abc import Iterator
from typing import assert_never

import numpy as np

from bascule.model.series import Floats
from bascule.report.workbook.inputs import yearly_inputs
from bascule.report.workbook.model import Model, from_zero
from bascule.report.workbook.months import of_year
from bascule.report.workbook.places import Entry, Formula, Heading, Line
from bascule.study.project.earnings import gpu_hours, ph_days
from bascule.study.project.flows import Row
from bascule.study.project.uses import Dispatched, Mining, Mothballed, OwnCloud, PowerSold, ShellLease


def operating_rows(model: Model) -> Iterator[Entry]:
    """Every row down to the EBITDA."""
    yield Heading(key="operation")
    yield from _shares(model)
    yield Heading(key="revenue_parts")
    yield from _contract(model)
    yield _margin(model)
    yield model.sum_line(Row.REVENUE)
    yield Heading(key="costs")
    yield from _costs(model)
    yield model.sum_line(Row.EBITDA)


def _shares(model: Model) -> Iterator[Line]:
    when = model.case.flows.when
    for key, column, values in (("running", "running", when.running), ("ramped", "ramp", when.ramped)):
        yield Line(
            key=key, values=from_zero(values[0]), formula=_share(model, column), style="share", summed=False
        )
    rise = (1 + model.case.project.opex.inflation_frac) ** np.maximum(np.arange(model.years + 1) - 1.0, 0.0)
    yield Line(
        key="inflation",
        values=rise,
        formula=lambda year: f"(1+opex_inflation_frac)^MAX({model.year(year)}-1,0)",
        style="factor",
        summed=False,
    )


def _share(model: Model, column: str) -> Formula:
    return lambda year: f"{of_year(column, model.years, model.year(year))}/12"


def _contract(model: Model) -> Iterator[Line]:
    use, at = model.case.project.use, model.flow.at
    match use:
        case Dispatched():
            yield _row(model, lambda _: "0")
        case ShellLease():
            yield _row(model, lambda year: of_year("rent", model.years, model.year(year)))
        case Mining():
            yield from _priced(
                model, ph_days(model.case.project, use, model.case.flows.when)[0], _hashes(model)
            )
            yield _row(model, lambda year: f"{at('price', year)}*{at('quantity', year)}*(1-use_fee_frac)", 1)
        case OwnCloud():
            yield from _priced(
                model, gpu_hours(model.case.project, use, model.case.flows.when)[0], _hours(model)
            )
            yield _row(model, lambda year: f"{at('price', year)}*{at('quantity', year)}", 1)
        case PowerSold():
            energy = model.case.project.block.meter_mwh_per_year * model.case.flows.when.ramped[0]
            yield from _priced(model, energy, _energy(model))
            yield _row(model, lambda year: _power(model, year), 1)
        case Mothballed():
            upkeep = "-use_upkeep_per_meter_mw_year*block_meter_mw"
            yield _row(model, lambda year: f"{upkeep}*{at('running', year)}")
        case _:
            assert_never(use)


def _row(model: Model, formula: Formula, start: int = 0) -> Line:
    return Line(key=Row.CONTRACT.value, values=model.case.row(Row.CONTRACT), formula=formula, start=start)


def _priced(model: Model, quantity: Floats, formula: Formula) -> Iterator[Line]:
    values = next(line.values for line in yearly_inputs(model.case) if line.key == "yearly.price")
    yield Line(
        key="price",
        values=values,
        formula=lambda year: model.yearly.at("yearly.price", year),
        style="price",
        summed=False,
        start=1,
    )
    yield Line(key="quantity", values=from_zero(quantity), formula=formula, style="amount", start=1)


def _hashes(model: Model) -> Formula:
    fleet = "it_mw*1000/use_j_per_th*block_load_frac*365"
    return lambda year: f"{fleet}*(1-use_ageing_frac)^({model.year(year)}-1)*{model.flow.at('ramped', year)}"


def _hours(model: Model) -> Formula:
    used = "yearly.utilisation_frac"
    return lambda year: f"block_gpus*8760*{model.yearly.at(used, year)}*{model.flow.at('ramped', year)}"


def _energy(model: Model) -> Formula:
    return lambda year: f"meter_mwh*{model.flow.at('ramped', year)}"


def _power(model: Model, year: int) -> str:
    right = f"{model.yearly.at('yearly.right', year)}*block_meter_mw*{model.flow.at('ramped', year)}"
    return f"{model.flow.at('price', year)}*{model.flow.at('quantity', year)}+{right}"


def _margin(model: Model) -> Line:
    return Line(
        key=Row.MARGIN.value,
        values=model.case.row(Row.MARGIN),
        formula=lambda year: f"{model.yearly.at('yearly.margin', year)}*{model.flow.at('ramped', year)}",
        start=1,
    )


def _costs(model: Model) -> Iterator[Line]:
    at = model.flow.at
    formulas: dict[Row, Formula] = {
        Row.VARIABLE: lambda year: f"-opex_variable_frac*{at('revenue', year)}",
        Row.ENERGY: lambda year: (
            f"-opex_energy_per_mwh*meter_mwh*{at('inflation', year)}*{at('ramped', year)}"
        ),
        Row.FIXED: lambda year: f"-fixed_opex*{at('inflation', year)}*{at('running', year)}",
    }
    for row, formula in formulas.items():
        yield Line(key=row.value, values=model.case.row(row), formula=formula)
