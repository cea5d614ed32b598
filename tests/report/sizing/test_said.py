"""Sentences of sizing: what nobody may miss."""

from dataclasses import replace
from datetime import date

import pytest
from tests.study.sizing.cases import quiet, year

from bascule.report.sizing.page import sizing_page
from bascule.report.sizing.said import banners, headline, telling_text
from bascule.report.sizing.tables import marginals_table, years_table
from bascule.report.sizing.together import together_table
from bascule.study.sizing.bootstrap import Resampling
from bascule.study.sizing.calls import CallYear
from bascule.study.sizing.equipment import Equipment, EquipmentKind
from bascule.study.sizing.money import Terms
from bascule.study.sizing.plant import Plant
from bascule.study.sizing.service import Hold
from bascule.study.sizing.sizing import SizingCase, size


def case(*years: CallYear, plant: Plant | None = None, level: float = 0.999) -> SizingCase:
    """A site of 40 + 20 MW."""
    return SizingCase(
        name="site",
        country="US",
        plant=plant or Plant(firm_meter_mw=40, curtailable_meter_mw=20, hashing_meter_mw=8),
        years=years,
        calls_said="20 MW by rule",
        synthetic=True,
        level_frac=level,
        hold=Hold.EVERY_YEAR,
        terms=Terms(currency="USD", ai_margin_per_it_mw_year=1e6, hashing_revenue_per_meter_mwh=50.0),
        draws=20,
        seed=1,
        resampling=Resampling(samples=50),
    )


def test_no_call_seen_is_no_proof() -> None:
    """A quiet year carries the whole connection, and the words bound the rate that would show none too."""
    quiet_year = case(year(quiet(8760)))
    found = size(quiet_year)
    assert headline(quiet_year, found).startswith("site: 48.0 IT MW (60.0 meter MW)")
    assert "no call was seen in 1.0 years, which a rate of up to 3.0 a year" in telling_text(
        quiet_year, found
    )


def test_halls_that_fail_are_named() -> None:
    """Where no size keeps the level the headline says why, and the curve has nothing to claim."""
    hall = Equipment(
        name="hall", kind=EquipmentKind.HALL, count=1, needed=1, forced_outage_frac=0.01, repair_h=20.0
    )
    failing = case(year(quiet(8760)), plant=Plant(firm_meter_mw=60, equipment=(hall,)))
    found = size(failing)
    assert not found.reached
    assert "outages of the halls alone leave" in headline(failing, found)
    assert found.draw_error_frac > 0
    assert found.level_frac == pytest.approx(0.99, abs=5 * found.draw_error_frac)


def test_one_year_that_decides_is_said() -> None:
    """All called hours in one of two years."""
    two = case(year(quiet(8760), 2022), year(quiet(8760, (100, 30, 20)), 2023))
    assert "100 % of all called hours fell in 2023" in telling_text(two, size(two))


def test_what_is_synthetic_partial_or_stale_is_told() -> None:
    """Each in a banner of its own."""
    short = replace(case(year(quiet(500, (100, 3, 20)))), stale_after="2026-01-31")
    told = " ".join(banners(short, date(2026, 2, 1)))
    assert all(word in told for word in ("SYNTHETIC", "no calendar year is whole", "STALE"))
    assert "STALE" not in " ".join(banners(short, date(2026, 1, 31)))


def test_tables_and_page_hold_what_was_found() -> None:
    """IT and meter MW stand apart, partial years have a star, hashing below a limit is explained."""
    both = case(year(quiet(8760, (100, 30, 20)), 2022), year(quiet(300, (100, 30, 20)), 2023))
    found = size(both)
    assert [row.cells[0] for row in years_table(found).rows] == ["2022", "2023 *"]
    assert [row.cells[1] for row in together_table([(both, found)]).rows[:2]] == ["32.0", "40.0"]
    assert "carries no firm load" in marginals_table(both, found).note
    page = sizing_page([(both, found)], ["bascule", "plan", "sizing", "a b.yaml"], date(2026, 1, 1))
    assert page.command == "bascule plan sizing 'a b.yaml'"
    assert len(page.sections) == 2
