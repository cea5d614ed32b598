"""A series is one value and one moment of knowledge per interval, and nobody may change it."""

import numpy as np
import pytest
from tests.model.grids import grid, utc

from bascule.errors import DataGap
from bascule.model.market import Market
from bascule.model.series import Series


def series(*values: float, synthetic: bool = False) -> Series:
    """Values known at once."""
    known = np.zeros(len(values), dtype=np.int64)
    return Series(name="spot_eur_per_mwh", values=np.array(values), known_at_s=known, synthetic=synthetic)


def market(*held: Series) -> Market:
    """Two hours with these series."""
    return Market(grid=grid(utc(2024, 1, 1), 2), series={s.name: s for s in held})


def test_values_cannot_be_written() -> None:
    """A policy that tries to change a price fails."""
    with pytest.raises(ValueError, match="read-only"):
        series(1.0, 2.0).values[0] = 99.0


def test_moments_cannot_be_written() -> None:
    """Nor can it make a price known earlier."""
    with pytest.raises(ValueError, match="read-only"):
        series(1.0, 2.0).known_at_s[0] = -1


def test_every_value_has_its_moment() -> None:
    """Two values with three moments are refused."""
    with pytest.raises(ValueError, match="spot_eur_per_mwh"):
        Series(name="spot_eur_per_mwh", values=np.zeros(2), known_at_s=np.zeros(3, dtype=np.int64))


def test_missing_series_is_a_gap_that_names_what_there_is() -> None:
    """The message lists the series that the market has."""
    with pytest.raises(DataGap, match=r"'btc_usd'.*spot_eur_per_mwh"):
        market(series(1.0, 2.0)).values("btc_usd")


def test_market_is_synthetic_if_any_series_is() -> None:
    """One generated series taints the market."""
    assert market(series(1.0, 2.0, synthetic=True)).synthetic
    assert not market(series(1.0, 2.0)).synthetic
