"""What a rung of megawatts is worth under each way to decide, per meter megawatt, and where its triggers lie."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.build import HASHING, RESTING, Place, one_rung, places, problem_of
from bascule.study.conversion.case import RENT, Case
from bascule.study.conversion.rules import npv_rule
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.grid import FINE, GridSolution, solve_grid
from bascule.study.switching.problem import Problem
from bascule.study.switching.transition import Axes
from bascule.study.switching.two_modes import upward_crossing

CONVERT: Final = 0
"""Number of the move that converts, in a hashing place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worth:
    """A rung, money per meter megawatt at date 0 under the pricing measure.

    Attributes:
        optimal: With every choice open at every date.
        mine_on: Hashing to the horizon, whatever comes.
        convert_now: Signing a lease today.
        npv_rule: Converting as soon as that beats mining on.
        without_ai: With every choice open but conversion: resting and selling.
        now: Whether the optimum converts today.
        npv_now: Whether the rule of net present value does.
        trigger: Rent of today above which the optimum converts, at today's hashprice; None where there is none.
        npv_trigger: The same for the rule.
        solution: The grid's answer.
    """

    optimal: float
    mine_on: float
    convert_now: float
    npv_rule: float
    without_ai: float
    now: bool
    npv_now: bool
    trigger: float | None
    npv_trigger: float | None
    solution: GridSolution

    @property
    def waiting(self) -> float:
        """Value of waiting: the optimum over the better of mining on and signing today."""
        return self.optimal - max(self.mine_on, self.convert_now)

    @property
    def regret(self) -> float:
        """What the rule of net present value gives away."""
        return self.optimal - self.npv_rule


def worth(case: Case, rung: int = 0, points_per_shock: float = FINE) -> Worth:
    """Solve one rung on its own terms.

    Args:
        case: The plan.
        rung: Which of its rungs.
        points_per_shock: Of the grid.
    """
    alone = one_rung(case, rung)
    problem, leased = problem_of(alone), len(places(alone)) - 1
    found, rule = solve_grid(problem, points_per_shock), npv_rule(problem, leased, points_per_shock)
    row, column = found.axes.centre
    gain = found.leads_now[problem.start][CONVERT]
    return Worth(
        optimal=found.value,
        mine_on=rule.stay,
        convert_now=rule.stay + float(rule.gain_now[row, column]),
        npv_rule=rule.value,
        without_ai=solve_grid(_without_ai(alone), points_per_shock).value,
        now=bool(gain[row, column] > 0),
        npv_now=bool(rule.gain_now[row, column] > 0),
        trigger=_trigger_at(found, gain, row),
        npv_trigger=_trigger_at(found, rule.gain_now, row),
        solution=found,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The optimum alone: its worth per meter megawatt, whether it converts today, and above which rent."""

    optimal: float
    now: bool
    trigger: float | None


def glance(case: Case, rung: int = 0, points_per_shock: float = FINE) -> Glance:
    """Solve one rung for its optimum only; arguments as of `worth`."""
    found = solve_grid(problem_of(one_rung(case, rung)), points_per_shock)
    row, column = found.axes.centre
    gain = found.leads_now[found.problem.start][CONVERT]
    return Glance(optimal=found.value, now=bool(gain[row, column] > 0), trigger=_trigger_at(found, gain, row))


def _without_ai(case: Case) -> Problem:
    """The same without any move that converts."""
    problem = problem_of(case)
    leased = len(problem.modes) - 1
    return replace(problem, moves=tuple(move for move in problem.moves if move.end != leased))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TriggerLine:
    """Rents above which a decision falls, along hashprices.

    Attributes:
        name: Whose.
        hashprice: Money per PH and day, shape (n,).
        rent: Money per IT kilowatt and month, NaN where no rent of the grid is enough, shape (n,).
    """

    name: str
    hashprice: Floats
    rent: Floats


def trigger_lines(case: Case, solution: GridSolution) -> list[TriggerLine]:
    """Trigger of each further rung today, with the rungs before it converted and the rest hashing.

    Args:
        case: The plan.
        solution: Of the whole ladder.
    """
    found, lines = places(case), []
    hashprices = solution.problem.drivers.base[0, 0] * np.exp(solution.axes.first)
    for number in range(len(case.rungs)):
        place = found.index(Place(rungs=number, rest=HASHING))
        gain = solution.leads_now[place][CONVERT]
        rents = [_trigger_at(solution, gain, row) for row in range(len(hashprices))]
        lines.append(
            TriggerLine(
                name=f"rung {number + 1}",
                hashprice=hashprices,
                rent=np.array([np.nan if rent is None else rent for rent in rents]),
            )
        )
    return lines


def npv_line(case: Case, points_per_shock: float = FINE) -> TriggerLine:
    """Rents above which the rule of net present value converts the first rung."""
    alone = one_rung(case)
    problem = problem_of(alone)
    rule = npv_rule(problem, len(places(alone)) - 1, points_per_shock)
    hashprices = problem.drivers.base[0, 0] * np.exp(rule.axes.first)
    rents = [_crossing(problem.drivers, rule.axes, rule.gain_now, row) for row in range(len(hashprices))]
    return TriggerLine(
        name="NPV rule",
        hashprice=hashprices,
        rent=np.array([np.nan if rent is None else rent for rent in rents]),
    )


def resting_thresholds(solution: GridSolution, case: Case) -> tuple[float | None, float | None]:
    """Hashprices of today below which a hashing site rests or is sold, and above which a resting one starts, at today's rent."""
    found = places(case)
    column = solution.axes.centre[1]
    hashprices = solution.problem.drivers.base[0, 0] * np.exp(solution.axes.first)
    hashing = solution.choices[0, found.index(Place(rungs=0, rest=HASHING)), :, column]
    resting = solution.choices[0, found.index(Place(rungs=0, rest=RESTING)), :, column]
    leaves, starts = np.flatnonzero(hashing > CONVERT + 1), np.flatnonzero(resting == CONVERT + 2)
    return (
        float(hashprices[leaves[-1]]) if len(leaves) else None,
        float(hashprices[starts[0]]) if len(starts) else None,
    )


def _trigger_at(solution: GridSolution, gain: Floats, row: int) -> float | None:
    return _crossing(solution.problem.drivers, solution.axes, gain, row)


def _crossing(drivers: Drivers, axes: Axes, gain: Floats, row: int) -> float | None:
    """Rent at which a gain turns positive along a row of the grid."""
    deviation = axes.second + axes.shear * axes.first[row]
    crossing = upward_crossing(deviation, gain[row])
    return None if crossing is None else float(drivers.base[RENT, 0] * np.exp(crossing))
