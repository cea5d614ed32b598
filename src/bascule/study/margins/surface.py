"""A site's yearly margin on a grid of hashprice, power level and AI level, interpolated between its nodes."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints

Margin = Callable[[float, float, float], float]
"""Money per year at a hashprice, a power scale and an AI scale."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surface:
    """Sampled margins.

    Attributes:
        hashprice: Nodes, rising, shape (a,).
        power_scale: Nodes, rising, shape (b,).
        ai_scale: Nodes, rising, shape (c,).
        margin: Money per year, shape (a, b, c).
        worst_error: Largest miss of the interpolation at the middles of cells that were sampled again, money per year.
        worst_error_frac: The same over the range of the margin.
        checked: How many middles.
    """

    hashprice: Floats
    power_scale: Floats
    ai_scale: Floats
    margin: Floats
    worst_error: float = 0.0
    worst_error_frac: float = 0.0
    checked: int = 0

    def at(self, hashprice: Floats, power_scale: Floats, ai_scale: Floats) -> Floats:
        """Margin, linear between nodes and beyond the outermost ones: there the margin is a straight line itself."""
        places = [
            cell_of(axis, value)
            for axis, value in (
                (self.hashprice, hashprice),
                (self.power_scale, power_scale),
                (self.ai_scale, ai_scale),
            )
        ]
        total = np.zeros(np.broadcast_shapes(hashprice.shape, power_scale.shape, ai_scale.shape))
        for corner in np.ndindex(2, 2, 2):
            weight, index = np.ones(()), []
            for side, (cell, part) in zip(corner, places, strict=True):
                weight = weight * (part if side else 1 - part)
                index.append(cell + side)
            if np.any(weight != 0):
                total = (
                    total
                    + weight
                    * self.margin[
                        np.minimum(index[0], len(self.hashprice) - 1),
                        np.minimum(index[1], len(self.power_scale) - 1),
                        np.minimum(index[2], len(self.ai_scale) - 1),
                    ]
                )
        return total

    def along_hashprice(self, hashprice: Floats, power_scale: float) -> Floats:
        """The same at one power level and the AI prices of the site, quicker."""
        one, base = np.ones(1), self.hashprice
        values = self.at(base, power_scale * one, one)
        found = np.interp(hashprice, base, values)
        if len(base) > 1:
            low, high = (
                (values[1] - values[0]) / (base[1] - base[0]),
                (values[-1] - values[-2]) / (base[-1] - base[-2]),
            )
            found = (
                found
                + low * np.minimum(hashprice - base[0], 0.0)
                + high * np.maximum(hashprice - base[-1], 0.0)
            )
        return np.asarray(found)


def cell_of(axis: Floats, value: Floats) -> tuple[Ints, Floats]:
    """Cell and place in it; a single node has one cell in which nothing changes."""
    if len(axis) == 1:
        return np.zeros(value.shape, dtype=np.int64), np.zeros(value.shape)
    cell = np.clip(np.searchsorted(axis, value, side="right") - 1, 0, len(axis) - 2)
    return cell, (value - axis[cell]) / (axis[cell + 1] - axis[cell])


def sample(
    margin: Margin,
    hashprice: Floats,
    power_scale: Floats,
    ai_scale: Floats,
    progress: Callable[[int, int], None] | None = None,
) -> Surface:
    """Sample a margin at every node, and again at the middle of every cell along the diagonal to measure the interpolation.

    Raises:
        ValueError: An axis does not rise, or a margin is no number.
    """
    for name, axis in (("hashprice", hashprice), ("power_scale", power_scale), ("ai_scale", ai_scale)):
        if len(axis) == 0 or not (np.diff(axis) > 0).all():
            raise ValueError(f"{name}: nodes must rise: {axis.tolist()}")
    shape = (len(hashprice), len(power_scale), len(ai_scale))
    values, total = np.zeros(shape), int(np.prod(shape))
    for done, (a, b, c) in enumerate(np.ndindex(*shape)):
        values[a, b, c] = _known(margin, float(hashprice[a]), float(power_scale[b]), float(ai_scale[c]))
        if progress is not None:
            progress(done + 1, total)
    found = Surface(hashprice=hashprice, power_scale=power_scale, ai_scale=ai_scale, margin=values)
    return _checked(margin, found)


def _known(margin: Margin, hashprice: float, power_scale: float, ai_scale: float) -> float:
    found = margin(hashprice, power_scale, ai_scale)
    if not math.isfinite(found):
        place = f"hashprice {hashprice:g}, power level {power_scale:g}, AI level {ai_scale:g}"
        raise ValueError(f"the margin at {place} is no number: {found}; check the year's series for gaps")
    return found


def _checked(margin: Margin, found: Surface) -> Surface:
    points = _middles(found)
    misses = [
        abs(margin(h, p, a) - float(found.at(np.array(h), np.array(p), np.array(a)))) for h, p, a in points
    ]
    worst, width = max(misses, default=0.0), float(np.ptp(found.margin))
    return Surface(
        hashprice=found.hashprice,
        power_scale=found.power_scale,
        ai_scale=found.ai_scale,
        margin=found.margin,
        worst_error=worst,
        worst_error_frac=worst / width if width > 0 else 0.0,
        checked=len(points),
    )


def _middles(found: Surface) -> list[tuple[float, float, float]]:
    """Middles of the cells along the hashprice, other axes at the middles of cells that take turns."""
    scales, ais = _halfway(found.power_scale), _halfway(found.ai_scale)
    return [
        (float(h), float(scales[k % len(scales)]), float(ais[k % len(ais)]))
        for k, h in enumerate(_halfway(found.hashprice))
    ]


def _halfway(axis: Floats) -> Floats:
    return axis if len(axis) == 1 else (axis[1:] + axis[:-1]) / 2
