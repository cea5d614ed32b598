"""The exact solution of a switching problem with up to two uncertain drivers: backward on a grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.problem import Codes, Problem, best_choice, longest_lag
from bascule.study.switching.transition import Axes, Transition, axes

FINE: Final = 3.0
"""Nodes per standard deviation of a step's shock."""
MOST_CHOICES: Final = 2_000_000_000
"""Choices that are kept, a byte each: dates x modes x nodes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GridSolution:
    """A solved problem.

    Attributes:
        problem: What was solved.
        axes: On which grid.
        value: At date 0 in the starting mode.
        values_now: By mode at date 0, shape (modes, rows, columns).
        choices: Best choice by date, mode and node: 0 stays, k is the mode's k-th move; shape (dates, modes, rows, columns).
        gains_now: What the best move gains over staying at date 0, by mode; -inf without a move.
        leads_now: What each move gains over the best other choice at date 0, by mode and move in order.
    """

    problem: Problem
    axes: Axes
    value: float
    values_now: Floats
    choices: Codes
    gains_now: Floats
    leads_now: tuple[tuple[Floats, ...], ...]


def solve_grid(problem: Problem, points_per_shock: float = FINE) -> GridSolution:
    """Solve backward from the horizon.

    Raises:
        ValueError: More than two drivers are uncertain, or the choices would not fit.
    """
    grid = axes(problem.drivers, points_per_shock)
    _refuse_size(problem, grid)
    step = Transition(drivers=problem.drivers, axes=grid)
    deviations = grid.deviations(len(problem.drivers.decay))
    arriving = _closing(problem, grid)
    choices = np.zeros((problem.dates, len(problem.modes), *grid.shape), dtype=np.int8)
    values, gains, later = arriving[0], np.zeros_like(arriving[0]), arriving
    for date in range(problem.dates - 1, -1, -1):
        later = _later(problem, step, arriving)
        levels = problem.drivers.levels(date, deviations)
        decided = [_decide(problem, mode, date, levels, later) for mode in range(len(problem.modes))]
        values = np.stack([value for value, _, _ in decided])
        gains = np.stack([gain for _, _, gain in decided])
        choices[date] = np.stack([chosen for _, chosen, _ in decided])
        arriving = [values, *later[1:-1]]
    levels = problem.drivers.levels(0, deviations)
    return GridSolution(
        problem=problem,
        axes=grid,
        value=float(values[(problem.start, *grid.centre)]),
        values_now=values,
        choices=choices,
        gains_now=gains,
        leads_now=tuple(_leads(problem, mode, levels, later) for mode in range(len(problem.modes))),
    )


def _refuse_size(problem: Problem, grid: Axes) -> None:
    rows, columns = grid.shape
    wanted = problem.dates * len(problem.modes) * rows * columns
    if wanted > MOST_CHOICES:
        raise ValueError(
            f"{problem.dates} dates x {len(problem.modes)} modes x {rows} x {columns} nodes are {wanted:,} choices,"
            f" {MOST_CHOICES:,} are the most: take fewer modes (rungs), longer steps or fewer nodes"
        )


def _closing(problem: Problem, grid: Axes) -> list[Floats]:
    """Values at the horizon of arriving in each mode now, in one step and so on."""
    ends = np.array([mode.closing for mode in problem.modes])
    values = np.broadcast_to(ends[:, None, None], (len(ends), *grid.shape)).copy()
    # What would be finished after the horizon is worth nothing.
    return [values, *[np.zeros_like(values) for _ in range(max(longest_lag(problem) - 1, 0))]]


def _later(problem: Problem, step: Transition, arriving: list[Floats]) -> list[Floats]:
    """Expected values, one step earlier: entry k of arriving k steps from now; entry 0 is not used."""
    modes = _entered_late(problem)
    found = [arriving[0]]
    for number, values in enumerate(arriving):
        ahead = np.zeros_like(values)
        for mode in range(len(problem.modes)) if number == 0 else modes:
            ahead[mode] = problem.discount * step.expected(values[mode])
        found.append(ahead)
    return found


def _entered_late(problem: Problem) -> list[int]:
    return sorted({move.end for move in problem.moves if move.lag > 1})


def _decide(
    problem: Problem, mode: int, date: int, levels: Floats, later: list[Floats]
) -> tuple[Floats, Codes, Floats]:
    """Value, choice, and the gain of the best move over staying."""
    stay = problem.earned(mode, date, levels) + later[1][mode]
    moved = list(_moved(problem, mode, date, levels, later))
    value, chosen = best_choice(stay, moved)
    gain = np.max(moved, axis=0) - stay if moved else np.full(stay.shape, -np.inf)
    return value, chosen, gain


def _moved(problem: Problem, mode: int, date: int, levels: Floats, later: list[Floats]) -> Iterator[Floats]:
    for move in problem.moves_from(mode):
        if not move.open_at(date):
            yield np.full(levels.shape[1:], -np.inf)
        elif move.lag:
            yield later[move.lag][move.end] - move.cost(date, levels)
        else:
            yield problem.earned(move.end, date, levels) + later[1][move.end] - move.cost(date, levels)


def _leads(problem: Problem, mode: int, levels: Floats, later: list[Floats]) -> tuple[Floats, ...]:
    """What each move gains over the best other choice at date 0."""
    stay = problem.earned(mode, 0, levels) + later[1][mode]
    choices = [stay, *_moved(problem, mode, 0, levels, later)]
    return tuple(
        choices[k] - np.max([other for j, other in enumerate(choices) if j != k], axis=0)
        for k in range(1, len(choices))
    )
