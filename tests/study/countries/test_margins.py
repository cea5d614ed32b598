"""What a MW earns at a place, by hand, by law, and against the French prices of 2024."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.model.rule import RuleStatus
from bascule.study.countries.compare import view
from bascule.study.countries.component import (
    Basis,
    Component,
    Kind,
    Use,
    per_mw_year,
    per_mwh_at,
    revenue_share,
)
from bascule.study.countries.energy import Energy, running_margin
from bascule.study.countries.place import Carbon, Flag, LawFlag, Place
from bascule.study.countries.rates import Rate, Rates
from bascule.study.countries.site import Ai, GpuRent, Lease, Mining, MovedSite
from bascule.study.sourced import Source

SAID = Source(who="test", as_of="2026-01-01", status=RuleStatus.FACT)
FRENCH_HOURS = next(
    (
        folder / "shared" / "data" / "power" / "fr_day_ahead_hourly.parquet"
        for folder in Path(__file__).parents
        if (folder / "shared" / "data" / "power").is_dir()
    ),
    None,
)


def charge(
    basis: Basis, value: float, *, use: Use = Use.BOTH, avoidable: bool = False, currency: str = "EUR"
) -> Component:
    """A charge with no range."""
    return Component(
        id=f"{basis}", title="a", kind=Kind.NETWORK, basis=basis, low=value, central=value, high=value,
        currency=currency, use=use, avoidable=avoidable, source=SAID,
    )  # fmt: skip


def place(prices: list[float], *components: Component) -> Place:
    """A place with these prices in EUR."""
    flag = LawFlag(id="a", title="a", answer=Flag.DEPENDS, why="a", source=SAID)
    return Place(
        id="a", name="A", energy=Energy(per_mwh=np.array(prices), currency="EUR", hours=0, period="Energy", source=SAID),
        components=components, carbon=Carbon(g_per_kwh=19.9, source=SAID), law=(),
        data={"ordinary": flag, "fr_state_sensitive": flag}, notes=(),
    )  # fmt: skip


def site(*, passes: bool = True, law: str = "EU", data: str = "ordinary", avoided: float = 0.0) -> MovedSite:
    """48 USD per PH/s and day at 20 J/TH is 100 USD/MWh; half a PUE is lost again."""
    mining = Mining(
        j_per_th=20, hashprice_usd_per_ph_day=48, pool_fee_frac=0, uptime_frac=1, pue=1, other_usd_per_meter_mw_year=0,
        peaks_avoided_frac=avoided, source=SAID,
    )  # fmt: skip
    ai = Ai(
        pue=1.25, load_frac=0.8, income=Lease(usd_per_it_kw_month=150), tenant_pays_power=passes,
        other_usd_per_it_mw_year=300_000, source=SAID,
    )  # fmt: skip
    return MovedSite(meter_mw=100, operator_law=law, data_class=data, mining=mining, ai=ai)


RATES = Rates(currency="EUR", others={"USD": Rate(per_unit=0.9, source=SAID)})


def test_a_site_by_hand() -> None:
    """Prices 50 and 110 EUR, 10 of adders, value 90: flat 8760 x 0; stopping half the time 8760 x 15; a charge of 20,000."""
    found = view(
        site(), place([50.0, 110.0], charge(Basis.PER_MWH, 10), charge(Basis.PER_MW_YEAR, 20_000)), RATES
    )
    assert found.mining.value_per_mwh == pytest.approx(90.0)
    assert found.mining.flat_per_meter_mw_year == pytest.approx(8760 * (90 - 80 - 10) - 20_000)
    assert found.mining.dispatched_per_meter_mw_year == pytest.approx(8760 * 15 - 20_000)
    assert found.mining.running.price_running_per_mwh == 50.0
    assert found.mining_all_in_per_mwh[1] == pytest.approx(80 + 10 + 20_000 / 8760)
    assert found.ai.per_it_mw_year == pytest.approx((1_800_000 - 300_000) * 0.9)
    assert found.ai.power_per_it_mw_year == pytest.approx(1.25 * (8760 * 0.8 * 90 + 20_000))
    assert found.ai.per_meter_mw_year == pytest.approx(found.ai.per_it_mw_year / 1.25)
    assert found.carbon_t_per_meter_mw_year == pytest.approx(174.324)


def test_power_that_is_not_passed_on_is_the_operators() -> None:
    """The same rent less the bill."""
    where = place([50.0, 110.0])
    passed, borne = view(site(), where, RATES), view(site(passes=False), where, RATES)
    bill = passed.ai.power_per_it_mw_year
    assert passed.ai.per_it_mw_year - borne.ai.per_it_mw_year == pytest.approx(bill)


def test_stepping_aside_takes_off_what_can_be_avoided() -> None:
    """Nine tenths of an avoidable charge, nothing of another, and nothing for AI."""
    where = place([50.0], charge(Basis.PER_MW_YEAR, 70_000, avoidable=True), charge(Basis.PER_MW_DAY, 100))
    found = view(site(avoided=0.9), where, RATES)
    assert found.mining.fixed_per_meter_mw_year == pytest.approx(7_000 + 36_500)
    assert found.ai.power_per_it_mw_year == pytest.approx(1.25 * (8760 * 0.8 * 50 + 106_500))


def test_each_pays_its_own_tax() -> None:
    """A tax on mining is not in the price of AI."""
    where = place([50.0], charge(Basis.PER_MWH, 20.9, use=Use.MINING), charge(Basis.PER_MWH, 10, use=Use.AI))
    found = view(site(), where, RATES)
    assert (found.mining_all_in_per_mwh[1], found.ai_all_in_per_mwh[1]) == pytest.approx((70.9, 60.0))


def test_a_currency_without_a_rate_stops() -> None:
    """Nothing is converted at one."""
    with pytest.raises(KeyError):
        view(site(), place([50.0], charge(Basis.PER_MWH, 1, currency="CAD")), RATES)


@given(st.floats(0.5, 2.0), st.lists(st.floats(-50, 300), min_size=1, max_size=20))
def test_reporting_in_another_currency_only_scales(rate: float, prices: list[float]) -> None:
    """Every amount in EUR, restated in USD at a rate, is that rate times as large."""
    where = place(prices, charge(Basis.PER_MWH, 12), charge(Basis.PER_MW_DAY, 30))
    euros = view(site(), where, Rates(currency="EUR", others={"USD": Rate(per_unit=1 / rate, source=SAID)}))
    dollars = view(site(), where, Rates(currency="USD", others={"EUR": Rate(per_unit=rate, source=SAID)}))
    for name in ("flat_per_meter_mw_year", "dispatched_per_meter_mw_year"):
        assert getattr(dollars.mining, name) == pytest.approx(
            rate * getattr(euros.mining, name), rel=1e-9, abs=1e-3
        )
    assert dollars.ai_all_in_per_mwh == pytest.approx(
        [rate * part for part in euros.ai_all_in_per_mwh], abs=1e-6
    )


@given(st.lists(st.floats(-100, 500), min_size=1, max_size=50), st.floats(0, 200), st.floats(0, 40))
def test_the_right_to_stop_is_worth_something(prices: list[float], value: float, adders: float) -> None:
    """Dispatched is never below flat nor below zero, and the difference is mean(max(price + adders - value, 0))."""
    array = np.array(prices)
    found = running_margin(value, array, adders)
    shortfall = 8760 * float(np.maximum(array + adders - value, 0).mean())
    assert found.dispatched_per_mw_year >= max(found.flat_per_mw_year, 0) - 1e-6
    assert found.dispatched_per_mw_year - found.flat_per_mw_year == pytest.approx(shortfall, abs=1e-5)


@given(st.floats(-50, 150), st.floats(0, 100))
def test_wider_prices_of_the_same_mean_earn_more(mean: float, width: float) -> None:
    """The average price is the wrong statistic."""
    narrow, wide = (np.array([mean - part, mean + part]) for part in (width / 2, width))
    assert running_margin(70, wide, 25).flat_per_mw_year == pytest.approx(
        running_margin(70, narrow, 25).flat_per_mw_year
    )
    assert (
        running_margin(70, wide, 25).dispatched_per_mw_year
        >= running_margin(70, narrow, 25).dispatched_per_mw_year - 1e-6
    )


def french_prices(year: int) -> list[float]:
    """Hourly prices of a Paris year, or skip: what is not here cannot be checked."""
    if FRENCH_HOURS is None or not FRENCH_HOURS.exists():
        pytest.skip("the French prices are not here")
    hours = pl.read_parquet(FRENCH_HOURS).filter(pl.col("year_local") == year)
    if hours.height < 8759:
        pytest.skip(f"the French prices of {year} are not here")
    return [float(price) for price in hours["price_eur_per_mwh"]]


def test_france_2024_loses_flat_and_earns_dispatched() -> None:
    """Value 70, adders 25 EUR/MWh: -114 thousand EUR per MW and year flat, +95 in the 39 % of hours that pay (planning notes)."""
    found = running_margin(70.0, np.array(french_prices(2024)), 25.0)
    assert found.flat_per_mw_year == pytest.approx(-114e3, abs=1e3)
    assert found.dispatched_per_mw_year == pytest.approx(95e3, abs=1e3)
    assert found.running_frac == pytest.approx(0.39, abs=0.005)


def test_france_2024_flat_by_its_mean() -> None:
    """The mean price of 58 EUR/MWh alone gives the -114; it cannot give the +95."""
    found = running_margin(70.0, np.array([58.0]), 25.0)
    assert found.flat_per_mw_year == pytest.approx(-114e3, abs=200)
    assert found.dispatched_per_mw_year == 0


def test_france_2025_hour_by_hour() -> None:
    """The same rule summed in a plain loop: -141 thousand EUR flat, +104 in the 42 % of hours that pay."""
    prices = french_prices(2025)
    paid = [70.0 - price - 25.0 for price in prices if price + 25.0 < 70.0]
    found = running_margin(70.0, np.array(prices), 25.0)
    assert found.dispatched_per_mw_year == pytest.approx(8760 * sum(paid) / len(prices))
    assert found.running_frac == pytest.approx(len(paid) / len(prices))
    assert (round(found.flat_per_mw_year, -3), round(found.dispatched_per_mw_year, -3)) == (-141e3, 104e3)


def test_capacity_of_pjm_as_published() -> None:
    """333.44 USD/MW-day is about 122 thousand a MW-year and 13.9 a MWh at full load; twice that at half load."""
    assert per_mw_year(333.44, Basis.PER_MW_DAY) == pytest.approx(122e3, rel=0.005)
    assert per_mwh_at(333.44, Basis.PER_MW_DAY, 1.0) == pytest.approx(13.9, abs=0.05)
    assert per_mwh_at(333.44, Basis.PER_MW_DAY, 0.5) == pytest.approx(27.79, abs=0.01)


@given(st.floats(0, 300))
def test_vnu_is_a_spread_of_calls(price: float) -> None:
    """Half above 78 and another four tenths above 110."""
    calls = 0.5 * max(price - 78, 0) + 0.4 * max(price - 110, 0)
    assert revenue_share(price, (78.0, 110.0), (0.5, 0.9)) == pytest.approx(calls, abs=1e-9)


def test_state_data_of_france_are_not_for_an_operator_under_other_law() -> None:
    """Qualification asks immunity; a plain no is kept."""
    assert view(site(data="fr_state_sensitive"), place([50.0]), RATES).data.answer is Flag.DEPENDS
    assert view(site(data="fr_state_sensitive", law="US"), place([50.0]), RATES).data.answer is Flag.NO
    assert view(site(law="US"), place([50.0]), RATES).data.answer is Flag.DEPENDS


def test_gpu_rent_of_a_year() -> None:
    """400 GPUs per IT MW at 2 USD, 90 % sold."""
    assert GpuRent(usd_per_gpu_h=2, gpus_per_it_mw=400, sold_frac=0.9).usd_per_it_mw_year == pytest.approx(
        6_307_200
    )
