"""Today's gains over hashprice and rent, and where they turn."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.transition import Axes
from bascule.study.switching.two_modes import upward_crossing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plane:
    """A gain at date 0 by hashprice and rent; one row or column where a driver is certain.

    Attributes:
        today: Hashprice and rent of today.
        rows: Logarithm of each row's hashprice over today's, rising, shape (rows,).
        columns: The same of the rent at each node, rising along rows, shape (rows, columns).
        gain: At each node.
    """

    today: tuple[float, float]
    rows: Floats
    columns: Floats
    gain: Floats

    @staticmethod
    def of(drivers: Drivers, axes: Axes, gain: Floats) -> "Plane":
        """The plane of a solved grid.

        Args:
            drivers: Hashprice and rent.
            axes: The grid.
            gain: By its nodes.
        """
        today = float(drivers.base[HASHPRICE, 0]), float(drivers.base[RENT, 0])
        if axes.live == (RENT,):  # a grid's first axis is its first uncertain driver
            return Plane(today=today, rows=np.zeros(1), columns=axes.first[None, :], gain=gain.T)
        moved = axes.deviations(len(drivers.decay))
        return Plane(today=today, rows=moved[HASHPRICE, :, 0], columns=moved[RENT], gain=gain)

    @property
    def hashprice(self) -> Floats:
        """Of each row, money per PH and day."""
        return np.asarray(self.today[HASHPRICE] * np.exp(self.rows))

    @property
    def centre(self) -> int:
        """Row of today's hashprice."""
        return int(np.abs(self.rows).argmin())

    def rent_above(self, row: int) -> float | None:
        """Rent above which the gain is positive along a row, 0 where it always is; None without such a rent."""
        crossing = upward_crossing(self.columns[row], self.gain[row])
        return None if crossing is None else float(self.today[RENT] * np.exp(crossing))

    def hashprice_above(self, rent: float, *, sign: float = 1.0) -> float | None:
        """Hashprice above which the gain has a sign at a rent, 0 where it always has; None without such a hashprice.

        Args:
            rent: Money per IT kilowatt and month; beyond the grid its edge is taken.
            sign: 1 for a positive gain, -1 for a negative one.
        """
        crossing = upward_crossing(self.rows, sign * self.at(rent))
        return None if crossing is None else float(self.today[HASHPRICE] * np.exp(crossing))

    def at(self, rent: float) -> Floats:
        """The gain at a rent by row, linear in the rent's logarithm."""
        place = np.log(rent / self.today[RENT])
        pairs = zip(self.columns, self.gain, strict=True)
        return np.array([np.interp(place, where, gain) for where, gain in pairs])
