"""Which values of a series are possible, by its name."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.market.rows import Flags
from bascule.model.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The range outside which a value is a mistake of the file, not news.

    Attributes:
        suffix: End of the series names that it holds for.
        low: Smallest possible value.
        high: Largest possible value.
    """

    suffix: str
    low: float
    high: float


# Wide enough for any market and inhabited place. European day-ahead prices stay in -500 to 5,000 EUR/MWh,
# ERCOT's cap was 9,000 USD/MWh until 2021; difficulty starts at 1; the lowest daily BTC price is 0.05 USD.
LIMITS: Final = (
    Limit(suffix="_per_mwh", low=-5_000.0, high=20_000.0),
    Limit(suffix="_frac", low=0.0, high=1.0),
    Limit(suffix="_c", low=-60.0, high=60.0),
    Limit(suffix="_g_per_kwh", low=0.0, high=3_000.0),
    Limit(suffix="_per_gpu_h", low=0.0, high=1_000.0),
    Limit(suffix="difficulty", low=1.0, high=1e18),
    Limit(suffix="btc_usd", low=1e-3, high=1e8),
    Limit(suffix="btc_eur", low=1e-3, high=1e8),
    Limit(suffix="_btc_per_block", low=0.0, high=1_000.0),
    Limit(suffix="usd_per_eur", low=0.2, high=5.0),
    Limit(suffix="eur_per_usd", low=0.2, high=5.0),
)


def limit_of(name: str) -> Limit:
    """The limit of a series by the longest suffix that fits; no limit but finiteness where none does.

    >>> limit_of("temperature_c").high
    60.0
    """
    fitting = [limit for limit in LIMITS if name.endswith(limit.suffix)]
    if not fitting:
        return Limit(suffix="", low=float("-inf"), high=float("inf"))
    return max(fitting, key=lambda limit: len(limit.suffix))


def impossible(name: str, values: Floats) -> Flags:
    """Which values cannot be: outside the limit of the name, or infinite. NaN is absent, not impossible.

    >>> impossible("solar_frac", np.array([0.5, 1.5, np.nan])).tolist()
    [False, True, False]
    """
    limit = limit_of(name)
    return (values < limit.low) | (values > limit.high) | np.isinf(values)
