"""``bascule dispatch --bids``: the offers for the next gate."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.apps.cli.program import bascule
from tests.examples.claims import BITCOIN, real
from tests.examples.test_markets import EXAMPLES, FILES

SITE = EXAMPLES / "ercot_market.yaml"


def asked(at: str, *more: str) -> list[str]:
    """The command on the real prices of 2024."""
    files = [str(EXAMPLES / "ercot_market_2024.market.yaml")]
    files += [real(name) for name in (*FILES["ercot_market_2024"], *BITCOIN)]
    return ["dispatch", str(SITE), *(w for f in files for w in ("--market", f)), "--at", at, "--bids", *more]


def test_each_product_has_a_curve_for_the_next_local_day() -> None:
    """At nine in Texas the gate of ten is open: 24 hours of tomorrow, prices that fall for energy and rise for reserves."""
    document = json.loads(bascule(*asked("2024-08-20T09:00", "--json", "-")).stdout)
    by_product = {offer["product"]: offer for offer in document["offers"]}
    assert {"day-ahead and real time at LZ_WEST", "RRS", "ECRS", "NonSpin"} <= set(by_product)
    for offer in by_product.values():
        assert offer["intervals"][0]["start_utc"] == "2024-08-21T05:00:00Z"
        assert len(offer["intervals"]) == 24
        way = -1.0 if offer["side"] == "buy" else 1.0
        for interval in offer["intervals"]:
            prices = [tranche["price"] for tranche in interval["tranches"]]
            assert (np.diff(prices) * way >= 0).all()
            assert all(tranche["mw"] > 0 for tranche in interval["tranches"])


def test_after_the_gate_the_day_after_is_offered() -> None:
    """A minute after ten tomorrow is closed."""
    document = json.loads(bascule(*asked("2024-08-20T10:15", "--json", "-")).stdout)
    assert {o["intervals"][0]["start_utc"] for o in document["offers"]} == {"2024-08-22T05:00:00Z"}


def test_curves_are_printed_in_local_time() -> None:
    """A table per product; what must run is bought at any price."""
    told = bascule(*asked("2024-08-20T09:00")).stdout
    for part in ("Bids: day-ahead and real time at LZ_WEST", "any price", "Wed 21 00:00", "Offers: RRS"):
        assert part in told, part


@pytest.mark.parametrize("name", ["france.yaml"])
def test_a_site_without_auctions_is_refused(name: str) -> None:
    """There is nothing to bid for, and the message says what would be."""
    site = Path(EXAMPLES / name)
    result = bascule(
        "dispatch", site, "--market", "embedded:france:2023:7", "--at", "2023-03-01T09:00", "--bids"
    )
    assert result.exit_code == 2
    assert "nothing on this site is traded in an auction" in result.stderr
