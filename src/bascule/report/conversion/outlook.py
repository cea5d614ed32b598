"""What is likely under the world's drifts: megawatts, drivers, cash, and the strategies beside each other."""

import numpy as np

from bascule.model.series import Floats
from bascule.report.conversion.form import MILLION, millions, some, table
from bascule.report.figures.figure import Axis, Band, Figure, Line
from bascule.report.messages import text
from bascule.report.numbers import percent
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import Answer
from bascule.study.conversion.case import QUARTERS
from bascule.study.conversion.plan_drivers import DRIVER_NAMES, HASHPRICE, RENT

OPTIMAL = "optimal"


def years(answer: Answer) -> Floats:
    """The quarters in years from today."""
    return np.arange(answer.statement.case.quarters) / QUARTERS


def megawatts_figure(answer: Answer) -> Figure:
    """Megawatts decided for: mean by the grid, band by the paths."""
    found, along = answer.risks[OPTIMAL], years(answer)
    marks = (
        Line(name=text("plan.mean"), x=along, y=answer.mean_mw()),
        Band(name=text("plan.band"), x=along, low=found.converted[0], high=found.converted[-1], steps=True),
        Line(name=text("plan.median"), x=along, y=found.converted[2], steps=True, dashed=True),
    )
    return Figure(
        title=text("plan.figure.megawatts"),
        unit=text("plan.unit.meter_mw"),
        marks=marks,
        axis=Axis.NUMBER,
        x_label=text("plan.unit.years"),
        from_zero=True,
        note=text(f"plan.megawatts.note{_by(answer)}"),
    )


def _by(answer: Answer) -> str:
    """Which note: probabilities are the grid's, exactly, or those of the histories."""
    return "" if answer.wide is None else ".wide"


def chance_figure(answer: Answer) -> Figure:
    """Probability that some rung has been decided for."""
    along = years(answer)
    begun = np.array([answer.begun_by(quarter) for quarter in range(len(along))])
    return Figure(
        title=text("plan.figure.chance"),
        unit="%",
        marks=(
            Line(name=text("plan.by_grid"), x=along, y=100 * begun),
            Line(name=text("plan.by_npv"), x=along, y=100 * answer.risks["NPV rule"].begun, dashed=True),
        ),
        axis=Axis.NUMBER,
        x_label=text("plan.unit.years"),
        from_zero=True,
        note=text(f"plan.chance.note{_by(answer)}"),
    )


def driver_figures(answer: Answer) -> tuple[Figure, ...]:
    """Fans of the drivers that are uncertain."""
    case = answer.statement.case
    live = np.flatnonzero(case.drivers().shock > 0).tolist()
    return tuple(
        Figure(
            title=text(f"plan.figure.{name}"),
            unit=text(f"plan.unit.{name}", currency=case.currency),
            marks=_fan(years(answer), answer.levels[driver]),
            axis=Axis.NUMBER,
            x_label=text("plan.unit.years"),
            from_zero=True,
            note=text("plan.world.note"),
        )
        for driver, name in enumerate(DRIVER_NAMES)
        if driver in {HASHPRICE, RENT, *live}
    )


def cash_figure(answer: Answer) -> Figure:
    """Cash of the company under the optimal strategy."""
    case, found, along = answer.statement.case, answer.risks[OPTIMAL], years(answer)
    debt = Line(name=text("plan.debt"), x=along, y=found.owed / MILLION)
    return Figure(
        title=text("plan.figure.cash"),
        unit=text("plan.unit.millions", currency=case.currency),
        marks=(*_fan(along, found.cash / MILLION), debt),
        axis=Axis.NUMBER,
        x_label=text("plan.unit.years"),
        note=text(
            "plan.cash.note",
            debt=millions(float(found.owed[-1]), 1),
            cash=millions(float(found.cash[2, -1]), 1),
            net=millions(float(found.net_cash[2, -1]), 1),
        ),
    )


def ruin_figure(answer: Answer) -> Figure:
    """Probability that cash and facility have run out."""
    along = years(answer)
    shown = [name for name in ("mine on", "convert now", "NPV rule", OPTIMAL) if name in answer.risks]
    return Figure(
        title=text("plan.figure.ruin"),
        unit="%",
        marks=tuple(
            Line(
                name=text(f"plan.book.{name.replace(' ', '_').lower()}"),
                x=along,
                y=100 * answer.risks[name].ruin_by,
            )
            for name in shown
        ),
        axis=Axis.NUMBER,
        x_label=text("plan.unit.years"),
        from_zero=True,
        note=text("plan.ruin.note"),
    )


def _fan(along: Floats, quantiles: Floats) -> tuple[Line | Band, ...]:
    return (
        Line(name=text("plan.median"), x=along, y=quantiles[2]),
        Band(name=text("plan.half"), x=along, low=quantiles[1], high=quantiles[3]),
        Line(name=text("plan.low"), x=along, y=quantiles[0], dashed=True),
        Line(name=text("plan.high"), x=along, y=quantiles[4], dashed=True),
    )


def book_name(name: str) -> str:
    """A strategy as people read it; those of some megawatts are named by them."""
    key = f"plan.book.{name.replace(' ', '_').lower()}"
    return text(key) if name in {"mine on", "convert now", "NPV rule", OPTIMAL} else name


def strategies_table(answer: Answer) -> Table:
    """Mean and risk of every strategy on the same histories."""
    rows = [
        (
            book_name(name),
            millions(found.mean_npv, 1),
            millions(found.standard_error, 1),
            millions(float(found.npv[0]), 1),
            millions(float(found.npv[2]), 1),
            millions(float(found.npv[4]), 1),
            millions(-found.cvar_95, 1),
            percent(found.ruin),
            some(found.runway_years),
            percent(found.breach),
            millions(float(found.owed[-1]), 1),
            _mark(answer, name),
        )
        for name, found in answer.risks.items()
    ]
    headings = (
        *("strategy", "mean_npv", "standard_error", "p5", "p50", "p95", "worst_twentieth"),
        *("ruin", "runway", "breach", "owed", "efficient"),
    )
    note = text("plan.strategies.note", currency=answer.statement.case.currency)
    return table("strategies", headings, rows, note=note)


def _mark(answer: Answer, name: str) -> str:
    """Whether no other strategy has both a better mean and a better tail."""
    own = answer.risks[name]
    beaten = any(
        other.mean_npv > own.mean_npv and other.cvar_95 < own.cvar_95
        for key, other in answer.risks.items()
        if key != name
    )
    return text("plan.no") if beaten else text("plan.yes")
