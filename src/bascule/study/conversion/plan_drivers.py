"""What is uncertain in a plan, under two measures that are never mixed in one figure."""

import math
from dataclasses import dataclass
from typing import Final

from bascule.model.series import Floats
from bascule.study.plan.process import LogOu
from bascule.study.switching.courses import Course

HASHPRICE, RENT, POWER, CONTRACT, SPOT, CAPEX = range(6)
"""Numbers of the drivers; those after the rent are there only in a plan that says more is uncertain."""

DRIVER_NAMES: Final = ("hashprice", "rent", "power", "gpu_contract", "gpu_spot", "capex_index")
"""Of the drivers, in the order of their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A price that is uncertain, under two measures that are never mixed in one figure.

    Attributes:
        pricing: For values, triggers and premiums.
        world: For probabilities, dates and risk: another drift, the same volatility.
    """

    pricing: Course
    world: Course


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beyond:
    """What is uncertain besides hashprice and rent; one that is known is a given path.

    Attributes:
        power: Level of power prices over the plan's.
        contract: Money per GPU-hour under a contract signed that day.
        spot: Money per GPU-hour sold by the hour.
        capex: Cost of building over today's.
        corr: Correlation of the shocks of all six drivers, in the order of their numbers.
    """

    power: Driver
    contract: Driver
    spot: Driver
    capex: Driver
    corr: Floats

    @property
    def each(self) -> tuple[Driver, ...]:
        """In the order of their numbers."""
        return self.power, self.contract, self.spot, self.capex


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
