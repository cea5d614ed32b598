"""Batch work: what counts, what a preemption and a start lose, and what is carried over."""

from dataclasses import replace

import numpy as np
import pytest
from tests.simulate.sites import JOB, POOL, SITE, START, did, hours, ran, utc, work

from bascule.model.ai_contracts import BatchJob
from bascule.model.grid_connection import GridConnection
from bascule.model.schedule import JobPower, Setpoints
from bascule.model.site import Site
from bascule.model.state import JobState, SiteState

FRAGILE = replace(JOB, preemption_gpu_h=0.25)
WHOLE = replace(JOB, whole_interval=True, restart_h=0.25)


def site(job: BatchJob = JOB) -> Site:
    """A pool with one job."""
    return replace(SITE, pools=(POOL,), jobs=(job,))


def asked(count: int, power: JobPower) -> Setpoints:
    """Setpoints of the job alone."""
    return Setpoints(grid=hours(count), job_run_mw={"job": power})


def done(job: BatchJob, *run_mw: float, before: JobState | None = None) -> list[float]:
    """Work of a job per hour at these powers."""
    state = SiteState(time=START, jobs={} if before is None else {"job": before})
    outcome = did(site(job), asked(len(run_mw), work(*run_mw)), state)
    return [round(gpu_h, 6) for gpu_h in outcome.jobs["job"].work_gpu_h.tolist()]


def test_power_on_gpus_is_work() -> None:
    """A thousand GPUs at full speed, half of them, all of them at eco."""
    power = work(1.0, 0.5, 0.6, gpus=[1000, 500, 1000])
    job = did(site(), asked(3, power)).jobs["job"]
    assert job.work_gpu_h.round(6).tolist() == [1000, 500, 800]
    assert job.gpus.round(6).tolist() == [1000, 500, 1000]


def test_job_may_begin_within_the_grid() -> None:
    """Its arrays count from its first interval; the site draws its power there."""
    outcome = did(site(), asked(4, work(1.0, 0.5, first=2)))
    assert outcome.import_mw.tolist() == [0, 0, 1, 0.5]
    assert outcome.jobs["job"].first == 2


def test_job_has_at_most_its_gpus() -> None:
    """Work on more than a thousand does not count."""
    assert did(site(), asked(1, work(1.0, gpus=[2000]))).jobs["job"].gpus.tolist() == [1000]


def test_job_cannot_draw_more_than_its_gpus_do() -> None:
    """A thousand GPUs of 1 kW draw a megawatt at most, whatever is asked."""
    assert did(site(), asked(1, work(3.0, gpus=[1000]))).jobs["job"].run_mw.tolist() == [1]


def test_the_first_start_of_each_gpu_is_free() -> None:
    """A job that runs and ends loses nothing, all at once or in steps."""
    assert done(FRAGILE, 1, 1, 0) == [1000, 1000, 0]
    assert done(FRAGILE, 1, 0.5, 0) == [1000, 500, 0]


def test_gpus_that_start_again_lose_work() -> None:
    """Run, pause, run, end: 2,000 starts in all, of which 1,000 lose a quarter-hour each."""
    assert done(FRAGILE, 1, 0, 1, 0) == [1000, 0, 750, 0]


def test_starts_before_are_remembered() -> None:
    """The free starts were used up in an earlier stretch."""
    before = JobState(done_gpu_h=1000, gpus=400, started_gpus=1000)
    assert done(FRAGILE, 0.7, 0.7, before=before) == [700 - 300 * 0.25, 700]


def test_every_start_of_a_whole_interval_job_loses_its_restart() -> None:
    """The first start too; running on loses nothing."""
    assert done(WHOLE, 1, 1, 0, 1) == [750, 1000, 0, 750]


def test_whole_interval_job_that_runs_on_from_before_does_not_start() -> None:
    """The state knows that it ran."""
    assert done(WHOLE, 1, before=JobState(gpus=1000)) == [1000]


