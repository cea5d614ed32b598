"""The files of a backtest: report, result, ledger, and one interval table per policy."""

from collections.abc import Sequence

from bascule.apps.backtest_json import backtest_document
from bascule.apps.json_text import json_bytes
from bascule.apps.ledger_json import ledgers_document
from bascule.apps.outcome_columns import outcome_columns
from bascule.apps.wiring import parquet_bytes
from bascule.report.html import render
from bascule.study.results import Backtest, PolicyResult

REPORT, RESULT, LEDGER = "report.html", "result.json", "ledger.json"


def file_names(policies: Sequence[str]) -> tuple[str, ...]:
    """Names of the files that a backtest of these policies makes."""
    return (REPORT, RESULT, LEDGER, *(outcome_name(policy) for policy in policies))


def outcome_name(policy: str) -> str:
    """Name of a policy's interval table.

    >>> outcome_name("always-on")
    'outcome_always-on.parquet'
    """
    return f"outcome_{policy}.parquet"


def backtest_files(backtest: Backtest, command: str) -> dict[str, bytes]:
    """Content by file name.

    Args:
        backtest: What was found.
        command: The command line that made it.
    """
    return {
        REPORT: render(backtest, command=command).encode(),
        RESULT: json_bytes(backtest_document(backtest)),
        LEDGER: json_bytes(ledgers_document(backtest)),
        **{outcome_name(result.policy): _intervals(backtest, result) for result in backtest.results},
    }


def _intervals(backtest: Backtest, result: PolicyResult) -> bytes:
    columns = outcome_columns(backtest.site, result.outcome)
    prices = {"import_price_per_mwh": backtest.import_rate, "bus_value_per_mwh": result.bus_per_mwh}
    return parquet_bytes(backtest.grid, {**prices, **columns})
