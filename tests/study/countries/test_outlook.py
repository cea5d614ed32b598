"""Outlooks are converted where their definition allows, and refused elsewhere."""

from dataclasses import replace

import pytest

from bascule.adapters.countries.outlook_file import bundled_outlooks
from bascule.study.countries.outlook import (
    Boundary,
    Energy,
    Measure,
    Refused,
    Unit,
    Why,
    energy,
    revision_trap,
)

BUNDLED = {outlook.id: outlook for outlook in bundled_outlooks().outlooks}
BNEF = BUNDLED["bnef_2025_12"]


def test_the_trap_of_36_percent() -> None:
    """78 to 106 GW is +35.9 %; from about 40 today it is +165 %."""
    trap = bundled_outlooks().trap
    assert (trap.before_gw, trap.after_gw, trap.today_gw) == (78, 106, 40)
    assert trap.revision_frac == pytest.approx(0.359, abs=5e-4)
    assert trap.growth_frac == pytest.approx(1.65)
    assert revision_trap(10, 20, 20).revision_frac == 0


def test_a_nameplate_of_unknown_boundary_is_refused_until_somebody_states_it() -> None:
    """106 GW at 69 % are 640 TWh only if they are IT nameplate."""
    assert energy(BNEF) == Refused(why=Why.NO_BOUNDARY)
    found = energy(BNEF, Boundary.IT)
    assert isinstance(found, Energy)
    assert found.low_twh == pytest.approx(640, abs=1)
    assert found.assumed


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("grid_strategies_2025", Why.NOT_A_LEVEL),
        ("duke_050", Why.NOT_A_LEVEL),
        ("ercot_queue", Why.NOT_A_LEVEL),
        ("iea_2030", Why.ALREADY_ENERGY),
        ("epri_2030", Why.SHARE),
    ],
)
def test_what_is_no_level_of_power_is_never_energy(name: str, why: Why) -> None:
    """Whatever boundary and use the asker states."""
    assert energy(BUNDLED[name], Boundary.IT, 0.7) == Refused(why=why)


def test_a_level_needs_a_use() -> None:
    """Stated by the source, else by the asker, and then it is the asker's word."""
    level = replace(BNEF, boundary=Boundary.TOTAL, utilisation_frac=None)
    assert energy(level) == Refused(why=Why.NO_UTILISATION)
    found = energy(level, None, 0.5)
    assert isinstance(found, Energy)
    assert found.assumed
    assert found.low_twh == pytest.approx(106 * 8.76 / 2)
    known = energy(replace(level, utilisation_frac=0.5))
    assert isinstance(known, Energy)
    assert not known.assumed


def test_a_source_that_states_its_boundary_is_not_overruled() -> None:
    """The asker's word fills what is open and nothing else."""
    found = energy(replace(BNEF, boundary=Boundary.TOTAL), Boundary.IT)
    assert isinstance(found, Energy)
    assert found.boundary is Boundary.TOTAL


def test_every_figure_has_a_source_with_a_day() -> None:
    """And an order of its ends."""
    for outlook in BUNDLED.values():
        assert outlook.source.who
        assert outlook.source.as_of
        assert outlook.low <= outlook.high
    assert BUNDLED["grid_strategies_2025"].measure is Measure.PEAK_GROWTH
    assert BUNDLED["lbnl_2028"].unit is Unit.TWH
