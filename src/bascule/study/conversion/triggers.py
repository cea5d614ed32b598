"""The first question alone: convert today or wait, and above which rent."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.study.conversion.build import problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.lines import (
    CONVERT,
    OTHER,
    SELL,
    RestLines,
    TriggerLine,
    npv_line,
    rest_lines,
    trigger_lines,
)
from bascule.study.conversion.plan_drivers import HASHPRICE
from bascule.study.conversion.worth import Worth, worth
from bascule.study.switching.grid import GridSolution, solve_grid

LADDER: Final = 2.0
"""Nodes per shock of the ladder's grid: values within a thousandth."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Triggers:
    """What the grid says under the pricing measure.

    Attributes:
        case: The plan.
        rungs: Each rung on its own terms, per meter megawatt.
        lines: Rents above which each rung converts today, along hashprices.
        npv: The same for the first rung by the rule of net present value.
        rests: Where the site stops hashing and starts again, along rents.
        ladder: The whole site's solution.
    """

    case: Case
    rungs: tuple[Worth, ...]
    lines: tuple[TriggerLine, ...]
    npv: TriggerLine
    rests: RestLines
    ladder: GridSolution

    @property
    def trigger(self) -> float | None:
        """Rent above which the site begins its first rung, at today's hashprice; None where there is none.

        It lies below the trigger of a rung alone where only so many may be begun a year: the first has to start early for
        the others to be in time.
        """
        line, today = self.lines[0], self.ladder.problem.drivers.base[HASHPRICE, 0]
        rent = float(line.rent[np.abs(line.hashprice - today).argmin()])
        return None if np.isnan(rent) else rent

    @property
    def rest_now(self) -> str:
        """What the megawatts that hash do today: ``hash``, ``rest`` or ``sold``; ``hash`` where a rung begins."""
        choice = int(self.ladder.choices[(0, self.ladder.problem.start, *self.ladder.axes.centre)])
        return {OTHER + 1: "rest", SELL + 1: "sold"}.get(choice, "hash")

    @property
    def begins_now(self) -> bool:
        """Whether the site begins its first rung today."""
        at = self.ladder.axes.centre
        return bool(self.ladder.leads_now[self.ladder.problem.start][CONVERT][at] > 0)


def triggers(case: Case) -> Triggers:
    """Solve every rung and the ladder."""
    ladder = solve_grid(problem_of(case), LADDER)
    return Triggers(
        case=case,
        rungs=tuple(worth(case, rung) for rung in range(len(case.rungs))),
        lines=tuple(trigger_lines(case, ladder)),
        npv=npv_line(case),
        rests=rest_lines(case, ladder),
        ladder=ladder,
    )
