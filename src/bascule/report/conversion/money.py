"""The cash flow of the first rung as a table."""

from bascule.report.conversion.form import millions, table
from bascule.report.messages import text
from bascule.report.numbers import NONE, figure, percent
from bascule.report.tables.table import Row as TableRow
from bascule.report.tables.table import RowKind, Table
from bascule.study.project.flows import SUMS, Row
from bascule.study.project.result import ProjectResult


def cash_table(result: ProjectResult) -> Table:
    """Every row by year; rows that are zero throughout are left out."""
    years = result.project.years
    rows = [
        TableRow(
            cells=(text(f"workbook.row.{row.value}"), *(millions(value, 1) for value in values)),
            kind=RowKind.SUM if row in SUMS else RowKind.LINE,
        )
        for row in Row
        if any(values := result.table()[row.value])
    ]
    return Table(
        title=text("plan.table.cash"),
        headings=(text("plan.column.what"), *(str(year) for year in range(years + 1))),
        rows=tuple(rows),
    )


def measures_table(result: ProjectResult) -> Table:
    """What the cash flow is worth."""
    found = result.measures
    rows = [
        ("npv", millions(found.npv)),
        ("npv_less_lost", millions(found.npv_less_lost)),
        ("equity_npv", millions(found.equity_npv)),
        ("irr", _several(found.irrs)),
        ("mirr", percent(found.mirr)),
        ("equity_irr", _several(found.equity_irrs)),
        ("payback", NONE if found.payback_years is None else figure(found.payback_years)),
        (
            "discounted_payback",
            NONE if found.discounted_payback_years is None else figure(found.discounted_payback_years),
        ),
        ("annual_value", millions(found.annual_value)),
        ("least_dscr", NONE if found.least_dscr is None else figure(found.least_dscr)),
        ("mean_dscr", NONE if found.mean_dscr is None else figure(found.mean_dscr)),
    ]
    named = [(text(f"plan.measure.{name}", currency=result.project.currency), shown) for name, shown in rows]
    return table("measures", ("what", "amount"), named)


def _several(rates: tuple[float, ...]) -> str:
    return ", ".join(percent(rate) for rate in rates) or NONE
