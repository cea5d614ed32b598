"""A series of values that know the moment at which they became known."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRef:
    """The name of a market series, where a site file may also give a constant."""

    name: str


Level = float | SeriesRef
"""A constant, or the name of a series that gives one value per interval."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """One value per interval of a grid that the market states.

    Attributes:
        name: Name with its unit as suffix, such as ``spot_eur_per_mwh``.
        values: Shape (count,), finite, read-only.
        known_at_s: Moment at which each value became known, Unix seconds, shape (count,).
        source: Where the values come from, for the report.
        publication: The rule that gave ``known_at_s``, for the report.
        synthetic: True where the values were generated, never measured.
    """

    name: str
    values: Floats
    known_at_s: Ints = field(repr=False)
    source: str = ""
    publication: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        """Freeze the arrays and refuse unequal lengths."""
        if self.values.shape != self.known_at_s.shape:
            raise ValueError(f"{self.name}: {self.values.shape} values but {self.known_at_s.shape} moments")
        self.values.setflags(write=False)
        self.known_at_s.setflags(write=False)
