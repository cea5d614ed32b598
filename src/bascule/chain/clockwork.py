"""The clock of a difficulty period on average: blocks come as fast as the hashrate finds them, without luck."""

from dataclasses import dataclass

from bascule.chain.retarget import LEAST_S, MOST_S
from bascule.chain.rules import PERIOD_BLOCKS, PERIOD_GAPS, PERIOD_S
from bascule.units import HASHES_PER_DIFFICULTY, HASHES_PER_EH


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkClock:
    """Where a network stands inside a period.

    Attributes:
        difficulty: In force; a real number, as if targets were not cut to three bytes (which is below 1 part in 32,768).
        blocks_done: Blocks of the period since its first, in parts between two blocks; from 2,015 on the difficulty is the
            next period's.
        elapsed_s: Time since the period's first block.
    """

    difficulty: float
    blocks_done: float = 0.0
    elapsed_s: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no period can be."""
        if not self.difficulty > 0:
            raise ValueError(f"a difficulty is above zero: {self.difficulty}")
        if not 0 <= self.blocks_done <= PERIOD_BLOCKS:
            raise ValueError(f"blocks_done lies from 0 to {PERIOD_BLOCKS}: {self.blocks_done}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retarget:
    """A change of difficulty, so many seconds after the start of the step in which it came."""

    after_s: float
    old_difficulty: float
    new_difficulty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """A step of the clock.

    Attributes:
        clock: Where the network stands after it.
        blocks: Blocks found in it.
        retargets: Changes of difficulty in it, in order.
        difficulty_blocks: Sum over its blocks of their difficulty, for means.
    """

    clock: NetworkClock
    blocks: float
    retargets: tuple[Retarget, ...]
    difficulty_blocks: float


def advance(clock: NetworkClock, hashrate_eh_s: float, seconds: float) -> Advance:
    """Let the network mine for a time at a constant hashrate.

    A constant hashrate settles at 600 x 2016/2015 seconds per block, as the rule has it for blocks that come evenly.

    Args:
        clock: Where it stands.
        hashrate_eh_s: From 0; without hashrate time passes and no block comes.
        seconds: How long.

    Raises:
        ValueError: A negative hashrate or time.
    """
    if hashrate_eh_s < 0 or seconds < 0:
        raise ValueError(f"neither hashrate nor time is negative: {hashrate_eh_s} EH/s, {seconds} s")
    left_s, blocks, weighted = seconds, 0.0, 0.0
    retargets: list[Retarget] = []
    while left_s > 0:
        step = _until_mark(clock, hashrate_eh_s, left_s)
        blocks += step.blocks
        weighted += step.blocks * clock.difficulty
        left_s -= step.seconds
        if step.retargeted:
            retargets.append(
                Retarget(
                    after_s=seconds - left_s,
                    old_difficulty=clock.difficulty,
                    new_difficulty=step.clock.difficulty,
                )
            )
        clock = step.clock
    return Advance(clock=clock, blocks=blocks, retargets=tuple(retargets), difficulty_blocks=weighted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    clock: NetworkClock
    blocks: float
    seconds: float
    retargeted: bool = False


def _until_mark(clock: NetworkClock, hashrate_eh_s: float, most_s: float) -> _Step:
    """To the period's last block, to the first of the next, or as far as time allows."""
    mark = PERIOD_GAPS if clock.blocks_done < PERIOD_GAPS else PERIOD_BLOCKS
    pace = hashrate_eh_s * HASHES_PER_EH / (clock.difficulty * HASHES_PER_DIFFICULTY)
    missing = mark - clock.blocks_done
    # The sum decides, not the product: just below the mark it may round up to it, and the retarget would be passed by.
    if clock.blocks_done + pace * most_s < mark:
        return _Step(clock=_later(clock, pace * most_s, most_s), blocks=pace * most_s, seconds=most_s)
    taken_s = min(missing / pace, most_s) if missing else 0.0
    there_s = clock.elapsed_s + taken_s
    if mark == PERIOD_GAPS:
        return _Step(clock=_retargeted(clock, there_s), blocks=missing, seconds=taken_s, retargeted=True)
    return _Step(clock=NetworkClock(difficulty=clock.difficulty), blocks=missing, seconds=taken_s)


def _later(clock: NetworkClock, blocks: float, seconds: float) -> NetworkClock:
    return NetworkClock(
        difficulty=clock.difficulty,
        blocks_done=clock.blocks_done + blocks,
        elapsed_s=clock.elapsed_s + seconds,
    )


def _retargeted(clock: NetworkClock, span_s: float) -> NetworkClock:
    """The rule at the period's last block: the gap to the next block is already mined at the new difficulty."""
    kept_s = min(max(span_s, LEAST_S), MOST_S)
    return NetworkClock(
        difficulty=clock.difficulty * PERIOD_S / kept_s, blocks_done=float(PERIOD_GAPS), elapsed_s=span_s
    )
