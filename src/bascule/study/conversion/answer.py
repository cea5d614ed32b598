"""A plan's whole answer: what to do today, what it is worth, what could change it, and what could go wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.books import AtOnce, Book, ByNpv, Never, Optimal
from bascule.study.conversion.build import HASHING, Place, converted_mw, one_rung, places, problem_of
from bascule.study.conversion.case import STEP_YEARS, Case
from bascule.study.conversion.case_moves import Scales, case_moves
from bascule.study.conversion.finance import Funding, Hedge, World
from bascule.study.conversion.fitted import Fitted
from bascule.study.conversion.hedging import Hedging, cushion, forward, forwards_npv
from bascule.study.conversion.lean import lean
from bascule.study.conversion.lines import rest_lines
from bascule.study.conversion.plan_drivers import RENT, power_driver
from bascule.study.conversion.reverse_stress import ReverseStress, StressInput, reverse_stress
from bascule.study.conversion.risk import Engine, Risk, Worked, joined, known_control, risk, tasks, work
from bascule.study.conversion.sensitivity import Carried, Flip, ParameterError, Swing, carried, flips, tornado
from bascule.study.conversion.triggers import LADDER, Triggers, triggers
from bascule.study.conversion.wide import Wide, wide
from bascule.study.conversion.worth import Worth
from bascule.study.margins.real_quarters import RealQuarters
from bascule.study.switching.bracket import Bracket, Effort, bracket
from bascule.study.switching.drivers import drivers
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.occupancy import Occupancy, occupancy

Told = Callable[[str, float], None]
"""Hears what is being worked on, and how far the whole is, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A plan ready to be answered.

    Attributes:
        case: Its terms.
        funding: Its cash and debt.
        hedges: Its forwards.
        world: What is drawn for its risk.
        effort: How hard least squares work.
        errors: How far inputs may be from the truth.
        quarters: Real days of the site's market; None where the world has none.
    """

    case: Case
    funding: Funding
    hedges: tuple[Hedge, ...]
    world: World
    effort: Effort
    errors: tuple[ParameterError, ...] = ()
    quarters: RealQuarters | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """A reverse stress with what was moved."""

    inputs: tuple[StressInput, ...]
    found: ReverseStress


_SCALES: Final = Scales(power_log=0.2, lead_log=0.25, rate=0.01, default_log=0.5)
"""One standard deviation of what the plan states no spread of: assumptions."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What was found; money of a rung is per meter megawatt, of the ladder for the whole site, at date 0.

    Attributes:
        statement: What was asked.
        decided: Worth of each rung and of the ladder, and their triggers, under the pricing measure.
        rests_below: Hashprice below which hashing stops for good or for now, at today's rent; None if it does not.
        starts_above: Hashprice above which a resting site starts.
        certificate: Least squares and dual bound of the first rung, beside its grid.
        wider: The same with the power level as a third driver; None where it is certain, or more is uncertain than that.
        wide: Everything that is uncertain, by least squares; None in a plan of hashprice and rent.
        likely: Places of the ladder by quarter under the world's drifts, from the grid's policy.
        swings: Effect of each input, the widest first.
        flips: What would change today's decision.
        carried: Errors of parameters in the first rung's trigger and worth.
        breaks: The smallest joint move of inputs that turns the gain of signing now over mining on.
        option_worth: What the offered option on the site is worth, for the whole site; None where none is offered.
        risks: By strategy, under the world's drifts.
        hedging: Forwards, and the optimal strategy with and without them; None where there are none.
        levels: Quantiles of the drivers in the world, hashprice and rent first, shape (drivers, levels, quarters).
    """

    statement: Statement
    decided: Triggers
    rests_below: float | None
    starts_above: float | None
    certificate: Bracket
    wider: Bracket | None
    wide: Wide | None
    likely: Occupancy
    swings: tuple[Swing, ...]
    flips: tuple[Flip, ...]
    carried: tuple[Carried, ...]
    breaks: Breaks
    option_worth: float | None
    risks: Mapping[str, Risk]
    hedging: Hedging | None
    levels: Floats

    @property
    def rungs(self) -> tuple[Worth, ...]:
        """Each rung on its own terms, under the pricing measure."""
        return self.decided.rungs

    @property
    def site_value(self) -> float:
        """The whole ladder with its shared limits, under the pricing measure."""
        return self.decided.ladder.value if self.wide is None else self.wide.site.lower.mean

    @property
    def begins_now(self) -> bool:
        """Whether the site begins its first rung today."""
        return self.decided.begins_now if self.wide is None else self.wide.now

    @property
    def trigger(self) -> float | None:
        """Rent above which the site begins its first rung, all else as today; None where there is none."""
        return self.decided.trigger if self.wide is None else self.wide.trigger

    @property
    def npv_gain(self) -> float:
        """Converting the first rung today over mining on, per meter megawatt."""
        first, wide = self.rungs[0], self.wide
        return first.convert_now - first.mine_on if wide is None else wide.convert_now - wide.mine_on.mean

    @property
    def waiting(self) -> float:
        """Worth of waiting, per meter megawatt of the first rung."""
        return self.rungs[0].waiting if self.wide is None else self.wide.waiting

    def begun_by(self, quarter: int) -> float:
        """Probability that some rung has been decided for by a quarter, under the world's drifts."""
        if self.wide is not None:
            return float(self.risks[OPTIMAL].begun[quarter])
        found = places(self.statement.case)
        return sum(float(self.likely.in_mode[quarter, k]) for k, place in enumerate(found) if place.rungs > 0)

    def mean_mw(self) -> Floats:
        """Expected meter megawatts decided for by quarter, under the world's drifts."""
        if self.wide is not None:
            return self.risks[OPTIMAL].mean_converted
        case = self.statement.case
        done = np.array([converted_mw(case, place.rungs) for place in places(case)])
        return np.asarray(self.likely.in_mode @ done)


