"""A Bermudan put by simulation, here and in QuantLib: the same paths in number, dates and degree, no antithetic paths."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from statistics import fmean, median, stdev
from time import perf_counter, process_time
from typing import Final

from bascule.study.plan.put import Put, lattice_put
from bascule.study.plan.put_lsmc import SimulatedPut, lsmc_put
from benchmarks.figures import Figure

PART: Final = "put"
PUT: Final = Put(spot=36.0, strike=40.0, rate=0.06, vol=0.2, years=1.0, exercise_per_year=50)
"""The first row of Longstaff and Schwartz 2001, Table 1."""
DATES: Final = 50
DEGREE: Final = 3
CONTROLLED: Final = "Bascule with its control"
_LATTICE_STEPS: Final = 12_000

Simulate = Callable[[int], SimulatedPut]
"""Values the put with a seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """What several seeds gave: processor seconds of all threads, elapsed ones, values, and the error that each states."""

    cpu_s: list[float]
    elapsed_s: list[float]
    values: list[float]
    errors: list[float]

    @property
    def work(self) -> float:
        """Processor seconds times squared error: what one unit of accuracy costs at any number of paths."""
        return median(self.cpu_s) * fmean(error**2 for error in self.errors)


def measure(*, quick: bool) -> list[Figure]:
    """Both programs in turn, seed by seed; a row that says so where QuantLib is not installed."""
    paths, seeds = (5_000, 2) if quick else (100_000, 8)
    plain: Simulate = partial(_ours, paths, False)  # noqa: FBT003 -- without the control
    sure: Simulate = partial(_ours, paths, True)  # noqa: FBT003 -- with it
    theirs = _theirs(paths)
    simulations = {"Bascule": plain, CONTROLLED: sure}
    if theirs is not None:
        simulations["QuantLib"] = theirs
    # Every program once before the clock counts, then in turn, so that the machine weighs on all alike.
    for simulate in simulations.values():
        simulate(999)
    runs = _in_turn(simulations, seeds)
    exact, said = (
        lattice_put(PUT, _LATTICE_STEPS),
        f"{paths:,} + {paths:,} paths, {DATES} dates, degree {DEGREE}",
    )
    figures = [figure for name, run in runs.items() for figure in _figures(name, run, exact, said)]
    if theirs is None:
        note = "skipped: QuantLib, of the extra `bench`, is not installed"
        return [*figures, Figure(part=PART, name="QuantLib", value=None, note=note)]
    return [*figures, *_ratios(runs)]


def _ours(paths: int, control: bool, seed: int) -> SimulatedPut:  # noqa: FBT001
    return lsmc_put(PUT, DATES, paths, seed, degree=DEGREE, control=control)


def _theirs(paths: int) -> Simulate | None:
    if find_spec("QuantLib") is None:
        return None
    from benchmarks import peer_quantlib  # noqa: PLC0415  # only with the extra

    def simulate(seed: int) -> SimulatedPut:
        return peer_quantlib.simulate(PUT, DATES, paths, 2 * seed + 1, DEGREE)

    return simulate


def _in_turn(simulations: dict[str, Simulate], seeds: int) -> dict[str, Runs]:
    runs = {name: Runs(cpu_s=[], elapsed_s=[], values=[], errors=[]) for name in simulations}
    for seed in range(1, seeds + 1):
        for name, simulate in simulations.items():
            begun, begun_cpu = perf_counter(), process_time()
            found = simulate(seed)
            runs[name].elapsed_s.append(perf_counter() - begun)
            runs[name].cpu_s.append(process_time() - begun_cpu)
            runs[name].values.append(found.value)
            runs[name].errors.append(found.standard_error)
    return runs


def _figures(name: str, run: Runs, exact: float, said: str) -> list[Figure]:
    off = fmean(run.values) - exact
    spread = stdev(run.values) / len(run.values) ** 0.5
    return [
        Figure(part=PART, name=name, value=median(run.cpu_s), unit="s", note=f"processor time; {said}"),
        Figure(part=PART, name=f"{name}: elapsed", value=median(run.elapsed_s), unit="s"),
        Figure(
            part=PART, name=f"{name}: standard error", value=fmean(run.errors), note="as stated, one seed"
        ),
        Figure(
            part=PART,
            name=f"{name}: mean less the Bermudan lattice",
            value=off,
            note=f"{len(run.values)} seeds, ± {spread:.1g}; lattice {exact:.4f}",
        ),
    ]


def _ratios(runs: dict[str, Runs]) -> list[Figure]:
    theirs = runs["QuantLib"].work
    said = "processor time at equal standard error: time x error squared"
    # A control takes away noise, never the loss of a policy that is not the best.
    beside = "of the noise alone: what the mean is below the lattice is the policy's, and stays"
    return [
        Figure(part=PART, name="QuantLib / Bascule", value=theirs / runs["Bascule"].work, note=said),
        Figure(
            part=PART,
            name=f"QuantLib / {CONTROLLED}",
            value=theirs / runs[CONTROLLED].work,
            note=f"{said}; {beside}",
        ),
    ]
