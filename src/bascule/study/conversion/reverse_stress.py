"""The smallest joint move of uncertain inputs that breaks a plan.

Moves are standardised, so their length is a distance in standard deviations, weighted by their correlations (Mahalanobis).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.nearest_break import Criterion, Search
from bascule.study.switching.drivers import refuse_correlation

REACH: Final = 6.0
"""How far a break is looked for, in standard deviations."""
_NULL: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class StressInput:
    """An input that may move.

    Attributes:
        name: Unique.
        unit: For people.
        centre: Its value in the plan.
        scale: One standard deviation: of its logarithm where it moves by ratio, else in its own unit.
        by_ratio: Whether it moves by ratio and so stays above zero.
    """

    name: str
    unit: str
    centre: float
    scale: float
    by_ratio: bool = True

    def at(self, z: float) -> float:
        """Its value after a standardised move.

        >>> StressInput(name="rate", unit="1/year", centre=0.5, scale=0.25, by_ratio=False).at(2.0)
        1.0
        """
        return self.centre * math.exp(self.scale * z) if self.by_ratio else self.centre + self.scale * z


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """An input that moves alone, the others held where they are.

    Attributes:
        name: Of the input.
        z: Smallest move of either sign that breaks the plan; None if none within reach does.
        value: The input's value there.
        ratio: Its distance over that of the joint break, at least 1; None without a break, or where correlations forbid it to
            move alone.
    """

    name: str
    z: float | None
    value: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseStress:
    """What was found.

    Attributes:
        holds: Whether the plan holds without a move; where not, the moves are the smallest that mend it.
        centre: Criterion without a move.
        distance: Of the nearest break; None if there is none within reach.
        z: Its standardised moves, in the order of the inputs.
        values: The inputs' values there.
        alone: Each input by itself.
        ends: Distances at which the search ended from its starts, rising: the first is taken, others may be local ones.
    """

    holds: bool
    centre: float
    distance: float | None
    z: tuple[float, ...] | None
    values: tuple[float, ...] | None
    alone: tuple[Alone, ...]
    ends: tuple[float, ...]


def reverse_stress(
    criterion: Criterion,
    inputs: Sequence[StressInput],
    corr: Floats | None = None,
    *,
    seed: int = 0,
    reach: float = REACH,
) -> ReverseStress:
    """Find the nearest break.

    Args:
        criterion: Of moves in the order of the inputs; above zero the plan holds.
        inputs: What may move.
        corr: Correlation of the moves; None for none.
        seed: Of the few random starts beside the axes and the steepest fall.
        reach: How far to look.

    Raises:
        ValueError: No input, or impossible correlations.

    Source: A. Hasofer and N. Lind, Journal of the Engineering Mechanics Division 100, 1974 (the distance); R. Rackwitz and
    B. Fiessler, Computers and Structures 9, 1978 (turning towards the steepest fall).
    """
    if not inputs:
        raise ValueError("a reverse stress needs at least one input that may move")
    table = np.eye(len(inputs)) if corr is None else corr
    refuse_correlation(table, len(inputs))
    search = Search.of(criterion, table, reach)
    ends = search.nearest(seed)
    distances = tuple(float(np.linalg.norm(end)) for end in ends)
    z = (search.root @ ends[0]).tolist() if ends else None
    return ReverseStress(
        holds=search.centre > 0,
        centre=search.centre,
        distance=distances[0] if ends else None,
        z=None if z is None else tuple(z),
        values=None if z is None else tuple(one.at(x) for one, x in zip(inputs, z, strict=True)),
        alone=tuple(
            _alone(search, number, one, distances[0] if ends else None) for number, one in enumerate(inputs)
        ),
        ends=distances,
    )


def _alone(search: Search, number: int, one: StressInput, joint: float | None) -> Alone:
    """The input's own break, found in a search of its own: along its axis nothing else moves."""
    axis = np.eye(search.root.shape[0])[number]
    line = Search(
        criterion=lambda z: search.criterion(axis * z[0]),
        root=np.ones((1, 1)),
        centre=search.centre,
        reach=search.reach,
    )
    ways = [
        (way, sign) for sign in (1.0, -1.0) if (way := line.radius(np.array([sign]), line.reach)) is not None
    ]
    if not ways:
        return Alone(name=one.name, z=None, value=None, ratio=None)
    z = min(ways)[0] * min(ways)[1]
    stretch = _stretch(search.root, axis)
    ratio = abs(z) * stretch / joint if joint and stretch is not None else None
    return Alone(name=one.name, z=z, value=one.at(z), ratio=ratio)


def _stretch(root: Floats, axis: Floats) -> float | None:
    """Distance of a move by one along an axis, None where correlations forbid it."""
    moves, *_ = np.linalg.lstsq(root, axis, rcond=None)
    return float(np.linalg.norm(moves)) if np.allclose(root @ moves, axis, atol=_NULL) else None
