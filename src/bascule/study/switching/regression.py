"""A policy by least-squares Monte Carlo: continuation values regressed on realised money, backward in time."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.known import Known
from bascule.study.switching.outlets import Outlet, outlets, payoffs, waiting
from bascule.study.switching.problem import Problem
from bascule.study.switching.products import combined, summed
from bascule.study.switching.projective import Projective

_CUT: Final = 1e-11
"""Directions of the regressors with less than this share of the largest are left out: they are copies of others."""
PART: Final = 10_000
"""Paths that are fitted at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Policy:
    """A rule for every date and state.

    Attributes:
        problem: What it plays.
        basis: Regressors of its decisions.
        known: Regressors of its martingale.
        outlets: What decisions lead to, the columns of ``continuation``.
        waiting: States of a date, the columns of ``worth``.
        continuation: Weights of the basis, shape (dates, regressors, outlets).
        worth: Weights of the known regressors, shape (dates, regressors, states); zero at date 0.
    """

    problem: Problem
    basis: Projective
    known: Known
    outlets: tuple[Outlet, ...]
    waiting: tuple[Outlet, ...]
    continuation: Floats
    worth: Floats

    def ahead(self, date: int, levels: Floats, earned: list[Floats]) -> dict[Outlet, Floats]:
        """Estimated continuation value of every outlet, each of shape (paths,)."""
        rows = self.basis.rows(date, levels, earned, bends_at(self.problem, date, levels))
        return dict(zip(self.outlets, combined(self.continuation[date], rows), strict=True))

    def surprises(self, date: int, before: Floats, after: Floats) -> Floats:
        """Increments of the martingale from a date to the next by state, shape (states, paths), from deviations."""
        news = self.known.rows(date + 1, after) - self.known.means_ahead(date, before)
        return combined(self.worth[date + 1], news)


def earned_by_mode(problem: Problem, date: int, levels: Floats) -> list[Floats]:
    """Money of a step in every mode."""
    return [problem.earned(mode, date, levels) for mode in range(len(problem.modes))]


def basis_of(problem: Problem, degree: int | None = None) -> Projective:
    """Regressors that suit a problem."""
    pairs = {(min(move.start, move.end), max(move.start, move.end)) for move in problem.moves}
    return Projective(drivers=problem.drivers, pairs=tuple(sorted(pairs)), degree=degree)


def bends_at(problem: Problem, date: int, levels: Floats) -> list[Floats]:
    """What the problem says that its values bend with."""
    return [bend(date, levels) for bend in problem.bends]


def closing(problem: Problem, states: tuple[Outlet, ...], paths: int) -> dict[Outlet, Floats]:
    """Values at the horizon: what is still on the way is worth nothing."""
    return {
        (mode, left): np.full(paths, 0.0 if left else problem.modes[mode].closing) for mode, left in states
    }


def fit(problem: Problem, deviations: Floats, degree: int | None = None) -> Policy:
    """Fit a policy on paths.

    Realised values are relieved of the martingale of their own fit at the next date, which has mean zero and carries most of
    their noise.

    Args:
        problem: What to play.
        deviations: Paths to learn from, shape (dates, drivers, paths).
        degree: Of the policy's polynomials; None for the one that suits the number of drivers.

    Source: F. Longstaff and E. Schwartz, Review of Financial Studies 14, 2001, for one exercise; R. Carmona and M. Ludkovski,
    Applied Mathematical Finance 15, 2008, for switching. All paths are used, not only those in the money.
    """
    basis, known = basis_of(problem, degree), Known(drivers=problem.drivers)
    leads, states = outlets(problem), waiting(problem)
    parts = [
        _Part(problem, basis, known, deviations[:, :, first : first + PART])
        for first in range(0, deviations.shape[2], PART)
    ]
    continuation = np.zeros((problem.dates, basis.count(len(problem.modes), len(problem.bends)), len(leads)))
    worth = np.zeros((problem.dates, known.count, len(states)))
    for date in range(problem.dates - 1, -1, -1):
        if date + 1 < problem.dates:
            for part in parts:
                part.relieve(date, worth[date + 1])
        continuation[date] = _least_squares([part.meet(date) for part in parts])
        for part in parts:
            part.play(date, continuation[date])
        if date:
            worth[date] = _least_squares([part.look(date) for part in parts])
    return Policy(
        problem=problem,
        basis=basis,
        known=known,
        outlets=leads,
        waiting=states,
        continuation=continuation,
        worth=worth,
    )


