"""A series as it was observed: moments and values."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.units import DAYS_PER_YEAR, SECONDS_PER_DAY

SECONDS_PER_YEAR: Final = DAYS_PER_YEAR * SECONDS_PER_DAY
LEAST: Final = 20
LEAST_EVEN: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """Values at moments.

    Attributes:
        name: What is observed, for messages.
        times_s: Unix seconds, rising.
        values: One per moment, finite.
    """

    name: str
    times_s: Ints
    values: Floats

    def __post_init__(self) -> None:
        """Refuse what no parameter can be read from."""
        if len(self.times_s) != len(self.values) or len(self.values) < LEAST:
            raise ValueError(f"{self.name}: {len(self.values)} values, and at least {LEAST} are needed")
        if (np.diff(self.times_s) <= 0).any():
            raise ValueError(f"{self.name}: moments must rise, each once")
        if not np.isfinite(self.values).all():
            raise ValueError(f"{self.name}: every value must be a number: leave out moments without one")

    @property
    def steps_years(self) -> Floats:
        """Years from each moment to the next."""
        return np.diff(self.times_s) / SECONDS_PER_YEAR

    @property
    def years(self) -> float:
        """From the first moment to the last."""
        return float(self.times_s[-1] - self.times_s[0]) / SECONDS_PER_YEAR

    @property
    def log_returns(self) -> Floats:
        """From each moment to the next.

        Raises:
            ValueError: A value is not above zero.
        """
        return np.diff(self.logs)

    @property
    def logs(self) -> Floats:
        """Logarithms of the values.

        Raises:
            ValueError: A value is not above zero.
        """
        if (self.values <= 0).any():
            worst = float(self.values.min())
            raise ValueError(
                f"{self.name}: {worst:g} has no logarithm: choose a model of levels, such as spikes"
            )
        return np.log(self.values)

    def even_steps(self) -> tuple[float, NDArray[np.bool_]]:
        """The commonest step in years, and which steps have its length: the others are gaps.

        Raises:
            ValueError: More than a fifth of the steps are others.
        """
        steps = np.diff(self.times_s)
        lengths, counts = np.unique(steps, return_counts=True)
        even = steps == lengths[counts.argmax()]
        if even.mean() < LEAST_EVEN:
            gap = np.datetime64(int(self.times_s[int(np.argmax(~even))]), "s")
            raise ValueError(
                f"{self.name}: {(~even).mean():.0%} of the steps are not of the usual length (first after {gap}): "
                "read it by day, or cut it to a stretch with few gaps"
            )
        return float(lengths[counts.argmax()]) / SECONDS_PER_YEAR, even
