"""Bare problems of options: thresholds, exchange, puts, moments, first passages."""

from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, model_validator

from bascule.apps.bare.numbers import Count, Inputs, NotNegative, Positive, Real, Whole
from bascule.apps.bare.problem import Kind, Solved
from bascule.study.plan.entry_exit import EntryExit, Switching, ratio_thresholds, thresholds
from bascule.study.plan.exchange import Exchange, exchange_value
from bascule.study.plan.process import (
    Gbm,
    LogOu,
    Merton,
    Process,
    moments,
    passage_discount,
    passage_probability,
)
from bascule.study.plan.put import Put, lattice_put, put_on_paths
from bascule.study.plan.put_grid import grid_put
from bascule.study.plan.put_lsmc import lsmc_put

MOST_CELLS = 20_000_000
LEAST_PATHS, MOST_PATHS = 100, 1_000_000
SIMULATED_PER_YEAR = 50
"""Dates a year that stand for any time in a simulation."""


def _corr(value: float) -> float:
    if not -1 <= value <= 1:
        raise ValueError("a correlation lies from -1 to 1")
    return value


def _dates(value: int) -> int:
    if not 1 <= value <= 1000:
        raise ValueError("must be from 1 to 1,000, or null for any time")
    return value


def _paths(value: int) -> int:
    if not MOST_PATHS >= value >= LEAST_PATHS:
        raise ValueError(f"must be from {LEAST_PATHS} to {MOST_PATHS:,}")
    return value


Corr = Annotated[Real, AfterValidator(_corr)]


class EntryExitInputs(Inputs):
    """A business that may be entered and left."""

    rho: Positive
    mu: Real
    sigma: Positive
    w: Positive
    k: NotNegative
    l: Real  # noqa: E741 -- the symbol of the cited paper, and of the file


def solve_entry_exit(inputs: EntryExitInputs) -> Solved:
    """Thresholds with foresight and without."""
    found = thresholds(
        EntryExit(
            rho=inputs.rho,
            mu=inputs.mu,
            sigma=inputs.sigma,
            running_cost=inputs.w,
            entry_cost=inputs.k,
            exit_cost=inputs.l,
        )
    )
    return Solved(
        results={
            "p_high": found.high,
            "p_low": found.low,
            "a": found.idle,
            "b": found.active,
            "marshall_enter": found.marshall_enter,
            "marshall_exit": found.marshall_exit,
        },
        method="value matching and smooth pasting (Dixit 1989)",
    )


class RatioInputs(Inputs):
    """Two streams with proportional switching costs."""

    r: Positive
    mu_x: Real
    mu_y: Real
    sigma_x: NotNegative
    sigma_y: NotNegative
    corr: Corr
    cost_to_y: NotNegative
    cost_to_x: Real


def solve_ratio(inputs: RatioInputs) -> Solved:
    """Thresholds of the ratio."""
    names = inputs.model_dump()
    found = ratio_thresholds(Switching(rate=names.pop("r"), **names))
    return Solved(
        results={
            "ratio_to_y": found.ratio_to_y,
            "ratio_to_x": found.ratio_to_x,
            "value_in_x": found.value_in_x,
            "value_in_y": found.value_in_y,
        },
        method="entry and exit in the ratio y/x, costs proportional to x",
    )


class ExchangeInputs(Inputs):
    """An exchange of asset 1 for asset 2."""

    s1: NotNegative
    s2: NotNegative
    q1: Real = 0.0
    q2: Real = 0.0
    sigma1: NotNegative
    sigma2: NotNegative
    corr: Corr
    years: NotNegative
    rate: Real = 0.0
    strike: NotNegative = 0.0


def solve_exchange(inputs: ExchangeInputs) -> Solved:
    """Its value."""
    method = "Margrabe 1978" if inputs.strike == 0 else "Kirk's approximation, 1995"
    return Solved(results={"value": exchange_value(Exchange(**inputs.model_dump()))}, method=method)


class PutInputs(Inputs):
    """An American or Bermudan put, and how to value it; paths and seed are for simulation alone."""

    spot: Positive
    strike: Positive
    rate: Real
    vol: Positive
    years: Positive
    exercise_per_year: Annotated[Whole, AfterValidator(_dates)] | None = None
    method: Literal["lattice", "grid", "lsmc"] = "lattice"
    paths: Annotated[Whole, AfterValidator(_paths)] = 100_000
    seed: Count = 1


def solve_put(inputs: PutInputs) -> Solved:
    """Its value by the method asked for."""
    put = Put(**inputs.model_dump(exclude={"method", "paths", "seed"}))
    if inputs.method == "lsmc":
        return _simulated(put, inputs.paths, inputs.seed)
    if inputs.method == "grid":
        return Solved(results={"value": grid_put(put)}, method="Crank-Nicolson differences, implicit starts")
    return Solved(
        results={"value": lattice_put(put)}, method="Cox-Ross-Rubinstein lattice, two sizes averaged"
    )


