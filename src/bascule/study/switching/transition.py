"""One step of up to two drivers on a grid, by trapezoid quadrature of the exact transition density.

The second coordinate is sheared, q = w2 - k w1 with k = corr shock2 / shock1, so that the shocks of w1 and q are independent:
w1' = b w1 + s1 Z1, q' = d q + k (d - b) w1 + s2 sqrt(1 - corr^2) Z2. A step is then two products of matrices, and where the
decays differ a shift along each row, interpolated on values that the density has already smoothed. Where a driver jumps, its
own coordinate's density is a mixture over the number of jumps; the shear takes them to the second driver as its regression does.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.kernel import jump_kernel, kernel
from bascule.study.switching.tails import reach

REACH: Final = 6.5
"""Standard deviations that the grid reaches beyond the mean, also under the measures weighted by each driver."""
POINTS: Final = 6
"""Points of the Lagrange interpolation along rows."""
MOST_NODES: Final = 6_000
"""Of a coordinate: its transition is a square table of so many."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Axes:
    """A grid of deviations.

    Attributes:
        live: Numbers of the uncertain drivers, at most two.
        first: w1, shape (rows,); one zero where nothing is uncertain.
        second: q, shape (columns,); one zero where one driver is uncertain.
        shear: k.
    """

    live: tuple[int, ...]
    first: Floats
    second: Floats
    shear: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.first), len(self.second)

    @property
    def centre(self) -> tuple[int, int]:
        """Where no shock has come."""
        return int(np.abs(self.first).argmin()), int(np.abs(self.second).argmin())

    def deviations(self, count: int) -> Floats:
        """Of every driver at every node, shape (drivers, rows, columns)."""
        found = np.zeros((count, *self.shape))
        if self.live:
            found[self.live[0]] = self.first[:, None]
        if len(self.live) == 2:
            found[self.live[1]] = self.second[None, :] + self.shear * self.first[:, None]
        return found


def axes(drivers: Drivers, points_per_shock: float) -> Axes:
    """A grid that reaches as far as values depend on.

    Args:
        drivers: At most two of them uncertain.
        points_per_shock: Nodes per standard deviation of a step's shock, at least 1: sums over nodes are then means to 1e-8.

    Raises:
        ValueError: More than two are uncertain, two move as one, or a coordinate would take too few or too many nodes.
    """
    if not points_per_shock >= 1:
        raise ValueError(
            f"a grid takes at least one node per standard deviation of a shock: {points_per_shock}"
        )
    live = tuple(int(k) for k in np.flatnonzero(drivers.shock > 0))
    if len(live) > 2:
        raise ValueError(f"a grid takes up to two uncertain drivers: {len(live)}; use least squares")
    if not live:
        return Axes(live=live, first=np.zeros(1), second=np.zeros(1), shear=0.0)
    spread = drivers.variances()[np.ix_(range(drivers.dates), live, live)]
    ends = _far(drivers, live, (1.0,)) if drivers.jumping else _ends(spread[:, :1, :1])
    first = _axis(ends, drivers.shock[live[0]], points_per_shock)
    if len(live) == 1:
        return Axes(live=live, first=first, second=np.zeros(1), shear=0.0)
    one, two = live
    corr = float(drivers.corr[one, two])
    if abs(corr) > 1 - 1e-9:
        raise ValueError(
            "two drivers move as one (correlation 1 or -1): state one as a function of the other"
        )
    shear = corr * drivers.shock[two] / drivers.shock[one]
    # Of q and, for the weighted measures, of q with w1 and w2.
    turn = np.array([[-shear, 1.0], [1.0, 0.0], [0.0, 1.0]])
    turned = turn @ spread @ turn.T
    ends = _far(drivers, live, (-shear, 1.0)) if drivers.jumping else _ends(turned)
    second = _axis(ends, drivers.shock[two] * np.sqrt(1 - corr**2), points_per_shock)
    return Axes(live=live, first=first, second=second, shear=float(shear))


def _ends(spread: Floats) -> tuple[float, float]:
    """Where the tails of a coordinate end; a measure weighted by a driver moves its mean by their covariance."""
    deviation = np.sqrt(spread[:, 0, 0])
    moved = spread[:, 0, :].reshape(len(spread), -1)
    low = (np.minimum(moved.min(axis=1), 0.0) - REACH * deviation).min()
    high = (np.maximum(moved.max(axis=1), 0.0) + REACH * deviation).max()
    return float(low), float(high)


def _far(drivers: Drivers, live: tuple[int, ...], weights: tuple[float, ...]) -> tuple[float, float]:
    """The same where drivers jump, of a coordinate that weighs the uncertain ones so."""
    coordinate = np.zeros(len(drivers.decay))
    coordinate[list(live[: len(weights)])] = weights
    return reach(drivers, coordinate, live, REACH)


