"""Rows of a series as a file holds them: stamped, in file order, not yet trusted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Stamps and values in file order.

    Attributes:
        stamps_s: Interval starts in Unix seconds, shape (n,); may repeat, jump or run backwards.
        values: Shape (n,), NaN where the file has no number.
        lines: Line numbers in the file from 1, shape (n,), where the file has lines.
    """

    stamps_s: Ints
    values: Floats
    lines: Ints | None = None

    def select(self, keep: Flags) -> "Rows":
        """The rows for which ``keep`` holds."""
        lines = None if self.lines is None else self.lines[keep]
        return Rows(stamps_s=self.stamps_s[keep], values=self.values[keep], lines=lines)

    def between(self, start_s: int, end_s: int) -> "Rows":
        """The rows stamped in ``[start_s, end_s)``."""
        return self.select((self.stamps_s >= start_s) & (self.stamps_s < end_s))


def usual_step_s(stamps_s: Ints) -> int | None:
    """The commonest distance between neighbouring stamps, ``None`` for fewer than two.

    >>> usual_step_s(np.array([0, 3600, 7200, 14400, 14400]))
    3600
    """
    steps, counts = np.unique(np.diff(np.unique(stamps_s)), return_counts=True)
    return int(steps[np.argmax(counts)]) if steps.size else None
