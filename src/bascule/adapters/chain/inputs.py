"""Files of the chain commands, told apart by what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl

from bascule.adapters.chain.block_file import blocks_of, is_blocks, read_frame
from bascule.adapters.chain.day_file import days_of, is_days
from bascule.adapters.chain.explorer import answer_of, blocks_from, facts_from, is_blocks_answer
from bascule.adapters.chain.hashprice_file import is_published, published_of
from bascule.adapters.chain.period_file import is_periods, periods_of
from bascule.adapters.files.document import SUFFIXES, read_document
from bascule.adapters.files.market_problems import collecting, refused
from bascule.chain.blocks import Blocks
from bascule.chain.days import ChainDays
from bascule.chain.facts import ChainFacts
from bascule.chain.hashprice_check import PublishedHashprice
from bascule.chain.period_row import PeriodRow
from bascule.errors import InputError, InputProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainInputs:
    """What the files hold together.

    Attributes:
        blocks: The longest stretch of blocks, None where no file has one.
        days: The days of all tables of days in order, None where no file has any.
        periods: Rows of difficulty periods.
        facts: What explorers' answers state.
        published: Published hashprices with their inputs.
        sources: File names.
    """

    blocks: Blocks | None = None
    days: ChainDays | None = None
    periods: tuple[PeriodRow, ...] = ()
    facts: ChainFacts = field(default_factory=ChainFacts)
    published: tuple[PublishedHashprice, ...] = ()
    sources: tuple[str, ...] = ()


def read_chain(paths: Sequence[Path], *, gaps: bool = False) -> ChainInputs:
    """Read every file.

    Args:
        paths: Files in any order.
        gaps: Whether tables of blocks may lack blocks.

    Raises:
        InputError: Everything that is wrong with any of them.
    """
    problems: list[InputProblem] = []
    found = ChainInputs()
    for path in paths:
        with collecting(problems):
            found = _joined(found, _read(path, gaps=gaps))
    if problems:
        raise InputError(problems)
    return found


def _read(path: Path, *, gaps: bool) -> ChainInputs:
    if path.suffix.lower() in SUFFIXES:
        answer = answer_of(read_document(path))
        if is_blocks_answer(answer):
            return ChainInputs(blocks=blocks_from(answer, path.name), sources=(path.name,))
        return ChainInputs(facts=facts_from(answer, path.name), sources=(path.name,))
    return _table(read_frame(path), path.name, gaps=gaps)


def _table(frame: pl.DataFrame, file: str, *, gaps: bool) -> ChainInputs:
    if is_published(frame):
        return ChainInputs(published=published_of(frame, file), sources=(file,))
    if is_periods(frame):
        return ChainInputs(periods=periods_of(frame, file), sources=(file,))
    if is_blocks(frame):
        return ChainInputs(blocks=blocks_of(frame, file, gaps=gaps), sources=(file,))
    if is_days(frame):
        return ChainInputs(days=days_of(frame, file), sources=(file,))
    hint = (
        "is no table that is known here: blocks (height, time_unix_s, pool), days (date, price_usd, difficulty_mean, "
        "block_count, fees_btc) or periods (height, bits_hex, prev_period_timespan_s)"
    )
    raise refused(file, "columns", hint, ", ".join(frame.columns)[:80])


def _joined(one: ChainInputs, other: ChainInputs) -> ChainInputs:
    return ChainInputs(
        blocks=_longer(one.blocks, other.blocks),
        days=_in_order(one.days, other.days),
        periods=one.periods + other.periods,
        facts=ChainFacts.joined((one.facts, other.facts)),
        published=one.published + other.published,
        sources=one.sources + other.sources,
    )


def _longer(one: Blocks | None, other: Blocks | None) -> Blocks | None:
    if one is None or other is None:
        return other if one is None else one
    return one if one.count >= other.count else other


def _in_order(one: ChainDays | None, other: ChainDays | None) -> ChainDays | None:
    if one is None or other is None:
        return other if one is None else one
    if one.starts_s[0] > other.starts_s[0]:
        one, other = other, one
    if one.starts_s[-1] >= other.starts_s[0]:
        raise refused(other.source, "date", f"overlaps {one.source}: give each day once")
    return replace(
        one,
        starts_s=np.concatenate((one.starts_s, other.starts_s)),
        usd_per_btc=np.concatenate((one.usd_per_btc, other.usd_per_btc)),
        difficulty=np.concatenate((one.difficulty, other.difficulty)),
        blocks=np.concatenate((one.blocks, other.blocks)),
        fees_btc=np.concatenate((one.fees_btc, other.fees_btc)),
        source=f"{one.source}, {other.source}",
    )
