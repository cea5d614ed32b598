"""The ledgers in short: a sum per group, and what each reserve product earned."""

import math
from collections.abc import Iterator
from typing import Final

from bascule.model.ledger import Account, Ledger
from bascule.report.messages import account_name, policy_name, text
from bascule.report.numbers import NONE, fixed, plain_money, plain_rate
from bascule.report.tables.table import Row, RowKind, Table
from bascule.study.results import Backtest, PolicyResult

LEAST_MONEY: Final = 0.005
"""Less than this reads as 0."""
CAPACITY: Final = "capacity"
DELIVERED: Final = "delivered"
SHORT: Final = "called and not delivered"
SOLD_SHORT: Final = "sold and not held"


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


def reserves_table(backtest: Backtest) -> Table:
    """What each policy held of each reserve product, what it was paid, and how its calls were met."""
    columns = (
        "policy",
        "product",
        "held",
        "capacity",
        "per_mw_h",
        "delivered",
        "undelivered",
        "activation",
        "penalty",
    )
    rows = tuple(row for result in backtest.results for row in _rows(backtest, result))
    return Table(
        title=text("table.reserves"),
        headings=tuple(text(f"column.{name}", currency=backtest.site.currency) for name in columns),
        rows=rows,
        text_columns=2,
        note=text("table.reserves.note"),
    )


def _rows(backtest: Backtest, result: PolicyResult) -> Iterator[Row]:
    for product in backtest.site.reserves:
        held, capacity = _line(result.ledger, product.name, CAPACITY)
        delivered, activation = _line(result.ledger, product.name, DELIVERED)
        short, owed = _line(result.ledger, product.name, SHORT)
        unheld, owed_unheld = _line(result.ledger, product.name, SOLD_SHORT)
        if max(held, delivered, short, unheld) < LEAST_MONEY:
            continue
        yield Row(
            cells=(
                policy_name(result.policy),
                product.name,
                fixed(held, 0),
                plain_money(capacity),
                plain_rate(capacity / held) if held else NONE,
                fixed(delivered, 1),
                fixed(short, 1),
                plain_money(activation),
                plain_money(owed + owed_unheld),
            )
        )


def _line(ledger: Ledger, product: str, what: str) -> tuple[float, float]:
    """Quantity and money of one line of a product, nothing where there is none."""
    lines = [line for line in ledger.lines if line.item == f"{product}: {what}"]
    return math.fsum(line.quantity for line in lines), math.fsum(line.amount for line in lines)
