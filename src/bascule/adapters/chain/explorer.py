"""Answers of an explorer's REST interface (mempool.space), told apart by their keys.

What is wrong with them is known: some times are in milliseconds, hashrates are whole numbers above 2^53 (read as floats
on purpose: sixteen digits are enough), satoshis come as text, lists come newest first.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from bascule.adapters.chain.block_checks import checked
from bascule.adapters.chain.explorer_values import (
    Row,
    first_row,
    number,
    pool_name,
    positive,
    row_of,
    satoshi,
    whole,
)
from bascule.adapters.files.document import Document
from bascule.adapters.files.market_problems import refused
from bascule.chain.blocks import UNKNOWN, Blocks
from bascule.chain.facts import ChainFacts
from bascule.chain.subsidy import subsidy_sat
from bascule.units import HASHES_PER_EH, SATOSHI_PER_BTC


def answer_of(document: Document) -> object:
    """The answer itself, also where a collector wrapped it with its endpoint."""
    value = document.value
    return value["response"] if isinstance(value, dict) and "response" in value else value


def is_blocks_answer(answer: object) -> bool:
    """Whether an answer lists whole blocks."""
    row = first_row(answer)
    return row is not None and {"height", "timestamp", "bits"} <= row.keys()


def blocks_from(answer: object, file: str) -> Blocks:
    """Blocks of ``/v1/blocks``, put in order of height.

    Raises:
        InputError: A block lacks a field or the list has gaps.
    """
    listed = answer if isinstance(answer, list) else [answer]
    rows = sorted((row_of(part, file) for part in listed), key=lambda row: whole(row, "height", file))
    extras = [row_of(row.get("extras", {}), file) for row in rows]
    pools = [pool_name(extra) for extra in extras]
    names = tuple(sorted(set(pools)))
    rewards = (
        [whole(extra, "reward", file) for extra in extras] if all("reward" in e for e in extras) else None
    )
    return checked(
        Blocks(
            heights=np.array([whole(row, "height", file) for row in rows], dtype=np.int64),
            times_s=np.array([whole(row, "timestamp", file) for row in rows], dtype=np.int64),
            pools=np.array([names.index(pool) for pool in pools], dtype=np.int64),
            names=names,
            reward_sat=None if rewards is None else np.array(rewards, dtype=np.int64),
            bits=np.array([whole(row, "bits", file) for row in rows], dtype=np.int64),
            source=file,
        ),
        file,
    )


def facts_from(answer: object, file: str) -> ChainFacts:
    """What an answer states about the network.

    Raises:
        InputError: It is of no known shape, or a value in it cannot be.
    """
    if isinstance(answer, int) and not isinstance(answer, bool) and answer >= 0:
        return ChainFacts(height=answer, sources=(file,))
    row = answer if isinstance(answer, dict) else first_row(answer)
    for keys, read in _SHAPES.items():
        if row is not None and set(keys) <= row.keys():
            return read(row, answer, file)
    if isinstance(answer, list) and answer and isinstance(answer[0], list) and len(answer[0]) == 4:
        return _adjustments(answer, file)
    keys_there = ", ".join(map(str, row))[:80] if row is not None else type(answer).__name__
    hint = "is no answer that is known here: give difficulty-adjustment(s), hashrate, pools, blocks, prices or reward-stats"
    raise refused(file, "file", hint, keys_there)


def _adjustment(row: Row, _answer: object, file: str) -> ChainFacts:
    height = whole(row, "nextRetargetHeight", file)
    remaining = whole(row, "remainingBlocks", file)
    change = number(row, "difficultyChange", file) / 100
    return ChainFacts(
        height=height - remaining,
        next_retarget_height=height,
        next_change_frac=change,
        sources=(file,),
    )


def _hashrate(row: Row, _answer: object, file: str) -> ChainFacts:
    return ChainFacts(
        hashrate_eh_s=positive(row, "currentHashrate", file) / HASHES_PER_EH,
        difficulty=positive(row, "currentDifficulty", file),
        sources=(file,),
    )


def _pools(row: Row, _answer: object, file: str) -> ChainFacts:
    listed = row["pools"]
    if not isinstance(listed, list) or not listed:
        raise refused(file, "pools", "must list pools with blockCount")
    rows = [row_of(part, file) for part in listed]
    counts = {str(part.get("name", UNKNOWN)): whole(part, "blockCount", file) for part in rows}
    total = whole(row, "blockCount", file)
    if sum(counts.values()) > total:
        raise refused(
            file, "blockCount", f"pools list {sum(counts.values()):,} blocks: more than all", str(total)
        )
    rate = (
        positive(row, "lastEstimatedHashrate", file) / HASHES_PER_EH
        if "lastEstimatedHashrate" in row
        else None
    )
    return ChainFacts(pools=counts, pool_blocks=total, hashrate_eh_s=rate, sources=(file,))


def _prices(row: Row, _answer: object, file: str) -> ChainFacts:
    return ChainFacts(
        usd_per_btc=positive(row, "USD", file),
        eur_per_btc=positive(row, "EUR", file) if "EUR" in row else None,
        sources=(file,),
    )


def _past_price(row: Row, answer: object, file: str) -> ChainFacts:
    listed = row["prices"]
    latest = first_row(listed)
    if latest is None:
        raise refused(file, "prices", "lists no price")
    return _prices(latest, answer, file)


def _reward_stats(row: Row, _answer: object, file: str) -> ChainFacts:
    first, last = whole(row, "startBlock", file), whole(row, "endBlock", file)
    if last < first:
        raise refused(file, "endBlock", f"lies before startBlock {first:,}", str(last))
    fees = satoshi(row, "totalFee", file) / SATOSHI_PER_BTC / (last - first + 1)
    return ChainFacts(height=last, fees_btc_per_block=fees, sources=(file,))


def _block_fees(row: Row, answer: object, file: str) -> ChainFacts:
    rows = [row_of(part, file) for part in answer] if isinstance(answer, list) else [row]
    fees = [satoshi(part, "avgFees", file) for part in rows]
    return ChainFacts(fees_btc_per_block=float(np.mean(fees)) / SATOSHI_PER_BTC, sources=(file,))


def _block_rewards(row: Row, answer: object, file: str) -> ChainFacts:
    rows = [row_of(part, file) for part in answer] if isinstance(answer, list) else [row]
    fees = [satoshi(part, "avgRewards", file) - subsidy_sat(whole(part, "avgHeight", file)) for part in rows]
    return ChainFacts(fees_btc_per_block=float(np.mean(fees)) / SATOSHI_PER_BTC, sources=(file,))


def _shares(_: Row, _answer: object, file: str) -> ChainFacts:
    hint = "states shares of hashrate, not blocks: give /v1/mining/pools/:period, which counts them"
    raise refused(file, "share", hint)


def _adjustments(rows: list[object], file: str) -> ChainFacts:
    known = [
        row for row in rows if isinstance(row, list) and len(row) == len(_ADJUSTMENT) and _all_numbers(row)
    ]
    if len(known) != len(rows):
        raise refused(file, "rows", f"must be [{', '.join(_ADJUSTMENT)}]")
    return ChainFacts(difficulty=float(max(known, key=lambda row: row[0])[2]), sources=(file,))


def _all_numbers(row: list[object]) -> bool:
    return all(isinstance(part, int | float) and not isinstance(part, bool) for part in row)


_ADJUSTMENT: Final = ("time", "height", "difficulty", "ratio")
Reader = Callable[[Row, object, str], ChainFacts]
_SHAPES: Final[Mapping[tuple[str, ...], Reader]] = {
    ("nextRetargetHeight", "remainingBlocks"): _adjustment,
    ("currentHashrate", "currentDifficulty"): _hashrate,
    ("pools", "blockCount"): _pools,
    ("prices",): _past_price,
    ("time", "USD"): _prices,
    ("startBlock", "endBlock", "totalFee"): _reward_stats,
    ("avgHeight", "avgFees"): _block_fees,
    ("avgHeight", "avgRewards"): _block_rewards,
    ("poolName", "share"): _shares,
}
