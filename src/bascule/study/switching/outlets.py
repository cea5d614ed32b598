"""What a decision leads to: arriving in a mode after some steps. Running on in a mode is arriving in it after one."""

from collections.abc import Sequence

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.problem import Move, Problem

Outlet = tuple[int, int]
"""Mode, and steps until its next decision."""


def outlets(problem: Problem) -> tuple[Outlet, ...]:
    """Every outlet that a decision can choose or a block under way can meet, running on first."""
    running = [(mode, 1) for mode in range(len(problem.modes))]
    late = {(move.end, steps) for move in problem.moves for steps in range(2, move.lag + 1)}
    return (*running, *sorted(late))


def waiting(problem: Problem) -> tuple[Outlet, ...]:
    """Every state in which a date can be met: about to decide (0 steps left), or still on the way."""
    return tuple(sorted({(mode, left) for mode, steps in outlets(problem) for left in range(steps)}))


def outlet_of(move: Move) -> Outlet:
    """Where a move leads."""
    return move.end, max(move.lag, 1)


def payoffs(
    problem: Problem, mode: int, date: int, levels: Floats, earned: Sequence[Floats]
) -> list[tuple[Outlet, Floats | float]]:
    """Every choice in a mode, staying first: where it leads and the money of this date; -inf where a move is shut.

    Args:
        problem: Whose modes and moves.
        mode: The mode before the decision.
        date: Number of the date.
        levels: Of the drivers, shape (drivers, ...).
        earned: Money of the step by mode.
    """
    found: list[tuple[Outlet, Floats | float]] = [((mode, 1), earned[mode])]
    for move in problem.moves_from(mode):
        if not move.open_at(date):
            found.append((outlet_of(move), -np.inf))
        else:
            now = -move.cost(date, levels)
            found.append((outlet_of(move), now if move.lag else now + earned[move.end]))
    return found
