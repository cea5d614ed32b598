"""Coloured noise: a unit-variance Gaussian process whose memory is a sum of decaying, turning terms."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One term of the autocorrelation: `weight_frac * decay(lag) * cos(2 pi lag / period_h)`.

    Attributes:
        tau_h: Decay time, hours.
        period_h: Period of the swing in hours; 0 means none.
        order: 1 decays as exp(-lag/tau), a rough path; 2 as (1 + lag/tau) exp(-lag/tau), a smooth one.
        weight_frac: Share of the variance, 0 to 1; the shares of one process sum to one.
    """

    tau_h: float
    period_h: float
    order: int
    weight_frac: float


def draw_noise(
    components: Sequence[Component], steps: int, *, step_h: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw one path of the process.

    Args:
        components: Its terms.
        steps: Length of the path.
        step_h: Length of one step, hours.
        rng: Source of randomness; advanced by this call.

    Returns:
        Values of mean 0 and variance 1 (in expectation), one per step.
    """
    total = np.zeros(steps)
    for component in components:
        total += math.sqrt(component.weight_frac) * _draw_term(component, steps, step_h, rng)
    return total


def _draw_term(
    component: Component, steps: int, step_h: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    carry = math.exp(-step_h / component.tau_h)
    draw = draw_memory if component.order == 1 else _draw_smooth_memory
    path = draw(steps, carry=carry, rng=rng)
    if component.period_h == 0:
        return path
    # A swing of random size and phase that both drift slowly has exactly the turning autocorrelation.
    angle = 2 * np.pi * step_h / component.period_h * np.arange(steps)
    swing: NDArray[np.float64] = path * np.cos(angle) + draw(steps, carry=carry, rng=rng) * np.sin(angle)
    return swing


def draw_memory(steps: int, *, carry: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw a stationary first-order autoregression of unit variance.

    Args:
        steps: Length of the path.
        carry: Correlation of neighbours, 0 to below 1.
        rng: Source of randomness; advanced by this call.

    Returns:
        One value per step.
    """
    noise = rng.standard_normal(steps)
    noise[1:] *= math.sqrt(1 - carry * carry)
    return _carried(noise, carry)


def _draw_smooth_memory(steps: int, *, carry: float, rng: np.random.Generator) -> NDArray[np.float64]:
    settle = math.ceil(-12 / math.log(carry))
    path = _carried(draw_memory(settle + steps, carry=carry, rng=rng), carry)[settle:]
    return path * ((1 - carry**2) / math.sqrt(1 + carry**2))


def _carried(noise: NDArray[np.float64], carry: float) -> NDArray[np.float64]:
    return np.fromiter(accumulate(noise.tolist(), lambda old, new: carry * old + new), float, len(noise))
