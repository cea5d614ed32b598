"""Coloured noise has the memory that its components state."""

import math

import numpy as np
import pytest

from bascule.market.synthetic.closeness import autocorrelation
from bascule.market.synthetic.latent import Component, draw_memory, draw_noise


def component(*, tau_h: float, period_h: float = 0, order: int = 1, weight_frac: float = 1.0) -> Component:
    """A component with defaults."""
    return Component(tau_h=tau_h, period_h=period_h, order=order, weight_frac=weight_frac)


def test_memory_follows_its_recursion() -> None:
    """Each value is the carried one before plus scaled fresh noise."""
    path = draw_memory(50, carry=0.8, rng=np.random.default_rng(3))
    fresh = np.random.default_rng(3).standard_normal(50)
    assert path[0] == fresh[0]
    assert path[1:] == pytest.approx(0.8 * path[:-1] + 0.6 * fresh[1:])


@pytest.mark.parametrize(
    ("part", "lag_h", "expected"),
    [
        (component(tau_h=10), 5, math.exp(-0.5)),
        (component(tau_h=10, order=2), 5, 1.5 * math.exp(-0.5)),
        (component(tau_h=50, period_h=24), 12, -math.exp(-0.24)),
        (component(tau_h=50, period_h=24), 24, math.exp(-0.48)),
    ],
)
def test_autocorrelation_is_the_stated_one(part: Component, lag_h: int, expected: float) -> None:
    """A long path shows the component's formula, and unit variance."""
    path = draw_noise((part,), 200_000, step_h=0.5, rng=np.random.default_rng(1))
    assert autocorrelation(path, 2 * lag_h) == pytest.approx(expected, abs=0.04)
    assert path.std() == pytest.approx(1.0, abs=0.04)


def test_shares_add_to_unit_variance() -> None:
    """Two components with shares of 0.3 and 0.7 make noise of variance one."""
    parts = (component(tau_h=2, weight_frac=0.3), component(tau_h=8, weight_frac=0.7))
    path = draw_noise(parts, 200_000, step_h=1.0, rng=np.random.default_rng(1))
    assert path.std() == pytest.approx(1.0, abs=0.02)
