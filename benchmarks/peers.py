"""The same windows in other modelling tools: time from numbers to an answer, building counted on all sides."""

import warnings
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from statistics import median
from typing import Final

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

Solve = Callable[[PlainWindow], tuple[float, float]]
"""Solves one window: seconds, money."""


def measure(*, quick: bool) -> list[Figure]:
    """Twenty windows in every tool; nothing where the extra is not installed."""
    if find_spec("pypsa") is None or find_spec("linopy") is None:
        note = "skipped: the extra `bench` is not installed"
        return [Figure(part=PART, name="PyPSA and linopy", value=None, note=note)]
    warnings.simplefilter("ignore")
    on, windows = roll(reference_year(), 40 if quick else 365)
    chosen = pick(windows, 3 if quick else 20)
    numbers = [plain(window, _PER_KW_MONTH) for window in chosen]
    money = [plan_seconds(on.shape, window)[1] for window in chosen]
    ours: list[float] = []
    figures, worst = [], 0.0
    for name, least, solve in _tools(numbers):
        # Right before each tool, so that whatever else the machine does weighs on both sides.
        ours_here = [plan_seconds(on.shape, window)[0] for window in chosen]
        solve(numbers[0])
        results = [solve(window) for window in numbers]
        theirs = median(seconds for seconds, _ in results)
        worst = max(worst, _worst(name, money, (value for _, value in results)))
        ours.extend(ours_here)
        figures.append(Figure(part=PART, name=name, value=theirs * 1e3, unit="ms"))
        figures.append(
            Figure(part=PART, name=f"{name} / Bascule", value=theirs / median(ours_here), at_least=least)
        )
    said = f"median of the same {len(chosen)} windows for every tool"
    return [
        Figure(part=PART, name="Bascule", value=median(ours) * 1e3, unit="ms", note=said),
        *figures,
        Figure(part=PART, name="worst relative difference of objectives", value=worst, at_most=EQUAL),
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
