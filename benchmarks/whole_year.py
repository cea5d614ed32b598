"""The whole year as one program: the bound on every policy."""

from time import perf_counter, process_time
from typing import Final

from bascule.dispatch.policies.foresight import foresee
from bascule.study.backtest import Stage
from benchmarks.figures import Figure
from benchmarks.reference_market import DAYS, day_ahead_market, stage
from benchmarks.reference_site import reference_year

PART: Final = "whole-year bound"
PUBLISHED_EUR: Final = 23_985_370.0
"""Least cost of the same site-year, sign turned, in the design notes: the same from five solvers."""


def measure(*, quick: bool) -> list[Figure]:
    """The plain year; memory is the peak of this part's process."""
    year = reference_year()
    on = stage(year, day_ahead_market(year), 31 if quick else DAYS)
    begun, begun_cpu = perf_counter(), process_time()
    _, plan = foresee(on.shape, on.grid, on.values, on.start, on.jobs)
    seconds, cpu_s = perf_counter() - begun, process_time() - begun_cpu
    said = f"{plan.answer.x.size:,} columns, {plan.answer.row_dual.size:,} rows; {cpu_s:.1f} s of processor"
    off = abs(plan.objective - PUBLISHED_EUR) / PUBLISHED_EUR
    return [
        Figure(part=PART, name="time", value=seconds, unit="s", at_most=30.0, note=said),
        Figure(part=PART, name="objective", value=plan.objective, unit="EUR"),
        Figure(part=PART, name="relative distance to the published objective", value=off, at_most=1e-6),
    ]


def bound(on: Stage) -> float:
    """Most money that a period can earn."""
    return foresee(on.shape, on.grid, on.values, on.start, on.jobs)[1].objective
