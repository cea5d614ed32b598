"""The trigger map: above which rent to convert, below which hashprice to stop hashing, above which to start again."""

from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.report.conversion.form import some, table
from bascule.report.figures.figure import Axis, Event, Figure, Level, Line
from bascule.report.messages import text
from bascule.report.numbers import NONE, figure
from bascule.report.tables.table import Row, Table
from bascule.study.conversion.case import Case
from bascule.study.conversion.lines import TriggerLine
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.conversion.triggers import Triggers

_HASHPRICES: Final = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_RENTS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Hashprices and rents of the tables, over today's."""
_LOWEST, _WIDEST = 0.2, 3.0
"""The map shows hashprices between these factors of today's, and rents up to the second."""


def trigger_figure(decided: Triggers) -> Figure:
    """The map: convert above the lines of the rungs, stop hashing left of one line, start again right of another."""
    case, count, rests = decided.case, len(decided.lines), decided.rests
    shown = sorted({0, count - 1})
    marks = [_line(case, decided.lines[k], text("plan.rung", number=str(k + 1))) for k in shown]
    marks.append(_line(case, decided.npv, text("plan.npv_line"), dashed=True))
    for name, along in (("stops", rests.stops_below), ("starts", rests.starts_above)):
        marks.append(
            _upright(text(f"plan.{name}_line"), _near(case, along), rests.rent, dashed=name == "starts")
        )
    return Figure(
        title=text("plan.figure.triggers"),
        unit=text("plan.unit.rent", currency=case.currency),
        marks=tuple(marks),
        axis=Axis.NUMBER,
        x_label=text("plan.unit.hashprice", currency=case.currency),
        levels=(Level(value=case.today(RENT), name=text("plan.today")),),
        events=(Event(x=case.today(HASHPRICE), name=text("plan.today")),),
        note=text("plan.triggers.note"),
    )


def triggers_table(decided: Triggers) -> Table:
    """Trigger rents of every rung at some hashprices."""
    case = decided.case
    price = case.today(HASHPRICE)
    at = [price * factor for factor in _HASHPRICES]
    rows = [
        (name, *(some(_at(hashprice, line.hashprice, line.rent)) for hashprice in at))
        for name, line in (
            *((text("plan.rung", number=str(k + 1)), line) for k, line in enumerate(decided.lines)),
            (text("plan.npv_line"), decided.npv),
        )
    ]
    return Table(
        title=text("plan.table.triggers"),
        headings=(
            text("plan.column.hashprice", currency=case.currency),
            *(figure(hashprice) for hashprice in at),
        ),
        rows=tuple(Row(cells=cells) for cells in rows),
        note=text("plan.triggers.table_note", currency=case.currency),
    )


def rests_table(decided: Triggers) -> Table:
    """Hashprices at which hashing stops and starts again at some rents."""
    case, rests = decided.case, decided.rests
    rows = []
    for rent in case.today(RENT) * np.array(_RENTS):
        stops = _at(float(rent), rests.rent, rests.stops_below)
        sells = rests.sells[np.abs(rests.rent - rent).argmin()]
        how = NONE if stops is None else text("plan.sells" if sells else "plan.rests")
        rows.append(
            (figure(float(rent)), some(stops), how, some(_at(float(rent), rests.rent, rests.starts_above)))
        )
    headings = ("at_rent", "stops_below", "stops_how", "starts_above")
    return table("rests", headings, rows, note=text("plan.rests.note", currency=case.currency))


def _at(place: float, along: Floats, values: Floats) -> float | None:
    """A line's value, None outside it."""
    found = float(np.interp(place, along, values, left=np.nan, right=np.nan))
    return None if np.isnan(found) else found


def _near(case: Case, hashprices: Floats) -> Floats:
    price = case.today(HASHPRICE)
    shown = (hashprices >= price * _LOWEST) & (hashprices <= price * _WIDEST)
    return np.where(shown, hashprices, np.nan)


def _upright(name: str, hashprices: Floats, rents: Floats, *, dashed: bool) -> Line:
    return Line(name=name, x=hashprices, y=np.where(np.isfinite(hashprices), rents, np.nan), dashed=dashed)


def _line(case: Case, line: TriggerLine, name: str, *, dashed: bool = False) -> Line:
    shown = np.isfinite(_near(case, line.hashprice))
    kept = np.where(line.rent <= case.today(RENT) * _WIDEST, line.rent, np.nan)
    return Line(name=name, x=line.hashprice[shown], y=kept[shown], dashed=dashed)
