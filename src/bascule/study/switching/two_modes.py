"""Mining or AI: the switching problem of two rents, its reference values and its triggers."""

from dataclasses import dataclass, replace

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.grid import GridSolution, solve_grid
from bascule.study.switching.problem import Mode, Move, Problem, flat

MINE, AI = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What mining and AI earn and what it costs to change.

    Attributes:
        energy_cost: Taken from the first driver for what mining earns.
        curtail: Whether mining stops where it would lose.
        to_ai: Cost of going over to AI.
        to_mining: Cost of going back; None where there is no way back.
        lag: Steps without flow on the way to AI.
    """

    energy_cost: float
    curtail: bool
    to_ai: float
    to_mining: float | None
    lag: int = 0


def two_modes(drivers: Drivers, terms: Terms, *, rate: float, step_years: float) -> Problem:
    """Mining earns the first driver less its energy, AI earns the second; the block starts mining."""
    floor = 0.0 if terms.curtail else -np.inf
    mining = Mode(name="mining", flow=lambda _, levels: np.maximum(levels[0] - terms.energy_cost, floor))
    ai = Mode(name="ai", flow=lambda _, levels: levels[1])
    back = [] if terms.to_mining is None else [Move(start=AI, end=MINE, cost=flat(terms.to_mining))]
    moves = (Move(start=MINE, end=AI, cost=flat(terms.to_ai), lag=terms.lag), *back)
    return Problem(drivers=drivers, modes=(mining, ai), moves=moves, rate=rate, step_years=step_years)


def mine_forever(problem: Problem) -> float:
    """Value of never changing."""
    return solve_grid(problem.without_moves(MINE)).value


def convert_now(problem: Problem, terms: Terms) -> float:
    """Value of going over at date 0 for ever."""
    late = Mode(
        name="ai",
        flow=lambda date, levels: levels[1] if date >= terms.lag else np.zeros_like(levels[1]),
        closing=problem.modes[AI].closing if terms.lag <= problem.dates else 0.0,
    )
    alone = replace(problem, modes=(problem.modes[MINE], late), moves=(), start=AI)
    return solve_grid(alone).value - terms.to_ai


def trigger_y(solution: GridSolution) -> float | None:
    """Least level of the second driver above which to go over at date 0, the first one at its start; None without one."""
    drivers = solution.problem.drivers
    if drivers.shock[1] == 0:
        return None
    row, column = solution.axes.centre
    along = solution.gains_now[MINE]
    if drivers.shock[0] > 0:
        gain, deviation = along[row], solution.axes.second + solution.axes.shear * solution.axes.first[row]
    else:
        gain, deviation = along[:, column], solution.axes.first
    crossing = upward_crossing(deviation, gain)
    return None if crossing is None else float(drivers.base[1, 0] * np.exp(crossing))


def upward_crossing(places: Floats, values: Floats) -> float | None:
    """First place at which values turn positive and stay so to the end, linear between nodes.

    None where they do not end positive; minus infinity where they are positive throughout.
    """
    if not values[-1] > 0:
        return None
    if not (values <= 0).any():
        return -np.inf
    last = int(np.flatnonzero(values <= 0)[-1])
    low, high = values[last], values[last + 1]
    return float(places[last] + (places[last + 1] - places[last]) * (-low) / (high - low))


def chosen_modes(solution: GridSolution) -> list[str]:
    """Mode of every date along the one path of a problem without uncertainty; "building" on the way."""
    problem, mode, free, names = solution.problem, solution.problem.start, 0, []
    for date in range(problem.dates):
        late = False
        if date >= free:
            choice = int(solution.choices[date, mode, 0, 0])
            if choice:
                move = problem.moves_from(mode)[choice - 1]
                mode, free, late = move.end, date + move.lag, move.lag > 0
        names.append("building" if late or date < free else problem.modes[mode].name)
    return names
