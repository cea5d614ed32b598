"""The rule that most boards use, convert when the net present value beats mining on, and what it costs."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.grid import FINE
from bascule.study.switching.problem import Codes, Problem
from bascule.study.switching.transition import Axes, Transition, axes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NpvRule:
    """Play the rule "move when the value of the move exceeds staying for ever".

    Attributes:
        value: Of the rule at date 0.
        stay: Of staying for ever.
        gain_now: Value of the move less that of staying for ever at date 0, by node.
        moves: Where it moves, shape (dates, rows, columns).
        axes: The grid.
    """

    value: float
    stay: float
    gain_now: Floats
    moves: Codes
    axes: Axes


def npv_rule(problem: Problem, end: int, points_per_shock: float = FINE) -> NpvRule:
    """The rule for the move from the starting mode to another one that is never left.

    Args:
        problem: Solved before with foresight of choice.
        end: Mode to move to; its own flow is counted to the horizon.
        points_per_shock: Of the grid.

    Raises:
        ValueError: There is no such move, or it takes time of its own or is not open for ever.
    """
    chosen = [move for move in problem.moves_from(problem.start) if move.end == end]
    if not chosen:
        raise ValueError("no move leads there from the starting mode")
    if chosen[0].lag or chosen[0].until is not None:
        raise ValueError("the rule is for a move that takes effect at once and is always open")
    grid = axes(problem.drivers, points_per_shock)
    step = Transition(drivers=problem.drivers, axes=grid)
    deviations = grid.deviations(len(problem.drivers.decay))
    stay, there, rule = (
        np.full(grid.shape, problem.modes[m].closing) for m in (problem.start, end, problem.start)
    )
    moves, gain = np.zeros((problem.dates, *grid.shape), dtype=np.int8), np.zeros(grid.shape)
    for date in range(problem.dates - 1, -1, -1):
        levels = problem.drivers.levels(date, deviations)
        earned = problem.earned(problem.start, date, levels)
        stay = earned + problem.discount * step.expected(stay)
        there = problem.earned(end, date, levels) + problem.discount * step.expected(there)
        moved = there - chosen[0].cost(date, levels)
        gain = moved - stay
        moves[date] = gain > 0
        rule = np.where(gain > 0, moved, earned + problem.discount * step.expected(rule))
    return NpvRule(
        value=float(rule[grid.centre]),
        stay=float(stay[grid.centre]),
        gain_now=gain,
        moves=moves,
        axes=grid,
    )
