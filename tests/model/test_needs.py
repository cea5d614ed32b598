"""A site asks for the series that decide its money and physics, and for no other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bascule.model.asic_fleet import AsicFleet, OperatingPoint
from bascule.model.curve import TemperatureCurve, flat
from bascule.model.energy_contracts import Auction, BlockPurchase, NominatedSupply, PriceCollar
from bascule.model.grid_connection import GridConnection
from bascule.model.needs import needed_series
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.series import SeriesRef
from bascule.model.site import MiningSeries, Site
from bascule.model.term import Term

POINTS = (
    OperatingPoint(name="off", power_w=0, hashrate_th_s=0),
    OperatingPoint(name="on", power_w=3500, hashrate_th_s=200),
)
HOT = TemperatureCurve(temperatures_c=(0, 40), values=(1.0, 1.2))


TERM = Term(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2025, 1, 1, tzinfo=UTC))


def site(currency: str = "USD", mining: MiningSeries | None = None, *fleets: AsicFleet) -> Site:
    """A site of fleets only, with a temperature series."""
    return Site(
        name="s",
        country="US",
        time_zone="UTC",
        currency=currency,
        grid=GridConnection(import_limit_mw=1),
        fleets=fleets,
        temperature=SeriesRef(name="outdoor_c"),
        mining=mining or MiningSeries(),
    )


def fleet(pue: TemperatureCurve = flat(1.0)) -> AsicFleet:
    """A fleet in a hall."""
    return AsicFleet(name="f", model="m", count=1, points=POINTS, pue=pue)


def test_site_without_assets_needs_nothing() -> None:
    """No fleet, no Bitcoin series; no hall, no temperature."""
    assert needed_series(site()) == {}


def test_fleet_needs_price_difficulty_and_fees() -> None:
    """In dollars no exchange rate is needed, and flat curves need no temperature."""
    assert list(needed_series(site("USD", None, fleet()))) == ["btc_usd", "difficulty", "fees_btc_per_block"]


def test_euro_site_needs_the_exchange_rate() -> None:
    """Bitcoin is priced in dollars, so euros need a rate."""
    assert needed_series(site("EUR", None, fleet()))["usd_per_eur"] == "mining.usd_per_eur"


def test_hashprice_stands_for_price_difficulty_and_fees() -> None:
    """A hashprice series replaces the three."""
    mining = MiningSeries(hashprice_usd_per_ph_day="hashprice_usd_per_ph_day")
    assert list(needed_series(site("USD", mining, fleet()))) == ["hashprice_usd_per_ph_day"]


def test_temperature_is_needed_where_a_curve_depends_on_it() -> None:
    """A PUE that rises with heat asks for the temperature."""
    assert needed_series(site("USD", None, fleet(pue=HOT)))["outdoor_c"] == "temperature_c"


def test_energy_contracts_ask_for_their_series() -> None:
    """Two settlements ask for every price, a PPA for its output, a collar for what it settles against."""
    a, b, c = (SeriesRef(name=name) for name in "abc")
    two = NominatedSupply(
        name="two",
        day_ahead=a,
        imbalance=b,
        surplus=c,
        auction=Auction(zone="UTC", gate_hour=12.0),
        term=TERM,
    )
    sun, spot = SeriesRef(name="sun"), SeriesRef(name="spot")
    ppa = BlockPurchase(name="ppa", power_mw=1, price_per_mwh=1, spot=a, term=TERM, produced_frac=sun)
    collar = PriceCollar(name="cap", power_mw=1, spot=spot, term=TERM, cap_per_mwh=1)
    assert needed_series(replace(site(), supplies=(two,), blocks=(ppa,), collars=(collar,))) == {
        "a": "energy_contracts[two].day_ahead",
        "b": "energy_contracts[two].imbalance",
        "c": "energy_contracts[two].surplus",
        "sun": "energy_contracts[ppa].produced_frac",
        "spot": "price_collars[cap].spot",
    }


def test_a_coincident_peak_needs_the_load_and_its_probability() -> None:
    """The derived probability is asked for under its name, so that a market can make it."""
    term = Term(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2025, 1, 1, tzinfo=UTC))
    charge = CoincidentPeakCharge(
        name="4cp",
        per_kw_year={2025: 60.0},
        months=(6,),
        system_load=SeriesRef(name="load_mw"),
        interval=timedelta(hours=1),
        term=term,
    )
    assert needed_series(replace(site(), coincident_peaks=(charge,))) == {
        "load_mw": "coincident_peaks[4cp].system_load",
        "load_mw_peak_probability_frac": "coincident_peaks[4cp].probability",
    }
