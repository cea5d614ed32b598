"""Aligned series on one grid, with the assumptions that stand in for missing ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from bascule.errors import DataGap
from bascule.model.series import Floats, Series
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A statement that stands where data is missing, printed with every result.

    Attributes:
        name: What is assumed, usually a series name.
        statement: The assumption in words, with its value.
        source: Why it is reasonable, or who said so.
    """

    name: str
    statement: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Market:
    """Everything outside the site that decides money, on one grid.

    Attributes:
        grid: The intervals of every series.
        series: Series by name.
        assumptions: What stands in for data that the user does not have.
        notes: Repairs that were asked for (fill rules) and what they did.
    """

    grid: TimeGrid
    series: Mapping[str, Series]
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[str, ...] = ()

    def values(self, name: str) -> Floats:
        """Values of one series, shape (count,).

        Raises:
            DataGap: The market has no such series.
        """
        if name not in self.series:
            have = ", ".join(sorted(self.series)) or "none"
            raise DataGap(f"the market has no series {name!r} (it has: {have})")
        return self.series[name].values

    @property
    def synthetic(self) -> bool:
        """True where any series was generated."""
        return any(series.synthetic for series in self.series.values())
