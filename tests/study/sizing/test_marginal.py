"""What the next megawatt is worth, by hand."""

import pytest
from tests.study.sizing.cases import firm, laid, quiet, year

from bascule.chain.statement import Standing, Statement
from bascule.study.sizing.marginal import Marginal, Part, marginals
from bascule.study.sizing.money import Basis, Charge, Terms, yearly_money
from bascule.study.sizing.plant import Measure, Plant, Store
from bascule.study.sizing.service import Hold

SAID = Statement(source="by hand", as_of="2026-11-26", standing=Standing.ASSUMPTION)
TERMS = Terms(
    currency="USD",
    ai_margin_per_it_mw_year=1_000_000.0,
    hashing_revenue_per_meter_mwh=70.0,
    charges=(
        Charge(name="energy", amount=40.0, basis=Basis.METER_MWH, statement=SAID),
        Charge(name="grid", amount=50_000.0, basis=Basis.METER_MW_YEAR, statement=SAID),
    ),
)
STORE = Store(power_mw=10, energy_mwh=24, charge_efficiency_frac=1.0, discharge_efficiency_frac=1.0)


def found(plant: Plant) -> dict[Part, Marginal]:
    """Of a year with one call of 4 h and 20 MW, at 100 %."""
    calls = year(quiet(8760, (50, 4, 20)))
    base = firm(plant, calls)
    parts = marginals(plant, laid(plant, calls), 1.0, Hold.ALL_YEARS, base, TERMS)
    return {marginal.part: marginal for marginal in parts}


def test_energy_binds() -> None:
    """24 MWh over 4 h carry 6 MW: a MWh adds a quarter, a MW of power nothing, a MW of connection one."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, meter_mw_per_it_mw=1.25, store=STORE)
    parts = found(plant)
    assert parts[Part.BATTERY_MWH].ai_meter_mw == pytest.approx(0.25, abs=2e-3)
    assert parts[Part.BATTERY_MWH].ai_it_mw == pytest.approx(0.20, abs=2e-3)
    assert parts[Part.BATTERY_MW].ai_meter_mw == pytest.approx(0.0, abs=2e-3)
    assert parts[Part.BATTERY_BOTH].ai_meter_mw == pytest.approx(0.6, abs=2e-3)
    assert parts[Part.FIRM_MW].ai_meter_mw == pytest.approx(1.0, abs=2e-3)


def test_money_of_a_megawatt_of_connection() -> None:
    """0.8 IT MW of AI at a million, less the grid's 50,000: hashing keeps what it had."""
    plant = Plant(
        firm_meter_mw=40, curtailable_meter_mw=20, meter_mw_per_it_mw=1.25, hashing_meter_mw=5, store=STORE
    )
    assert found(plant)[Part.FIRM_MW].money_per_year == pytest.approx(750_000, rel=0.005)


def test_hashing_adds_money_and_no_firm_load_to_a_limit() -> None:
    """Below a limit the AI load has what is left; a MW of hashing earns its margin in the hours without a call."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, hashing_meter_mw=5, store=STORE)
    hashing = found(plant)[Part.HASHING_MW]
    assert hashing.ai_meter_mw == pytest.approx(0.0, abs=2e-3)
    # 24 MWh are charged again after the call from 60 - 46 - 6 MW that no hashing could use: nothing is lost to it.
    assert hashing.money_per_year == pytest.approx((8760 - 4) * 30.0, rel=1e-3)


def test_hashing_carries_a_reduction() -> None:
    """Asked to fall by 20 MW, 13.5 MW of hashing and 6 MW of battery lack half a MW; a MW of hashing brings it."""
    plant = Plant(
        firm_meter_mw=40,
        curtailable_meter_mw=20,
        hashing_meter_mw=13.5,
        measure=Measure.REDUCTION,
        store=STORE,
    )
    assert found(plant)[Part.HASHING_MW].ai_meter_mw > 30


def test_a_year_of_money_by_hand() -> None:
    """48 IT MW and no call: AI, hashing of nothing, connection; where the site pays the energy it is taken off."""
    plant, calls = Plant(firm_meter_mw=60, meter_mw_per_it_mw=1.25, hashing_meter_mw=9), year(quiet(8760))
    stretches, base = laid(plant, calls), firm(plant, calls)
    money = yearly_money(plant, stretches, base.played, 60.0, TERMS)
    assert money.total == pytest.approx(48e6 - 60 * 50_000)
    paying = Terms(
        currency="USD",
        ai_margin_per_it_mw_year=1e6,
        hashing_revenue_per_meter_mwh=70.0,
        ai_pays_energy=False,
        charges=TERMS.charges,
    )
    assert yearly_money(plant, stretches, base.played, 60.0, paying).other_energy == pytest.approx(
        60 * 8760 * 40.0
    )
