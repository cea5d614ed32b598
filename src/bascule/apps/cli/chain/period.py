"""Cuts blocks and days to the period of the command line."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import numpy as np

from bascule.chain.blocks import Blocks
from bascule.chain.days import ChainDays
from bascule.errors import InputError, InputProblem

_END_S: Final = 1 << 40


def cut_blocks(blocks: Blocks, period: tuple[str | None, str | None]) -> Blocks:
    """Blocks from the first whose time lies in the period to the last.

    Raises:
        InputError: A day is none, or no block lies in the period.
    """
    start_s, end_s = period_s(period)
    latest = np.maximum.accumulate(blocks.times_s)
    first, end = (int(at) for at in np.searchsorted(latest, (start_s, end_s)))
    if first >= end:
        raise _empty(period)
    return blocks.part(first, end)


def cut_days(days: ChainDays, period: tuple[str | None, str | None]) -> ChainDays:
    """Days of the period.

    Raises:
        InputError: A day is none, or no day lies in the period.
    """
    start_s, end_s = period_s(period)
    kept = slice(*(int(at) for at in np.searchsorted(days.starts_s, (start_s, end_s))))
    if kept.start >= kept.stop:
        raise _empty(period)
    return replace(
        days,
        starts_s=days.starts_s[kept],
        usd_per_btc=days.usd_per_btc[kept],
        difficulty=days.difficulty[kept],
        blocks=days.blocks[kept],
        fees_btc=days.fees_btc[kept],
    )


def period_s(period: tuple[str | None, str | None]) -> tuple[int, int]:
    """Unix seconds of the first day and of the day after the last.

    Raises:
        InputError: A day is none.
    """
    start, end = period
    return (0 if start is None else _day(start, "--from"), _END_S if end is None else _day(end, "--to"))


def _day(value: str, option: str) -> int:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        hint = "must be an ISO date, such as 2024-01-31"
        raise InputError(
            [InputProblem(file="command line", field=option, value=value[:40], hint=hint)]
        ) from None
    return int(datetime(found.year, found.month, found.day, tzinfo=UTC).timestamp())


def _empty(period: tuple[str | None, str | None]) -> InputError:
    shown = " to ".join("…" if part is None else part for part in period)
    hint = "no row lies in this period: widen it"
    return InputError([InputProblem(file="command line", field="--from, --to", value=shown, hint=hint)])