Sums = tuple[Floats, Floats]
"""Normal equations: products of the regressors with each other and with what they explain."""


class _Part:
    """Some of the paths, on their way backward: few enough for their regressors to stay in a core's own memory."""

    def __init__(self, problem: Problem, basis: Projective, known: Known, deviations: Floats) -> None:
        self.problem, self.basis, self.known, self.deviations = problem, basis, known, deviations
        self.leads, self.states = outlets(problem), waiting(problem)
        ends = closing(problem, self.states, deviations.shape[2])
        self.ahead = np.stack([ends[state] for state in self.states])

    def relieve(self, date: int, worth: Floats) -> None:
        """Take off the martingale's increment to the date after this one, whose regressors are still at hand."""
        news = self._seen - self.known.means_ahead(date, self.deviations[date])
        self.ahead -= combined(worth, news)

    def meet(self, date: int) -> Sums:
        """Sums that explain what every outlet turned out to be worth."""
        self.levels = self.problem.drivers.levels(date, self.deviations[date])
        self.earned = earned_by_mode(self.problem, date, self.levels)
        self.weights = self.basis.weights(date, self.levels)
        bends = bends_at(self.problem, date, self.levels)
        self.rows = self.basis.rows(date, self.levels, self.earned, bends)
        self.ahead *= self.problem.discount
        realised = np.stack([self.ahead[self.states.index((mode, left - 1))] for mode, left in self.leads])
        weighted = self.rows * self.weights
        return summed(weighted, self.rows), summed(weighted, realised)

    def play(self, date: int, continuation: Floats) -> None:
        """Decide by the guesses: realised values before the decisions."""
        guessed = dict(zip(self.leads, combined(continuation, self.rows), strict=True))
        realised = {(mode, left + 1): self.ahead[k] for k, (mode, left) in enumerate(self.states)}
        self.ahead = np.stack(
            [
                realised[state]
                if state[1]
                else _played(self.problem, state[0], date, self.levels, self.earned, guessed, realised)
                for state in self.states
            ]
        )

    def look(self, date: int) -> Sums:
        """Sums that explain the values of the states by regressors of known mean."""
        self._seen = self.known.rows(date, self.deviations[date], self.levels)
        weighted = self._seen * self.weights
        return summed(weighted, self._seen), summed(weighted, self.ahead)


def _played(
    problem: Problem,
    mode: int,
    date: int,
    levels: Floats,
    earned: list[Floats],
    guessed: dict[Outlet, Floats],
    realised: dict[Outlet, Floats],
) -> Floats:
    """Realised value of a mode under the choices that the guesses make."""
    best, value = np.full(levels.shape[1], -np.inf), np.zeros(levels.shape[1])
    for lead, now in payoffs(problem, mode, date, levels, earned):
        score = now + guessed[lead]
        better = score > best
        np.copyto(best, score, where=better)
        np.copyto(value, now + realised[lead], where=better)
    return value


def _least_squares(parts: list[Sums]) -> Floats:
    """Weights of the rows by target, from normal equations, without directions that the data do not have."""
    gram, right = sum(one for one, _ in parts), sum(other for _, other in parts)
    scale = np.sqrt(np.diagonal(gram))
    scale = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    kept = values > _CUT * values[-1]
    part = vectors[:, kept]
    return np.asarray((part / values[kept]) @ (part.T @ (right / scale[:, None])) / scale[:, None])
