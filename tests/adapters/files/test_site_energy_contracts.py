"""Contracts of a power desk in a site file: what is read, and what is refused by name."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.adapters.files.site_samples import complaint, complaints, read, sample

from bascule.model.energy_contracts import NominatedSupply, SpotSupply
from bascule.model.window import Window

TERM = "from: 2026-01-01, to: 2027-01-01"
TWO = (
    "  - {name: two, kind: nominated, day_ahead: day_ahead_eur_per_mwh, imbalance: imbalance_eur_per_mwh,"
    " auction: {gate_hour: 12}, " + TERM + "}\n"
)
COLLAR = "price_collars:\n  - {name: c, power_mw: 5, spot: spot_eur_per_mwh, cap_per_mwh: 90, " + TERM + "}\n"
BAND = (
    "volume_bands:\n  - {name: b, mwh_per_month: 900, low_frac: 0.8, high_frac: 1.2,"
    " shortfall_per_mwh: 15, excess_per_mwh: 10, " + TERM + "}\n"
)
BLOCK = "  - {name: ppa, kind: block, power_mw: 5, price_per_mwh: 60, spot: spot_eur_per_mwh, " + TERM + "}\n"


def supplied(*contracts: str) -> str:
    """The sample with further energy contracts."""
    return sample(("energy_contracts:\n", "energy_contracts:\n" + "".join(contracts)))


def test_two_settlements_are_read() -> None:
    """The auction is counted in the site's zone unless it says another; fees are nothing unless stated."""
    there = TWO.replace("gate_hour: 12", "zone: UTC, gate_hour: 10.5, resolution_minutes: 15").replace(
        "auction", "surplus: surplus_eur_per_mwh, deviation_fee_per_mwh: 2, auction"
    )
    plain, full = (
        next(s for s in read(supplied(text)).site.supplies if isinstance(s, NominatedSupply))
        for text in (TWO, there)
    )
    assert (plain.auction.zone, plain.auction.resolution) == ("Europe/Paris", timedelta(hours=1))
    assert (plain.surplus, plain.exchange_fee_per_mwh, plain.deviation_fee_per_mwh) == (None, 0, 0)
    assert (full.auction.zone, full.auction.gate_hour) == ("UTC", 10.5)
    assert full.auction.resolution == timedelta(minutes=15)
    assert full.surplus is not None
    assert full.deviation_fee_per_mwh == 2


def test_spot_with_limits_is_read() -> None:
    """Cap and floor stand with the price."""
    text = sample(
        ("price: spot_eur_per_mwh\n", "price: spot_eur_per_mwh\n    cap_per_mwh: 90\n    floor_per_mwh: 0\n")
    )
    spot = read(text).site.supplies[0]
    assert isinstance(spot, SpotSupply)
    assert (spot.cap_per_mwh, spot.floor_per_mwh) == (90, 0)


def test_a_block_has_its_hours_and_its_output() -> None:
    """A window of working hours, and a share by series."""
    shaped = BLOCK.replace(
        "power", "produced_frac: sun_frac, window: {weekdays: [0, 1], start_hour: 8}, power"
    )
    [block] = read(supplied(shaped)).site.blocks
    assert block.window == Window(weekdays=(0, 1), start_hour=8.0)
    assert block.produced_frac != 1.0
    assert read(supplied(BLOCK)).site.blocks[0].window is None


def test_monthly_contracts_are_read() -> None:
    """Collar, band and standing charge, with dates local to the site."""
    standing = "standing_charges:\n  - {name: s, per_month: 500, " + TERM + "}\n"
    site = read(sample() + COLLAR + BAND + standing).site
    [collar], [band], [charge] = site.collars, site.bands, site.standing
    assert (collar.cap_per_mwh, collar.floor_per_mwh, collar.premium_per_mwh) == (90, None, 0)
    assert (band.low_frac, band.high_frac, band.excess_per_mwh) == (0.8, 1.2, 10)
    assert (charge.per_month, charge.term.start) == (500, datetime(2025, 12, 31, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            sample(
                (
                    "price: spot_eur_per_mwh\n",
                    "price: spot_eur_per_mwh\n    cap_per_mwh: 5\n    floor_per_mwh: 9\n",
                )
            ),
            "energy_contracts[0].cap_per_mwh = 5: must be at least floor_per_mwh (9)",
        ),
        (
            sample() + COLLAR.replace("cap_per_mwh: 90", "cap_per_mwh: 5, floor_per_mwh: 9"),
            "price_collars[0].cap_per_mwh = 5: must be at least floor_per_mwh (9)",
        ),
        (
            sample() + COLLAR.replace("cap_per_mwh: 90, ", ""),
            "price_collars[0] = c: has no price: give cap_per_mwh, floor_per_mwh or both",
        ),
        (
            sample() + BAND.replace("low_frac: 0.8", "low_frac: 1.3"),
            "volume_bands[0].low_frac = 1.3: must be at most high_frac (1.2)",
        ),
        (
            sample() + BAND.replace("to: 2027-01-01", "to: 2027-01-15"),
            "volume_bands[0].to = 2027-01-15: must be the first of a month at 00:00",
        ),
        (
            sample() + BAND.replace("from: 2026-01-01", "from: 2026-01-01T06:00"),
            "volume_bands[0].from = 2026-01-01T06:00:00: must be the first of a month at 00:00",
        ),
        (
            supplied(TWO.replace("gate_hour: 12", "gate_hour: 12, resolution_minutes: 25")),
            "energy_contracts[0].auction.resolution_minutes = 25: must divide an hour of 60 minutes",
        ),
        (
            supplied(TWO.replace("gate_hour: 12", "gate_hour: 25")),
            "energy_contracts[0].auction.gate_hour = 25: must be at most 24",
        ),
        (
            supplied(TWO.replace("gate_hour: 12", "gate_hour: 12, zone: Europe/Pari")),
            "energy_contracts[0].auction.zone = Europe/Pari: must be a time zone of the IANA list",
        ),
        (
            supplied(TWO.replace("auction: {gate_hour: 12}, ", "")),
            "energy_contracts[0].auction: is missing: when offers are final",
        ),
        (
            supplied(TWO.replace("imbalance: imbalance_eur", "imbalance: day_ahead_eur")),
            "energy_contracts[0].day_ahead = day_ahead_eur_per_mwh: is the series of imbalance too",
        ),
        (
            supplied(TWO.replace("imbalance_eur", "imbalance_usd")),
            "energy_contracts[0].imbalance = imbalance_usd_per_mwh: is in USD, but the site's amounts are in EUR",
        ),
        (
            supplied(TWO.replace("from: 2026-01-01", "from: 2025-12-01")),
            "energy_contracts[0] = two: overlaps with 'peak prices' from 2025-12-01 00:00 to 2026-01-01 00:00",
        ),
        (
            supplied(BLOCK, BLOCK.replace("name: ppa", "name: again")),
            "energy_contracts[1] = again: is 'ppa' in all but its name, and would count twice: remove one",
        ),
        (
            sample() + COLLAR + COLLAR.split("\n")[1].replace("name: c", "name: d") + "\n",
            "price_collars[1] = d: is 'c' in all but its name, and would count twice",
        ),
    ],
)
def test_a_wrong_contract_is_named_with_its_remedy(text: str, expected: str) -> None:
    """One wrong thing gives one message."""
    assert expected in complaint(text)


def test_contracts_that_differ_in_a_figure_may_stand_together() -> None:
    """Two blocks at two prices, and two-settlement supply after another contract."""
    assert complaints(supplied(TWO, BLOCK, BLOCK.replace("ppa", "other").replace("60", "61"))) == []
