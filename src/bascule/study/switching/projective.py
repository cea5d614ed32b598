"""Regressors of a policy: forms of the levels that never grow faster than the levels do.

With x_k a level over its mean and S = 1 + sum x_k, the shares 1/S and x_k/S lie between 0 and 1; S times a polynomial of the
shares bends where decisions are taken and is linear in the tails. Powers of the levels, which textbooks use, have tails over
fifteen years that spoil the fit. To these come the flows of all modes, the larger of every two between which a move leads, and
what the problem says that its values bend with: the problem's own kinks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers

DEGREES: Final = (1, 5, 4, 4, 4, 4)
"""Degree of the polynomial by number of uncertain drivers."""


@dataclass(frozen=True, slots=False, kw_only=True, eq=False)
class Projective:
    """Regressors at every date.

    Attributes:
        drivers: What moves.
        pairs: Numbers of modes between which a move leads.
        degree: Of the polynomials; None for the one that suits the number of drivers.
    """

    drivers: Drivers
    pairs: tuple[tuple[int, int], ...]
    degree: int | None = None

    @cached_property
    def live(self) -> tuple[int, ...]:
        """Uncertain drivers."""
        return tuple(int(k) for k in np.flatnonzero(self.drivers.shock > 0))

    @cached_property
    def forms(self) -> tuple[tuple[int, ...], ...]:
        """Products of shares, as lists of their numbers; the first share is 1/S."""
        degree = DEGREES[len(self.live)] if self.degree is None else self.degree
        return tuple(combinations_with_replacement(range(len(self.live) + 1), degree))

    @cached_property
    def typical(self) -> Floats:
        """Mean level by date and uncertain driver."""
        return np.asarray(self.drivers.means()[list(self.live)].T)

    def count(self, modes: int, bends: int = 0) -> int:
        """How many regressors a problem with so many modes and bends has."""
        return len(self.forms) + modes + len(self.pairs) + bends

    def rows(
        self, date: int, levels: Floats, earned: Sequence[Floats], bends: Sequence[Floats] = ()
    ) -> Floats:
        """Regressors, shape (count, paths).

        Args:
            date: Number of the date.
            levels: Of the drivers, shape (drivers, paths).
            earned: Every mode's money of the step, each of shape (paths,).
            bends: Further money of the state, each of shape (paths,).
        """
        live = list(self.live)
        ratio = levels[live] / self.typical[date][:, None]
        size = 1.0 + ratio.sum(axis=0)
        shares = np.concatenate([1.0 / size[None], ratio / size])
        found = np.empty((self.count(len(earned), len(bends)), levels.shape[1]))
        known: dict[tuple[int, ...], Floats] = {(): size}
        for place, form in enumerate(self.forms):
            np.multiply(self._product(known, shares, form[:-1]), shares[form[-1]], out=found[place])
        found[len(self.forms) : len(self.forms) + len(earned)] = earned
        for place, (one, two) in enumerate(self.pairs, start=len(self.forms) + len(earned)):
            np.maximum(earned[one], earned[two], out=found[place])
        for place, bend in enumerate(bends, start=len(found) - len(bends)):
            found[place] = bend
        return found

    def _product(self, known: dict[tuple[int, ...], Floats], shares: Floats, form: tuple[int, ...]) -> Floats:
        if form not in known:
            known[form] = self._product(known, shares, form[:-1]) * shares[form[-1]]
        return known[form]

    def weights(self, date: int, levels: Floats) -> Floats:
        """Noise grows with the levels: its inverse square weighs the regression."""
        live = list(self.live)
        return np.asarray((1.0 + (levels[live] / self.typical[date][:, None]).sum(axis=0)) ** -2.0)
