"""The ledgers of all policies, line by line, and the quantities behind them."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from bascule.model.ledger import Account, LedgerLine
from bascule.report.messages import account_name, policy_name, text
from bascule.report.numbers import fixed, plain_money
from bascule.report.tables.table import Row, RowKind, Table
from bascule.study.results import Backtest, PolicyResult

LEAST_MONEY: Final = 0.005
"""Less than this reads as 0."""

Key = tuple[Account, str, bool]
"""Group, item, and whether it is take-or-pay."""


def ledger_table(backtest: Backtest) -> Table:
    """Money: policies as columns, lines as rows under their group, a sum per group and the margin below."""
    paid = _paid(backtest)
    rows = [row for account in Account for row in _account_rows(backtest, account, paid)]
    totals = _sum_row(text("row.total"), [result.ledger.total for result in backtest.results])
    movable = _sum_row(text("row.movable"), [result.ledger.movable for result in backtest.results])
    return Table(
        title=text("table.ledger"),
        headings=(text("column.line_money", currency=backtest.site.currency), *_policies(backtest)),
        rows=(*rows, totals, movable),
    )


def quantities_table(backtest: Backtest) -> Table:
    """Quantities of the lines that have one, with their units."""
    keys = [key for key in _keys(backtest) if any(line.unit for line in _lines(backtest, key))]
    return Table(
        title=text("table.quantities"),
        headings=(text("column.line"), text("column.unit"), *_policies(backtest)),
        rows=tuple(_quantity_row(backtest, key) for key in keys),
        text_columns=2,
    )


def _policies(backtest: Backtest) -> Iterator[str]:
    return (policy_name(result.policy) for result in backtest.results)


def _paid(backtest: Backtest) -> tuple[Key, ...]:
    """Lines that come to money under some policy; what moved without pay stands among the quantities."""
    return tuple(k for k in _keys(backtest) if any(abs(a) >= LEAST_MONEY for a in _amounts(backtest, k)))


def _account_rows(backtest: Backtest, account: Account, paid: Sequence[Key]) -> Iterator[Row]:
    keys = [key for key in paid if key[0] is account]
    if not keys:
        return
    yield Row(cells=(account_name(account), *("" for _ in backtest.results)), kind=RowKind.GROUP)
    for key in keys:
        yield Row(cells=(_item(key), *(plain_money(amount) for amount in _amounts(backtest, key))))
    if len(keys) > 1:
        yield _sum_row(text("row.sum"), [result.ledger.of(account) for result in backtest.results])


def _sum_row(name: str, amounts: Sequence[float]) -> Row:
    return Row(cells=(name, *map(plain_money, amounts)), kind=RowKind.SUM)


def _item(key: Key) -> str:
    return text("row.take_or_pay", item=key[1]) if key[2] else key[1]


def _keys(backtest: Backtest) -> tuple[Key, ...]:
    """Lines that are not nothing under every policy, such as a levy of another year."""
    lines = (line for result in backtest.results for line in result.ledger.lines)
    told = (line for line in lines if line.quantity or line.amount)
    return tuple(dict.fromkeys((line.account, line.item, line.take_or_pay) for line in told))


def _lines(backtest: Backtest, key: Key) -> list[LedgerLine]:
    return [line for result in backtest.results for line in _of(result, key)]


def _of(result: PolicyResult, key: Key) -> list[LedgerLine]:
    return [line for line in result.ledger.lines if (line.account, line.item, line.take_or_pay) == key]


def _amounts(backtest: Backtest, key: Key) -> Iterator[float]:
    return (math.fsum(line.amount for line in _of(result, key)) for result in backtest.results)


def _quantity_row(backtest: Backtest, key: Key) -> Row:
    unit = next(line.unit for line in _lines(backtest, key) if line.unit)
    amounts = (math.fsum(line.quantity for line in _of(result, key)) for result in backtest.results)
    return Row(cells=(key[1], unit, *map(_quantity, amounts)))


def _quantity(amount: float) -> str:
    return fixed(amount, 0 if abs(amount) >= 100 else 1)
