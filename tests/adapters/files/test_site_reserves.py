"""Reserve products in a site file: what is accepted, and every refusal with its remedy."""

import pytest
from tests.adapters.files.site_samples import complaint, complaints, sample

PRODUCT = """reserve_products:
  - name: ready
    capacity_price: reserve_eur_per_mw
    auction: {gate_hour: 10}
    response_s: 600
    duration_h: 2
    eligible: [controllable]
    penalty_per_mwh: 100
    from: 2024-01-01
    to: 2025-01-01
"""
CONTROL = ("    count: 1000\n", "    count: 1000\n    control: controllable\n")
PRICED = "    capacity_price: reserve_eur_per_mw\n"

CASES = {
    "smallest above largest": (
        ("    response_s: 600\n", "    response_s: 600\n    least_mw: 5\n    most_mw: 2\n"),
        "least_mw = 5: must be at most most_mw (2 MW)",
    ),
    "no supplier payment": (
        ("    response_s: 600\n", "    response_s: 600\n    activation_price: 80\n"),
        "supplier_payment_per_mwh: is missing: what the supplier is paid per MWh not drawn, 0 where it is paid nothing",
    ),
    "auction without a price": (
        (PRICED, "    capacity_price: 5\n"),
        "auction: needs a price series: name one as capacity_price",
    ),
    "a reserve auctioned at its activation price": (
        (
            PRICED,
            "    capacity_price: 5\n    activation_price: spot_eur_per_mwh\n    supplier_payment_per_mwh: 0\n",
        ),
        "auction: needs a price series: name one as capacity_price",
    ),
    "a reduction auctioned at its capacity price": (
        (PRICED, PRICED + "    calls: 1\n"),
        "auction: needs a price series: name one as activation_price",
    ),
    "half called": (
        (PRICED, PRICED + "    calls: 0.5\n"),
        "calls = 0.5: must be a series, or 1 where what is sold is always called",
    ),
    "nobody may serve it": (
        ("    eligible: [controllable]\n", "    eligible: []\n"),
        "eligible",
    ),
    "no time": (("    duration_h: 2\n", "    duration_h: 0\n"), "duration_h = 0: must be more than 0"),
    "no penalty": (("    penalty_per_mwh: 100\n", ""), "penalty_per_mwh: is missing"),
}


@pytest.mark.parametrize("what", CASES)
def test_a_wrong_product_is_refused(what: str) -> None:
    """Field, value and remedy."""
    change, said = CASES[what]
    assert said in complaint(sample(CONTROL) + PRODUCT.replace(*change))


def test_a_right_product_is_accepted() -> None:
    """The same product as it should be."""
    assert complaints(sample(CONTROL) + PRODUCT) == []


def test_a_reserve_without_load_is_refused() -> None:
    """No asset says how it is controlled."""
    said = complaint(sample() + PRODUCT)
    assert (
        "ready: is a reserve without load: no fleet, battery or flexible load has 'control: controllable'"
        in said
    )


def test_two_products_of_one_name_are_refused() -> None:
    """A contract that stands twice would be sold twice."""
    again = PRODUCT.removeprefix("reserve_products:\n")
    assert "ready" in complaint(sample(CONTROL) + PRODUCT + again)


def test_one_product_under_two_names_is_refused() -> None:
    """The same reserve again, called something else, is the same contract sold twice."""
    again = PRODUCT.removeprefix("reserve_products:\n").replace("name: ready", "name: again")
    said = complaint(sample(CONTROL) + PRODUCT + again)
    assert "again: is 'ready' in all but its name, and would count twice: remove one" in said
