"""Strategies: where a site goes next, by quarter, place and state of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.conversion.build import HASHING, Place, may_build, one_rung, places, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.rules import npv_rule
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.grid import GridSolution
from bascule.study.switching.problem import Codes
from bascule.study.switching.transition import Axes


class Book(Protocol):
    """A strategy."""

    @property
    def name(self) -> str:
        """For tables."""
        ...

    def follow(self, date: int, place: Ints, levels: Floats) -> Ints:
        """Place after a date's decision, by path.

        Args:
            date: Number of the quarter.
            place: Number of the place before it, shape (paths,).
            levels: Of the drivers, hashprice and rent first, shape (drivers, paths).
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Stay as it is."""

    name: str = "mine on"

    def follow(self, date: int, place: Ints, levels: Floats) -> Ints:  # noqa: ARG002 -- a book's shape
        """The same place."""
        return place


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """Convert rungs as fast as capital reaches.

    Attributes:
        case: The plan.
        most: How many rungs; the others go on hashing.
        name: For tables.
    """

    case: Case
    most: int
    name: str = "convert now"

    def follow(self, date: int, place: Ints, levels: Floats) -> Ints:  # noqa: ARG002 -- a book's shape
        """The next rung, where there is one."""
        if not may_build(self.case, date):
            return place
        return np.where(rungs_of(self.case)[place] < self.most, _converted(self.case, place), place)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nodes:
    """A grid on which levels are looked up.

    Attributes:
        axes: The grid.
        base: Medians of the solved drivers, shape (2, dates).
    """

    axes: Axes
    base: Floats

    def of(self, date: int, levels: Floats) -> tuple[Ints, Ints]:
        """Nearest row and column of every path."""
        deviations = np.log(levels[: len(self.base)] / self.base[:, date][:, None])
        live, first, second = self.axes.live, self.axes.first, self.axes.second
        one = deviations[live[0]] if live else np.zeros(levels.shape[1])
        other = deviations[live[1]] - self.axes.shear * one if len(live) > 1 else np.zeros(levels.shape[1])
        return _nearest(first, one), _nearest(second, other)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimal:
    """The choices of a solved grid.

    Attributes:
        nodes: Its grid.
        choices: By date, place and node.
        targets: Place by place and choice.
        name: For tables.
    """

    nodes: Nodes
    choices: Codes
    targets: Ints
    name: str = "optimal"

    @staticmethod
    def of(solution: GridSolution) -> "Optimal":
        """The book of a solution."""
        problem = solution.problem
        count = len(problem.modes)
        targets = np.repeat(np.arange(count)[:, None], count, axis=1)
        for mode in range(count):
            for number, move in enumerate(problem.moves_from(mode), start=1):
                targets[mode, number] = move.end
        nodes = Nodes(axes=solution.axes, base=problem.drivers.base)
        return Optimal(nodes=nodes, choices=solution.choices, targets=targets)

    def follow(self, date: int, place: Ints, levels: Floats) -> Ints:
        """By the grid's choice at the nearest node."""
        row, column = self.nodes.of(date, levels)
        return np.asarray(self.targets[place, self.choices[date][place, row, column]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ByNpv:
    """Convert the next rung when its net present value beats mining on.

    Attributes:
        case: The plan.
        nodes: The grid of the rule.
        moves: Where each rung moves, by rung, date and node.
        name: For tables.
    """

    case: Case
    nodes: Nodes
    moves: Codes
    name: str = "NPV rule"

    @staticmethod
    def of(case: Case, drivers: Drivers, points_per_shock: float) -> "ByNpv":
        """The rule of every rung on its own terms."""
        found: list[Codes] = []
        axes: Axes | None = None
        for rung in range(len(case.rungs)):
            alone = one_rung(case, rung)
            rule = npv_rule(problem_of(alone, drivers), len(places(alone)) - 1, points_per_shock)
            found.append(rule.moves)
            axes = rule.axes
        if axes is None:
            raise ValueError("a plan needs at least one rung")
        return ByNpv(case=case, nodes=Nodes(axes=axes, base=drivers.base), moves=np.stack(found))

    def follow(self, date: int, place: Ints, levels: Floats) -> Ints:
        """The next rung where the rule says so and capital reaches."""
        if not may_build(self.case, date):
            return place
        row, column = self.nodes.of(date, levels)
        rung = np.minimum(rungs_of(self.case)[place], len(self.case.rungs) - 1)
        return np.asarray(
            np.where(self.moves[rung, date, row, column] > 0, _converted(self.case, place), place)
        )


def rungs_of(case: Case) -> Ints:
    """Rungs converted by place."""
    return np.array([place.rungs for place in places(case)])


def rest_of(case: Case) -> Ints:
    """What the rest does by place."""
    return np.array([place.rest for place in places(case)])


def _converted(case: Case, place: Ints) -> Ints:
    """One rung further, from hashing places."""
    found: Sequence[Place] = places(case)
    where = {one: number for number, one in enumerate(found)}
    ahead = [
        where[Place(rungs=one.rungs + 1, rest=HASHING)]
        if one.rungs < len(case.rungs) and one.rest == HASHING
        else number
        for number, one in enumerate(found)
    ]
    return np.asarray(np.array(ahead)[place])


def _nearest(axis: Floats, value: Floats) -> Ints:
    if len(axis) == 1:
        return np.zeros(value.shape, dtype=np.int64)
    place = np.rint((value - axis[0]) / (axis[1] - axis[0])).astype(np.int64)
    return np.asarray(np.clip(place, 0, len(axis) - 1))
