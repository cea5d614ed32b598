"""Offers as tables on the terminal."""

from datetime import UTC, datetime, timedelta

import numpy as np

from bascule.apps.cli.offer_tables import offer_table
from bascule.model.offer import Offer
from bascule.model.time_grid import TimeGrid

GRID = TimeGrid(start=datetime(2024, 8, 20, tzinfo=UTC), step=timedelta(hours=1), count=2)


def test_close_tranches_stand_together_and_silent_hours_have_no_row() -> None:
    """4 MW at nearly 100 are one cell at the lower price; the hour without megawatts is left out."""
    price = np.array([[100.0, 100.0], [99.5, 99.5], [50.0, 50.0]])
    mw = np.array([[1.0, 0.0], [3.0, 0.0], [2.0, 0.0]])
    table = offer_table(Offer(product="spot", grid=GRID, buys=True, price=price, mw=mw), "UTC", "EUR")
    assert [row.cells[1:] for row in table.rows] == [("4.00 at 99.5", "2.00 at 50.0")]


def test_an_offer_of_nothing_has_no_rows() -> None:
    """Nothing held is nothing shown."""
    none = np.zeros((1, 2))
    assert not offer_table(
        Offer(product="RRS", grid=GRID, buys=False, price=none, mw=none), "UTC", "EUR"
    ).rows
