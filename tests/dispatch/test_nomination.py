"""The cheapest nomination in closed form against every nomination on a grid."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import EVER, START, case, fleet, site

from bascule.dispatch.nomination import best_nomination
from bascule.dispatch.optimise import Plan, optimise
from bascule.model.energy_contracts import Auction, NominatedSupply
from bascule.model.grid_connection import GridConnection
from bascule.model.series import SeriesRef

LIMIT_MW = 12.0
prices = st.integers(-40, 120)


@settings(max_examples=40)
@given(
    ahead=prices,
    imbalance=prices,
    short=st.integers(0, 40),
    fee=st.integers(0, 15),
    exchange=st.integers(0, 3),
    two_prices=st.booleans(),
)
def test_no_nomination_on_a_grid_earns_more(
    ahead: int,
    imbalance: int,
    short: int,
    fee: int,
    exchange: int,
    two_prices: bool,  # noqa: FBT001
) -> None:
    """With the best nomination known the program earns what the best of a fine grid of nominations earns."""
    supply = NominatedSupply(
        name="two",
        day_ahead=SeriesRef(name="ahead"),
        imbalance=SeriesRef(name="spot"),
        surplus=SeriesRef(name="surplus") if two_prices else None,
        auction=Auction(zone="UTC", gate_hour=12.0),
        term=replace(EVER, start=START),
        margin_per_mwh=1.0,
        exchange_fee_per_mwh=float(exchange),
        deviation_fee_per_mwh=float(fee),
    )
    place = site(
        supplies=(supply,),
        fleets=(fleet(50.0, 6.0), fleet(80.0, 3.0, name="better")),
        grid=GridConnection(import_limit_mw=LIMIT_MW),
    )
    plain = case(place, [imbalance], ahead=[ahead], surplus=[imbalance - short])
    inputs, nomination = best_nomination(place, plain.grid, plain.piece.values, plain.inputs())
    found = optimise(inputs)
    assert isinstance(found, Plan)
    tried = [replace(plain, nominated_mw={"two": np.array([mw])}) for mw in np.linspace(0.0, LIMIT_MW, 13)]
    assert found.objective == pytest.approx(max(one.plan().objective for one in tried), abs=1e-6)
    imported = plain.schedule().import_mw
    assert imported is not None
    assert set(nomination.of_import(imported)) == {"two"}
