"""The time in which a contract is in force."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A contract is in force in ``[start, end)``, both aware UTC."""

    start: datetime
    end: datetime

    def covers(self, grid: TimeGrid) -> Floats:
        """1.0 for intervals that start within the term, else 0.0, shape (count,)."""
        starts = grid.starts_s()
        return ((starts >= self.start.timestamp()) & (starts < self.end.timestamp())).astype(np.float64)

    def overlaps(self, other: "Term") -> bool:
        """Whether both terms share an instant."""
        return self.start < other.end and other.start < self.end
