"""The option to exchange one asset for another."""

import math
from dataclasses import dataclass

from scipy.stats import norm


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Give asset 1 (and a fixed amount) and receive asset 2 at the end, if it pays.

    Attributes:
        s1: Asset given.
        s2: Asset received.
        q1: Yield of asset 1.
        q2: Yield of asset 2.
        sigma1: Volatility of asset 1.
        sigma2: Volatility of asset 2.
        corr: Correlation.
        years: Until the end.
        rate: Of interest; matters only with a fixed amount.
        strike: Fixed amount given beside asset 1.
    """

    s1: float
    s2: float
    q1: float
    q2: float
    sigma1: float
    sigma2: float
    corr: float
    years: float
    rate: float = 0.0
    strike: float = 0.0


def exchange_value(option: Exchange) -> float:
    """Margrabe's value; with a fixed amount Kirk's approximation, which is exact without one.

    Sources: W. Margrabe, Journal of Finance 33, 1978; E. Kirk, in Managing Energy Price Risk, 1995.

    >>> option = Exchange(s1=100.0, s2=100.0, q1=0.0, q2=0.0, sigma1=0.2, sigma2=0.2, corr=0.5, years=1.0)
    >>> round(exchange_value(option), 4)
    7.9656
    """
    given = option.s1 * math.exp(-option.q1 * option.years)
    fixed = option.strike * math.exp(-option.rate * option.years)
    received = option.s2 * math.exp(-option.q2 * option.years)
    whole = given + fixed
    if whole <= 0 or received <= 0:
        return max(received - whole, 0.0)
    weighted = option.sigma1 * given / whole
    variance = weighted**2 + option.sigma2**2 - 2 * option.corr * weighted * option.sigma2
    spread = math.sqrt(max(variance, 0.0) * option.years)
    if spread == 0:
        return max(received - whole, 0.0)
    d1 = math.log(received / whole) / spread + spread / 2
    return float(received * norm.cdf(d1) - whole * norm.cdf(d1 - spread))
