"""What knowing more, and planning for what is not known, is worth."""

from bascule.report.messages import text
from bascule.report.numbers import plain_money
from bascule.report.tables.table import Row, RowKind, Table
from bascule.study.results import Backtest, ValueOfInformation


def information_table(backtest: Backtest) -> Table | None:
    """Movable margin of ``optimal`` by what it plans for and what it knows, and the differences that have names."""
    found = backtest.information
    if found is None:
        return None
    code = backtest.site.currency
    return Table(
        title=text("table.information"),
        headings=(text("column.figure"), text("column.movable", currency=code)),
        rows=tuple(_rows(found)),
        note=text("table.information.note"),
    )


def _rows(found: ValueOfInformation) -> list[Row]:
    margins = [
        ("row.one_path", found.one_path),
        ("row.scenarios", found.scenarios),
        ("row.known", found.known),
    ]
    named = [
        ("row.stochastic_solution", found.stochastic_solution),
        ("row.perfect_information", found.perfect_information),
    ]
    rows = [Row(cells=(text(key), plain_money(money))) for key, money in margins]
    rows += [Row(cells=(text(key), plain_money(money)), kind=RowKind.SUM) for key, money in named]
    rows += [
        Row(cells=(text("row.lost", name=name), plain_money(money))) for name, money in found.lost.items()
    ]
    return rows
