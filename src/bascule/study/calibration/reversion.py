"""Mean reversion of a logarithm from a series, with a steady technology drift where asked for."""

import math
from dataclasses import dataclass
from typing import Final

from bascule.model.series import Floats
from bascule.study.calibration.autoregression import Autoregression, autoregression
from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.information import propagated
from bascule.study.calibration.observed import SECONDS_PER_YEAR, Observed
from bascule.study.plan.process import LogOu

CRITICAL: Final = {False: -2.86, True: -3.41}
"""Dickey and Fuller's 5 % values for many observations, without and with a trend (W. Fuller, 1976, table 8.5.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversionFit:
    """What a series says of a log-Ornstein-Uhlenbeck process.

    Attributes:
        process: It, from the last value on; its level is that of the last moment where it has a trend.
        speed: Per year.
        speed_bias: What a series of this length adds to the speed on average (first order in 1/years); not taken off.
        level: Stationary mean of the variable itself, at the last moment.
        volatility: Per year.
        technology_drift: Of the level's logarithm per year; None where none was fitted.
        walk_statistic: Dickey and Fuller's.
        walk_critical: Above it, at 5 %, a walk without reversion is not ruled out.
        count: Of steps.
        years: Observed, without gaps.
    """

    process: LogOu
    speed: Estimate
    speed_bias: float
    level: Estimate
    volatility: Estimate
    technology_drift: Estimate | None
    walk_statistic: float
    walk_critical: float
    count: int
    years: float

    @property
    def reverts(self) -> bool:
        """Whether the data rule out, at 5 %, that nothing reverts."""
        return self.walk_statistic < self.walk_critical

    @property
    def half_life_years(self) -> float:
        """Until half of a deviation is gone."""
        return math.log(2) / self.speed.value


def fit_reversion(observed: Observed, *, trend: bool = False) -> ReversionFit:
    """The exact regression of a step on the one before; errors by the delta method.

    Args:
        observed: Above zero; steps of another length than the usual are gaps and left out.
        trend: Whether the mean of the logarithm moves steadily, as technology makes it.

    Raises:
        ValueError: Too many gaps, a value is not above zero, or nothing reverts.

    Source of the bias: M. Kendall, Biometrika 41, 1954, -(1 + 3 a)/n of a persistence a; with a trend -(2 + 4 a)/n.
    """
    (step, even), logs = observed.even_steps(), observed.logs
    # Time counts from the last moment, so that the constant is the mean there.
    times = (observed.times_s[:-1] - observed.times_s[-1])[even] / SECONDS_PER_YEAR
    found = autoregression(logs[:-1][even], logs[1:][even], times if trend else None)
    kept = found.persistence
    if not 0 < kept < 1:
        raise ValueError(
            f"{observed.name}: a step keeps {kept:.4f} of a deviation, so nothing reverts (it must lie between 0 and 1): "
            "use gbm"
        )
    at, spread = found.with_noise

    def estimate(which: int) -> Estimate:
        return Estimate(
            value=_parameters(at, step)[which],
            standard_error=propagated(lambda x: _parameters(x, step)[which], at, spread),
        )

    speed, level, sigma = (estimate(which) for which in range(3))
    return ReversionFit(
        process=LogOu(
            start=float(observed.values[-1]), level=level.value, speed=speed.value, sigma=sigma.value
        ),
        speed=speed,
        speed_bias=_bias(found, step, trend=trend),
        level=level,
        volatility=sigma,
        technology_drift=estimate(3) if trend else None,
        walk_statistic=found.walk_statistic,
        walk_critical=CRITICAL[trend],
        count=found.count,
        years=found.count * step,
    )


def _parameters(at: Floats, step: float) -> tuple[float, float, float, float]:
    """Speed, level, volatility and technology drift of constant, persistence, trend if any, and noise."""
    constant, kept, noise = float(at[0]), float(at[1]), float(at[-1])
    drift = float(at[2]) / (1 - kept) if len(at) > 3 else 0.0
    speed = -math.log(kept) / step
    variance = noise / (1 - kept**2)
    centre = (constant - drift * step) / (1 - kept)
    # The level is the mean of the variable: half the stationary variance above its log mean.
    return speed, math.exp(centre + variance / 2), math.sqrt(2 * speed * variance), drift


def _bias(found: Autoregression, step: float, *, trend: bool) -> float:
    kept = found.persistence
    lost = (2 + 4 * kept if trend else 1 + 3 * kept) / found.count
    return lost / (kept * step)
