"""Regressors whose means one step ahead are known: levels, and polynomials of the standardised logarithms.

They carry the martingale that serves as control variate, and as the price of foresight where quadrature is too dear.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers


@dataclass(frozen=True, slots=False, kw_only=True, eq=False)
class Known:
    """Regressors at every date.

    Attributes:
        drivers: What moves.
        degree: Of the polynomials, 1 to 3.
    """

    drivers: Drivers
    degree: int = 3

    def __post_init__(self) -> None:
        """Refuse a degree that has no closed mean here."""
        if not 1 <= self.degree <= 3:
            raise ValueError(f"degree of the polynomials is 1 to 3: {self.degree}")

    @cached_property
    def live(self) -> tuple[int, ...]:
        """Uncertain drivers."""
        return tuple(int(k) for k in np.flatnonzero(self.drivers.shock > 0))

    @cached_property
    def powers(self) -> tuple[tuple[int, ...], ...]:
        """Monomials as lists of drivers, the constant first."""
        return tuple(
            combo
            for degree in range(self.degree + 1)
            for combo in combinations_with_replacement(range(len(self.live)), degree)
        )

    @property
    def count(self) -> int:
        """How many regressors."""
        return len(self.powers) + len(self.live)

    @cached_property
    def scale(self) -> Floats:
        """Standard deviation by date and live driver: one before there is any."""
        spread = np.sqrt(np.diagonal(self.drivers.variances(), axis1=1, axis2=2))[:, list(self.live)]
        return np.asarray(np.where(spread > 0, spread, 1.0))

    @cached_property
    def _third(self) -> Floats:
        """Third cumulants of the shocks of a step."""
        live = list(self.live)
        return np.asarray(self.drivers.third_cumulants[np.ix_(live, live, live)])

    @cached_property
    def _growth(self) -> Floats:
        """Log of the mean of exp of the shock of a step."""
        live = list(self.live)
        return np.asarray(self.drivers.shock[live] ** 2 / 2 + self.drivers.jump_growth()[live, 1])

    def rows(self, date: int, deviations: Floats, levels: Floats | None = None) -> Floats:
        """Regressors, shape (count, paths); levels of all drivers are worked out where they are not given."""
        live = list(self.live)
        found = np.empty((self.count, deviations.shape[1]))
        self._fill(found, deviations[live] / self.scale[date][:, None])
        found[len(self.powers) :] = (self.drivers.levels(date, deviations) if levels is None else levels)[
            live
        ]
        return found

    def _fill(self, found: Floats, u: Floats) -> None:
        place = {combo: k for k, combo in enumerate(self.powers)}
        for k, combo in enumerate(self.powers):
            if not combo:
                found[k] = 1.0
            elif len(combo) == 1:
                found[k] = u[combo[0]]
            else:
                np.multiply(found[place[combo[:-1]]], u[combo[-1]], out=found[k])

    def means_ahead(self, date: int, deviations: Floats) -> Floats:
        """Means of the next date's regressors as seen from a date's deviations, shape (count, paths)."""
        live = list(self.live)
        scale = self.scale[date + 1]
        decay = self.drivers.decay[live]
        cov = self.drivers.covariance[np.ix_(live, live)] / np.outer(scale, scale)
        mean = decay[:, None] * deviations[live] / scale[:, None]
        found = np.empty((self.count, deviations.shape[1]))
        self._fill(found, mean)
        for k, combo in enumerate(self.powers):
            if len(combo) == 2:
                found[k] += cov[combo]
            elif len(combo) == 3:
                a, b, c = combo
                found[k] += mean[a] * cov[b, c] + mean[b] * cov[a, c] + mean[c] * cov[a, b]
                if self.drivers.jumping:
                    found[k] += self._third[combo] / (scale[a] * scale[b] * scale[c])
        base = self.drivers.base[live, date + 1] * np.exp(self._growth)
        found[len(self.powers) :] = base[:, None] * np.exp(decay[:, None] * deviations[live])
        return found
