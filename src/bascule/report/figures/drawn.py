"""What the page's script draws from."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, assert_never

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.report.figures.figure import Area, Axis, Band, Bars, Figure, Line, Mark
from bascule.report.figures.runs import band_runs, has_values, stack_runs
from bascule.report.messages import CATALOGUES

Json = Mapping[str, "Json"] | Sequence["Json"] | str | float | bool | None
_DIGITS: Final = 6


def figures_json(figures: Sequence[Figure], language: str = "en") -> str:
    """A block of JSON, safe to stand inside a script element."""
    texts = {key: value for key, value in CATALOGUES[language].items() if key.startswith("figures.")}
    page: Json = {"sign": "$", "text": texts, "figures": [_figure(figure) for figure in figures]}
    return json.dumps(page, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _figure(figure: Figure) -> Json:
    time = figure.axis is Axis.TIME
    return {
        "unit": figure.unit,
        "axis": figure.axis.value,
        "xLabel": figure.x_label,
        "fromZero": figure.from_zero,
        "log": figure.log,
        "empty": not any(map(has_values, figure.marks)),
        "runs": stack_runs(figure.marks),
        "marks": [_mark(mark, time=time) for mark in figure.marks],
        "levels": [{"value": level.value, "name": level.name} for level in figure.levels],
        "events": [{"x": event.x * 1000 if time else event.x, "name": event.name} for event in figure.events],
    }


def _mark(mark: Mark, *, time: bool) -> Json:
    match mark:
        case Line():
            along: dict[str, Json] = {"x": _axis(mark.x, time=time), "y": _values(mark.y)}
            return {"name": mark.name, "kind": "line", "steps": mark.steps, "dashed": mark.dashed, **along}
        case Band():
            ends: dict[str, Json] = {"low": _values(mark.low), "high": _values(mark.high)}
            return {
                "name": mark.name,
                "kind": "band",
                "steps": mark.steps,
                "runs": band_runs(mark),
                "x": _axis(mark.x, time=time),
                **ends,
            }
        case Area():
            return {"name": mark.name, "kind": "area", "x": _axis(mark.x, time=time), "y": _values(mark.y)}
        case Bars():
            lying: dict[str, Json] = {"start": _values(mark.start), "end": _values(mark.end)}
            return {"name": mark.name, "kind": "bars", "names": list(mark.names), **lying}
        case _:
            assert_never(mark)


def _axis(values: Floats | Ints, *, time: bool) -> list[Json]:
    # A browser counts milliseconds.
    return [int(value) * 1000 for value in values] if time else _values(np.asarray(values, dtype=np.float64))


def _values(values: Floats) -> list[Json]:
    return [float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None for value in values]
