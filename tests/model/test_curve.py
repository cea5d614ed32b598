"""A quantity over temperature: linear between points, flat outside them."""

import numpy as np

from bascule.model.curve import TemperatureCurve, flat

PUE = TemperatureCurve(temperatures_c=(10, 20, 40), values=(1.1, 1.2, 1.6))


def test_points_and_the_lines_between_them() -> None:
    """Halfway between two points lies the mean of their values."""
    assert PUE.at(np.array([10.0, 15.0, 20.0, 30.0, 40.0])).round(12).tolist() == [1.1, 1.15, 1.2, 1.4, 1.6]


def test_flat_outside_the_points() -> None:
    """Colder than the first point, hotter than the last: the nearest value."""
    assert PUE.at(np.array([-30.0, 55.0])).tolist() == [1.1, 1.6]


def test_flat_curve_does_not_feel_temperature() -> None:
    """One value everywhere, and the curve says so."""
    assert flat(1.05).at(np.array([-30.0, 0.0, 50.0])).tolist() == [1.05] * 3
    assert flat(1.05).constant
    assert not PUE.constant
