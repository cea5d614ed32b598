"""An upper bound: what somebody with foresight would earn after paying for it, path by path.

The price of foresight is the martingale of the policy's own value estimate, its conditional means found by Gauss quadrature
over one step.

Sources: L. Rogers, Mathematical Finance 12, 2002; D. Brown, J. Smith and P. Sun, Operations Research 58, 2010.
"""

import math
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.outlets import Outlet, payoffs
from bascule.study.switching.quadrature import rule_nodes, shocks
from bascule.study.switching.regression import Policy, closing, earned_by_mode

NODES: Final = (1, 15, 7, 5, 4, 4)
"""Quadrature nodes per driver, by the number of uncertain drivers: one more changes a bound by less than 0.01 % with up to
three, by about 0.1 % with five."""
MOST_POINTS: Final = 200_000
"""Paths times nodes that are held at a time."""


def block_size(drivers: Drivers) -> int:
    """Paths of a block, an even number, by how many shocks of a step are tried on each."""
    live = int(np.count_nonzero(drivers.shock))
    tried = math.prod(rule_nodes(drivers, NODES[live]))
    return max(2, 2 * int(MOST_POINTS // (2 * tried)))


def dual_values(policy: Policy, deviations: Floats, nodes: int | None = None) -> Floats:
    """Value with foresight less its price, shape (paths,): its mean bounds the problem's value from above.

    Args:
        policy: Whose value estimate makes the martingale.
        deviations: Paths, shape (dates, drivers, paths).
        nodes: Quadrature nodes per driver; None for those that suit their number.
    """
    problem = policy.problem
    ahead = closing(problem, policy.waiting, deviations.shape[2])
    for date in range(problem.dates - 1, -1, -1):
        if date + 1 < problem.dates:
            surprises = _surprises(policy, date, deviations, nodes)
            ahead = {state: values - surprises[state] for state, values in ahead.items()}
        levels = problem.drivers.levels(date, deviations[date])
        realised = {(mode, left + 1): problem.discount * values for (mode, left), values in ahead.items()}
        ahead = _best(policy, date, levels, realised)
    return ahead[problem.start, 0]


def _best(policy: Policy, date: int, levels: Floats, ahead: dict[Outlet, Floats]) -> dict[Outlet, Floats]:
    """Value of every state: the best choice where one is due, what is to come where none is."""
    earned = earned_by_mode(policy.problem, date, levels)
    found: dict[Outlet, Floats] = {}
    for mode, left in policy.waiting:
        if left:
            found[mode, left] = ahead[mode, left]
        else:
            choices = payoffs(policy.problem, mode, date, levels, earned)
            found[mode, left] = np.max(
                [np.broadcast_to(now + ahead[lead], levels.shape[1:]) for lead, now in choices], axis=0
            )
    return found


def _estimates(policy: Policy, date: int, deviations: Floats) -> dict[Outlet, Floats]:
    """Estimated value of every state at a date."""
    problem = policy.problem
    levels = problem.drivers.levels(date, deviations)
    guessed = policy.ahead(date, levels, earned_by_mode(problem, date, levels))
    return _best(policy, date, levels, guessed)


def _surprises(policy: Policy, date: int, deviations: Floats, nodes: int | None) -> dict[Outlet, Floats]:
    """By how much each state's estimate at the next date exceeds its mean as seen from a date."""
    live = policy.basis.live
    drivers, paths = policy.problem.drivers, deviations.shape[2]
    points, chances = shocks(drivers, live, nodes or NODES[len(live)])
    mean = drivers.decay[:, None] * deviations[date]
    spread = (mean[:, None, :] + points[:, :, None]).reshape(len(mean), -1)
    at = _estimates(policy, date + 1, np.concatenate([deviations[date + 1], spread], axis=1))
    return {
        state: values[:paths] - chances @ values[paths:].reshape(len(chances), paths)
        for state, values in at.items()
    }
