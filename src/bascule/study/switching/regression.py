"""A policy by least-squares Monte Carlo: continuation values regressed on realised money, backward in time."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.known import Known
from bascule.study.switching.outlets import Outlet, outlets, payoffs, waiting
from bascule.study.switching.problem import Problem
from bascule.study.switching.projective import Projective

_CUT: Final = 1e-11
"""Directions of the regressors with less than this share of the largest are left out: they are copies of others."""


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
        rows = self.basis.rows(date, levels, earned)
        return dict(zip(self.outlets, self.continuation[date].T @ rows, strict=True))

    def surprises(self, date: int, before: Floats, after: Floats) -> Floats:
        """Increments of the martingale from a date to the next by state, shape (states, paths), from deviations."""
        news = self.known.rows(date + 1, after) - self.known.means_ahead(date, before)
        return np.asarray(self.worth[date + 1].T @ news)


def earned_by_mode(problem: Problem, date: int, levels: Floats) -> list[Floats]:
    """Money of a step in every mode."""
    return [problem.earned(mode, date, levels) for mode in range(len(problem.modes))]


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
    basis, known = Projective(drivers=problem.drivers, degree=degree), Known(drivers=problem.drivers)
    leads, states = outlets(problem), waiting(problem)
    ahead = closing(problem, states, deviations.shape[2])
    fitted: list[tuple[Floats, Floats]] = []
    worth = np.zeros((known.count, len(states)))
    for date in range(problem.dates - 1, -1, -1):
        if fitted:
            news = known.rows(date + 1, deviations[date + 1]) - known.means_ahead(date, deviations[date])
            ahead = {state: ahead[state] - part for state, part in zip(states, worth.T @ news, strict=True)}
        levels = problem.drivers.levels(date, deviations[date])
        earned = earned_by_mode(problem, date, levels)
        weights = basis.weights(date, levels)
        realised = {(mode, k): problem.discount * ahead[mode, k - 1] for mode, k in {*leads, *states} if k}
        rows = basis.rows(date, levels, earned)
        continuation = _least_squares(rows, weights, [realised[lead] for lead in leads])
        guessed = dict(zip(leads, continuation.T @ rows, strict=True))
        ahead = {
            (mode, left): realised[mode, left]
            if left
            else _played(problem, mode, date, levels, earned, guessed, realised)
            for mode, left in states
        }
        if date:
            worth = _least_squares(known.rows(date, deviations[date]), weights, [ahead[s] for s in states])
        fitted.append((continuation, worth))
    fitted.reverse()
    return Policy(
        problem=problem,
        basis=basis,
        known=known,
        outlets=leads,
        waiting=states,
        continuation=np.stack([part for part, _ in fitted]),
        worth=np.stack([part for _, part in fitted]),
    )


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


def _least_squares(rows: Floats, weights: Floats, targets: list[Floats]) -> Floats:
    """Weights of the rows by target, from normal equations, without directions that the data do not have."""
    weighted = rows * weights
    gram, right = weighted @ rows.T, weighted @ np.stack(targets, axis=1)
    scale = np.sqrt(np.diagonal(gram))
    scale = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    kept = values > _CUT * values[-1]
    part = vectors[:, kept]
    return np.asarray((part / values[kept]) @ (part.T @ (right / scale[:, None])) / scale[:, None])
