"""Service levels of reserved GPUs by month."""

from bascule.report.messages import policy_name, text
from bascule.report.numbers import NONE, fixed, plain_money
from bascule.report.tables.months import month_name
from bascule.report.tables.table import Row, Table
from bascule.settle.service_levels import ServiceMonth
from bascule.study.results import Backtest

_COLUMNS = (
    "policy",
    "reservation",
    "month",
    "availability",
    "short_gpu_h",
    "maintenance_gpu_h",
    "flex_gpu_h",
    "flex_events",
    "fee",
    "credit",
    "breaches",
    "leave_from",
)


def service_table(backtest: Backtest) -> Table:
    """One row per policy, reservation and month; a month that was run in part is marked."""
    currency = backtest.site.currency
    return Table(
        title=text("table.service"),
        headings=tuple(text(f"column.{name}", currency=currency) for name in _COLUMNS),
        rows=tuple(
            Row(cells=(policy_name(result.policy), *_cells(month)))
            for result in backtest.results
            for month in result.metrics.service_months
        ),
        text_columns=3,
        note=text("table.service.note"),
    )


def _cells(month: ServiceMonth) -> tuple[str, ...]:
    frac = month.availability_frac
    return (
        month.reservation,
        month_name(month.month) + ("" if month.whole else "*"),
        # Tiers differ in the fourth digit of a percentage, so one decimal would hide them.
        NONE if frac is None else f"{fixed(100 * frac, 3)} %",
        fixed(month.owed_gpu_h - month.delivered_gpu_h, 0),
        fixed(month.maintenance_gpu_h, 0),
        fixed(month.tolerated_gpu_h, 0),
        fixed(month.events, 0),
        plain_money(month.fee),
        plain_money(month.credit),
        fixed(month.breaches, 0),
        NONE if month.leave_from is None else f"{month.leave_from:%Y-%m-%d %H:%M}",
    )