def _simulated(put: Put, paths: int, seed: int) -> Solved:
    found = lsmc_put(put, put.dates(SIMULATED_PER_YEAR), paths, seed)
    said = (
        f"a Bermudan with {found.dates:,} dates, least squares on {paths:,} paths, valued on as many others"
    )
    if put.exercise_per_year is not None:
        return Solved(results={"value": found.value}, method=said, standard_error=found.standard_error)
    # A holder who may exercise at any time may do so now.
    now = put.strike - put.spot
    return Solved(
        results={"value": max(found.value, now)},
        method=f"{said}, or exercise now: any time is worth up to some thousandths more",
        standard_error=found.standard_error if found.value >= now else 0.0,
    )


class PathPutInputs(Inputs):
    """A put on given paths."""

    paths: list[list[Positive]]
    strike: Positive
    rate_per_step: Real
    basis: list[str]
    in_the_money_only: bool = True

    @model_validator(mode="after")
    def _rows(self) -> "PathPutInputs":
        lengths = {len(row) for row in self.paths}
        if len(lengths) != 1 or min(lengths) < 2 or len(self.paths) * min(lengths) > MOST_CELLS:
            raise ValueError("paths are rows of one length, at least two dates each")
        return self


def solve_path_put(inputs: PathPutInputs) -> Solved:
    """Value with early exercise and without, and every regression."""
    found = put_on_paths(
        np.array(inputs.paths),
        inputs.strike,
        inputs.rate_per_step,
        tuple(inputs.basis),
        in_the_money_only=inputs.in_the_money_only,
    )
    return Solved(
        results={
            "american": found.american,
            "european": found.european,
            "coefficients": [list(row) for row in found.coefficients],
        },
        method="least squares on realised cash flows (Longstaff and Schwartz 2001); earliest date first",
    )


class GbmInputs(Inputs):
    """Parameters of a geometric Brownian motion."""

    start: Positive
    mu: Real
    sigma: NotNegative


class OuInputs(Inputs):
    """Parameters of a log-Ornstein-Uhlenbeck process."""

    start: Positive
    level: Positive
    speed: Positive
    sigma: NotNegative


class MertonInputs(Inputs):
    """Parameters of a walk that jumps."""

    start: Positive
    mu: Real
    sigma: NotNegative
    jumps_per_year: NotNegative
    jump_mean: Real
    jump_sd: NotNegative


class MomentInputs(Inputs):
    """A process and a time."""

    kind: Literal["gbm", "ou", "merton"]
    parameters: dict[str, Real]
    t: NotNegative


def solve_moments(inputs: MomentInputs) -> Solved:
    """Mean and variance."""
    process, said = _process(inputs)
    mean, variance = moments(process, inputs.t)
    return Solved(results={"mean": mean, "variance": variance}, method=f"closed form; {said}")


def _process(inputs: MomentInputs) -> tuple[Process, str]:
    match inputs.kind:
        case "gbm":
            return Gbm(**GbmInputs.model_validate(inputs.parameters).model_dump()), "drift of the level"
        case "merton":
            jumping = Merton(**MertonInputs.model_validate(inputs.parameters).model_dump())
            return jumping, "Merton's jumps; drift of the level, jumps included"
        case "ou":
            reverting = LogOu(**OuInputs.model_validate(inputs.parameters).model_dump())
            return reverting, "log-OU; level is the stationary mean of the variable"


class PassageInputs(Inputs):
    """A geometric Brownian motion and a barrier."""

    x0: Positive
    barrier: Positive
    mu: Real
    sigma: Positive
    t: NotNegative | None = None
    rho: Positive | None = None

    @model_validator(mode="after")
    def _one(self) -> "PassageInputs":
        if (self.t is None) == (self.rho is None):
            raise ValueError("give t or rho, one of them")
        return self


def solve_passage(inputs: PassageInputs) -> Solved:
    """Probability by a time, or the expected discount factor."""
    process = Gbm(start=inputs.x0, mu=inputs.mu, sigma=inputs.sigma)
    said = "geometric Brownian motion, watched continuously"
    if inputs.t is not None:
        return Solved(
            results={"probability": passage_probability(process, inputs.barrier, inputs.t)}, method=said
        )
    found = passage_discount(process, inputs.barrier, inputs.rho or 0.0)
    return Solved(results={"discounted_value": found}, method=said)


OPTIONS = (
    Kind(name="entry_exit", inputs=EntryExitInputs, solve=solve_entry_exit),
    Kind(name="entry_exit_ratio", inputs=RatioInputs, solve=solve_ratio),
    Kind(name="exchange", inputs=ExchangeInputs, solve=solve_exchange),
    Kind(name="american_put", inputs=PutInputs, solve=solve_put),
    Kind(name="put_on_paths", inputs=PathPutInputs, solve=solve_path_put),
    Kind(name="moments", inputs=MomentInputs, solve=solve_moments),
    Kind(name="first_passage", inputs=PassageInputs, solve=solve_passage),
)
