"""Always a plan: program, last plan shifted, merit order, safe state, each with its label and reason."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import EVER, HOUR, START, Case, battery, case, fleet, job, pool, site
from tests.study.markets import market

from bascule.dispatch import ladder
from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.highs import NoPlan, TimedOut
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.ladder import Rung, climb, cut_setpoints, merit_schedule, refuse_impossible
from bascule.dispatch.policies.policy import Observation
from bascule.errors import Infeasible, SolverFault
from bascule.market.view import MarketView
from bascule.model.ai_contracts import FirmReservation, GpuSale
from bascule.model.grid_connection import GridConnection
from bascule.model.schedule import PlanSource, Schedule
from bascule.model.site import Site

PRICES = [40.0, 60.0, 40.0]
FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="work",
    gpus=600.0,
    price_per_gpu_h=0.0,
    shortfall_penalty_per_gpu_h=3.0,
    term=EVER,
)
SALE = GpuSale(
    name="sale", kind="spot", pool="pool", job_class="work", demand_gpus=800.0, price_per_gpu_h=0.5, term=EVER
)
SITE = site(fleets=(fleet(),), pools=(pool(),), reservations=(FIRM,), batteries=(battery(initial_mwh=5.0),))


def climbed(
    place: Site = SITE, last: Schedule | None = None, at: int = 0, pieces: list[Piece] | None = None
) -> Rung:
    """The best rung for a site at hour ``at``."""
    planned = case(place, PRICES)
    view = MarketView(market({"spot": PRICES}), START + at * HOUR)
    seen = Observation(state=replace(planned.before, time=view.now), jobs=(), steps=3)
    return climb(planned.shape, [planned.piece] if pieces is None else pieces, seen, view, Asking(), last)


def broken(monkeypatch: pytest.MonkeyPatch, result: object = None) -> None:
    """Let the solver fail, or answer without a plan."""

    def fails(inputs: Inputs, options: object = None) -> object:
        del inputs, options
        if result is None:
            raise SolverFault("the solver burned down")
        return result

    monkeypatch.setattr(ladder, "optimise", fails)


def test_the_program_comes_first() -> None:
    """Labelled as such, without an excuse, with its plan beside it."""
    rung = climbed()
    assert (rung.schedule.source, rung.schedule.note) == (PlanSource.PROGRAM, "")
    assert rung.plan is not None


def test_a_fault_falls_to_what_is_left_of_the_last_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour later the last plan's second hour is the first."""
    last = climbed().schedule
    broken(monkeypatch)
    shifted = climbed(last=last, at=1).schedule
    assert (shifted.source, shifted.note) == (PlanSource.SHIFTED, "the solver burned down")
    assert shifted.grid.start == START + HOUR
    assert shifted.setpoints.fleet_run_mw["fleet"] == pytest.approx(last.setpoints.fleet_run_mw["fleet"][1:])


@pytest.mark.parametrize("result", [NoPlan(), TimedOut()])
def test_no_answer_falls_like_a_fault(monkeypatch: pytest.MonkeyPatch, result: object) -> None:
    """The reason names what the solver said."""
    broken(monkeypatch, result)
    rung = climbed()
    assert (rung.schedule.source, rung.schedule.note) == (PlanSource.MERIT_ORDER, type(result).__name__)


def test_without_a_last_plan_each_hour_goes_by_merit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fleet runs at 40, not at 60; the battery rests."""
    broken(monkeypatch)
    rung = climbed()
    assert rung.schedule.setpoints.fleet_run_mw["fleet"].tolist() == pytest.approx([10, 0, 10])
    assert rung.schedule.setpoints.charge_mw == {}
    assert rung.plan is None


def test_a_last_plan_that_has_run_out_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """At its end the merit order takes over."""
    last = climbed().schedule
    broken(monkeypatch)
    short = replace(last, setpoints=cut_setpoints(last.setpoints, 0, 1))
    assert climbed(last=short, at=1).schedule.source is PlanSource.MERIT_ORDER


def test_what_no_merit_order_can_carry_is_made_safe() -> None:
    """7 MW of auxiliaries on 5: firm AI is asked for, nothing else, and both reasons are given."""
    tight = replace(SITE, grid=GridConnection(import_limit_mw=5.0, auxiliary_fixed_mw=17.0), batteries=())
    safe = climbed(tight).schedule
    assert safe.source is PlanSource.SAFE
    assert "17.000 MW exceeds the 5.000 MW" in safe.note
    assert "merit order" in safe.note
    assert safe.setpoints.fleet_run_mw == {}
    assert safe.setpoints.use_gpus["firm"].tolist() == [600]


def test_without_any_price_the_state_is_safe() -> None:
    """A needed series that was never published is no reason to guess."""
    rung = climbed(pieces=[])
    assert rung.schedule.source is PlanSource.SAFE
    assert "no published value" in rung.schedule.note
    assert rung.schedule.grid.count == 1


def test_the_merit_order_gives_jobs_what_firm_work_leaves() -> None:
    """Of 1,000 GPUs 600 are reserved, so a job of 1,000 runs on 400."""
    planned = case(replace(SITE, jobs=(job(4000, 0, 3),)), PRICES)
    seen = Observation(state=planned.before, jobs=planned.jobs, steps=3)
    found = merit_schedule(planned.shape, planned.piece, seen, Asking(jobs=planned.jobs), "why")
    assert found.setpoints.job_run_mw["job"].gpus.tolist() == pytest.approx([400] * 3)
    planned.run(found.setpoints)


def test_the_merit_order_keeps_to_the_devices_of_a_pool() -> None:
    """600 reserved and 800 sold on 1,000 GPUs: 600 and 400."""
    planned = case(replace(SITE, sales=(SALE,)), PRICES)
    seen = Observation(state=planned.before, jobs=(), steps=3)
    found = merit_schedule(planned.shape, planned.piece, seen, Asking(), "why").setpoints
    planned.run(found)
    assert found.use_gpus["sale"].tolist() == pytest.approx([400] * 3)


class TestRefusal:
    def numbers(self, **parts: object) -> Inputs:
        """Inputs of a site with 6 MW of auxiliaries in its grid."""
        grid = GridConnection(import_limit_mw=5.0, auxiliary_fixed_mw=6.0, loss_frac=0.1)
        return case(site(grid=grid, fleets=(fleet(),), **parts), PRICES).inputs()

    def test_base_load_beyond_reach_names_step_and_numbers(self) -> None:
        """6 MW of auxiliaries against 4.5 MW at the bus."""
        with pytest.raises(Infeasible, match=r"6\.000 MW exceeds the 4\.500 MW .* 2026-01-01T00:00:00Z"):
            refuse_impossible(self.numbers())

    def test_a_battery_counts_as_help(self) -> None:
        """2 MW of discharge make it possible for a while."""
        refuse_impossible(self.numbers(batteries=(battery(2.0, 10.0, initial_mwh=10.0),)))


def test_setpoints_are_cut_with_their_jobs() -> None:
    """A job of hours 1 to 3 cut from hour 2 on begins at once, and one that lies before is gone."""
    place = site(fleets=(fleet(),), pools=(pool(),), jobs=(job(900, 1, 3), job(900, 0, 1, name="early")))
    planned: Case = case(place, PRICES)
    cut = cut_setpoints(planned.schedule().setpoints, 2, 1)
    assert list(cut.job_run_mw) == ["job"]
    assert (cut.job_run_mw["job"].first, cut.job_run_mw["job"].run_mw.size) == (0, 1)
    assert cut.fleet_run_mw["fleet"] == pytest.approx(np.array([10.0]))
