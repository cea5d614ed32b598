"""What one input would have to be for a claim to hold."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import brentq

from bascule.model.series import Floats
from bascule.study.claims.claim import Claim
from bascule.study.claims.kind import ClaimKind, Input

_SCAN: Final = 200
"""Steps between the limits of an input: every quantity of the kinds is monotone in each input, so this only brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """An input turned alone, all others as given.

    Attributes:
        input: Which.
        given: The number that the claim was recomputed with.
        low: Least that the file, or else common experience, takes as possible; None where neither says.
        high: Most.
        range_source: Who says so; empty where the file does, without a source.
        needed: What it would have to be for the recomputed number to equal the stated one; None: no value does it.
        at_low: The recomputed number at ``low``.
        at_high: The recomputed number at ``high``.
    """

    input: Input
    given: float
    low: float | None
    high: float | None
    range_source: str
    needed: float | None
    at_low: float | None
    at_high: float | None

    @property
    def is_possible(self) -> bool | None:
        """Whether the needed value lies in the range; None where there is no range or no such value."""
        if self.needed is None or self.low is None or self.high is None:
            return None
        return self.low <= self.needed <= self.high

    @property
    def distance(self) -> float:
        """How far the needed value is from the given one, relative; infinite where there is none."""
        if self.needed is None:
            return math.inf
        return abs(self.needed - self.given) / max(abs(self.given), 1e-12)


def conditions(claim: Claim, kind: ClaimKind) -> tuple[Condition, ...]:
    """Each input that the claimed quantity rests on: possible ones first, then by how little they must move."""
    needed = set(kind.needs(claim.quantity))
    found = [_condition(claim, kind, part) for part in kind.inputs if part.name in needed]
    return tuple(sorted(found, key=lambda c: (c.is_possible is not True, c.distance)))


def _condition(claim: Claim, kind: ClaimKind, part: Input) -> Condition:
    def value(number: float) -> float:
        return kind.value(claim.quantity, {**claim.values, part.name: number})

    given = claim.inputs[part.name]
    low, high, source = given.low, given.high, given.source
    if low is None and part.plausible is not None:
        low, high, source = part.plausible.low, part.plausible.high, part.plausible.source
    return Condition(
        input=part,
        given=given.value,
        low=low,
        high=high,
        range_source=source if low is not None else "",
        needed=_solved(lambda number: value(number) - claim.stated, part, given.value),
        at_low=None if low is None else value(low),
        at_high=None if high is None else value(high),
    )


def _solved(miss: Callable[[float], float], part: Input, given: float) -> float | None:
    """The root between the input's limits that is nearest to what was given."""
    return min(_roots(miss, _grid(part)), key=lambda root: abs(root - given), default=None)


def _roots(miss: Callable[[float], float], grid: Floats) -> Iterator[float]:
    misses = [miss(float(number)) for number in grid]
    for at in range(len(grid) - 1):
        if misses[at] == 0:
            yield float(grid[at])
        elif misses[at] * misses[at + 1] < 0:
            yield float(brentq(miss, grid[at], grid[at + 1], xtol=1e-300, rtol=1e-13))
    if misses[-1] == 0:
        yield float(grid[-1])


def _grid(part: Input) -> Floats:
    even = np.linspace(part.least, part.most, _SCAN)
    return np.geomspace(part.least, part.most, _SCAN) if part.least > 0 else even
