"""Bare problems of switching between mining and AI."""

from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from bascule.apps.bare.numbers import Count, Inputs, NotNegative, Positive, Real, Whole
from bascule.apps.bare.problem import Kind, Solved
from bascule.study.plan.process import Gbm, LogOu, Merton
from bascule.study.switching.bracket import Effort, bracket
from bascule.study.switching.courses import Course, Given
from bascule.study.switching.drivers import drivers
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.occupancy import occupancy
from bascule.study.switching.two_modes import (
    AI,
    Terms,
    chosen_modes,
    convert_now,
    mine_forever,
    trigger_y,
    two_modes,
)

MOST_DATES = 400


class GbmCourse(Inputs):
    """A driver that follows geometric Brownian motion."""

    kind: Literal["gbm"]
    start: Positive
    mu: Real
    sigma: NotNegative

    def course(self) -> Course:
        """As the core knows it."""
        return Gbm(start=self.start, mu=self.mu, sigma=self.sigma)


class OuCourse(Inputs):
    """A driver whose logarithm reverts."""

    kind: Literal["ou"]
    start: Positive
    level: Positive
    speed: Positive
    sigma: NotNegative

    def course(self) -> Course:
        """As the core knows it."""
        return LogOu(start=self.start, level=self.level, speed=self.speed, sigma=self.sigma)


class MertonCourse(Inputs):
    """A driver that walks and jumps."""

    kind: Literal["merton"]
    start: Positive
    mu: Real
    sigma: NotNegative
    jumps_per_year: NotNegative
    jump_mean: Real
    jump_sd: NotNegative

    def course(self) -> Course:
        """As the core knows it."""
        return Merton(**self.model_dump(exclude={"kind"}))


class PathCourse(Inputs):
    """A driver whose values are given."""

    kind: Literal["path"]
    values: list[Real]

    def course(self) -> Course:
        """As the core knows it."""
        return Given(values=tuple(self.values))


def _dates(value: int) -> int:
    if not 1 <= value <= MOST_DATES:
        raise ValueError(f"must be from 1 to {MOST_DATES}")
    return value


def _corr(value: float) -> float:
    if not -1 <= value <= 1:
        raise ValueError("must be from -1 to 1")
    return value


def _even(value: int) -> int:
    if not 2 <= value <= 1_000_000 or value % 2:
        raise ValueError("must be even, from 2 to 1,000,000: paths come in antithetic pairs")
    return value


AnyCourse = Annotated[GbmCourse | OuCourse | MertonCourse | PathCourse, Field(discriminator="kind")]


class SwitchingInputs(Inputs):
    """Two rents, what it costs to change, and how to solve."""

    x: AnyCourse
    y: AnyCourse
    corr: Annotated[Real, AfterValidator(_corr)] = 0.0
    rate: Real
    step: Positive
    dates: Annotated[Count, AfterValidator(_dates)]
    k_ma: NotNegative
    k_am: Real | None = None
    energy_cost: Real = 0.0
    curtail: bool = False
    lag: Count = 0
    method: Literal["auto", "grid", "lsmc"] = "auto"
    paths: Annotated[Whole, AfterValidator(_even)] = 100_000
    seed: Count = 1

    @model_validator(mode="after")
    def _possible(self) -> "SwitchingInputs":
        if self.k_am is not None and self.k_ma + self.k_am < 0:
            raise ValueError("going there and back must not earn money: k_ma + k_am is below zero")
        if self.lag >= self.dates and self.lag > 0:
            raise ValueError(f"lag = {self.lag} is not shorter than the horizon of {self.dates} dates")
        return self


def solve_switching(inputs: SwitchingInputs) -> Solved:
    """Value on the exact grid or by least squares, with the references that it is to be compared with."""
    courses = [inputs.x.course(), inputs.y.course()]
    corr = np.array([[1.0, inputs.corr], [inputs.corr, 1.0]])
    moved = drivers(courses, corr, step_years=inputs.step, dates=inputs.dates)
    terms = Terms(
        energy_cost=inputs.energy_cost,
        curtail=inputs.curtail,
        to_ai=inputs.k_ma,
        to_mining=inputs.k_am,
        lag=inputs.lag,
    )
    problem = two_modes(moved, terms, rate=inputs.rate, step_years=inputs.step)
    exact = solve_grid(problem)
    value, error, method = (
        exact.value,
        None,
        "grid of the exact transition density; start in mining, no salvage",
    )
    more: dict[str, float] = {}
    if inputs.method == "lsmc":
        found = bracket(problem, Effort(fitting=inputs.paths, valuing=inputs.paths, seed=inputs.seed))
        value, error = found.lower.mean, found.lower.standard_error
        method = "least squares valued on other paths (low), dual bound (upper); triggers and probabilities from the grid"
        more["grid"] = exact.value
        if found.upper is not None:
            more |= {"upper": found.upper.mean, "upper_standard_error": found.upper.standard_error}
    stay, now = mine_forever(problem), convert_now(problem, terms)
    places = occupancy(exact, AI)
    certain = not (moved.shock > 0).any()
    return Solved(
        results={
            "value": value,
            "mine_forever": stay,
            "convert_now": now,
            "premium": value - max(stay, now),
            "trigger_y": trigger_y(exact),
            "probability_converted": float(places.entered[-1]),
            "mean_switches": float(places.moves.sum()),
            "modes": list(chosen_modes(exact)) if certain else None,
            **more,
        },
        method=method,
        standard_error=error,
    )


SWITCHING = (Kind(name="switching", inputs=SwitchingInputs, solve=solve_switching),)
