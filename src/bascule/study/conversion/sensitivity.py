"""What moves a plan's answer, and what would change its decision: one input at a time, under the pricing measure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bascule.study.conversion.case import Case
from bascule.study.conversion.moved import mean_quarters, moved_driver, stretched, volatility
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.conversion.worth import Glance, glance

COARSE: Final = 1.5
"""Nodes per shock: values within a few thousandths, in a fifth of the time."""
_ROUNDS: Final = 9
_WIDEST: Final = 3.0
"""A break-even is sought up to this factor in either direction."""

Move = Callable[[Case, float], Case]
"""A plan with one input multiplied by a factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An input that is moved.

    Attributes:
        name: For tables.
        low: Factor of the low case.
        high: Factor of the high case.
        move: How a factor changes the plan.
        read: Its value in a plan.
        unit: Of that value.
    """

    name: str
    low: float
    high: float
    move: Move
    read: Callable[[Case], float]
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """An input's effect, per meter megawatt of the first rung.

    Attributes:
        name: Of the input.
        low_value: Value of the input in the low case.
        high_value: In the high case.
        unit: Of these.
        low: The rung's worth in the low case.
        high: In the high case.
    """

    name: str
    low_value: float
    high_value: float
    unit: str
    low: Glance
    high: Glance


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Where the decision of today turns.

    Attributes:
        name: Of the input.
        today: Its value.
        turns_at: Value at which the optimum's decision changes; None where it does not within a factor of three.
        unit: Of both.
    """

    name: str
    today: float
    turns_at: float | None
    unit: str


