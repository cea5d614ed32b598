"""What the trigger rule and the rule of net present value say on a day, from what was known then."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import brentq

from bascule.study.conversion.build import one_rung, places, problem_of
from bascule.study.conversion.case import QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.case_moves import conversion_npv
from bascule.study.conversion.hashprice_course import Supply
from bascule.study.conversion.mining_on import mining_on
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT, Driver
from bascule.study.conversion.terms import Mining, Network, Resting, Rung
from bascule.study.hindcast.dated import Dated, Point
from bascule.study.hindcast.knowledge import Calibration, calibrate, scheduled_halvings
from bascule.study.hindcast.plan import HindcastPlan, Known, MiningTerms
from bascule.study.margins.surface import Surface
from bascule.study.plan.process import Gbm, LogOu
from bascule.study.switching.courses import Scaled
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.problem import Problem
from bascule.study.switching.two_modes import AI, MINE, trigger_y
from bascule.units import HOURS_PER_YEAR, MWH_PER_PH_DAY

POINTS_PER_SHOCK: Final = 2.0
AI_RENT: Final = "AI rent"
"""What is missing before the first point of a series of rents."""
_FAR: Final = 100.0
"""Times the known rent: where a break-even is looked for."""
_NO_REST: Final = Resting(mothball_cost=0.0, upkeep_per_year=0.0, restart_cost=0.0, sale_price=0.0)
"""Not offered here: `problem_on` leaves these moves out."""


class Choice(StrEnum):
    """What a rule says."""

    CONVERT = "convert"
    WAIT = "wait"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Present values per meter megawatt on the day, after tax, under the plan's measure.

    Attributes:
        best: Of the megawatt played by the trigger rule.
        conversion: Of converting now: lease less cost.
        mining_on: Of hashing for ever.
        gain: Of converting now over keeping the right to convert later; above zero the trigger rule converts.
        trigger_rent: Rent from which the trigger rule converts at this hashprice; None where none on the grid does.
        npv_rent: Rent at which converting now equals hashing for ever; None where none does.
    """

    best: float
    conversion: float
    mining_on: float
    gain: float
    trigger_rent: float | None
    npv_rent: float | None

    @property
    def waiting(self) -> float:
        """What the right to convert later adds to the better of converting now and hashing for ever."""
        return max(self.best - max(self.conversion, self.mining_on), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A day's decision.

    Attributes:
        day: The day.
        rent: The last one known, None before the first; so the others.
        power: Price of power.
        fleet: Efficiency.
        capex: Cost of a shell.
        calibration: Of the hashprice.
        missing: Names of what was not known; with any, both rules are silent.
        trigger: What the trigger rule says.
        npv: What the rule of net present value says.
        trigger_at_ends: What the trigger rule says at the low and high end of a rent that is a range.
        worth: The values; None where something was missing.
    """

    day: date
    rent: Point | None
    power: Point | None
    fleet: Point | None
    capex: Point | None
    calibration: Calibration | None
    missing: tuple[str, ...]
    trigger: Choice
    npv: Choice
    trigger_at_ends: tuple[Choice, Choice] | None
    worth: Worth | None


def decide(plan: HindcastPlan, known: Known) -> Decision:
    """Calibrate, solve, decide."""
    calibration = calibrate(known, plan.hashprice.window_years)
    rent, power, fleet, capex = (_last(one) for one in (known.rent, known.power, known.fleet, known.capex))
    case = None
    if calibration and rent and power and fleet and capex:
        case = case_of(plan, known.day, calibration, Stated(rent, power, fleet, capex))
    worth = None if case is None else _worth(case)
    named = (
        (AI_RENT, rent),
        (known.power.name, power),
        (known.fleet.name, fleet),
        (known.capex.name, capex),
    )
    return Decision(
        day=known.day,
        rent=rent,
        power=power,
        fleet=fleet,
        capex=capex,
        calibration=calibration,
        missing=tuple(name for name, seen in (*named, ("hashprice", calibration)) if seen is None),
        trigger=Choice.UNKNOWN if worth is None else _choice(converts=worth.gain > 0),
        npv=Choice.UNKNOWN if worth is None else _choice(converts=worth.conversion > worth.mining_on),
        trigger_at_ends=None if worth is None or rent is None else _at_ends(worth, rent),
        worth=worth,
    )


class Stated(NamedTuple):
    """The last figures known."""

    rent: Point
    power: Point
    fleet: Point
    capex: Point


def case_of(plan: HindcastPlan, day: date, calibration: Calibration, stated: Stated) -> Case:
    """The plan of one meter megawatt as it stood on a day."""
    hashprice, rent = _hashprice(plan, day, calibration), _rent(plan, stated.rent.value)
    return Case(
        name=plan.name,
        currency=plan.currency,
        quarters=plan.quarters,
        rate=plan.rate,
        measure=plan.measure,
        tax_frac=plan.tax_frac,
        hashprice=Driver(pricing=hashprice, world=hashprice),
        rent=Driver(pricing=rent, world=rent),
        corr=plan.rent.corr,
        mining=mining_of(plan.mining, stated.fleet.value, stated.power.value),
        shell=replace(plan.shell, capex_per_it_mw=stated.capex.value),
        lease=plan.lease,
        resting=_NO_REST,
        rungs=(Rung(meter_mw=1.0),),
        builds_per_year=QUARTERS,
        network=Network(network_eh_s=1.0, site_eh_s=0.0, eta=plan.hashprice.eta),
        residual_per_meter_mw=0.0,
    )


def mining_of(terms: MiningTerms, j_per_th: float, power_per_mwh: float) -> Mining:
    """A meter megawatt that hashes where its hash is worth more than flat power: a margin that is a broken line.

    Source: 1 PH/s at 1 J/TH is 1 kW, so a MWh earns hashprice / (0.024 J/TH) before the pool's fee.
    """
    per_hashprice = (1 - terms.pool_fee_frac) / (MWH_PER_PH_DAY * j_per_th)
    even = power_per_mwh / per_hashprice
    hours = HOURS_PER_YEAR * terms.uptime_frac
    margin = np.array([0.0, 0.0, hours * power_per_mwh])
    surface = Surface(
        hashprice=np.array([0.0, even, 2 * even]),
        power_scale=np.array([1.0]),
        ai_scale=np.array([1.0]),
        margin=margin[:, None, None],
    )
    return Mining(
        surface=surface,
        connection_meter_mw=1.0,
        fixed_per_meter_mw_year=terms.fixed_per_meter_mw_year,
        ageing_frac=terms.ageing_frac,
    )


def problem_on(case: Case) -> Problem:
    """Hashing or the lease, and the one move between them."""
    whole = problem_of(one_rung(case))
    end = len(places(case)) - 1
    move = next(move for move in whole.moves_from(MINE) if move.end == end)
    return replace(whole, modes=(whole.modes[MINE], whole.modes[end]), moves=(replace(move, end=AI),))


def _worth(case: Case) -> Worth:
    solution = solve_grid(problem_on(case), POINTS_PER_SHOCK)
    return Worth(
        best=solution.value,
        conversion=conversion_npv(case),
        mining_on=mining_on(case),
        gain=float(solution.gains_now[(MINE, *solution.axes.centre)]),
        trigger_rent=trigger_y(solution),
        npv_rent=_npv_rent(case),
    )


def _npv_rent(case: Case) -> float | None:
    """Where lease less cost equals hashing for ever, the rent of the day of signing alone being moved."""
    problem, alone = problem_on(case), mining_on(case)
    cost, drivers = problem.moves[0].cost, problem.drivers
    start = float(drivers.base[RENT, 0])

    def gain(factor: float) -> float:
        levels = np.array([[drivers.base[HASHPRICE, 0]], [start * factor]])
        return -float(cost(0, levels)[0]) - alone

    if gain(1 / _FAR) * gain(_FAR) > 0:
        return None
    return start * float(brentq(gain, 1 / _FAR, _FAR))


def _hashprice(plan: HindcastPlan, day: date, found: Calibration) -> Scaled:
    years = plan.quarters * STEP_YEARS
    supply = Supply(
        eta=plan.hashprice.eta,
        technology_growth_per_year=0.0,
        fees_frac=found.fees_frac,
        halvings_years=scheduled_halvings(day, years),
    )
    return Scaled(
        process=Gbm(start=found.hashprice_per_ph_day, mu=plan.hashprice.drift, sigma=found.volatility.value),
        factors=tuple(
            supply.reward_ratio(STEP_YEARS * k) ** supply.pass_through for k in range(plan.quarters)
        ),
    )


def _rent(plan: HindcastPlan, start: float) -> Gbm | LogOu:
    terms = plan.rent
    if terms.speed > 0:
        return LogOu(start=start, level=start, speed=terms.speed, sigma=terms.sigma)
    return Gbm(start=start, mu=terms.drift, sigma=terms.sigma)


def _last(dated: Dated) -> Point | None:
    return dated.points[-1] if dated.points else None


def _choice(*, converts: bool) -> Choice:
    return Choice.CONVERT if converts else Choice.WAIT


def _at_ends(worth: Worth, rent: Point) -> tuple[Choice, Choice] | None:
    if rent.low is None or rent.high is None:
        return None
    low, high = (worth.trigger_rent is not None and end > worth.trigger_rent for end in (rent.low, rent.high))
    return _choice(converts=low), _choice(converts=high)
