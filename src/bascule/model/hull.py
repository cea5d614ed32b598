"""The upper concave hull of operating points: what a linear program may use of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bascule.model.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hull:
    """A concave yield curve per device, from its resting point up.

    Attributes:
        rest_w: Power of the resting point (off, asleep, paused), in watts.
        widths_w: Power added by each segment, shape (segments,), positive.
        yields: What each segment adds (TH/s, or throughput as a fraction), shape (segments,), positive;
            yield per watt falls from one segment to the next.
        kept: Names of the points on the hull, resting point first.
        dropped: Names of the points below the hull.
    """

    rest_w: float
    widths_w: Floats
    yields: Floats
    kept: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def top_w(self) -> float:
        """Power of the last point, in watts."""
        return self.rest_w + float(self.widths_w.sum())

    @property
    def top_yield(self) -> float:
        """Yield of the last point."""
        return float(self.yields.sum())

    @property
    def first_w(self) -> float:
        """Power above rest at which a device counts as one that runs."""
        return float(self.widths_w[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One operating point: a name, its power in watts and what it yields there."""

    name: str
    power_w: float
    yield_: float


def concave_hull(points: Sequence[Point]) -> Hull:
    """The upper concave hull of operating points, resting point included.

    The resting point is the least power at zero yield. A mixture of devices reaches every point under the
    hull, so points below
    it are never worth using; they are named, not forbidden.

    Args:
        points: Unordered points; at least one with zero yield and one with more.

    Raises:
        ValueError: No resting point, no point that yields, or yield falls as power rises on the way to the
            largest yield.

    >>> hull = concave_hull([Point(name="off", power_w=0, yield_=0), Point(name="eco", power_w=50, yield_=40),
    ...                      Point(name="normal", power_w=100, yield_=100)])
    >>> hull.kept, hull.dropped
    (('off', 'normal'), ('eco',))
    """
    rests = sorted((p for p in points if p.yield_ == 0), key=lambda p: p.power_w)
    runs = sorted((p for p in points if p.yield_ > 0), key=lambda p: (p.power_w, p.yield_))
    if not rests or not runs:
        raise ValueError("operating points need one at rest (zero yield) and one that yields")
    _refuse_falling(runs)
    runs = _rising(runs)
    kept = [rests[0]]
    for point in (p for p in runs if p.power_w > rests[0].power_w):
        while len(kept) > 1 and _slope(kept[-2], kept[-1]) <= _slope(kept[-1], point):
            kept.pop()
        kept.append(point)
    if len(kept) < 2:
        raise ValueError("no operating point draws more power than the resting point")
    names = tuple(p.name for p in kept)
    return Hull(
        rest_w=rests[0].power_w,
        widths_w=np.diff([p.power_w for p in kept]),
        yields=np.diff([p.yield_ for p in kept]),
        kept=names,
        dropped=tuple(p.name for p in points if p.name not in names),
    )


def _refuse_falling(runs: list[Point]) -> None:
    for low, high in pairwise(runs):
        if high.yield_ < low.yield_:
            raise ValueError(
                f"{high.name!r} draws {high.power_w:g} W but yields less than {low.name!r} at {low.power_w:g} W"
            )


def _rising(runs: list[Point]) -> list[Point]:
    """Points that yield more than every point of less power; of equal power the one that yields most."""
    best: list[Point] = []
    for point in runs:
        if best and point.power_w == best[-1].power_w:
            best.pop()
        if not best or point.yield_ > best[-1].yield_:
            best.append(point)
    return best


def _slope(low: Point, high: Point) -> float:
    return (high.yield_ - low.yield_) / (high.power_w - low.power_w)
