"""Measures of a project against closed forms and the case of the notes."""

from dataclasses import replace

import numpy as np
import pytest

from bascule.study.plan.depreciation import Schedule
from bascule.study.project.block import Amount, Basis, Block
from bascule.study.project.findings import project_problems
from bascule.study.project.flows import Row, flows
from bascule.study.project.measures import measures
from bascule.study.project.paths import Paths
from bascule.study.project.project import Project
from bascule.study.project.terms import Build, Component, Debt, Forgone, Opex, Tax, WriteOff
from bascule.study.project.uses import Mining, Mothballed, OwnCloud, PowerSold, ShellLease

WRITTEN = (WriteOff(schedule=Schedule.STRAIGHT, life_years=15),)


def conversion(rate: float, escalator: float) -> Project:
    """One meter megawatt: 1.6 M USD a year and 10 M USD per IT megawatt, PUE 1.25, a year of building, 15 of lease, no tax."""
    return Project(
        name="conversion",
        currency="USD",
        block=Block(meter_mw=1.0, pue=1.25),
        use=ShellLease(
            rent_per_it_kw_month=1.6e6 / 12_000, term_years=15, renewal_frac=0.0, escalator_frac=escalator
        ),
        years=16,
        build=Build(lead_months=12),
        discount_rate_frac=rate,
        equity_rate_frac=rate,
        tax=Tax(rate_frac=0.0),
        capex=(Component(name="shell", cost=Amount(each=10e6, basis=Basis.IT_MW), write_off=WRITTEN),),
        forgone=Forgone.ALL_YEARS,
    )


@pytest.mark.parametrize(
    ("rate", "escalator", "drift", "expected"),
    [(0.10, 0.0, 0.0, -1.6), (0.08, 0.0, 0.0, -0.65), (0.10, 0.03, -0.15, 1.2)],
)
def test_the_conversion_of_the_notes(rate: float, escalator: float, drift: float, expected: float) -> None:
    """35 USD per PH-day, 18 J/TH and 45 USD/MWh forgone in all 16 years; the third case lets that margin fall by 15 % a year."""
    margin = (35 / (0.024 * 18) - 45) * 8760 * np.power(1 + drift, np.arange(16.0))
    project = conversion(rate, escalator)
    found = measures(project, flows(project, Paths(lost=margin[None, :])))
    assert found.npv_less_lost / 1e6 == pytest.approx(expected, abs=0.05)


def test_the_conversion_in_closed_form() -> None:
    """A growing annuity delayed by a year less a shrinking one."""
    rate, rise, fall = 0.10, 0.03, 0.15
    margin = 315_542.0 * np.power(1 - fall, np.arange(16.0))
    project = conversion(rate, rise)
    value = measures(project, flows(project, Paths(lost=margin[None, :]))).npv_less_lost
    rent = 1.28e6 * (1 - (1.03 / 1.1) ** 15) / (rate - rise) / 1.1
    lost = 315_542.0 * (1 - (0.85 / 1.1) ** 16) / (rate + fall)
    assert value == pytest.approx(rent - 8e6 - lost)


def test_levelised_cost_of_hash_in_closed_form() -> None:
    """Capital recovery, upkeep and energy over the PH-days of a year; neither price nor age of the fleet changes the first."""
    block = Block(meter_mw=1.0, pue=1.0, load_frac=0.95)
    mining = Mining(hashprice_per_ph_day=(40.0,), j_per_th=20.0)
    project = replace(
        conversion(0.1, 0.0),
        block=block,
        use=mining,
        years=5,
        build=Build(lead_months=0),
        capex=(Component(name="asics", cost=Amount(each=1e6, basis=Basis.IT_MW), write_off=WRITTEN),),
        opex=Opex(fixed=(Amount(each=20e3, basis=Basis.METER_MW),), energy_per_mwh=45.0),
    )
    found = measures(project, flows(project)).levelised
    ph_days = 50 * 0.95 * 365
    yearly = 1e6 * 0.1 / (1 - 1.1**-5) + 20e3 + 45 * 8760 * 0.95
    assert found is not None
    assert found.unit == "ph_day"
    assert found.cost == pytest.approx(yearly / ph_days)


def test_a_levelised_price_has_no_value() -> None:
    """At its levelised cost a GPU-hour earns exactly the discount rate."""
    cloud = OwnCloud(
        price_per_gpu_h=(2.0,),
        utilisation_frac=(0.7,),
        gpu_life_years=4,
        refresh_per_gpu=(30e3,),
        resale_frac=0.1,
    )
    gpus = Component(name="gpus", cost=Amount(each=35e3, basis=Basis.GPU), write_off=WRITTEN)
    project = replace(
        conversion(0.1, 0.0), block=Block(meter_mw=1.0, pue=1.3, gpus=500), use=cloud, capex=(gpus,)
    )
    found = measures(project, flows(project)).levelised
    assert found is not None
    at_cost = replace(project, use=replace(cloud, price_per_gpu_h=(found.cost,)))
    assert measures(at_cost, flows(at_cost)).npv == pytest.approx(0, abs=1e-4)
    assert found.unit == "gpu_h"


def test_mothballed_and_sold_power() -> None:
    """Upkeep per meter megawatt; a right sold per megawatt-year and energy on the block's load."""
    idle = replace(
        conversion(0.1, 0.0), use=Mothballed(upkeep_per_meter_mw_year=10e3), build=Build(lead_months=0)
    )
    assert flows(idle)[Row.CONTRACT][0, 1:] == pytest.approx([-10e3] * 16)
    sold = replace(idle, use=PowerSold(price_per_mwh=(5.0, 4.0), price_per_meter_mw_year=(50e3,)))
    assert flows(sold)[Row.CONTRACT][0, 1:3] == pytest.approx([50e3 + 43_800, 50e3 + 35_040])


def test_all_problems_are_told_at_once() -> None:
    """Each with its field, value and remedy."""
    base = conversion(0.1, 0.0)
    wrong = replace(
        base,
        block=Block(meter_mw=0.0, pue=0.9),
        build=Build(lead_months=240, spend_frac=(0.5, 0.4)),
        capex=(Component(name="x", cost=Amount(each=1.0, basis=""), write_off=()),),  # type: ignore[arg-type]
        debt=Debt(loan_to_cost_frac=2.0, rate_frac=0.1, tenor_years=30),
    )
    said = [problem.field for problem in project_problems(wrong, "plan.yaml")]
    assert said == [
        *("block.meter_mw", "block.pue", "build.lead_months", "build.spend_frac"),
        *("capex[0].basis", "capex[0].write_off", "debt.loan_to_cost_frac", "debt.tenor_years"),
    ]
    assert project_problems(base, "plan.yaml") == ()
