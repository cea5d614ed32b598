"""Figures that know nothing of how they will be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bascule.model.series import Floats, Ints


class Axis(StrEnum):
    """What stands along the bottom."""

    TIME = "time"
    NUMBER = "number"
    NAMES = "names"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A line; gaps where a value is not finite.

    Attributes:
        name: In the legend.
        x: Unix seconds along a time axis, numbers along others, shape (n,).
        y: Values, shape (n,).
        steps: Whether a value holds until the next.
        dashed: Whether it is drawn in dashes.
    """

    name: str
    x: Floats | Ints
    y: Floats
    steps: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """A range around the line before it, in its colour; with ``steps`` each value holds until the next."""

    name: str
    x: Floats | Ints
    low: Floats
    high: Floats
    steps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Area:
    """A share of a stack."""

    name: str
    x: Floats | Ints
    y: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bars:
    """Lying bars, each from a start to an end."""

    name: str
    names: Sequence[str]
    start: Floats
    end: Floats


Mark = Line | Band | Area | Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A line across at a value."""

    value: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line upright at a moment or number."""

    x: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """A chart.

    Attributes:
        title: What it shows.
        unit: Of its values.
        marks: What is drawn, in order.
        axis: What stands along the bottom.
        x_label: Name of the bottom axis with its unit, empty for time.
        levels: Values to compare with.
        events: Moments to know.
        from_zero: Whether the axis of values begins at zero.
        log: Whether equal steps are equal factors.
        note: What the reader must know.
    """

    title: str
    unit: str
    marks: tuple[Mark, ...]
    axis: Axis = Axis.TIME
    x_label: str = ""
    levels: tuple[Level, ...] = ()
    events: tuple[Event, ...] = ()
    from_zero: bool = False
    log: bool = False
    note: str = ""
