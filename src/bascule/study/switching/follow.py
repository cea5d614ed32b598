"""The value of a policy on paths that it was not fitted on: a lower bound, its noise cut by the policy's own martingale."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats
from bascule.study.switching.outlets import payoffs
from bascule.study.switching.problem import Codes
from bascule.study.switching.regression import Policy, earned_by_mode


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Followed:
    """A policy on some paths.

    Attributes:
        value: Realised discounted money, shape (paths,).
        control: Sum of the martingale's increments, of mean zero, shape (paths,).
        modes: Mode after every decision; one still on the way has its number less the count of modes, shape (dates, paths).
        moves: Moves decided, shape (paths,).
    """

    value: Floats
    control: Floats
    modes: Codes
    moves: Codes


def follow(policy: Policy, deviations: Floats) -> Followed:
    """Play a policy along paths of shape (dates, drivers, paths)."""
    play = _Play(policy, deviations.shape[2])
    for date in range(policy.problem.dates):
        play.decide(date, deviations[date])
        if date + 1 < policy.problem.dates:
            play.learn(date, deviations[date], deviations[date + 1])
    play.close()
    return Followed(value=play.value, control=play.control, modes=np.stack(play.history), moves=play.moves)


class _Play:
    """A policy being played: every path's mode and steps until its next decision."""

    def __init__(self, policy: Policy, paths: int) -> None:
        self.policy = policy
        self.mode = np.full(paths, policy.problem.start, dtype=np.int8)
        self.left = np.zeros(paths, dtype=np.int8)
        self.value, self.control = np.zeros(paths), np.zeros(paths)
        self.moves = np.zeros(paths, dtype=np.int16)
        self.history: list[Codes] = []
        most = max(left for _, left in policy.waiting) + 1
        self._state = np.zeros((len(policy.problem.modes), most), dtype=np.int64)
        for number, state in enumerate(policy.waiting):
            self._state[state] = number

    def decide(self, date: int, deviations: Floats) -> None:
        """Choose on every path that is free to, and receive the money of the step."""
        problem = self.policy.problem
        levels = problem.drivers.levels(date, deviations)
        earned = earned_by_mode(problem, date, levels)
        guessed = self.policy.ahead(date, levels, earned)
        before, free = self.mode.copy(), self.left == 0
        self.left[free] = 1
        for mode in range(len(problem.modes)):
            here = free & (before == mode)
            if not here.any():
                continue
            choices = payoffs(problem, mode, date, levels, earned)
            (stay, best_money), *moves = choices
            best, money = best_money + guessed[stay], np.array(best_money)
            for lead, now in moves:
                score = now + guessed[lead]
                better = here & (score > best)
                np.copyto(best, score, where=better)
                np.copyto(money, now, where=better)
                self.mode[better], self.left[better] = lead
            self.value[here] += problem.discount**date * money[here]
        self.moves += self.mode != before
        late = (self.left > 1) | ~free | self._unpaid(before)
        self.history.append(np.where(late, self.mode - len(problem.modes), self.mode).astype(np.int8))

    def _unpaid(self, before: Codes) -> NDArray[np.bool_]:
        """Paths that have just chosen a move of one step, which earns nothing in it."""
        found = np.zeros(len(before), dtype=bool)
        for move in self.policy.problem.moves:
            if move.lag == 1:
                found |= (before == move.start) & (self.mode == move.end)
        return found

    def learn(self, date: int, before: Floats, after: Floats) -> None:
        """Step to the next date: the martingale's increment of the state in which it is met."""
        self.left -= 1
        surprises = self.policy.surprises(date, before, after)
        state = self._state[self.mode, self.left]
        self.control += self.policy.problem.discount ** (date + 1) * surprises[state, np.arange(len(state))]

    def close(self) -> None:
        """Receive what a mode is worth at the horizon."""
        problem = self.policy.problem
        ends = np.array([mode.closing for mode in problem.modes])[self.mode]
        self.value += problem.discount**problem.dates * np.where(self.left == 1, ends, 0.0)
