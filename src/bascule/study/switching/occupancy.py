"""Where a block will be: the probabilities that a grid's policy implies, exactly and under stated drifts."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.grid import GridSolution
from bascule.study.switching.jumps import same_jumps
from bascule.study.switching.transition import Transition


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Occupancy:
    """Probabilities after the decision of every date.

    Attributes:
        in_mode: Running in each mode, shape (dates, modes).
        building: On the way to each mode, shape (dates, modes).
        entered: Having decided for the target mode at or before each date, shape (dates,).
        moves: Expected number of moves decided at each date, shape (dates,).
    """

    in_mode: Floats
    building: Floats
    entered: Floats
    moves: Floats


def occupancy(solution: GridSolution, target: int, world: Drivers | None = None) -> Occupancy:
    """Follow the policy forward.

    Args:
        solution: Whose policy.
        target: Number of the mode whose first decision is asked for.
        world: Drivers with the drifts under which probabilities are stated; None for those that were solved with.

    Raises:
        ValueError: The world differs from the solved drivers in more than its drifts.
    """
    problem, count = solution.problem, len(solution.problem.modes)
    state = _State.starting(solution)
    rows: list[tuple[Floats, Floats, float, float]] = []
    steps = _steps(solution, world)
    for date in range(problem.dates):
        state, moved = _decided(solution, date, state, target)
        never = state.running[0].sum() + sum(float(part[0].sum()) for part in state.under_way.values())
        on_the_way = np.zeros(count)
        for (end, _), part in state.under_way.items():
            on_the_way[end] += part.sum()
        rows.append((state.running.sum(axis=(0, 2, 3)), on_the_way, 1.0 - float(never), moved))
        if date + 1 < problem.dates:
            state = state.stepped(next(steps))
    return Occupancy(
        in_mode=np.array([row[0] for row in rows]),
        building=np.array([row[1] for row in rows]),
        entered=np.array([row[2] for row in rows]),
        moves=np.array([row[3] for row in rows]),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _State:
    """Mass before a decision: running by (decided for the target or not, mode, node), and under way by mode and steps left."""

    running: Floats
    under_way: dict[tuple[int, int], Floats]

    @classmethod
    def starting(cls, solution: GridSolution) -> "_State":
        running = np.zeros((2, len(solution.problem.modes), *solution.axes.shape))
        running[(0, solution.problem.start, *solution.axes.centre)] = 1.0
        return cls(running=running, under_way={})

    def stepped(self, step: Transition) -> "_State":
        running = np.stack([[_moved(step, mass) for mass in layer] for layer in self.running])
        under_way: dict[tuple[int, int], Floats] = {}
        for (mode, left), mass in self.under_way.items():
            ahead = np.stack([_moved(step, layer) for layer in mass])
            if left == 1:
                running[:, mode] += ahead
            else:
                under_way[mode, left - 1] = ahead
        return _State(running=running, under_way=under_way)


def _moved(step: Transition, mass: Floats) -> Floats:
    return step.moved(mass) if mass.any() else mass


def _decided(solution: GridSolution, date: int, state: _State, target: int) -> tuple[_State, float]:
    running, under_way, count = state.running.copy(), dict(state.under_way), 0.0
    for mode in range(len(solution.problem.modes)):
        for number, move in enumerate(solution.problem.moves_from(mode), start=1):
            leaving = np.where(solution.choices[date, mode] == number, state.running[:, mode], 0.0)
            count += float(leaving.sum())
            running[:, mode] -= leaving
            if move.end == target:
                leaving = np.stack([np.zeros_like(leaving[0]), leaving.sum(axis=0)])
            if move.lag == 0:
                running[:, move.end] += leaving
            else:
                key = (move.end, move.lag)
                under_way[key] = under_way.get(key, np.zeros_like(leaving)) + leaving
    return _State(running=running, under_way=under_way), count


def _steps(solution: GridSolution, world: Drivers | None) -> Iterator[Transition]:
    """A transition per step: another drift moves the mean of the deviations from the solved medians."""
    solved, live = solution.problem.drivers, list(solution.axes.live)
    if world is None:
        yield from [Transition(drivers=solved, axes=solution.axes)] * (solved.dates - 1)
        return
    _refuse_other(solved, world, live)
    apart = np.log(world.base[live] / solved.base[live])
    known: dict[tuple[float, ...], Transition] = {}
    for date in range(solved.dates - 1):
        ahead = apart[:, date + 1] - solved.decay[live] * apart[:, date]
        key = tuple(float(round(part, 12)) for part in ahead)
        if key not in known:
            known[key] = Transition(drivers=solved, axes=solution.axes, offset=key)
        yield known[key]


def _refuse_other(solved: Drivers, world: Drivers, live: list[int]) -> None:
    """Refuse a world in which the policy would meet states that it was not solved for."""
    if world.base.shape != solved.base.shape:
        raise ValueError("the world has other drivers or dates than those that were solved with")
    if not np.allclose(world.shock, solved.shock) or not np.allclose(world.decay, solved.decay):
        raise ValueError(
            "the drifts under which probabilities are stated may differ, volatility and reversion may not"
        )
    if not same_jumps(world.jumps, solved.jumps):
        raise ValueError("the drifts under which probabilities are stated may differ, jumps may not")
    among = np.ix_(live, live)
    if not np.allclose(world.corr[among], solved.corr[among]):
        raise ValueError("the drifts under which probabilities are stated may differ, correlations may not")
    known = [driver for driver in range(len(solved.base)) if driver not in live]
    if not np.allclose(world.base[live, 0], solved.base[live, 0]) or not np.allclose(
        world.base[known], solved.base[known]
    ):
        raise ValueError("the world starts elsewhere, or a driver that is known takes another path in it")
