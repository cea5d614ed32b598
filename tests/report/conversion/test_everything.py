"""What the report and the answer say of a plan with everything uncertain."""

from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from tests.study.conversion.cases import with_rungs
from tests.study.conversion.test_cloud import FUNDING, WORLD
from tests.study.conversion.wide_case import CLOUD, beyond, wide_case

from bascule.apps.engine_wiring import engine_of
from bascule.apps.plan_everything_json import everything_json
from bascule.report.conversion.decision import headline
from bascule.report.conversion.everything import (
    bases_table,
    contract_figure,
    everything_table,
    rents_figure,
)
from bascule.report.conversion.outlook import chance_figure, driver_figures, megawatts_figure
from bascule.report.figures.figure import Line
from bascule.study.conversion.answer import OPTIMAL, Answer, Statement, answer
from bascule.study.conversion.plan_drivers import CONTRACT
from bascule.study.conversion.terms import Rung
from bascule.study.conversion.wide import Wide
from bascule.study.switching.bracket import Effort

QUARTERS: Final = 12
CASE: Final = replace(
    with_rungs(wide_case(QUARTERS), Rung(meter_mw=20.0), Rung(meter_mw=20.0, capex_factor=1.05)),
    beyond=beyond(QUARTERS),
)
EFFORT: Final = Effort(fitting=2_000, valuing=2_000, bounding=20)


@pytest.fixture(scope="module")
def found() -> Answer:
    """Few paths: the words are looked at, not the figures."""
    statement = Statement(
        case=CASE, funding=FUNDING, hedges=(), world=replace(WORLD, paths=400), effort=EFFORT
    )
    return answer(statement, map, lambda _stage, _frac: None)


@pytest.fixture(scope="module")
def everything(found: Answer) -> Wide:
    """By least squares."""
    assert found.wide is not None
    return found.wide


def test_the_answer_of_a_wide_plan_is_that_of_least_squares(found: Answer, everything: Wide) -> None:
    """Value, first step, trigger and worth of waiting; megawatts and chances are those of the histories."""
    assert found.site_value == everything.site.lower.mean
    assert (found.begins_now, found.trigger) == (everything.now, everything.trigger)
    assert found.npv_gain == everything.convert_now - everything.mine_on.mean
    assert found.waiting == everything.waiting
    assert found.begun_by(11) == found.risks[OPTIMAL].begun[11]
    assert found.mean_mw() == pytest.approx(found.risks[OPTIMAL].mean_converted)
    assert found.wider is None


def test_the_opening_says_what_own_accelerators_would_take(found: Answer, everything: Wide) -> None:
    """After the sentence that every plan opens with."""
    said = headline(found)
    assert "GPU-hour" in said
    if everything.contract_trigger is not None:
        assert f"{everything.contract_trigger:.3g}" in said.replace(",", "")


def test_tables_name_what_is_uncertain_and_the_error_of_the_method(found: Answer, everything: Wide) -> None:
    """Bounds with their errors, and a row for each set of regressors."""
    table = everything_table(found, everything)
    assert "Uncertain: hashprice, rent, power level, GPU-hour under contract, GPU-hour at spot." in table.note
    assert len(table.rows) == 15
    assert [row.cells[0] for row in bases_table(found, everything).rows] == [
        "degree 3",
        "degree 4",
        "degree 5",
    ]


def test_figures_show_all_drivers_and_both_maps(found: Answer, everything: Wide) -> None:
    """A price at which everything is above is no point of a line."""
    assert everything.contracts is not None
    marks = contract_figure(found, everything.contracts).marks
    assert isinstance(marks[0], Line)
    assert not (marks[0].y <= 0).any()
    assert len(rents_figure(found, everything).marks) == 2
    assert [one.title for one in driver_figures(found)] == [
        "Hashprice",
        "Rent of a new lease",
        "Level of power prices",
        "GPU-hour under a contract signed that day",
        "GPU-hour sold by the hour",
    ]
    assert "least squares" in megawatts_figure(found).note
    assert "histories" in chance_figure(found).note


def test_machines_read_every_figure_under_its_own_name(everything: Wide) -> None:
    """With nulls where there is no price."""
    told = everything_json(everything)
    assert told["site_value"] == everything.site.lower.mean
    lines = told["trigger_contracts"]
    assert isinstance(lines, dict)
    assert len(lines["contract_per_gpu_h"]) == len(lines["hashprice_per_ph_day"])
    bases = told["bases"]
    assert isinstance(bases, list)
    assert len(bases) == 3


def test_own_accelerators_begin_at_a_price_that_a_day_can_have(everything: Wide) -> None:
    """Above it, and not below, the first rung begins and is filled with them."""
    assert everything.contracts is not None
    known = everything.contracts.rent[~np.isnan(everything.contracts.rent)]
    today = CASE.drivers().base[CONTRACT, 0]
    assert ((known == 0) | ((known > today / 4) & (known < 4 * today))).all()
    assert CLOUD.contract_years == 3


def test_the_same_seed_plays_the_same_histories(found: Answer) -> None:
    """In other processes the policy is put together again from its weights: the same numbers to the bit."""
    again = answer(found.statement, engine_of("local", None), lambda _s, _f: None)
    assert again.risks[OPTIMAL].mean_npv == found.risks[OPTIMAL].mean_npv