def test_state_carries_progress_and_gpus() -> None:
    """Work done, GPUs held at the end, GPUs started: 1,000 and 300 again."""
    _, after = ran(site(), asked(3, work(1.0, 0.4, 0.7)))
    job = after.jobs["job"]
    assert (job.done_gpu_h, job.gpus, job.started_gpus) == pytest.approx((2100, 700, 1300))


def test_gpus_go_back_when_the_setpoint_disappears() -> None:
    """A job without a setpoint holds nothing any more, and has lost nothing."""
    before = SiteState(time=START, jobs={"job": JobState(done_gpu_h=1000, gpus=1000, started_gpus=1000)})
    _, after = ran(site(FRAGILE), Setpoints(grid=hours(2)), before)
    assert after.jobs["job"] == JobState(done_gpu_h=1000, gpus=0, started_gpus=1000)


def test_gpus_held_before_start_again_when_the_setpoint_begins_later() -> None:
    """Held before, idle for an hour, then at work: that is a start."""
    before = SiteState(time=START, jobs={"job": JobState(gpus=1000, started_gpus=1000)})
    outcome = did(site(FRAGILE), asked(3, work(1.0, first=1)), before)
    assert outcome.jobs["job"].restarted_gpus.tolist() == [1000]


def test_job_that_is_not_asked_for_is_carried() -> None:
    """Its progress is not forgotten."""
    before = SiteState(time=START, jobs={"job": JobState(done_gpu_h=500)})
    assert ran(site(), Setpoints(grid=hours(1)), before)[1].jobs["job"].done_gpu_h == 500


def total_work(job: BatchJob, power: JobPower, count: int, cut: int) -> float:
    """Work of a job in ``count`` hours run in two parts, the first ``cut`` hours long; 0 runs in one."""
    if cut == 0:
        return ran(site(job), asked(count, power))[1].jobs["job"].done_gpu_h
    head = JobPower(first=0, run_mw=power.run_mw[:cut], gpus=power.gpus[:cut])
    tail = JobPower(first=0, run_mw=power.run_mw[cut:], gpus=power.gpus[cut:])
    _, middle = ran(site(job), asked(cut, head))
    later = {"job": tail} if tail.run_mw.size else {}
    rest = Setpoints(grid=hours(count - cut, utc(2024, 1, 10, cut)), job_run_mw=later)
    return ran(site(job), rest, middle)[1].jobs["job"].done_gpu_h


@pytest.mark.parametrize("job", [JOB, FRAGILE, WHOLE])
@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_job_in_two_parts_is_the_job_in_one(job: BatchJob, cut: int) -> None:
    """Where the run is cut makes no difference to the work that counts."""
    power = work(1, 0, 1, 0, 1, 0)
    assert total_work(job, power, 6, cut) == pytest.approx(total_work(job, power, 6, 0))


def test_setpoint_that_ends_with_the_job_gives_its_gpus_back() -> None:
    """A setpoint of three hours in a run of five: in two parts or in one, the GPUs go back in the fourth."""
    power = work(1, 0, 1)
    assert total_work(FRAGILE, power, 5, 3) == total_work(FRAGILE, power, 5, 0)


def test_whole_interval_job_is_never_dropped_in_part() -> None:
    """Where the connection carries half of it, it does not run at all."""
    tight = replace(site(WHOLE), grid=GridConnection(import_limit_mw=0.5))
    assert did(tight, asked(1, work(1.0))).jobs["job"].gpus.tolist() == [0]


def test_job_that_is_shed_keeps_what_still_runs() -> None:
    """Half the power on its GPUs runs those that it can at the best level: 0.6 kW for each of 833."""
    tight = replace(site(), grid=GridConnection(import_limit_mw=0.5))
    outcome = did(tight, asked(1, work(1.0)))
    assert outcome.jobs["job"].run_mw.tolist() == [0.5]
    assert outcome.jobs["job"].gpus == pytest.approx(np.array([500 / 0.6]))
