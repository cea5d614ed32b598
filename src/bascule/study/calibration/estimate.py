"""A number that data gave, with its error."""

from dataclasses import dataclass
from typing import Final

NORMAL_95: Final = 1.959964
"""Two-sided 95 % of a normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimate.

    Attributes:
        value: The number.
        standard_error: Its asymptotic error; None where the data do not give one.
    """

    value: float
    standard_error: float | None

    @property
    def interval_95(self) -> tuple[float, float] | None:
        """Normal interval, None without an error.

        >>> [round(end, 3) for end in Estimate(value=0.5, standard_error=0.1).interval_95 or ()]
        [0.304, 0.696]
        """
        if self.standard_error is None:
            return None
        reach = NORMAL_95 * self.standard_error
        return self.value - reach, self.value + reach
