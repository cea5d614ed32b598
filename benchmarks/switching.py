"""A switching value by least squares: 60 quarters, two drivers, three modes, beside its exact grid and its dual bound."""

from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter
from typing import Final

from bascule.study.switching.bracket import Bracket, Effort, bracket
from bascule.study.switching.grid import FINE, solve_grid
from benchmarks.children import in_child, load
from benchmarks.figures import Figure
from benchmarks.reference_switching import reference

PART: Final = "switching"
EFFORT: Final = Effort(fitting=100_000, valuing=100_000, bounding=0, seed=1)
BOUNDING: Final = 4_000
RUNS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """What the child found.

    Attributes:
        seconds: Of every run.
        value: Mean.
        error: Its standard error.
        functions: Regressors of the policy.
    """

    seconds: list[float]
    value: float
    error: float
    functions: int


def measure(*, quick: bool) -> list[Figure]:
    """Fit and value in a child process, then the grid and the dual bound here."""
    effort = replace(EFFORT, fitting=10_000, valuing=10_000) if quick else EFFORT
    valued, peak_mib = in_child(value, effort, 1 if quick else RUNS)
    begun = perf_counter()
    exact = solve_grid(reference(), 2.0 if quick else FINE).value
    grid_s = perf_counter() - begun
    begun = perf_counter()
    both = bracket(reference(), replace(effort, bounding=400 if quick else BOUNDING))
    return [
        *_speed(valued, peak_mib, effort),
        *_quality(valued, exact, grid_s),
        *_bound(both, valued, perf_counter() - begun),
    ]


def value(effort: Effort, runs: int) -> Valued:
    """Fit on some paths and value on others, several times.

    Raises:
        ValueError: No run is asked for.
    """
    problem, seconds, found = reference(), [], None
    for _ in range(runs):
        begun = perf_counter()
        found = bracket(problem, effort)
        seconds.append(perf_counter() - begun)
    if found is None:
        raise ValueError("at least one run")
    return Valued(
        seconds=seconds,
        value=found.lower.mean,
        error=found.lower.standard_error,
        functions=found.policy.continuation.shape[1],
    )


def _speed(valued: Valued, peak_mib: float, effort: Effort) -> list[Figure]:
    said = (
        f"{effort.fitting:,} fitting + {effort.valuing:,} valuing paths x 60 quarters x 2 drivers x 3 modes"
    )
    runs = f"median of {len(valued.seconds)}, best {min(valued.seconds):.2f} s, {load()}"
    return [
        Figure(
            part=PART,
            name="fit and value",
            value=median(valued.seconds),
            unit="s",
            at_most=5.0,
            note=f"{said}; {runs}",
        ),
        Figure(
            part=PART,
            name="peak memory of fit and value",
            value=peak_mib,
            unit="MiB",
            at_most=1024.0,
            note="of a process that does nothing else",
        ),
        Figure(part=PART, name="basis functions", value=valued.functions, at_least=10.0, note="at each date"),
    ]


def _quality(valued: Valued, exact: float, grid_s: float) -> list[Figure]:
    return [
        Figure(
            part=PART,
            name="standard error over value",
            value=100 * valued.error / abs(valued.value),
            unit="%",
            at_most=0.2,
            note=f"value {valued.value:.4f}",
        ),
        Figure(
            part=PART,
            name="distance from the exact grid",
            value=100 * abs(valued.value / exact - 1),
            unit="%",
            at_most=0.5,
            note=f"grid {exact:.4f} in {grid_s:.1f} s; value {'below' if valued.value < exact else 'above'} it",
        ),
    ]


def _bound(both: Bracket, valued: Valued, seconds: float) -> list[Figure]:
    """The upper bound, whose distance no target asks for here.

    Raises:
        ValueError: There is none.
    """
    if both.upper is None or both.gap_frac is None:
        raise ValueError("the dual bound was left out: give paths for it")
    return [
        Figure(
            part=PART,
            name="dual upper bound over value, less 1",
            value=100 * both.gap_frac,
            unit="%",
            note=f"standard error {100 * both.upper.standard_error / both.upper.mean:.3f} %; "
            f"{seconds - min(valued.seconds):.1f} s more",
        )
    ]
