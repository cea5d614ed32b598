"""Calls that never happened: a stated number a year of stated lengths, seeded."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bascule.model.series import Floats
from bascule.study.sizing.calls import CallYear, year_start_s
from bascule.units import SECONDS_PER_HOUR


class Length(StrEnum):
    """How long calls last around their mean."""

    FIXED = "fixed"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCalls:
    """A probability of calls.

    Attributes:
        per_year: Mean number in a year; the number in a year is a Poisson draw.
        mean_h: Mean length.
        length: How lengths scatter.
        spread: Standard deviation of the logarithm, for lognormal lengths.
        first_year: Calendar year that the first draw is labelled with.
        years: How many years are drawn.
        step_s: Length of an interval.
        seed: Same seed, same calls.
    """

    per_year: float
    mean_h: float
    length: Length
    first_year: int
    years: int
    seed: int
    spread: float = 0.5
    step_s: int = 900


def draw_years(pattern: DrawnCalls, depth_mw: float) -> tuple[CallYear, ...]:
    """Drawn years; calls that overlap are one, and one that a year's end cuts goes no further.

    Args:
        pattern: The calls.
        depth_mw: Megawatts of each.
    """
    return tuple(_year(pattern, pattern.first_year + number, depth_mw) for number in range(pattern.years))


def _year(pattern: DrawnCalls, year: int, depth_mw: float) -> CallYear:
    start_s, end_s = year_start_s(year), year_start_s(year + 1)
    stamps_s = np.arange(start_s, end_s, pattern.step_s, dtype=np.int64)
    draws = np.random.default_rng([pattern.seed, year])
    number = int(draws.poisson(pattern.per_year))
    firsts = (draws.random(number) * stamps_s.size).astype(np.int64)
    lengths = np.maximum(np.rint(_lengths_h(pattern, number, draws) * SECONDS_PER_HOUR / pattern.step_s), 1)
    called = np.zeros(stamps_s.size)
    for first, length in zip(firsts.tolist(), lengths.astype(np.int64).tolist(), strict=True):
        called[first : first + length] = depth_mw
    return CallYear(year=year, step_s=pattern.step_s, stamps_s=stamps_s, called_mw=called)


def _lengths_h(pattern: DrawnCalls, number: int, draws: np.random.Generator) -> Floats:
    if pattern.length is Length.FIXED:
        return np.full(number, pattern.mean_h)
    if pattern.length is Length.EXPONENTIAL:
        return draws.exponential(pattern.mean_h, number)
    return draws.lognormal(math.log(pattern.mean_h) - pattern.spread**2 / 2, pattern.spread, number)
