"""Reserves and demand response: what was sold, held, called and delivered, and what it paid."""

from bascule.report.messages import policy_name, text
from bascule.report.numbers import NONE, fixed, percent, plain_money
from bascule.report.tables.table import Row, Table
from bascule.study.reserve_results import ReserveMet
from bascule.study.results import Backtest, PolicyResult

_COLUMNS = (
    "policy",
    "product",
    "sold_mw_h",
    "held",
    "calls",
    "calls_met",
    "called_mwh",
    "delivered_mwh",
    "reserve_income",
    "reserve_penalties",
    "fullest",
)


def reserves_table(backtest: Backtest) -> Table:
    """One row per policy and product that was sold."""
    currency = backtest.site.currency
    return Table(
        title=text("table.reserves"),
        headings=tuple(text(f"column.{name}", currency=currency) for name in _COLUMNS),
        rows=tuple(
            Row(cells=(policy_name(result.policy), *_cells(met, result)))
            for result in backtest.results
            for met in result.reserves
            if met.sold_mw_h > 0
        ),
        text_columns=2,
        note=text("table.reserves.note"),
    )


def _cells(met: ReserveMet, result: PolicyResult) -> tuple[str, ...]:
    return (
        met.product,
        fixed(met.sold_mw_h, 0),
        percent(met.held_mw_h / met.sold_mw_h),
        fixed(met.calls, 0),
        text("reserve.met", met=fixed(met.calls_met, 0), unknown=fixed(met.calls_unknown, 0)),
        fixed(met.called_mwh, 0),
        fixed(met.delivered_mwh, 0),
        plain_money(met.income),
        plain_money(met.penalties),
        NONE if result.fullest_frac is None else percent(result.fullest_frac),
    )