OPTIMAL: Final = "optimal"
"""The strategy that follows the solved policy."""
LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


def answer(statement: Statement, engine: Engine, told: Told) -> Answer:
    """Work a plan out.

    Args:
        statement: The plan.
        engine: Works on blocks of paths.
        told: Hears of progress.
    """
    case = _without_option(statement.case)
    told("rungs", 0.0)
    known = lean(case)
    decided = triggers(known)
    ladder = decided.ladder
    option_worth = None
    if statement.case.option is not None:
        option_worth = solve_grid(problem_of(lean(statement.case)), LADDER).value - ladder.value
    told("probabilities", 0.2)
    likely = occupancy(ladder, places(case).index(Place(rungs=1, rest=HASHING)), known.drivers(world=True))
    told("least_squares", 0.3)
    certificate = bracket(problem_of(one_rung(known)), statement.effort)
    wider = _wider(case, statement) if case.beyond is None else None
    everything = None if case.beyond is None else wide(case, statement.effort)
    told("paths", 0.5)
    best = Optimal.of(ladder) if everything is None else _fitted(case, everything)
    asked = tasks(
        case,
        statement.funding,
        statement.hedges,
        statement.world,
        _books(case, known, best),
        statement.quarters,
        unhedged=best if statement.hedges else None,
    )
    found = joined(engine(work, asked))
    control = known_control(case, found.levels)
    told("inputs", 0.7)
    swings = sorted(tornado(known), key=lambda one: -abs(one.high.optimal - one.low.optimal))
    told("break-evens", 0.9)
    turned = tuple(flips(known))
    moves = case_moves(known, _SCALES)
    breaks = Breaks(
        inputs=moves.inputs, found=reverse_stress(moves.gain_over_mining, moves.inputs, moves.corr)
    )
    rests = rest_lines(known, ladder, known.drivers().base[RENT, :1])
    return Answer(
        statement=statement,
        decided=decided,
        rests_below=_number(rests.stops_below),
        starts_above=_number(rests.starts_above),
        certificate=certificate,
        wider=wider,
        wide=everything,
        likely=likely,
        swings=tuple(swings),
        flips=turned,
        carried=tuple(carried(known, statement.errors)),
        breaks=breaks,
        option_worth=option_worth,
        risks={name: risk(sheet, statement.funding, control) for name, sheet in found.sheets.items()},
        hedging=_hedging(statement, best.name, found),
        levels=np.quantile(found.levels, LEVELS, axis=2).transpose(1, 0, 2),
    )


def _hedging(statement: Statement, best: str, found: Worked) -> Hedging | None:
    """The strategy with forwards and without them."""
    if found.unhedged is None:
        return None
    case, funding, sheet = statement.case, statement.funding, found.sheets[best]
    paid = forwards_npv(case, statement.hedges, found.levels)
    return Hedging(
        forwards=tuple(forward(case, hedge) for hedge in statement.hedges),
        hedged=cushion(sheet.npv + paid, sheet.cash, funding),
        unhedged=cushion(found.unhedged.npv, found.unhedged.cash, funding),
    )


def _number(one: Floats) -> float | None:
    """The only element; None where it is NaN."""
    return None if np.isnan(one[0]) else float(one[0])


def _without_option(case: Case) -> Case:
    """The terms as they are: the option has to be bought."""
    return replace(case, option=None)


def _fitted(case: Case, found: Wide) -> Fitted:
    policy = found.site.policy
    return Fitted(case=case, continuation=policy.continuation, degree=policy.basis.degree)


def _books(case: Case, known: Case, best: Book) -> tuple[Book, ...]:
    """Strategies that are compared: converting some rungs at once spans the efficient set."""
    whole = len(case.rungs)
    parts = tuple(
        AtOnce(case=case, most=k, name=f"{converted_mw(case, k):g} MW now") for k in range(1, whole)
    )
    return (
        Never(),
        AtOnce(case=case, most=whole),
        ByNpv.of(known, known.drivers(), LADDER),
        best,
        *parts,
    )


def _wider(case: Case, statement: Statement) -> Bracket | None:
    """The first rung with an uncertain power level: three drivers, beyond the grid."""
    power = power_driver(statement.world.power_sd, statement.world.power_speed)
    if power is None:
        return None
    corr = np.eye(3)
    corr[0, 1] = corr[1, 0] = case.corr
    moved = drivers(
        [case.hashprice.pricing, case.rent.pricing, power.pricing],
        corr,
        step_years=STEP_YEARS,
        dates=case.quarters,
    )
    return bracket(problem_of(one_rung(case), moved), statement.effort)
