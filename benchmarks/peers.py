"""The same windows in other modelling tools: time from numbers to an answer, building counted on all sides."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from time import perf_counter, process_time
from typing import Final, TypeVar

from bascule.errors import SolverFault
from benchmarks.figures import Figure
from benchmarks.plain_window import PlainWindow, plain
from benchmarks.reference_site import reference_year
from benchmarks.window_speed import plan_seconds
from benchmarks.windows import pick, roll

PART: Final = "peers"
EQUAL: Final = 1e-9
PYPSA_AT_LEAST: Final = 100.0
LINOPY_AT_LEAST: Final = 25.0
_PER_KW_MONTH = 5.0
Given = TypeVar("Given")

Solve = Callable[[PlainWindow], float]
"""Builds and solves one window and returns its money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What windows took, elapsed and on the processor, in ms, and their money."""

    elapsed_ms: list[float]
    cpu_ms: list[float]
    money: list[float]

    def __add__(self, other: "Timing") -> "Timing":
        """Both rounds together."""
        return Timing(
            elapsed_ms=self.elapsed_ms + other.elapsed_ms,
            cpu_ms=self.cpu_ms + other.cpu_ms,
            money=self.money + other.money,
        )


def measure(*, quick: bool) -> list[Figure]:
    """Twenty windows in every tool; a row that says so where the extra is not installed."""
    if find_spec("pypsa") is None or find_spec("linopy") is None:
        note = "skipped: the extra `bench` is not installed"
        return [Figure(part=PART, name="PyPSA and linopy", value=None, note=note)]
    warnings.simplefilter("ignore")
    on, windows = roll(reference_year(), 40 if quick else 365)
    chosen = pick(windows, 3 if quick else 20)
    numbers = [plain(window, _PER_KW_MONTH) for window in chosen]

    def ours() -> Timing:
        return _timing(chosen, lambda window: plan_seconds(on.shape, window)[1])

    pooled, figures, worst = ours(), [], 0.0
    for name, least, solve in _tools(numbers):
        solve(numbers[0])
        # Right before and after each tool, so that whatever else the machine does weighs on both sides.
        before, theirs, after = ours(), _timing(numbers, solve), ours()
        here = before + after
        worst = max(worst, _worst(name, before.money, theirs.money))
        figures.extend(_figures(name, least, theirs, here))
        pooled = pooled + here
    said = f"median; the same {len(chosen)} windows for every tool"
    return [
        Figure(part=PART, name="Bascule", value=median(pooled.elapsed_ms), unit="ms", note=said),
        *figures,
        Figure(part=PART, name="worst relative difference of objectives", value=worst, at_most=EQUAL),
    ]


def _timing(windows: Iterable[Given], solve: Callable[[Given], float]) -> Timing:
    elapsed_ms, cpu_ms, money = [], [], []
    for window in windows:
        begun, begun_cpu = perf_counter(), process_time()
        money.append(solve(window))
        elapsed_ms.append((perf_counter() - begun) * 1e3)
        cpu_ms.append((process_time() - begun_cpu) * 1e3)
    return Timing(elapsed_ms=elapsed_ms, cpu_ms=cpu_ms, money=money)


def _figures(name: str, least: float | None, theirs: Timing, ours: Timing) -> list[Figure]:
    elapsed = median(theirs.elapsed_ms) / median(ours.elapsed_ms)
    on_processor = median(theirs.cpu_ms) / median(ours.cpu_ms)
    said = f"by processor time {on_processor:.0f}"
    return [
        Figure(part=PART, name=name, value=median(theirs.elapsed_ms), unit="ms"),
        Figure(part=PART, name=f"{name} / Bascule", value=elapsed, at_least=least, note=said),
    ]


def _tools(numbers: list[PlainWindow]) -> list[tuple[str, float | None, Solve]]:
    from benchmarks import peer_linopy, peer_linopy_persistent, peer_pypsa  # noqa: PLC0415  # only with the extra

    return [
        ("PyPSA, rebuilt", PYPSA_AT_LEAST, peer_pypsa.solve),
        ("linopy, rebuilt", LINOPY_AT_LEAST, peer_linopy.solve),
        ("linopy, persistent", None, peer_linopy_persistent.Persistent(numbers).solve),
    ]


def _worst(name: str, ours: Iterable[float], theirs: Iterable[float]) -> float:
    """The largest relative difference.

    Raises:
        SolverFault: The objectives are not equal, so the times compare nothing.
    """
    worst = max(abs(a - b) / max(abs(a), 1.0) for a, b in zip(ours, theirs, strict=True))
    if worst > EQUAL:
        raise SolverFault(f"{name} finds other objectives: relative difference {worst:.1e}")
    return worst
