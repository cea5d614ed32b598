"""Tables of published hashprices with their inputs."""

import polars as pl

from bascule.adapters.files.market_problems import refused
from bascule.chain.hashprice_check import PublishedHashprice

COLUMNS = ("difficulty", "block_reward_btc", "btc_usd", "published_usd_per_ph_day")


def is_published(frame: pl.DataFrame) -> bool:
    """Whether a table holds published hashprices."""
    return set(COLUMNS) <= set(frame.columns)


def published_of(frame: pl.DataFrame, file: str) -> tuple[PublishedHashprice, ...]:
    """The figures of a table.

    Raises:
        InputError: A number is missing or not above zero.
    """
    rows = enumerate(frame.iter_rows(named=True), start=1)
    return tuple(_published(row, file, number) for number, row in rows)


def _published(row: dict[str, object], file: str, number: int) -> PublishedHashprice:
    values = {column: _number(row[column], column, file, number) for column in COLUMNS}
    return PublishedHashprice(
        date=str(row.get("date", number)),
        difficulty=values["difficulty"],
        reward_btc=values["block_reward_btc"],
        reward_basis=str(row.get("reward_basis") or ""),
        usd_per_btc=values["btc_usd"],
        usd_per_ph_day=values["published_usd_per_ph_day"],
        source=str(row.get("source") or ""),
    )


def _number(value: object, column: str, file: str, number: int) -> float:
    try:
        found = float(str(value))
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise refused(file, f"{column}, row {number}", "must be a number above zero", str(value)[:40])
    return found
