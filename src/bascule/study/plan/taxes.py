"""Tax on yearly income, with losses used at once or carried forward within their limits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from bascule.model.series import Floats


class LossRule(StrEnum):
    """What a loss is worth: used at once against other income, or carried forward against this one's.

    ``carried`` has no limit. ``us80`` uses carried losses up to 80 % of the year's income (Internal Revenue Code 172(a)(2),
    losses from 2018 on). ``france`` uses 1 M EUR and half of what income exceeds it (CGI art. 209, I, years
    closed from 31 December 2012): amounts in EUR.
    """

    USED = "used"
    CARRIED = "carried"
    US_80 = "us80"
    FRANCE = "france"


_LIMITS: Final = {LossRule.CARRIED: (0.0, 1.0), LossRule.US_80: (0.0, 0.8), LossRule.FRANCE: (1e6, 0.5)}
"""Income that carried losses may wholly cover, and the share of the rest."""


def loss_limit(rule: LossRule) -> tuple[float, float]:
    """Income that carried losses may wholly cover, and the share of income above it; all of it where losses are used at once."""
    return _LIMITS.get(rule, (0.0, 1.0))


def taxes(income: Floats, rate: float, rule: LossRule) -> Floats:
    """Tax of each year, negative only where losses are used at once; losses left at the end are worth nothing.

    Args:
        income: Taxable income before carried losses, by path and year.
        rate: 0 to 1.
        rule: What a loss is worth.

    >>> taxes(np.array([[-100.0, 100.0, 100.0]]), 0.25, LossRule.US_80).tolist()
    [[0.0, 5.0, 20.0]]
    """
    if rule is LossRule.USED:
        return rate * income
    return rate * (np.maximum(income, 0.0) - carry(income, rule).used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Losses carried forward, by path and year.

    Attributes:
        used: Against the year's income.
        left: At the year's end.
    """

    used: Floats
    left: Floats


def carry(income: Floats, rule: LossRule) -> Carried:
    """How losses are carried under a rule's limit.

    >>> carry(np.array([[-100.0, 100.0, 100.0]]), LossRule.US_80).used.tolist()
    [[0.0, 80.0, 20.0]]
    """
    free, frac = loss_limit(rule)
    used, left = np.zeros(income.shape), np.zeros(income.shape)
    pool = np.zeros(income.shape[0])
    for year in range(income.shape[1]):
        base = np.maximum(income[:, year], 0.0)
        used[:, year] = np.minimum(pool, np.minimum(base, free) + frac * np.maximum(base - free, 0.0))
        pool = pool - used[:, year] + np.maximum(-income[:, year], 0.0)
        left[:, year] = pool
    return Carried(used=used, left=left)
