"""Two measures of the same drivers: values go by one, probabilities by the other, and only the drift lies between them."""

import numpy as np

from bascule.study.switching.drivers import Drivers
from bascule.study.switching.jumps import same_jumps


def refuse_measures(names: tuple[str, ...], pricing: Drivers, world: Drivers) -> None:
    """Refuse measures that differ in more than the drift: a rule solved under one could not be played under the other.

    Args:
        names: Of the drivers.
        pricing: For values.
        world: For probabilities.

    Raises:
        ValueError: A driver's value is not above zero, or its two courses start, spread, jump or revert otherwise.
    """
    for number, name in enumerate(names):
        if not (pricing.base[number] > 0).all():
            raise ValueError(f"{name}: every value must lie above zero")
        same = {
            "value today": np.isclose(pricing.base[number, 0], world.base[number, 0]),
            "volatility": np.isclose(pricing.shock[number], world.shock[number]),
            "jumps": same_jumps([pricing.jumps[number]], [world.jumps[number]]),
            "reversion": np.isclose(pricing.decay[number], world.decay[number]),
        }
        apart = [what for what, equal in same.items() if not equal]
        if apart:
            raise ValueError(
                f"{name}: pricing and world must share {' and '.join(apart)}: only the drift may differ"
            )
        if pricing.shock[number] == 0 and not np.allclose(pricing.base[number], world.base[number]):
            raise ValueError(
                f"{name}: without uncertainty its path is known, and is the same in pricing and world"
            )
