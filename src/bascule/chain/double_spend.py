"""Odds that an attacker overtakes a payment's confirmations."""

from typing import Final

import numpy as np
from scipy.special import betainc
from scipy.stats import poisson

_MOST: Final = 1_000_000


def exact_odds(attacker_frac: float, confirmations: int) -> float:
    """Probability of a successful double spend, exact: I_{4pq}(z, 1/2).

    The attacker starts when the payment is mined, without a block mined beforehand, and never gives up. From half the
    hashrate on it surely succeeds, as it does against no confirmation.

    Args:
        attacker_frac: Share q of the hashrate, 0 to 1.
        confirmations: z, from 0.

    Raises:
        ValueError: A share outside 0 to 1, or a negative number of confirmations.

    Source: C. Grunspan and R. Perez-Marco, Double spend races, 2018, theorem 1.

    >>> round(exact_odds(0.3, 6), 3), round(exact_odds(0.4, 6), 3)
    (0.156, 0.493)
    """
    _refuse(attacker_frac, confirmations)
    if attacker_frac >= 0.5 or confirmations == 0:
        return 1.0
    if attacker_frac == 0:
        return 0.0
    return float(betainc(confirmations, 0.5, 4 * attacker_frac * (1 - attacker_frac)))


def poisson_odds(attacker_frac: float, confirmations: int) -> float:
    """The white paper's formula, which takes the honest miners' time as certain.

    Args:
        attacker_frac: Share q of the hashrate, 0 to 1.
        confirmations: z, from 0.

    Raises:
        ValueError: A share outside 0 to 1, or a negative number of confirmations.

    Source: S. Nakamoto, Bitcoin: a peer-to-peer electronic cash system, 2008, section 11.

    >>> round(poisson_odds(0.1, 5), 7), round(poisson_odds(0.3, 10), 7)
    (0.0009137, 0.0416605)
    """
    _refuse(attacker_frac, confirmations)
    if attacker_frac >= 0.5 or confirmations == 0:
        return 1.0
    ratio = attacker_frac / (1 - attacker_frac)
    blocks = np.arange(confirmations + 1)
    expected = confirmations * ratio
    behind = poisson.sf(confirmations, expected)
    catching_up = poisson.pmf(blocks, expected) * ratio ** (confirmations - blocks)
    return float(min(1.0, behind + catching_up.sum()))


def confirmations_for(attacker_frac: float, odds: float, *, exact: bool = True) -> int | None:
    """Fewest confirmations that keep the odds below a limit; None where none do.

    Args:
        attacker_frac: Share q of the hashrate, 0 to 1.
        odds: The limit, above 0 and at most 1.
        exact: Whether by the exact law or the white paper's formula.

    Raises:
        ValueError: A share outside 0 to 1, or a limit that is not above zero.

    >>> confirmations_for(0.1, 0.001), confirmations_for(0.1, 0.001, exact=False), confirmations_for(0.5, 0.01)
    (6, 5, None)
    """
    _refuse(attacker_frac, 0)
    if odds <= 0:
        raise ValueError(f"odds are above zero: {odds}")
    found = exact_odds if exact else poisson_odds
    if attacker_frac >= 0.5:
        return None
    low, high = 0, 1
    while found(attacker_frac, high) >= odds:
        low, high = high, high * 2
        if high > _MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if found(attacker_frac, middle) >= odds else (low, middle)
    return high


def _refuse(attacker_frac: float, confirmations: int) -> None:
    if not 0 <= attacker_frac <= 1:
        raise ValueError(f"an attacker's share lies from 0 to 1: {attacker_frac}")
    if confirmations < 0:
        raise ValueError(f"confirmations are not negative: {confirmations}")
