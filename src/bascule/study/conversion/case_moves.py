"""A plan whose inputs move together, and the two criteria that such moves may break."""

import math
from dataclasses import dataclass, replace

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.build import one_rung, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.mining_on import mining_on
from bascule.study.conversion.moved import mean_quarters, moved_driver, stretched, volatility
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT, Driver
from bascule.study.conversion.reverse_stress import StressInput
from bascule.study.conversion.terms import Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """One standard deviation of each input; 0 holds it still.

    Attributes:
        power_log: Of the logarithm of the level of power prices.
        lead_log: Of the logarithm of the lead time.
        rate: Of the discount rate, per year.
        default_log: Of the logarithm of the intensity of tenants' default.
        capex_log: Of the logarithm of the cost; None takes the plan's own spread.
        hashprice_log: Of the logarithm of the hashprice; None takes its volatility over a year.
        rent_log: Of the logarithm of the rent and of what it reverts to; None takes its volatility over a year.
    """

    power_log: float
    lead_log: float
    rate: float
    default_log: float
    capex_log: float | None = None
    hashprice_log: float | None = None
    rent_log: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseMoves:
    """What may move in a plan.

    Attributes:
        case: The plan.
        inputs: What moves, in order.
        corr: Correlation of the moves: that of hashprice and rent as the plan has it, the others independent.
    """

    case: Case
    inputs: tuple[StressInput, ...]
    corr: Floats

    def moved(self, z: Floats) -> Case:
        """The plan after standardised moves."""
        values = {one.name: one.at(move) for one, move in zip(self.inputs, z.tolist(), strict=True)}
        factors = {one.name: values[one.name] / one.centre for one in self.inputs if one.centre}
        case, lease = self.case, self.case.lease
        return replace(
            case,
            rate=values.get("discount rate", case.rate),
            hashprice=moved_driver(case.hashprice, start=factors.get("hashprice", 1.0)),
            rent=moved_driver(case.rent, start=factors.get("rent", 1.0)),
            mining=replace(case.mining, power_scale=values.get("power level", case.mining.power_scale)),
            shell=replace(
                case.shell,
                capex_per_it_mw=values.get("capital cost", case.shell.capex_per_it_mw),
                leads=stretched(case.shell.leads, factors.get("lead time", 1.0)),
            ),
            lease=replace(lease, default_per_year=values.get("tenant default", lease.default_per_year)),
        )

    def conversion_npv(self, z: Floats) -> float:
        """Criterion: net present value now of a meter megawatt of the first rung that converts."""
        return conversion_npv(self.moved(z))

    def gain_over_mining(self, z: Floats) -> float:
        """Criterion: the same less what hashing on for ever is worth."""
        moved = self.moved(z)
        return conversion_npv(moved) - mining_on(moved)


def conversion_npv(case: Case) -> float:
    """Net present value after tax of converting a meter megawatt of the first rung today: lease less cost."""
    problem = problem_of(one_rung(case))
    build = next(move for move in problem.moves if move.end == len(problem.modes) - 1)
    now = problem.drivers.levels(0, np.zeros((len(problem.drivers.decay), 1)))
    return -float(build.cost(0, now)[0])


def case_moves(case: Case, scales: Scales) -> CaseMoves:
    """What may move in a plan, by how much; what is zero cannot move by ratio and is left out.

    Raises:
        ValueError: Nothing may move.
    """
    asked = (
        (
            "hashprice",
            f"{case.currency}/PH/day",
            case.today(HASHPRICE),
            _own(scales.hashprice_log, case.hashprice),
        ),
        ("rent", f"{case.currency}/IT kW/month", case.today(RENT), _own(scales.rent_log, case.rent)),
        ("power level", "of the plan's prices", case.mining.power_scale, scales.power_log),
        (
            "capital cost",
            f"{case.currency}/IT MW",
            case.shell.capex_per_it_mw,
            _capex(scales.capex_log, case.shell),
        ),
        ("lead time", "quarters", mean_quarters(case.shell.leads), scales.lead_log),
        ("discount rate", "1/year", case.rate, scales.rate),
        ("tenant default", "1/year", case.lease.default_per_year, scales.default_log),
    )
    inputs = tuple(
        StressInput(name=name, unit=unit, centre=centre, scale=scale, by_ratio=name != "discount rate")
        for name, unit, centre, scale in asked
        if scale > 0 and (centre > 0 or name == "discount rate")
    )
    if not inputs:
        raise ValueError("nothing may move: every scale is zero")
    return CaseMoves(case=case, inputs=inputs, corr=_corr(case, [one.name for one in inputs]))


def _corr(case: Case, names: list[str]) -> Floats:
    table = np.eye(len(names))
    if {"hashprice", "rent"} <= set(names):
        a, b = names.index("hashprice"), names.index("rent")
        table[a, b] = table[b, a] = case.corr
    return table


def _own(stated: float | None, driver: Driver) -> float:
    return volatility(driver) if stated is None else stated


def _capex(stated: float | None, shell: Shell) -> float:
    return math.sqrt(math.log1p(shell.capex_sd_frac**2)) if stated is None else stated
