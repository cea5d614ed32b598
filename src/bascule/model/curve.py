"""A piecewise-linear function of outdoor or intake temperature."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class TemperatureCurve:
    """A quantity that depends on temperature, linear between points and flat outside them.

    Attributes:
        temperatures_c: Rising temperatures.
        values: Value at each temperature (PUE, or a fraction of nominal).
    """

    temperatures_c: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, temperature_c: Floats) -> Floats:
        """Value at each temperature, same shape."""
        return np.interp(temperature_c, self.temperatures_c, self.values)

    @property
    def constant(self) -> bool:
        """True where temperature does not matter."""
        return len(set(self.values)) == 1


def flat(value: float) -> TemperatureCurve:
    """A curve that does not depend on temperature."""
    return TemperatureCurve(temperatures_c=(0.0,), values=(value,))
