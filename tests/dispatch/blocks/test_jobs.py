"""Batch work finds its hours between release and deadline."""

import pytest
from tests.dispatch.sites import FULL, HALF, START, case, earned, fleet, job, pool, site

from bascule.model.ai_contracts import BatchJob
from bascule.model.site import Site
from bascule.model.state import JobState, SiteState


def works(*jobs: BatchJob, gpus: int = 1000) -> Site:
    """A pool with jobs beside one machine of no account."""
    return site(fleets=(fleet(0.001, 0.001),), pools=(pool(gpus),), jobs=jobs)


def on(place: Site, spot: list[float]) -> list[float]:
    """GPUs of the job by interval of its window."""
    return [round(gpus, 6) for gpus in case(place, spot).run().jobs["job"].gpus.tolist()]


class TestWindow:
    def test_takes_the_cheapest_hour(self) -> None:
        """1,000 GPU-hours run in the hour at 20."""
        assert earned(works(job(1000, 0, 3)), [90, 20, 50]) == pytest.approx(100 - 20)

    def test_does_only_the_part_that_pays(self) -> None:
        """Worth 100 per MWh, it runs at 90 and 20 but not at 150."""
        assert earned(works(job(2500, 0, 3)), [90, 20, 150]) == pytest.approx(10 + 80)

    def test_waits_for_its_release_and_stops_at_its_deadline(self) -> None:
        """The cheap hours before release and after the deadline do not count."""
        assert earned(works(job(1000, 1, 3)), [0, 60, 50, 0]) == pytest.approx(50)

    def test_dearer_work_comes_first(self) -> None:
        """Of two jobs for one hour of the pool the one that pays 0.3 runs."""
        dear = job(1000, 0, 1, name="dear", value_per_gpu_h=0.3)
        assert earned(works(job(1000, 0, 1), dear), [10]) == pytest.approx(300 - 10)

    def test_work_done_before_is_not_done_again(self) -> None:
        """600 of 1,000 GPU-hours are done: 400 are left."""
        state = SiteState(time=START, jobs={"job": JobState(done_gpu_h=600.0)})
        planned = case(works(job(1000, 0, 2)), [20, 50], state=state)
        assert planned.plan().objective == pytest.approx(40 - 8)
        assert planned.ledger().total == pytest.approx(32)

    def test_negative_prices_do_not_run_the_top_level_alone(self) -> None:
        """500 GPU-hours burn most at full speed: 0.5 MWh at -20 beside their pay of 50."""
        place = site(pools=(pool(2000, HALF, FULL),), jobs=(job(500, 0, 2),))
        assert earned(place, [-20, -20]) == pytest.approx(50 + 10)


class TestCompletion:
    @pytest.mark.parametrize(("late", "best"), [(170, 10), (190, 0)])
    def test_is_all_or_nothing(self, late: float, best: float) -> None:
        """2,000 GPU-hours pay 200 together or not at all."""
        assert earned(works(job(2000, 0, 2, pays_on_completion=True)), [20, late]) == pytest.approx(best)

    def test_the_relaxation_is_not_believed(self) -> None:
        """Half a job would have looked like 80."""
        planned = case(works(job(2000, 0, 2, pays_on_completion=True)), [20, 190]).plan()
        assert planned.relaxed == pytest.approx(80)
        assert planned.integers > 0

    def test_what_is_left_is_weighed_against_the_whole_pay(self) -> None:
        """With half done, the last 1,000 GPU-hours bring all 200."""
        state = SiteState(time=START, jobs={"job": JobState(done_gpu_h=1000.0)})
        planned = case(works(job(2000, 0, 1, pays_on_completion=True)), [190], state=state)
        assert planned.plan().objective == pytest.approx(10)
        assert planned.ledger().total == pytest.approx(10)

    def test_beyond_the_horizon_work_counts_pro_rata(self) -> None:
        """A deadline out of sight can still be met, so an hour at 60 is worth its 40."""
        assert case(works(job(2000, 0, 5, pays_on_completion=True)), [60]).plan().objective == pytest.approx(
            40
        )


class TestPreemption:
    def test_one_release_is_free(self) -> None:
        """A job that runs once and ends loses nothing."""
        assert earned(works(job(1000, 0, 3, preemption_gpu_h=0.5)), [90, 20, 50]) == pytest.approx(80)

    @pytest.mark.parametrize(("lost", "best", "gpus"), [(0.1, 170, [1000, 0, 1000, 0]), (2.0, 90, None)])
    def test_a_pause_costs_the_work_that_it_loses(
        self, lost: float, best: float, gpus: list[float] | None
    ) -> None:
        """Pausing through 500 loses 0.1 GPU-hours on 1,000 GPUs, or so much that one hour is enough."""
        place = works(job(2000, 0, 4, preemption_gpu_h=lost))
        assert earned(place, [10, 500, 10, 500]) == pytest.approx(best)
        assert gpus is None or on(place, [10, 500, 10, 500]) == gpus

    def test_a_pause_costs_the_same_when_the_job_ends_with_its_window(self) -> None:
        """The end of the window is the free release; the pause before it is not."""
        assert earned(works(job(2000, 0, 3, preemption_gpu_h=0.1)), [10, 500, 10]) == pytest.approx(170)


class TestWholeInterval:
    def test_the_first_start_costs_too(self) -> None:
        """Half an hour lost at the start: two hours do 1,500 of the 1,000 that are paid."""
        place = works(job(1000, 0, 2, whole_interval=True, restart_h=0.5))
        assert on(place, [20, 20]) == [1000, 1000]
        assert earned(place, [20, 20]) == pytest.approx(100 - 40)

    @pytest.mark.parametrize(("restart_h", "best"), [(0.5, 170), (1.0, 80)])
    def test_a_dear_hour_is_skipped_where_a_restart_is_cheap(self, restart_h: float, best: float) -> None:
        """Around an hour at 150 a restart of 0.5 h pays, one of an hour does not."""
        place = works(job(2000, 0, 4, whole_interval=True, restart_h=restart_h))
        assert earned(place, [10, 150, 10, 10]) == pytest.approx(best)

    def test_is_not_run_in_part(self) -> None:
        """With 600 GPUs free a job of 1,000 does not run at all."""
        place = site(
            fleets=(fleet(0.001, 0.001),), pools=(pool(600),), jobs=(job(1000, 0, 2, whole_interval=True),)
        )
        assert earned(place, [20, 20]) == pytest.approx(0)

    def test_a_running_job_needs_no_start(self) -> None:
        """It ran before: its next hour is all work."""
        state = SiteState(time=START, jobs={"job": JobState(done_gpu_h=500.0, gpus=1000.0)})
        planned = case(works(job(1500, 0, 1, whole_interval=True, restart_h=0.5)), [20], state=state)
        assert planned.plan().objective == pytest.approx(80)
        assert planned.ledger().total == pytest.approx(80)
