"""Quarterly moves of the drivers as they were, all at once, to be drawn in place of normal shocks.

Source: B. Efron, Annals of Statistics 7, 1979 (drawing from what was observed); overlapping stretches as in H. R. Künsch,
Annals of Statistics 17, 1989.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.units import DAYS_PER_YEAR, SECONDS_PER_DAY

QUARTER_DAYS: Final = DAYS_PER_YEAR / 4
LEAST_QUARTERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """What the drivers did together.

    Attributes:
        file: Where it was read.
        columns: Names, hashprice and rent first.
        drivers: Number of the driver in each column.
        first: ISO day of the first row.
        last: ISO day of the last.
        quarters: Length: so many moves are independent of each other, however many overlap.
        steps: Rows from the beginning of a quarter's move to its end.
        spread: Standard deviation of a quarter's move of the logarithm, shape (columns,).
        moves: Moves of every stretch of a quarter, each column less its mean and over its standard deviation, so that the
            dependence and the tails stay, shape (columns, stretches).
    """

    file: str
    columns: tuple[str, ...]
    drivers: tuple[int, ...]
    first: str
    last: str
    quarters: float
    steps: int
    spread: Floats
    moves: Floats

    @property
    def stretches(self) -> int:
        """How many moves may be drawn."""
        return int(self.moves.shape[1])

    def has(self, driver: int) -> bool:
        """Whether a driver was observed."""
        return driver in self.drivers

    def of(self, driver: int) -> Floats:
        """Its moves, shape (stretches,)."""
        return np.asarray(self.moves[self.drivers.index(driver)])

    @property
    def corr(self) -> Floats:
        """Correlation of the moves, shape (columns, columns)."""
        return np.asarray(self.moves @ self.moves.T / self.stretches)

    @property
    def excess_kurtosis(self) -> Floats:
        """Fourth moment less that of a normal law, shape (columns,)."""
        return np.asarray((self.moves**4).mean(axis=1) - 3)

    @property
    def skewness(self) -> Floats:
        """Third moment, shape (columns,)."""
        return np.asarray((self.moves**3).mean(axis=1))

    def log_mean(self, driver: int, scale: float) -> float:
        """Logarithm of the mean of exp(scale x move) over all stretches: exact for what is drawn."""
        return float(np.log(np.exp(scale * self.of(driver)).mean()))


def history_of(
    file: str, columns: Mapping[int, str], times_s: Ints, values: Floats, step_days: float
) -> History:
    """The moves of a table.

    Args:
        file: Where it was read.
        columns: Name of each driver's column, in the order of the values.
        times_s: Unix seconds of the rows, evenly apart.
        values: Above zero, shape (columns, rows).
        step_days: From a row to the next.

    Raises:
        ValueError: It is too short, or a column never moves.
    """
    days = float(times_s[-1] - times_s[0]) / SECONDS_PER_DAY
    if days < LEAST_QUARTERS * QUARTER_DAYS:
        raise ValueError(
            f"has {days / QUARTER_DAYS:.1f} quarters, and at least {LEAST_QUARTERS} are needed: give a longer history"
        )
    steps = max(round(QUARTER_DAYS / step_days), 1)
    logs = np.log(values)
    moves = logs[:, steps:] - logs[:, :-steps]
    centred = moves - moves.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1))
    for name, one in zip(columns.values(), spread, strict=True):
        if not one > _STILL:
            raise ValueError(f"{name} never moves, or by the same share each quarter: leave the history out")
    return History(
        file=file,
        columns=tuple(columns.values()),
        drivers=tuple(columns),
        first=_day(times_s[0]),
        last=_day(times_s[-1]),
        quarters=days / QUARTER_DAYS,
        steps=steps,
        spread=spread,
        moves=centred / spread[:, None],
    )


_STILL: Final = 1e-9


def _day(time_s: int) -> str:
    return str(np.datetime64(int(time_s), "s").astype("datetime64[D]"))
