"""A plan's site gets its margins, and a reader hears what does not fit."""

from dataclasses import replace
from pathlib import Path

import pytest

from bascule.adapters.files.site_template import bundled_site
from bascule.apps.plan_run_wiring import planned, read_plan
from bascule.errors import InputError
from bascule.study.conversion.plan_drivers import HASHPRICE
from bascule.study.conversion.plan_statement import MarginNodes, PlanFile
from bascule.study.conversion.sensitivity import ParameterError
from bascule.study.margins.site_year import closed_margin, program_margin

FEW = MarginNodes(hashprice=(0.0, 28.7, 60.0), power_scale=(1.0,))


def few(name: str) -> PlanFile:
    """A bundled plan sampled at few nodes, without real days."""
    plan = read_plan(name)
    return replace(plan, nodes=FEW, world=replace(plan.world, real_days=False))


def test_no_such_plan() -> None:
    """The remedy names the bundled ones."""
    with pytest.raises(InputError, match="france, texas"):
        read_plan("norway")


def test_a_plan_by_path_is_the_bundled_one(tmp_path: Path) -> None:
    """The same text, the same plan, but for the name of its file."""
    text = Path(__file__).parents[2] / "src/bascule/adapters/files/bundled/plans/france.yaml"
    copy = tmp_path / "mine.yaml"
    copy.write_text(text.read_text(encoding="utf-8"), encoding="utf-8")
    assert replace(read_plan(str(copy)), file="france.yaml") == read_plan("france")


def test_the_surface_holds_the_site_s_margin() -> None:
    """At a node the margin of the dispatch itself; every node told; nothing couples, so the program agrees."""
    told: list[tuple[int, int]] = []
    found = planned(few("france"), "2026-11-26", lambda done, of: told.append((done, of)))
    direct = closed_margin(found.year.at(28.7, 1.0, 1.0))
    assert found.case.mining.surface.margin[1, 0, 0] == pytest.approx(direct, rel=1e-12)
    scaled = closed_margin(found.year.at(28.7, 0.74, 1.0))
    assert found.check.closed_per_year == pytest.approx(scaled, rel=1e-12)
    assert found.case.drivers().base[HASHPRICE, 0] == pytest.approx(28.7)
    assert (told[0], told[-1]) == ((1, 3), (3, 3))
    assert not found.check.couples
    assert abs(found.check.difference_frac) < 1e-9
    assert found.remarks == ()


def test_a_plan_with_real_days_has_quarters_from_its_own_day_on() -> None:
    """The 26th of November, the 330th day; what margins are without them stays to the bit."""
    plan = few("france")
    found = planned(replace(plan, world=replace(plan.world, real_days=True)), "2026-11-26")
    assert found.quarters is not None
    assert (found.quarters.how.first_day, found.quarters.days) == (329, 365)
    without = planned(plan, "2026-11-26")
    assert without.quarters is None
    assert without.case.mining.surface.margin.tobytes() == found.case.mining.surface.margin.tobytes()


def test_stale_figures_are_told() -> None:
    """On a day after they were good."""
    remarks = planned(few("france"), "2027-01-01").remarks
    assert any(one.startswith("drivers.hashprice.pricing.start = 28.7 is stale") for one in remarks)


def test_part_of_a_year_and_of_a_site_are_told() -> None:
    """A month of prices, 10 of 40 MW."""
    plan = few("france")
    market = replace(plan.market, end=plan.market.start.replace(month=1, day=31, year=2023))
    remarks = planned(replace(plan, market=market, rungs=plan.rungs[:1]), "2026-11-26").remarks
    assert [
        words in one for one, words in zip(remarks, ("0.08 years", "10 of the site's 40 MW"), strict=True)
    ]


def hybrid() -> PlanFile:
    """The bundled hybrid site of France, which has a battery, a demand charge and sells GPU-hours, over two weeks."""
    plan, site = few("france"), bundled_site("france").site
    market = replace(plan.market, end=plan.market.start.replace(month=1, day=14, year=2023))
    rungs = (replace(plan.rungs[0], meter_mw=site.grid.import_limit_mw),)
    return replace(plan, site=site, market=market, rungs=rungs)


def test_a_site_that_couples_in_time_is_told() -> None:
    """The closed form is far from the program."""
    found = planned(hybrid(), "2026-11-26")
    assert found.check.couples
    assert abs(found.check.difference_frac) > 0.005
    assert found.remarks[0].startswith("The site couples in time")


def test_margins_may_be_the_programs() -> None:
    """With what couples in time, at every node; then there is nothing to tell."""
    plan = hybrid()
    found = planned(replace(plan, nodes=replace(FEW, by_program=True)), "2026-11-26")
    direct = program_margin(found.year.at(28.7, 1.0, 1.0))
    assert found.case.mining.surface.margin[1, 0, 0] == pytest.approx(direct, rel=1e-9)
    assert not any(one.startswith("The site couples") for one in found.remarks)


def test_margins_may_follow_ai_prices() -> None:
    """What the site's own pool sells scales with them, by merit order."""
    found = planned(replace(hybrid(), nodes=replace(FEW, ai_scale=(0.5, 1.0, 2.0))), "2026-11-26")
    low, today, high = found.case.mining.surface.margin[1, 0]
    assert today == pytest.approx(closed_margin(found.year.at(28.7, 1.0, 1.0)), rel=1e-12)
    assert high - today == pytest.approx(2 * (today - low), rel=1e-9)
    assert high > today


def test_an_error_that_is_no_smaller_than_its_input_is_refused_before_anything_is_solved() -> None:
    """With the file, the place, and the value that it is an error of."""
    plan = replace(
        few("france"), parameter_errors=(ParameterError(name="hashprice_volatility", standard_error=0.9),)
    )
    with pytest.raises(InputError, match=r"hashprice_volatility is 0\.4") as refused:
        planned(plan, "2026-11-26")
    assert "parameter_errors[0].standard_error = 0.9" in str(refused.value)
