"""The sheet of write-off shares: how each component is written off, by year of service."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.report.messages import text
from bascule.report.workbook.model import Model
from bascule.report.workbook.places import Entry, Formula, Heading, Line, from_year_1
from bascule.study.plan.depreciation import Schedule, depreciation
from bascule.study.project.capital import renewal_write_off
from bascule.study.project.terms import WriteOff
from bascule.study.project.timing import MONTHS
from bascule.study.project.uses import OwnCloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One share of a component.

    Attributes:
        key: Such as ``1.2``: the second share of the first component.
        of: The component's name.
        write_off: How it is written off.
        month: Of entry into service, from 1.
        month_cell: What formulas call it.
    """

    key: str
    of: str
    write_off: WriteOff
    month: int
    month_cell: str


def groups(model: Model) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Components, then renewals, with their parts."""
    project, month = model.case.project, int(model.case.flows.when.lead_months[0]) % MONTHS + 1
    for at, part in enumerate(project.capex, start=1):
        yield (
            f"{at}",
            tuple(
                Part(key=f"{at}.{n}", of=part.name, write_off=off, month=month, month_cell="service_month")
                for n, off in enumerate(part.write_off, start=1)
            ),
        )
    if isinstance(project.use, OwnCloud):
        yield (
            "renewals",
            tuple(
                Part(
                    key=f"renewals.{n}", of=text("workbook.renewals"), write_off=off, month=1, month_cell="1"
                )
                for n, off in enumerate(renewal_write_off(project), start=1)
            ),
        )


def share_rows(model: Model) -> Iterator[Entry]:
    """Shares by year of service, the years 1, 2 and so on standing under their numbers."""
    for group, parts in groups(model):
        yield Heading(key=f"shares.{group}")
        for part in parts:
            yield Line(
                key=f"schedule.{part.key}",
                values=from_year_1(_scheduled(model, part)),
                formula=_schedule(model, part),
                style="rate",
                start=1,
            )
        yield Line(
            key=f"share.{group}",
            values=from_year_1(sum((_shares(model, part) for part in parts), start=np.zeros(model.years))),
            formula=_share(model, parts),
            style="rate",
            strong=True,
            start=1,
        )


def _scheduled(model: Model, part: Part) -> Floats:
    off = part.write_off
    row = depreciation(1.0, off.schedule, off.life_years, part.month)
    return np.array([*row, *[0.0] * model.years])[: model.years]


def _shares(model: Model, part: Part) -> Floats:
    row = part.write_off.frac * (1 - part.write_off.bonus_frac) * _scheduled(model, part)
    row[0] += part.write_off.frac * part.write_off.bonus_frac
    return row


def _share(model: Model, parts: tuple[Part, ...]) -> Formula:
    def one(part: Part, year: int) -> str:
        frac, bonus = (f"write_{what}_{part.key.replace('.', '_')}" for what in ("frac", "bonus"))
        first = f"{bonus}+" if year == 1 else ""
        return f"{frac}*({first}(1-{bonus})*{model.written.at(f'schedule.{part.key}', year)})"

    return lambda year: "+".join(one(part, year) for part in parts)


def _schedule(model: Model, part: Part) -> Formula | None:
    """The schedule as a formula of the service year; a table of the law is an input."""
    life, month = f"write_life_{part.key.replace('.', '_')}", part.month_cell
    match part.write_off.schedule:
        case Schedule.STRAIGHT:
            return lambda year: f"IF({model.year_of_service(year)}<={life},1/{life},0)"
        case Schedule.BUILDING_39:
            return lambda year: _line_formula(model, year, "39", f"(12-{month}+0.5)/12")
        case Schedule.FRENCH_LINEAR:
            return lambda year: _line_formula(model, year, life, f"(13-{month})/12")
        case _:
            return None


def _line_formula(model: Model, year: int, life: str, first: str) -> str:
    if year == 1:
        return f"{first}/{life}"
    at = model.year_of_service(year)
    return f"IF({at}<={life},1/{life},IF({at}={life}+1,(1-{first})/{life},0))"
