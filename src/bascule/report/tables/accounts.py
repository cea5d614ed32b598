"""The ledgers in short: a sum per group."""

from typing import Final

from bascule.model.ledger import Account
from bascule.report.messages import account_name, policy_name, text
from bascule.report.numbers import plain_money
from bascule.report.tables.table import Row, RowKind, Table
from bascule.study.results import Backtest

LEAST_MONEY: Final = 0.005
"""Less than this reads as 0."""


def accounts_table(backtest: Backtest) -> Table:
    """Policies as columns, groups of the ledger as rows, the margin below; groups of nothing are left out."""
    ledgers = [result.ledger for result in backtest.results]
    sums = ((account, [ledger.of(account) for ledger in ledgers]) for account in Account)
    rows = [
        Row(cells=(account_name(account), *map(plain_money, amounts)))
        for account, amounts in sums
        if any(abs(amount) >= LEAST_MONEY for amount in amounts)
    ]
    total = Row(
        cells=(text("row.total"), *(plain_money(ledger.total) for ledger in ledgers)), kind=RowKind.SUM
    )
    return Table(
        title=text("table.accounts", currency=backtest.site.currency),
        headings=(text("column.group"), *(policy_name(result.policy) for result in backtest.results)),
        rows=(*rows, total),
    )
