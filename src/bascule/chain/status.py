"""The network as it is: from blocks where there are any, from what an explorer states where not."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.chain.bits import difficulty as difficulty_of
from bascule.chain.blocks import Blocks
from bascule.chain.facts import ChainFacts
from bascule.chain.hashprice_levels import Hashprice, expected_hashprice
from bascule.chain.hashrate import HashrateEstimate, hashrate_over_blocks
from bascule.chain.income import next_halving_height
from bascule.chain.next_adjustment import expected_change
from bascule.chain.rules import PERIOD_BLOCKS, PERIOD_GAPS, PERIOD_S, SPACING_S
from bascule.chain.subsidy import subsidy_sat
from bascule.model.series import Floats
from bascule.units import SATOSHI_PER_BTC

DAY_BLOCKS: Final = 144
WEEK_BLOCKS: Final = 1008


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChainStatus:
    """What is known, each None where it is not.

    Attributes:
        height: Last block.
        time_s: Its header time.
        difficulty: Of the last block.
        block_s: Mean gap of the running period.
        hashrate_day: From the last 144 gaps.
        hashrate_week: From the last 1,008 gaps.
        stated_hashrate_eh_s: As the source states it.
        period_gaps: Gaps of the running period so far.
        next_change_frac: Our estimate of the next adjustment.
        stated_change_frac: The source's own.
        next_retarget_height: First block of the next period.
        next_retarget_s: When that is expected.
        subsidy_btc: Of the next block.
        next_halving_height: First block that pays half.
        next_halving_s: When that is expected at 600 s.
        fees_btc: Mean fees of a block.
        usd_per_btc: Price.
        hashprice: Expected, from all of these.
        sources: Who states them.
    """

    height: int | None
    time_s: int | None
    difficulty: float | None
    block_s: float | None
    hashrate_day: HashrateEstimate | None
    hashrate_week: HashrateEstimate | None
    stated_hashrate_eh_s: float | None
    period_gaps: int | None
    next_change_frac: float | None
    stated_change_frac: float | None
    next_retarget_height: int | None
    next_retarget_s: float | None
    subsidy_btc: float | None
    next_halving_height: int | None
    next_halving_s: float | None
    fees_btc: float | None
    usd_per_btc: float | None
    hashprice: Hashprice | None
    sources: tuple[str, ...]


def chain_status(
    blocks: Blocks | None, difficulties: Floats | None, facts: ChainFacts, usd_per_btc: float | None
) -> ChainStatus:
    """Put together what is known.

    Args:
        blocks: Recent blocks, None where there are none.
        difficulties: Difficulty of each block, NaN where unknown; None where none is known.
        facts: What explorers state.
        usd_per_btc: Price; what the facts state otherwise.
    """
    height = facts.height if blocks is None else int(blocks.heights[-1])
    time_s = facts.time_s if blocks is None else int(blocks.times_s[-1])
    hard = _difficulty(blocks, difficulties, facts)
    price = facts.usd_per_btc if usd_per_btc is None else usd_per_btc
    fees = facts.fees_btc_per_block if facts.fees_btc_per_block is not None else _fees(blocks)
    subsidy = None if height is None else subsidy_sat(height + 1) / SATOSHI_PER_BTC
    halving = None if height is None else next_halving_height(height)
    gaps, elapsed_s = _period(blocks)
    change = None if gaps is None or elapsed_s is None else float(expected_change(gaps, elapsed_s))
    return ChainStatus(
        height=height,
        time_s=time_s,
        difficulty=hard,
        block_s=elapsed_s / gaps if gaps and elapsed_s is not None else None,
        hashrate_day=_hashrate(blocks, difficulties, DAY_BLOCKS),
        hashrate_week=_hashrate(blocks, difficulties, WEEK_BLOCKS),
        stated_hashrate_eh_s=facts.hashrate_eh_s,
        period_gaps=gaps,
        next_change_frac=change,
        stated_change_frac=facts.next_change_frac,
        next_retarget_height=facts.next_retarget_height if height is None else _next_period(height),
        next_retarget_s=_retarget_time(height, time_s, gaps, change, elapsed_s),
        subsidy_btc=subsidy,
        next_halving_height=halving,
        next_halving_s=_after(time_s, height, halving, float(SPACING_S)),
        fees_btc=fees,
        usd_per_btc=price,
        hashprice=_hashprice(hard, subsidy, fees, price),
        sources=(*facts.sources, *((blocks.source,) if blocks is not None else ())),
    )


def _difficulty(blocks: Blocks | None, difficulties: Floats | None, facts: ChainFacts) -> float | None:
    if blocks is not None and blocks.bits is not None:
        return difficulty_of(int(blocks.bits[-1]))
    if difficulties is not None and np.isfinite(difficulties[-1]):
        return float(difficulties[-1])
    return facts.difficulty


def _hashrate(blocks: Blocks | None, difficulties: Floats | None, gaps: int) -> HashrateEstimate | None:
    if blocks is None or difficulties is None or blocks.count <= gaps:
        return None
    part = difficulties[-gaps:]
    seconds = np.diff(blocks.times_s[-gaps - 1 :])
    if not np.isfinite(part).all() or seconds.sum() <= 0:
        return None
    # Each gap over its own difficulty is the same unit of luck, so with the harmonic mean by time the interval stays exact
    # through a retarget.
    total = float(seconds.sum())
    return hashrate_over_blocks(gaps, total / float((seconds / part).sum()), total)


def _fees(blocks: Blocks | None) -> float | None:
    if blocks is None or blocks.reward_sat is None:
        return None
    kept = blocks.part(max(0, blocks.count - DAY_BLOCKS), blocks.count)
    subsidies = np.array([subsidy_sat(int(height)) for height in kept.heights])
    rewards = kept.reward_sat if kept.reward_sat is not None else subsidies
    return float((rewards - subsidies).mean()) / SATOSHI_PER_BTC


def _period(blocks: Blocks | None) -> tuple[int | None, float | None]:
    """Gaps and seconds since the running period's first block, None where that block is not there."""
    if blocks is None:
        return None, None
    gaps = int(blocks.heights[-1] % PERIOD_BLOCKS)
    if gaps >= blocks.count:
        return None, None
    return gaps, float(blocks.times_s[-1] - blocks.times_s[blocks.count - 1 - gaps])


def _next_period(height: int) -> int:
    return (height // PERIOD_BLOCKS + 1) * PERIOD_BLOCKS


def _retarget_time(
    height: int | None,
    time_s: int | None,
    gaps: int | None,
    change_frac: float | None,
    elapsed_s: float | None,
) -> float | None:
    """When the period ends, at the same pace as the change that is expected then."""
    if height is None or time_s is None or gaps is None or change_frac is None or elapsed_s is None:
        return None
    span_s = PERIOD_S / (1 + change_frac)
    return time_s + max(span_s - elapsed_s, 0.0) * PERIOD_BLOCKS / PERIOD_GAPS


def _after(time_s: int | None, height: int | None, mark: int | None, pace_s: float) -> float | None:
    if time_s is None or height is None or mark is None:
        return None
    return time_s + (mark - height) * pace_s


def _hashprice(
    difficulty: float | None, subsidy: float | None, fees: float | None, usd_per_btc: float | None
) -> Hashprice | None:
    if difficulty is None or subsidy is None or fees is None or usd_per_btc is None:
        return None
    return expected_hashprice(difficulty, subsidy, fees, usd_per_btc)
