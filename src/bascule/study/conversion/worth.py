"""What a rung of megawatts is worth under each way to decide, per meter megawatt, and where its triggers lie."""

from dataclasses import dataclass, replace

from bascule.model.series import Floats
from bascule.study.conversion.build import one_rung, places, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.lines import CONVERT
from bascule.study.conversion.plane import Plane
from bascule.study.conversion.rules import npv_rule
from bascule.study.switching.grid import FINE, GridSolution, solve_grid
from bascule.study.switching.problem import Problem


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
        trigger=_trigger(found, gain),
        npv_trigger=_trigger(found, rule.gain_now),
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
    return Glance(optimal=found.value, now=bool(gain[row, column] > 0), trigger=_trigger(found, gain))


def _without_ai(case: Case) -> Problem:
    """The same without any move that converts."""
    problem = problem_of(case)
    leased = len(problem.modes) - 1
    return replace(problem, moves=tuple(move for move in problem.moves if move.end != leased))


def _trigger(solution: GridSolution, gain: Floats) -> float | None:
    """Rent of today above which a gain is positive, at today's hashprice."""
    plane = Plane.of(solution.problem.drivers, solution.axes, gain)
    return plane.rent_above(plane.centre)
