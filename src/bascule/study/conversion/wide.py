"""A plan with everything that it says is uncertain: least squares where the grid cannot go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.build import one_rung, places, problem_of
from bascule.study.conversion.case import QUARTERS, Case
from bascule.study.conversion.fitted import decided
from bascule.study.conversion.lines import CONVERT, TriggerLine
from bascule.study.conversion.offers import Offers
from bascule.study.conversion.plan_drivers import CONTRACT, HASHPRICE, RENT
from bascule.study.switching.bracket import Bracket, Effort, Estimate, bracket
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.outlets import payoffs
from bascule.study.switching.paths import draw
from bascule.study.switching.problem import Problem
from bascule.study.switching.projective import DEGREES
from bascule.study.switching.regression import Policy, earned_by_mode
from bascule.study.switching.two_modes import upward_crossing

SPREAD_QUARTERS: Final = 8
"""Fitting paths start as far apart as two years carry them."""
_REACH: Final = 2.5
"""Triggers are sought up to so many standard deviations of the starts: beyond them no path has taught anything."""
_POINTS: Final = 201
_HASHPRICES: Final = (0.5, 0.625, 0.75, 0.875, 1.0, 1.125, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""Hashprices of a line, over today's."""
_YEARS: Final = 5
_WORLD_PATHS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What one set of regressors says of the first rung alone; the spread over sets tells how far to trust any.

    Attributes:
        degree: Of its polynomials.
        lower: Worth per meter megawatt of its policy on fresh paths.
        standard_error: Of that.
        trigger: Rent of today above which it converts; None where there is none.
        begun: Probability of having converted within five years, under the world's drifts.
    """

    degree: int
    lower: float
    standard_error: float
    trigger: float | None
    begun: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wide:
    """What least squares says under the pricing measure with all drivers; others than those named stand at today's levels.

    Attributes:
        alone: The first rung on its own terms, per meter megawatt: bounds and policy.
        mine_on: Hashing to the horizon, per meter megawatt.
        convert_now: Converting the first rung today to its better use, per meter megawatt.
        site: The whole ladder; without an upper bound.
        gain_now: Beginning the first rung today over the best of not beginning it, per meter megawatt of that rung.
        own_now: Whether a rung begun today would be filled with own accelerators.
        trigger: Rent of today above which the site begins its first rung; None where there is none.
        contract_trigger: Price of a GPU-hour under contract above which it begins its first rung with own accelerators; None
            where there is none, or no cloud.
        rents: Trigger rents along hashprices.
        contracts: These prices of a GPU-hour along hashprices; None without a cloud.
        bases: The first rung by several sets of regressors.
    """

    alone: Bracket
    mine_on: Estimate
    convert_now: float
    site: Bracket
    gain_now: float
    own_now: bool
    trigger: float | None
    contract_trigger: float | None
    rents: TriggerLine
    contracts: TriggerLine | None
    bases: tuple[Basis, ...]

    @property
    def now(self) -> bool:
        """Whether the site begins its first rung today."""
        return self.gain_now > 0

    @property
    def npv_now(self) -> bool:
        """Whether the rule of net present value converts the first rung today."""
        return self.convert_now > self.mine_on.mean

    @property
    def waiting(self) -> float:
        """Worth of waiting per meter megawatt of the first rung: the optimum over the better of mining on and converting."""
        return self.alone.lower.mean - max(self.mine_on.mean, self.convert_now)


def wide(case: Case, effort: Effort) -> Wide:
    """Solve a plan on all its drivers.

    Args:
        case: The plan, which says what lies beyond hashprice and rent.
        effort: How hard to work.
    """
    spread = replace(effort, spread_steps=min(SPREAD_QUARTERS, case.quarters - 1))
    problem = problem_of(case, case.drivers())
    site = bracket(problem, replace(spread, bounding=0))
    today, first = problem.drivers.base[:, 0], case.rungs[0]
    offers = Offers.of(case, problem.drivers)

    def begins(levels: Floats) -> Floats:
        return gain(site.policy, levels)

    def with_own(levels: Floats) -> Floats:
        # Only the sign counts: that both are positive.
        return np.minimum(begins(levels), offers.ahead(case.shell.leads, first, 0, levels))

    alone = problem_of(one_rung(case), problem.drivers)
    asked = _Search(drivers=problem.drivers, driver=CONTRACT, gain=with_own)
    rents = _Search(drivers=problem.drivers, driver=RENT, gain=begins)
    return Wide(
        alone=bracket(alone, spread),
        mine_on=bracket(alone.without_moves(), replace(effort, bounding=0)).lower,
        convert_now=_converted(alone),
        site=site,
        gain_now=float(begins(today[:, None])[0]) / first.meter_mw,
        own_now=bool(offers.own(case.shell.leads, first, 0, today[:, None])[0]),
        trigger=rents.crossing(today),
        contract_trigger=None if case.cloud is None else asked.crossing(today),
        rents=rents.line(),
        contracts=None if case.cloud is None else asked.line(),
        bases=tuple(_bases(case, spread)),
    )


def _converted(problem: Problem) -> float:
    """Worth of the first move at date 0 to a mode without money of its own."""
    move = problem.moves_from(problem.start)[CONVERT]
    lump = -float(move.cost(0, problem.drivers.base[:, :1])[0])
    return lump + problem.modes[move.end].closing * problem.discount**problem.dates


def gain(policy: Policy, levels: Floats) -> Floats:
    """What converting the first rung at date 0 gains over the best other choice.

    Args:
        policy: Fitted on paths whose starts are spread.
        levels: Of all drivers, shape (drivers, points).
    """
    problem = policy.problem
    earned = earned_by_mode(problem, 0, levels)
    guessed = policy.ahead(0, levels, earned)
    scores = [now + guessed[lead] for lead, now in payoffs(problem, problem.start, 0, levels, earned)]
    convert = scores.pop(1 + CONVERT)
    return np.asarray(convert - np.max(scores, axis=0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Search:
    """For the level of a driver above which a gain at date 0 is positive.

    Attributes:
        drivers: All of them.
        driver: Number of the one.
        gain: By levels of shape (drivers, points).
    """

    drivers: Drivers
    driver: int
    gain: Callable[[Floats], Floats]

    def crossing(self, today: Floats) -> float | None:
        """That level, the other drivers at levels of shape (drivers,); 0 where every level that is searched is above."""
        drivers, driver = self.drivers, self.driver
        last = min(SPREAD_QUARTERS, drivers.dates - 1)
        spread = float(drivers.variances()[last, driver, driver]) ** 0.5
        away = np.linspace(-_REACH * spread, _REACH * spread, _POINTS)
        levels = np.repeat(today[:, None], _POINTS, axis=1)
        levels[driver] *= np.exp(away)
        found = upward_crossing(away, self.gain(levels))
        return None if found is None else float(today[driver] * np.exp(found))

    def line(self) -> TriggerLine:
        """Along hashprices."""
        today = self.drivers.base[:, 0]
        found = []
        for factor in _HASHPRICES:
            levels = np.array(today)
            levels[HASHPRICE] *= factor
            found.append(self.crossing(levels))
        return TriggerLine(
            name="least squares",
            hashprice=today[HASHPRICE] * np.array(_HASHPRICES),
            rent=np.array([np.nan if one is None else one for one in found]),
        )


def _bases(case: Case, effort: Effort) -> Iterator[Basis]:
    """The first rung by polynomials of one degree less, the usual one, and one more."""
    alone = one_rung(case)
    problem = problem_of(alone, alone.drivers())
    usual = DEGREES[int(np.count_nonzero(problem.drivers.shock))]
    for degree in (usual - 1, usual, usual + 1):
        found = bracket(problem, replace(effort, degree=degree, bounding=0))
        yield Basis(
            degree=degree,
            lower=found.lower.mean,
            standard_error=found.lower.standard_error,
            trigger=_trigger(found.policy),
            begun=_begun(alone, found.policy, effort.seed),
        )


def _trigger(policy: Policy) -> float | None:
    """Rent of today above which the policy converts."""
    drivers = policy.problem.drivers
    search = _Search(drivers=drivers, driver=RENT, gain=lambda levels: gain(policy, levels))
    return search.crossing(drivers.base[:, 0])


def _begun(case: Case, policy: Policy, seed: int) -> float:
    """Share of the world's paths on which the rung has been converted within five years."""
    moved = case.drivers(world=True)
    deviations = draw(moved, _WORLD_PATHS, np.random.default_rng(seed))
    place = np.zeros(_WORLD_PATHS, dtype=np.int64)
    for date in range(min(_YEARS * QUARTERS, case.quarters)):
        place = decided(policy, date, place, moved.levels(date, deviations[date]))
    return float((place == len(places(case)) - 1).mean())
