"""Bare problems of consensus arithmetic: bits, subsidy, retarget, simulate, hashprice."""

from fractions import Fraction
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, BeforeValidator, PlainValidator, model_validator

from bascule.apps.bare.numbers import Count, Inputs, NotNegative, Positive, Whole, exact, whole
from bascule.apps.bare.problem import Kind, Solved
from bascule.apps.json_text import Json
from bascule.chain.bits import bits_from_target, bits_from_text, bits_text, difficulty, target_from_bits
from bascule.chain.hashprice import usd_per_ph_day
from bascule.chain.retarget import next_bits
from bascule.chain.simulate import simulate
from bascule.chain.subsidy import subsidy_sat
from bascule.chain.work import hashrate_eh_s_at

MOST_PERIODS = 10_000
_HEX_DIGITS = 64


def _bits(value: object) -> int:
    return bits_from_text(value) if isinstance(value, str) else whole(value)


def _usable(bits: int) -> int:
    target_from_bits(bits)
    return bits


def _target(value: object) -> int:
    text = str(value).lower().removeprefix("0x")
    if (
        not isinstance(value, str)
        or not text
        or len(text) > _HEX_DIGITS
        or set(text) - set("0123456789abcdef")
    ):
        raise ValueError("must be a target as hexadecimal text of at most 64 digits")
    return int(text, 16)


Bits = Annotated[int, BeforeValidator(_bits), AfterValidator(_usable)]


class BitsInputs(Inputs):
    """One of the two forms of a target."""

    bits: Bits | None = None
    target_hex: Annotated[int, BeforeValidator(_target)] | None = None

    @model_validator(mode="after")
    def _one(self) -> "BitsInputs":
        if (self.bits is None) == (self.target_hex is None):
            raise ValueError("give bits or target_hex, one of them")
        return self


def solve_bits(inputs: BitsInputs) -> Solved:
    """A target in all its forms."""
    bits = bits_from_target(inputs.target_hex) if inputs.target_hex is not None else inputs.bits
    if bits is None:
        raise ValueError("give bits or target_hex, one of them")
    hard = difficulty(bits)
    return Solved(
        results={
            "bits": bits_text(bits),
            "target_hex": f"{target_from_bits(bits):064x}",
            "difficulty": hard,
            "hashrate_eh_at_600s": hashrate_eh_s_at(hard),
        },
        method="compact codec in whole numbers; a target is cut to three bytes as consensus stores it",
    )


class SubsidyInputs(Inputs):
    """A height."""

    height: Count


def solve_subsidy(inputs: SubsidyInputs) -> Solved:
    """The subsidy of a block."""
    return Solved(
        results={"subsidy_sat": subsidy_sat(inputs.height)}, method="50 BTC shifted right per 210,000 blocks"
    )


class RetargetInputs(Inputs):
    """What the rule reads at the end of a period."""

    bits: Bits
    first_time: Whole
    last_time: Whole


def solve_retarget(inputs: RetargetInputs) -> Solved:
    """The target of the next period."""
    found = next_bits(inputs.bits, inputs.first_time, inputs.last_time)
    return Solved(
        results={"next_bits": bits_text(found)}, method="the consensus rule in whole numbers, main net"
    )


def _hashrate(value: object) -> tuple[tuple[int, Fraction], ...]:
    if not isinstance(value, list):
        return ((0, _above_zero(exact(value))),)
    steps = tuple(_step(step) for step in value)
    blocks = [block for block, _ in steps]
    if not steps or blocks[0] < 0 or sorted(set(blocks)) != blocks:
        raise ValueError("must name blocks from 0 on, in order, each once")
    # What is relative is 1 until somebody says otherwise.
    return steps if blocks[0] == 0 else ((0, Fraction(1)), *steps)


def _step(step: object) -> tuple[int, Fraction]:
    if not isinstance(step, list) or len(step) != 2:
        raise ValueError("each step is [block, share]")
    return whole(step[0]), _above_zero(exact(step[1]))


def _above_zero(share: Fraction) -> Fraction:
    if share <= 0:
        raise ValueError("a hashrate must be above zero")
    return share


class SimulateInputs(Inputs):
    """A start and a hashrate relative to the start target's."""

    start_bits: Bits
    start_time: Whole
    relative_hashrate: Annotated[tuple[tuple[int, Fraction], ...], PlainValidator(_hashrate)]
    periods: Annotated[Count, AfterValidator(lambda n: _bounded(n, MOST_PERIODS))]


def _bounded(value: int, most: int) -> int:
    if not 1 <= value <= most:
        raise ValueError(f"must be from 1 to {most:,}")
    return value


def solve_simulate(inputs: SimulateInputs) -> Solved:
    """Periods one after the other."""
    found = simulate(inputs.start_bits, inputs.start_time, inputs.relative_hashrate, inputs.periods)
    rows: list[Json] = [
        {
            "bits": bits_text(period.bits),
            "first_time": period.first_time_s,
            "last_time": period.last_time_s,
            "timespan_s": period.timespan_s,
            "next_bits": bits_text(period.next_bits),
        }
        for period in found
    ]
    return Solved(
        results={"periods": rows}, method="deterministic, exact fractions; stamps floored to seconds"
    )


class HashpriceInputs(Inputs):
    """What a hash is paid by."""

    difficulty: Positive
    reward_btc_per_block: NotNegative
    usd_per_btc: NotNegative


def solve_hashprice(inputs: HashpriceInputs) -> Solved:
    """USD per PH/s and day."""
    found = usd_per_ph_day(
        np.array(inputs.difficulty), np.array(inputs.reward_btc_per_block), np.array(inputs.usd_per_btc)
    )
    return Solved(
        results={"usd_per_ph_day": float(found)},
        method="86,400e15 / (difficulty x 2^48/65535) x reward x price",
    )


BITS = Kind(name="bits", inputs=BitsInputs, solve=solve_bits)
SUBSIDY = Kind(name="subsidy", inputs=SubsidyInputs, solve=solve_subsidy)
RETARGET = Kind(name="retarget", inputs=RetargetInputs, solve=solve_retarget)
SIMULATE = Kind(name="simulate", inputs=SimulateInputs, solve=solve_simulate)
HASHPRICE = Kind(name="hashprice", inputs=HashpriceInputs, solve=solve_hashprice)
