"""Months: what each earned, and the peaks that were billed."""

from collections.abc import Mapping

import numpy as np

from bascule.model.series import Floats
from bascule.report.messages import policy_name, text
from bascule.report.numbers import figure, plain_money
from bascule.report.tables.table import Row, Table
from bascule.study.results import Backtest, PolicyResult


def month_name(month: int) -> str:
    """A month index as year and month.

    >>> month_name(2024 * 12 + 2)
    '2024-03'
    """
    return f"{month // 12}-{month % 12 + 1:02d}"


def monthly_margin(result: PolicyResult, zone: str) -> Mapping[int, float]:
    """Margin of each local month that the run touches, by month index: all lines' amounts in it."""
    months = result.ledger.grid.local_month(zone)
    first = int(months[0])
    sums: Floats = np.zeros(int(months[-1]) - first + 1)
    for line in result.ledger.lines:
        sums += np.bincount(months - first, weights=line.amounts, minlength=sums.size)
    return {first + index: float(amount) for index, amount in enumerate(sums)}


def monthly_table(backtest: Backtest) -> Table:
    """Margin by month, policies as columns."""
    by_policy = [monthly_margin(result, backtest.site.time_zone) for result in backtest.results]
    months = sorted({month for margins in by_policy for month in margins})
    rows = [
        (month_name(month), *(plain_money(margins.get(month)) for margins in by_policy)) for month in months
    ]
    return Table(
        title=text("table.monthly"),
        headings=(text("column.margin", currency=backtest.site.currency), *_policies(backtest)),
        rows=tuple(Row(cells=cells) for cells in rows),
    )


def peaks_table(backtest: Backtest) -> Table:
    """Power billed under each charge and month in MW, policies as columns."""
    keys = sorted({key for result in backtest.results for key in result.metrics.peaks_mw})
    rows = [(key[0], month_name(key[1]), *(_peak(r, key) for r in backtest.results)) for key in keys]
    return Table(
        title=text("table.peaks"),
        headings=(text("column.charge"), text("column.month"), *_policies(backtest)),
        rows=tuple(Row(cells=cells) for cells in rows),
        text_columns=2,
    )


def _policies(backtest: Backtest) -> tuple[str, ...]:
    return tuple(policy_name(result.policy) for result in backtest.results)


def _peak(result: PolicyResult, key: tuple[str, int]) -> str:
    return figure(result.metrics.peaks_mw.get(key, 0.0))
