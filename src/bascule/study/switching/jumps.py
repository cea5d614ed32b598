"""Jumps of a driver within a step, and what sums over them come to."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
from scipy.stats import poisson

from bascule.model.series import Floats

_TERMS: Final = 400
"""Of a power series that converges like the exponential's."""
_SMALL: Final = 1e-18


@dataclass(frozen=True, slots=True, kw_only=True)
class Jumps:
    """A Poisson number of independent normal jumps of the logarithm, less their expected sum: the mean is zero.

    Attributes:
        per_step: How many are expected in a step.
        mean: Of one.
        sd: Its standard deviation.
    """

    per_step: float = 0.0
    mean: float = 0.0
    sd: float = 0.0

    @property
    def there(self) -> bool:
        """Whether anything jumps."""
        return self.per_step > 0 and (self.mean != 0 or self.sd > 0)

    @property
    def variance(self) -> float:
        """Of their sum over a step."""
        return self.per_step * (self.mean**2 + self.sd**2)

    @property
    def third(self) -> float:
        """Third central moment of their sum over a step."""
        return self.per_step * self.mean * (self.mean**2 + 3 * self.sd**2)

    def log_moment(self, power: Floats) -> Floats:
        """Logarithm of the mean of exp(power x sum); infinite where a float cannot hold it."""
        with np.errstate(over="ignore"):
            alone = np.expm1(power * self.mean + (power * self.sd) ** 2 / 2)
        return np.asarray(self.per_step * (alone - power * self.mean))

    def lasting(self, power: float, decay: float) -> float:
        """Sum of ``log_moment`` over the powers power x decay^m, m = 0, 1 and so on.

        By the power series of the moment generating function of one jump: the term of degree k sums to itself over 1 - decay^k.
        """
        one, before, total = power * self.mean, 1.0, 0.0
        for degree in range(2, _TERMS):
            one, before = (power * self.mean * one + (power * self.sd) ** 2 * before) / degree, one
            total += one / (1 - decay**degree)
            if abs(one) + abs(before) < _SMALL:
                break
        return self.per_step * total

    def parts(self, cut: float) -> "Parts":
        """The law of a step as a mixture over the number of jumps.

        Args:
            cut: Numbers of less chance than this are left out, unless they have more under the measure weighted by the level.
        """
        weighted = self.per_step * float(np.exp(self.mean + self.sd**2 / 2))
        counts = np.arange(float(poisson.isf(cut, max(self.per_step, weighted))) + 2)
        chances = poisson.pmf(counts, self.per_step)
        kept = np.maximum(chances, poisson.pmf(counts, weighted)) >= cut
        return Parts(
            chances=chances[kept] / chances[kept].sum(),
            centres=(counts[kept] - self.per_step) * self.mean,
            variances=counts[kept] * self.sd**2,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """Normal laws by chance: each array has one entry for each number of jumps that may come."""

    chances: Floats
    centres: Floats
    variances: Floats


def same_jumps(some: Sequence[Jumps], others: Sequence[Jumps]) -> bool:
    """Whether drivers jump alike: numbers that bring nothing count as none."""
    pairs = zip(some, others, strict=True)
    return all(
        np.allclose(astuple(one), astuple(other)) if one.there and other.there else one.there == other.there
        for one, other in pairs
    )
