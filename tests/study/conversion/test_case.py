"""What a plan must not state."""

import math
from dataclasses import replace

import pytest
from tests.study.conversion.small_case import CASE, HASHPRICE, RENT

from bascule.study.conversion.case import Case
from bascule.study.conversion.plan_drivers import Driver
from bascule.study.conversion.terms import Lead, Network, Rung, SiteOption
from bascule.study.switching.courses import Course, Given, Scaled

OPTION = SiteOption(fee_per_meter_mw=1.0, quarters=4, leads=CASE.shell.leads, capex_factor=0.9)
HALF = (Lead(quarters=4, probability=0.5),)


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        (CASE.mining, "connection_meter_mw", 0.0),
        (CASE.mining, "ageing_frac", 1.0),
        (CASE.mining, "power_scale", math.nan),
        (CASE.shell, "pue", 0.9),
        (CASE.shell, "capex_per_it_mw", -1.0),
        (CASE.shell, "capex_sd_frac", -0.1),
        (CASE.shell, "leads", HALF),
        (CASE.shell, "leads", ()),
        (CASE.shell, "written_off", (0.5, 0.4)),
        (CASE.shell, "written_off", (1.5, -0.5)),
        (CASE.shell, "opex_frac", 1.1),
        (CASE.lease, "term_years", -1),
        (CASE.lease, "escalator_frac", -1.0),
        (CASE.lease, "default_per_year", -0.1),
        (CASE.lease, "vacant_quarters", -1),
        (CASE.lease, "relet_frac", -0.1),
        (CASE.lease, "renewal_frac", math.inf),
        (CASE.resting, "restart_cost", -20_001.0),
        (CASE.rungs[0], "meter_mw", 0.0),
        (CASE.rungs[0], "capex_factor", -1.0),
        (CASE.rungs[0], "rent_factor", math.nan),
        (CASE.network, "network_eh_s", 0.0),
        (CASE.network, "site_eh_s", 1000.0),
        (CASE.network, "eta", -0.5),
        (OPTION, "quarters", -1),
        (OPTION, "leads", HALF),
        (OPTION, "capex_factor", -1.0),
        (HALF[0], "quarters", -1),
        (HALF[0], "probability", 1.5),
        (CASE, "quarters", 0),
        (CASE, "rate", math.nan),
        (CASE, "tax_frac", 1.0),
        (CASE, "rungs", ()),
        (CASE, "builds_per_year", 3),
        (CASE, "builds_per_year", 0),
        (CASE, "builds_per_year", 8),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_its_name(part: object, field: str, value: object) -> None:
    """With its value."""
    with pytest.raises(ValueError, match=rf"{field} = {_escaped(value)}"):
        replace(part, **{field: value})  # type: ignore[type-var]


def _escaped(value: object) -> str:
    return repr(value)[:6].replace("(", r"\(").replace(")", r"\)").replace(".", r"\.")


def test_all_that_is_wrong_with_a_part_is_told_at_once() -> None:
    """Three figures, one message."""
    with pytest.raises(ValueError, match=r"network_eh_s.*site_eh_s.*eta"):
        Network(network_eh_s=-1.0, site_eh_s=0.0, eta=-1.0)


def test_a_scrap_value_that_a_restart_takes_back_is_no_pump() -> None:
    """Selling machines on stopping and buying them again."""
    rest = replace(CASE.resting, mothball_cost=-10_000.0, restart_cost=15_000.0)
    assert replace(CASE, resting=rest).resting.mothball_cost == -10_000


@pytest.mark.parametrize("corr", [1.5, -1.01, math.nan])
def test_impossible_correlations_are_refused(corr: float) -> None:
    """Beyond one either way."""
    with pytest.raises(ValueError, match="correlations"):
        replace(CASE, corr=corr)


@pytest.mark.parametrize(
    "course",
    [
        replace(HASHPRICE, sigma=-0.4),
        replace(HASHPRICE, start=0.0),
        replace(HASHPRICE, mu=math.nan),
        replace(RENT, speed=0.0),
        replace(RENT, level=-1.0),
        Scaled(process=replace(RENT, sigma=-0.1), factors=(1.0,) * 60),
        Given(values=(math.nan,) * 60),
    ],
)
def test_a_process_that_cannot_be_is_refused(course: Course) -> None:
    """A negative volatility was taken for none."""
    with pytest.raises(ValueError, match="no process"):
        _with_rent(course, course)


@pytest.mark.parametrize(
    ("world", "told"),
    [
        (replace(RENT, sigma=0.3), "volatility"),
        (replace(RENT, speed=0.4), "volatility and reversion"),
        (replace(RENT, start=140.0), "value today"),
        (HASHPRICE, "value today and volatility and reversion"),
    ],
)
def test_measures_that_differ_in_more_than_the_drift_are_refused(world: Course, told: str) -> None:
    """A policy could not be played in such a world."""
    with pytest.raises(ValueError, match=f"rent: pricing and world must share {told}"):
        _with_rent(RENT, world)


def test_another_level_to_revert_to_is_another_drift() -> None:
    """It moves the mean and nothing else."""
    assert _with_rent(RENT, replace(RENT, level=120.0)).drivers(world=True).base[1, 40] < 150


def test_a_known_path_is_the_same_in_both_measures() -> None:
    """Known to all, and no level is zero."""
    with pytest.raises(ValueError, match="its path is known"):
        _with_rent(Given(values=(100.0,) * 60), Given(values=(100.0,) * 59 + (90.0,)))
    with pytest.raises(ValueError, match="above zero"):
        _with_rent(Given(values=(0.0,) * 60), Given(values=(0.0,) * 60))


def _with_rent(pricing: Course, world: Course) -> Case:
    return replace(CASE, rent=Driver(pricing=pricing, world=world))


def test_shares_of_spending_and_write_offs_are_present_values() -> None:
    """Four quarters of building, then fifteen years."""
    lead = (Lead(quarters=4, probability=1.0),)
    quarter = 1.1**-0.25
    assert CASE.spending_frac(lead) == pytest.approx((1 + quarter + quarter**2 + quarter**3) / 4)
    spared = 0.21 / 15 * sum(1.1 ** -(1 + year) for year in range(1, 16))
    assert CASE.tax_shield_frac(lead) == pytest.approx(spared)
    assert CASE.spending_frac((Lead(quarters=0, probability=1.0),)) == 1.0


def test_a_plan_has_the_megawatts_of_its_rungs() -> None:
    """At the meter."""
    assert replace(CASE, rungs=(Rung(meter_mw=2.0), Rung(meter_mw=3.5))).meter_mw == 5.5
