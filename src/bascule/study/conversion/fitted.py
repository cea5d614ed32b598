"""A strategy that least squares found, for plans with more that is uncertain than a grid can hold."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.conversion.build import problem_of
from bascule.study.conversion.case import Case
from bascule.study.switching.known import Known
from bascule.study.switching.outlets import outlets, payoffs, waiting
from bascule.study.switching.regression import Policy, basis_of, earned_by_mode


@dataclass(frozen=True, slots=False, kw_only=True, eq=False)
class Fitted:
    """The choices of a fitted policy.

    It is sent to other processes by its weights alone; the problem is put together where it is played.

    Attributes:
        case: The plan.
        continuation: Weights of the policy, shape (dates, regressors, outlets).
        degree: Of its polynomials; None for the one that suits the number of drivers.
        name: For tables.
    """

    case: Case
    continuation: Floats
    degree: int | None
    name: str = "optimal"

    def __reduce__(self) -> tuple[object, ...]:
        """Without the problem, whose functions cannot be sent."""
        return _fitted, (self.case, self.continuation, self.degree, self.name)

    @cached_property
    def _policy(self) -> Policy:
        problem = problem_of(self.case, self.case.drivers())
        known = Known(drivers=problem.drivers)
        return Policy(
            problem=problem,
            basis=basis_of(problem, self.degree),
            known=known,
            outlets=outlets(problem),
            waiting=waiting(problem),
            continuation=self.continuation,
            worth=np.zeros((problem.dates, known.count, len(waiting(problem)))),
        )

    def follow(self, date: int, place: Ints, levels: Floats) -> Ints:
        """By the larger of what choices pay and are expected to lead to."""
        return decided(self._policy, date, place, levels)


def decided(policy: Policy, date: int, mode: Ints, levels: Floats) -> Ints:
    """Mode after a date's decision, for problems whose moves take effect at once.

    Args:
        policy: The rule.
        date: Number of the date.
        mode: Before the decision, shape (paths,).
        levels: Of all drivers, shape (drivers, paths).
    """
    problem, after = policy.problem, np.array(mode)
    earned = earned_by_mode(problem, date, levels)
    guessed = policy.ahead(date, levels, earned)
    for here in np.unique(mode).tolist():
        at = mode == here
        scores = [now + guessed[lead] for lead, now in payoffs(problem, here, date, levels, earned)]
        ends = np.array([here, *(move.end for move in problem.moves_from(here))])
        after[at] = ends[np.argmax(scores, axis=0)[at]]
    return after


def _fitted(case: Case, continuation: Floats, degree: int | None, name: str) -> Fitted:
    return Fitted(case=case, continuation=continuation, degree=degree, name=name)
