"""The level of power prices as a driver beside hashprice and rent."""

import math

from bascule.study.conversion.case import Driver
from bascule.study.conversion.finance import World
from bascule.study.plan.process import LogOu


def power_driver(world: World) -> Driver | None:
    """A level of mean 1 that starts there and spreads to the world's stationary deviation; None where it is certain."""
    if world.power_sd <= 0:
        return None
    sigma = world.power_sd * math.sqrt(2 * world.power_speed)
    level = LogOu(start=1.0, level=1.0, speed=world.power_speed, sigma=sigma)
    return Driver(pricing=level, world=level)
