"""The level of power prices as a driver beside hashprice and rent."""

import math

from bascule.study.conversion.case import Driver
from bascule.study.plan.process import LogOu


def power_driver(power_sd: float, power_speed: float) -> Driver | None:
    """A level of mean 1 that starts there; None where it is certain.

    Args:
        power_sd: Stationary standard deviation of its logarithm.
        power_speed: Reversion per year.
    """
    if power_sd <= 0:
        return None
    sigma = power_sd * math.sqrt(2 * power_speed)
    level = LogOu(start=1.0, level=1.0, speed=power_speed, sigma=sigma)
    return Driver(pricing=level, world=level)
