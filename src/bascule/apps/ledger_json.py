"""Ledgers as JSON. Amounts are in the currency that the document states: positive is earned."""

import numpy as np

from bascule.apps.json_text import SCHEMA_VERSION, Json, period
from bascule.apps.market_json import site_json
from bascule.model.ledger import Ledger, LedgerLine
from bascule.model.series import Ints
from bascule.study.results import Backtest


def ledgers_document(backtest: Backtest) -> Json:
    """Every policy's ledger, each line by local month."""
    months = backtest.grid.local_month(backtest.site.time_zone)
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "ledgers",
        "site": site_json(backtest.site),
        "period": period(backtest.grid),
        "currency": backtest.site.currency,
        "synthetic": backtest.synthetic,
        "months": [f"{month // 12}-{month % 12 + 1:02d}" for month in np.unique(months).tolist()],
        "policies": {result.policy: _ledger(result.ledger, months) for result in backtest.results},
    }


def _ledger(ledger: Ledger, months: Ints) -> Json:
    lines = [{**line_json(line), "amount_by_month": _by_month(line, months)} for line in ledger.lines]
    return {"lines": lines, "total": ledger.total, "movable": ledger.movable}


def _by_month(line: LedgerLine, months: Ints) -> list[Json]:
    """A line's money in each month that the ledger touches."""
    sums = np.bincount(months - months[0], weights=line.amounts)
    return [float(amount) for amount in sums]


def line_json(line: LedgerLine) -> dict[str, Json]:
    """One line of a ledger."""
    return {
        "account": line.account.value,
        "item": line.item,
        "quantity": line.quantity,
        "unit": line.unit,
        "amount": line.amount,
        "take_or_pay": line.take_or_pay,
    }
