"""Rows behind the results: running sums, the moment of payback, costs and output of a levelised cost."""

from collections.abc import Iterator

import numpy as np

from bascule.model.series import Floats
from bascule.report.workbook.model import Model, from_zero
from bascule.report.workbook.places import Entry, Formula, Heading, Line
from bascule.study.project.flows import Row
from bascule.study.project.measures import COSTS


def worth_rows(model: Model) -> Iterator[Entry]:
    """Helper rows of the results."""
    yield Heading(key="worth_parts")
    cash, rate = model.case.row(Row.UNLEVERED), model.case.project.discount_rate_frac
    factor = (1 + rate) ** -np.arange(model.years + 1.0)
    yield Line(
        key="factor",
        values=factor,
        formula=lambda year: f"(1+discount_rate_frac)^-{model.year(year)}",
        style="factor",
        summed=False,
    )
    yield from _running(model, "running_sum", cash, lambda year: model.flow.at(Row.UNLEVERED, year))
    yield from _running(
        model,
        "discounted_sum",
        cash * factor,
        lambda year: f"{model.flow.at(Row.UNLEVERED, year)}*{model.flow.at('factor', year)}",
    )
    if model.case.flows.output is not None:
        yield Line(
            key="costs_of_output",
            values=-sum((model.case.row(row) for row in COSTS), start=np.zeros(model.years + 1)),
            formula=lambda year: "-(" + "+".join(model.flow.at(row, year) for row in COSTS) + ")",
        )
        yield Line(
            key="output",
            values=from_zero(model.case.flows.output.by_year[0]),
            formula=lambda year: model.flow.at("quantity", year) if year else "0",
            style="amount",
        )


def _running(model: Model, key: str, steps: Floats, step: Formula) -> Iterator[Line]:
    at, sums = model.flow.at, np.cumsum(steps)

    def crossing(year: int) -> str:
        if year == 0:
            return f'IF({at(key, 0)}>=0,0,"")'
        now, before = at(key, year), at(key, year - 1)
        return f'IF(AND({now}>=0,{before}<0),{model.year(year)}-1-{before}/({step(year)}),"")'

    yield Line(
        key=key,
        values=sums,
        formula=lambda year: f"{at(key, year - 1)}+{step(year)}" if year else step(0),
        summed=False,
    )
    yield Line(
        key=f"{key}_crossing", values=_crossings(sums, steps), formula=crossing, style="factor", summed=False
    )


def _crossings(sums: Floats, steps: Floats) -> Floats:
    found = np.full(len(sums), np.nan)
    found[0] = 0.0 if sums[0] >= 0 else np.nan
    for year in range(1, len(sums)):
        if sums[year] >= 0 > sums[year - 1]:
            found[year] = year - 1 - sums[year - 1] / steps[year]
    return found
