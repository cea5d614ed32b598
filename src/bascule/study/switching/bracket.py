"""A switching value between a lower and an upper bound, each with its standard error."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.dual import block_size, dual_values
from bascule.study.switching.follow import follow
from bascule.study.switching.paths import draw
from bascule.study.switching.problem import Problem
from bascule.study.switching.regression import Policy, fit

BLOCK: Final = 20_000
"""Paths drawn and played at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard to work.

    Attributes:
        fitting: Paths on which the policy is fitted.
        valuing: Independent paths on which it is valued.
        bounding: Independent paths of the upper bound; 0 to leave it out.
        seed: Of the random numbers.
        degree: Of the policy's polynomials; None for the one that suits the number of drivers.
        spread_steps: Fitting paths start as far apart as so many steps carry them, so that the policy knows date 0 beyond
            today's levels; 0 to start them all there.
    """

    fitting: int = 100_000
    valuing: int = 100_000
    bounding: int = 4_000
    seed: int = 1
    degree: int | None = None
    spread_steps: int = 0

    def __post_init__(self) -> None:
        """Refuse too few paths for an error to be told, and a path without its mirror."""
        if any(paths % 2 or paths < 4 for paths in (self.fitting, self.valuing)):
            raise ValueError(
                f"fitting and valuing take an even number of paths from 4: {self.fitting}, {self.valuing}"
            )
        if self.bounding % 2 or (self.bounding != 0 and self.bounding < 4):
            raise ValueError(f"bounding takes an even number of paths from 4, or 0: {self.bounding}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean and its standard error."""

    mean: float
    standard_error: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bracket:
    """What least squares found.

    Attributes:
        policy: The rule.
        lower: Value of the rule on paths that it has not seen.
        upper: Bound that no rule can pass; None where it was left out.
        moves: Mean number of moves.
        in_mode: Share of paths running in each mode after each decision, shape (dates, modes).
        building: Share on the way to each mode, shape (dates, modes).
    """

    policy: Policy
    lower: Estimate
    upper: Estimate | None
    moves: float
    in_mode: Floats
    building: Floats

    @property
    def gap_frac(self) -> float | None:
        """Distance of the bounds over the lower one; None without an upper one or where the lower one is zero."""
        if self.upper is None or self.lower.mean == 0:
            return None
        return (self.upper.mean - self.lower.mean) / abs(self.lower.mean)


def bracket(problem: Problem, effort: Effort) -> Bracket:
    """Fit a policy, value it on other paths, bound the value from above on others again."""
    learn, play, bound = np.random.SeedSequence(effort.seed).spawn(3)
    spread = problem.drivers.variances()[effort.spread_steps] if effort.spread_steps else None
    paths = draw(problem.drivers, effort.fitting, np.random.default_rng(learn), spread)
    policy = fit(problem, paths, effort.degree)
    values, controls, moves = [], [], 0.0
    shares = np.zeros((2, problem.dates, len(problem.modes)))
    sizes = _blocks(effort.valuing)
    for size, seed in zip(sizes, play.spawn(len(sizes)), strict=True):
        played = follow(policy, draw(problem.drivers, size, np.random.default_rng(seed)))
        values.append(_pairs(played.value))
        controls.append(_pairs(played.control))
        moves += float(played.moves.sum())
        for mode in range(len(problem.modes)):
            shares[0, :, mode] += (played.modes == mode).sum(axis=1)
            shares[1, :, mode] += (played.modes == mode - len(problem.modes)).sum(axis=1)
    upper = _upper(policy, effort.bounding, bound)
    return Bracket(
        policy=policy,
        lower=controlled(np.concatenate(values), np.concatenate(controls)),
        upper=upper,
        moves=moves / effort.valuing,
        in_mode=shares[0] / effort.valuing,
        building=shares[1] / effort.valuing,
    )


def controlled(values: Floats, controls: Floats) -> Estimate:
    """Mean of values relieved of a control of mean zero."""
    spread = float(controls.var())
    share = float(((values - values.mean()) * controls).mean()) / spread if spread > 0 else 0.0
    return _mean(values - share * controls)


def _upper(policy: Policy, paths: int, seed: np.random.SeedSequence) -> Estimate | None:
    sizes = _blocks(paths, min(BLOCK // 10, block_size(policy.problem.drivers)))
    found = [
        _pairs(dual_values(policy, draw(policy.problem.drivers, size, np.random.default_rng(child))))
        for size, child in zip(sizes, seed.spawn(len(sizes)), strict=True)
    ]
    return _mean(np.concatenate(found)) if found else None


def _blocks(paths: int, most: int = BLOCK) -> Sequence[int]:
    whole, rest = divmod(paths, most)
    return [*[most] * whole, *([rest] if rest else [])]


def _pairs(values: Floats) -> Floats:
    """Means of antithetic pairs: these are independent."""
    half = len(values) // 2
    return (values[:half] + values[half:]) / 2


def _mean(values: Floats) -> Estimate:
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return Estimate(mean=float(values.mean()), standard_error=spread / len(values) ** 0.5)