def tornado(case: Case) -> Iterator[Swing]:
    """Both ends of every input; those that the plan has at zero are left out."""
    for one in INPUTS:
        if one.read(case) != 0:
            yield Swing(
                name=one.name,
                low_value=one.read(one.move(case, one.low)),
                high_value=one.read(one.move(case, one.high)),
                unit=one.unit,
                low=glance(one.move(case, one.low), points_per_shock=COARSE),
                high=glance(one.move(case, one.high), points_per_shock=COARSE),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterError:
    """How far an input may be from the truth, as a calibration says.

    Attributes:
        name: Of one of ``INPUTS``.
        standard_error: In the input's own unit.
    """

    name: str
    standard_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """An error carried into the first rung's answer: half the change between one standard error below and above.

    Attributes:
        name: Of the input.
        standard_error: Of the input.
        trigger: Of the trigger rent; None where one side has no trigger.
        optimal: Of the rung's worth per meter megawatt.
    """

    name: str
    standard_error: float
    trigger: float | None
    optimal: float


def too_wide(case: Case, error: ParameterError) -> bool:
    """Whether an error cannot be carried: the input is zero, or no larger than its error."""
    return not 0 < error.standard_error < abs(value_of(case, error.name))


def value_of(case: Case, name: str) -> float:
    """Value of one of ``INPUTS`` in a plan."""
    return next(one.read(case) for one in INPUTS if one.name == name)


def carried(case: Case, errors: tuple[ParameterError, ...]) -> Iterator[Carried]:
    """Errors of parameters in the trigger and the worth of the first rung, one at a time.

    Raises:
        ValueError: An input is unknown, or its error is not below its value.
    """
    known = {one.name: one for one in INPUTS}
    for error in errors:
        if error.name not in known:
            raise ValueError(f"no input is called {error.name!r}; there are {', '.join(known)}")
        if too_wide(case, error):
            raise ValueError(f"{error.name}: its standard error must be above zero and below its value")
        one = known[error.name]
        share = error.standard_error / abs(one.read(case))
        low, high = (
            glance(one.move(case, factor), points_per_shock=COARSE) for factor in (1 - share, 1 + share)
        )
        both = low.trigger is not None and high.trigger is not None
        yield Carried(
            name=error.name,
            standard_error=error.standard_error,
            trigger=((high.trigger or 0.0) - (low.trigger or 0.0)) / 2 if both else None,
            optimal=(high.optimal - low.optimal) / 2,
        )


FLIPPED: Final = ("rent", "capex", "hashprice", "discount_rate", "power_level", "lead_time")


def flips(case: Case) -> Iterator[Flip]:
    """What each of the main inputs would have to be for today's decision to be the other one."""
    now = glance(case, points_per_shock=COARSE).now
    for one in INPUTS:
        if one.name in FLIPPED and one.read(case) != 0:
            found = _turning(case, one, now=now)
            yield Flip(
                name=one.name,
                today=one.read(case),
                turns_at=None if found is None else one.read(one.move(case, found)),
                unit=one.unit,
            )


def _turning(case: Case, one: Input, *, now: bool) -> float | None:
    """Factor nearest to 1 at which the decision turns."""
    found = [
        factor for end in (1 / _WIDEST, _WIDEST) if (factor := _towards(case, one, end, now=now)) is not None
    ]
    return min(found, key=lambda factor: abs(np.log(factor)), default=None)


def _towards(case: Case, one: Input, end: float, *, now: bool) -> float | None:
    if glance(one.move(case, end), points_per_shock=COARSE).now == now:
        return None
    same, other = 1.0, end
    for _ in range(_ROUNDS):
        middle = float(np.sqrt(same * other))
        if glance(one.move(case, middle), points_per_shock=COARSE).now == now:
            same = middle
        else:
            other = middle
    return float(np.sqrt(same * other))


def _hashprice(case: Case, factor: float) -> Case:
    return replace(case, hashprice=moved_driver(case.hashprice, start=factor))


def _hash_risk(case: Case, factor: float) -> Case:
    return replace(case, hashprice=moved_driver(case.hashprice, sigma=factor))


def _rent(case: Case, factor: float) -> Case:
    return replace(case, rent=moved_driver(case.rent, start=factor))


def _rent_risk(case: Case, factor: float) -> Case:
    return replace(case, rent=moved_driver(case.rent, sigma=factor))


def _capex(case: Case, factor: float) -> Case:
    return replace(case, shell=replace(case.shell, capex_per_it_mw=case.shell.capex_per_it_mw * factor))


def _lead(case: Case, factor: float) -> Case:
    return replace(case, shell=replace(case.shell, leads=stretched(case.shell.leads, factor)))


def _rate(case: Case, factor: float) -> Case:
    return replace(case, rate=float(np.log1p(np.expm1(case.rate) * factor)))


def _power(case: Case, factor: float) -> Case:
    return replace(case, mining=replace(case.mining, power_scale=case.mining.power_scale * factor))


def _default(case: Case, factor: float) -> Case:
    return replace(case, lease=replace(case.lease, default_per_year=case.lease.default_per_year * factor))


def _ageing(case: Case, factor: float) -> Case:
    return replace(case, mining=replace(case.mining, ageing_frac=case.mining.ageing_frac * factor))


def _escalator(case: Case, factor: float) -> Case:
    return replace(case, lease=replace(case.lease, escalator_frac=case.lease.escalator_frac * factor))


def _resale(case: Case, factor: float) -> Case:
    if case.machines is None:
        return case
    machines = replace(case.machines, resale_per_ph=case.machines.resale_per_ph * factor)
    return replace(case, machines=machines)


def _today(driver: int) -> Callable[[Case], float]:
    return lambda case: case.today(driver)


INPUTS: Final = (
    Input(
        name="hashprice",
        low=0.8,
        high=1.25,
        move=_hashprice,
        read=_today(HASHPRICE),
        unit="per PH-day",
    ),
    Input(
        name="hashprice_volatility",
        low=0.75,
        high=1.33,
        move=_hash_risk,
        read=lambda one: volatility(one.hashprice),
        unit="per year",
    ),
    Input(name="rent", low=0.9, high=1.1, move=_rent, read=_today(RENT), unit="per IT kW-month"),
    Input(
        name="rent_volatility",
        low=0.5,
        high=1.5,
        move=_rent_risk,
        read=lambda one: volatility(one.rent),
        unit="per year",
    ),
    Input(
        name="capex",
        low=0.8,
        high=1.25,
        move=_capex,
        read=lambda one: one.shell.capex_per_it_mw,
        unit="per IT MW",
    ),
    Input(
        name="lead_time",
        low=0.67,
        high=1.5,
        move=_lead,
        read=lambda one: mean_quarters(one.shell.leads),
        unit="quarters",
    ),
    Input(
        name="discount_rate",
        low=0.8,
        high=1.2,
        move=_rate,
        read=lambda one: float(np.expm1(one.rate)),
        unit="per year",
    ),
    Input(
        name="power_level",
        low=0.75,
        high=1.33,
        move=_power,
        read=lambda one: one.mining.power_scale,
        unit="of the plan's",
    ),
    Input(
        name="default_intensity",
        low=0.5,
        high=2.0,
        move=_default,
        read=lambda one: one.lease.default_per_year,
        unit="per year",
    ),
    Input(
        name="fleet_ageing",
        low=0.5,
        high=2.0,
        move=_ageing,
        read=lambda one: one.mining.ageing_frac,
        unit="per year",
    ),
    Input(
        name="escalator",
        low=0.5,
        high=1.5,
        move=_escalator,
        read=lambda one: one.lease.escalator_frac,
        unit="per year",
    ),
    Input(
        name="resale",
        low=0.5,
        high=1.5,
        move=_resale,
        read=lambda one: 0.0 if one.machines is None else one.machines.resale_per_ph,
        unit="per PH",
    ),
)
"""Inputs that a board asks about."""