def _axis(ends: tuple[float, float], shock: float, points_per_shock: float) -> Floats:
    """Nodes between ends, and a little beyond."""
    low, high = ends[0] - 3 * shock, ends[1] + 3 * shock
    width = shock / points_per_shock
    count = (high - low) / width
    if not count < MOST_NODES:
        raise ValueError(
            f"the grid would take {count:,.0f} nodes of one coordinate, {MOST_NODES:,} are the most: take longer steps, fewer"
            " nodes, a correlation further from 1 where one driver reverts and the other does not, or smaller jumps"
        )
    return np.arange(np.floor(low / width), np.ceil(high / width) + 1) * width


@dataclass(frozen=True, slots=False, kw_only=True, eq=False)
class Transition:
    """A step on a grid.

    Attributes:
        drivers: What moves.
        axes: The grid.
        offset: What is added to each live deviation in this step (another drift), shape (live,).
    """

    drivers: Drivers
    axes: Axes
    offset: tuple[float, ...] = ()

    def expected(self, values: Floats) -> Floats:
        """Expectation after a step at every node, both of shape (rows, columns)."""
        ahead = self._first @ values @ self._second.T
        return ahead if self._shift is None else _shifted(ahead, *self._shift)

    def moved(self, mass: Floats) -> Floats:
        """Where the probability of every node has gone after a step: the transpose of ``expected``."""
        if self._shift is not None:
            mass = _scattered(mass, *self._shift)
        return np.asarray(self._first.T @ mass @ self._second)

    @cached_property
    def _first(self) -> Floats:
        if not self.axes.live:
            return np.ones((1, 1))
        one = self.axes.live[0]
        shock, jumps = float(self.drivers.shock[one]), self.drivers.jumps[one]
        if jumps.there:
            return jump_kernel(self._offset(0), self.axes.first, shock, jumps)
        means = self.drivers.decay[one] * self.axes.first + self._offset(0)
        return kernel(means, self.axes.first, shock)

    @cached_property
    def _second(self) -> Floats:
        if len(self.axes.live) < 2:
            return np.ones((1, 1))
        one, two = self.axes.live
        shock = float(self.drivers.shock[two] * np.sqrt(1 - self.drivers.corr[one, two] ** 2))
        if self.drivers.jumps[two].there:
            offset = self._offset(1) - self.axes.shear * self._offset(0)
            return jump_kernel(offset, self.axes.second, shock, self.drivers.jumps[two])
        own = self.axes.second if self._shift is not None else self.drivers.decay[two] * self.axes.second
        return kernel(own + self._offset(1) - self.axes.shear * self._offset(0), self.axes.second, shock)

    def _offset(self, number: int) -> float:
        return self.offset[number] if self.offset else 0.0

    @cached_property
    def _shift(self) -> tuple[Ints, Floats] | None:
        """Index of the first point (rows, columns) and weights (points, rows, columns); None where decays are equal."""
        if len(self.axes.live) < 2 or self.axes.shear == 0:
            return None
        one, two = self.axes.live
        b, d = self.drivers.decay[one], self.drivers.decay[two]
        if b == d:
            return None
        q, width = self.axes.second, self.axes.second[1] - self.axes.second[0]
        wanted = d * q[None, :] + self.axes.shear * (d - b) * self.axes.first[:, None]
        place = np.clip((wanted - q[0]) / width, 0.0, len(q) - 1.0)
        begin = np.clip(np.floor(place).astype(np.int64) - POINTS // 2 + 1, 0, len(q) - POINTS)
        return begin, _lagrange(place - begin)


def _shifted(values: Floats, begin: Ints, weights: Floats) -> Floats:
    """Values interpolated along rows at shifted places."""
    found = np.zeros(values.shape)
    for k, weight in enumerate(weights):
        found += weight * np.take_along_axis(values, begin + k, axis=1)
    return found


def _scattered(mass: Floats, begin: Ints, weights: Floats) -> Floats:
    """The transpose: mass handed to the points that its value came from."""
    rows, total = np.arange(mass.shape[0])[:, None] * mass.shape[1], np.zeros(mass.size)
    for k, weight in enumerate(weights):
        total += np.bincount((rows + begin + k).ravel(), (weight * mass).ravel(), minlength=mass.size)
    return total.reshape(mass.shape)


def _lagrange(place: Floats) -> Floats:
    """Weights of the points 0 .. POINTS - 1 for a place among them, shape (points, ...)."""
    weights = np.ones((POINTS, *place.shape))
    for j in range(POINTS):
        for k in range(POINTS):
            if k != j:
                weights[j] *= (place - k) / (j - k)
    return weights
