"""The point of a border that is nearest to the origin: turn towards the steepest fall until the way to the border is shortest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy.optimize import brentq

from bascule.model.series import Floats

Criterion = Callable[[Floats], float]
"""Of standardised moves: above zero the plan holds."""

_SCAN: Final = 0.25
"""A break between two points this far apart along a ray is seen if the signs at the points differ."""
_SLOPE_STEP: Final = 1e-4
_NULL: Final = 1e-9
_ROUNDS: Final = 60
_HALVINGS: Final = 12
_SHORTER: Final = 1 - 1e-10
_EXTRA_STARTS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """A criterion over independent standard moves.

    Attributes:
        criterion: Of correlated moves.
        root: From independent moves to correlated ones: root x transposed root is the correlation, shape (inputs, free moves).
        centre: Criterion without a move.
        reach: How far to look.
    """

    criterion: Criterion
    root: Floats
    centre: float
    reach: float

    @staticmethod
    def of(criterion: Criterion, corr: Floats, reach: float) -> "Search":
        """The search of a criterion under correlations, which may be singular."""
        weights, axes = np.linalg.eigh(corr)
        free = weights > _NULL
        root = axes[:, free] * np.sqrt(weights[free])
        return Search(criterion=criterion, root=root, centre=criterion(np.zeros(len(corr))), reach=reach)

    def gap(self, moves: Floats) -> float:
        """Above zero on the origin's side of the border, at independent moves."""
        found = self.criterion(self.root @ moves)
        return found if self.centre > 0 else -found

    def radius(self, direction: Floats, limit: float) -> float | None:
        """Way along a direction to the first border, None if it lies beyond a limit."""
        ends = np.linspace(0.0, limit, max(2, int(np.ceil(limit / _SCAN)) + 1)).tolist()
        for near, far in pairwise(ends):
            if self.gap(far * direction) <= 0:
                return float(brentq(lambda way: self.gap(way * direction), near, far, xtol=1e-12))
        return None

    def nearest(self, seed: int) -> list[Floats]:
        """Where the search ends from each start that leads to a border, nearest first."""
        if self.centre == 0:
            return [np.zeros(self.root.shape[1])]
        ends = [self._descended(start) for start in self._starts(seed)]
        return sorted((end for end in ends if end is not None), key=lambda end: float(np.linalg.norm(end)))

    def _starts(self, seed: int) -> Iterator[Floats]:
        """The steepest fall, both ways along every axis, and a few directions at random."""
        size = self.root.shape[1]
        fall = self._fall(np.zeros(size))
        if fall is not None:
            yield fall
        for axis in np.eye(size):
            yield axis
            yield -axis
        for drawn in np.random.default_rng(seed).standard_normal((_EXTRA_STARTS, size)):
            yield drawn / np.linalg.norm(drawn)

    def _descended(self, direction: Floats) -> Floats | None:
        way = self.radius(direction, self.reach)
        if way is None:
            return None
        for _ in range(_ROUNDS):
            fall = self._fall(way * direction)
            shorter = None if fall is None else self._turned(direction, fall, way)
            if shorter is None:
                break
            direction, way = shorter
        return np.asarray(way * direction)

    def _turned(self, direction: Floats, fall: Floats, way: float) -> tuple[Floats, float] | None:
        """A direction between this one and the steepest fall whose way to the border is shorter."""
        part = 1.0
        for _ in range(_HALVINGS):
            mixed = (1 - part) * direction + part * fall
            size = float(np.linalg.norm(mixed))
            found = self.radius(mixed / size, way * _SHORTER) if size > _NULL else None
            if found is not None:
                return mixed / size, found
            part /= 2
        return None

    def _fall(self, moves: Floats) -> Floats | None:
        """Direction of the steepest fall by central differences, None where it is flat."""
        steps = np.eye(len(moves)) * _SLOPE_STEP
        slope = np.array([self.gap(moves + step) - self.gap(moves - step) for step in steps])
        size = float(np.linalg.norm(slope))
        return -slope / size if size > 0 else None
