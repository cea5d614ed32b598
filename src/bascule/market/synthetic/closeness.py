"""How a generated price year compares with a real one: the figures of the closeness table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeness:
    """Figures that describe one year of prices; prices in the unit that they came in, per MWh.

    Attributes:
        mean_per_mwh: Mean price.
        std_per_mwh: Standard deviation.
        p5_per_mwh: 5 % quantile.
        p50_per_mwh: Median.
        p95_per_mwh: 95 % quantile.
        p99_per_mwh: 99 % quantile.
        below_zero_h: Hours with a price below zero.
        hour_mean_per_mwh: Mean price of each local hour of the day, 24 entries.
        autocorrelation_1h: Correlation with the price one hour before.
        autocorrelation_24h: Correlation with the price 24 hours before.
        autocorrelation_168h: Correlation with the price one week before.
    """

    mean_per_mwh: float
    std_per_mwh: float
    p5_per_mwh: float
    p50_per_mwh: float
    p95_per_mwh: float
    p99_per_mwh: float
    below_zero_h: float
    hour_mean_per_mwh: tuple[float, ...]
    autocorrelation_1h: float
    autocorrelation_24h: float
    autocorrelation_168h: float


def closeness(
    price_per_mwh: NDArray[np.float64], local_hour: NDArray[np.int64], *, step_h: float
) -> Closeness:
    """Describe a price series.

    Args:
        price_per_mwh: Prices, one per interval, at least eight days of them, not all equal.
        local_hour: Local hour of the day of each interval, 0 to 23; every hour must occur.
        step_h: Length of an interval, hours; one hour must be a whole number of intervals.

    Returns:
        The figures.
    """
    per_h = round(1 / step_h)
    p5, p50, p95, p99 = (float(q) for q in np.quantile(price_per_mwh, (0.05, 0.5, 0.95, 0.99)))
    return Closeness(
        mean_per_mwh=float(price_per_mwh.mean()),
        std_per_mwh=float(price_per_mwh.std(ddof=1)),
        p5_per_mwh=p5,
        p50_per_mwh=p50,
        p95_per_mwh=p95,
        p99_per_mwh=p99,
        below_zero_h=float(np.count_nonzero(price_per_mwh < 0) * step_h),
        hour_mean_per_mwh=hour_means(price_per_mwh, local_hour),
        autocorrelation_1h=autocorrelation(price_per_mwh, per_h),
        autocorrelation_24h=autocorrelation(price_per_mwh, 24 * per_h),
        autocorrelation_168h=autocorrelation(price_per_mwh, 168 * per_h),
    )


def hour_means(values: NDArray[np.float64], local_hour: NDArray[np.int64]) -> tuple[float, ...]:
    """Return the mean of the values in each local hour of the day, 24 entries."""
    sums = np.bincount(local_hour, weights=values, minlength=24)
    return tuple(float(m) for m in sums / np.bincount(local_hour, minlength=24))


def autocorrelation(values: NDArray[np.float64], lag: int) -> float:
    """Return Pearson's correlation of a series with itself `lag` steps before (at least one)."""
    return float(np.corrcoef(values[lag:], values[:-lag])[0, 1])


def shape_error_frac(generated: Closeness, real: Closeness) -> float:
    """Return the largest error among the 24 hourly means, relative to the real mean price.

    Args:
        generated: Figures of the generated series.
        real: Figures of the real series; its mean price must not be zero.

    Returns:
        Largest absolute difference of hourly means over the absolute real mean, 0 or more.
    """
    gap = np.subtract(generated.hour_mean_per_mwh, real.hour_mean_per_mwh)
    return float(np.abs(gap).max() / abs(real.mean_per_mwh))
