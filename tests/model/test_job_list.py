"""The batch jobs of a period: listed ones and those that come again each local day."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.model.grids import utc

from bascule.model.ai_contracts import BatchJob, DailyJob
from bascule.model.grid_connection import GridConnection
from bascule.model.job_list import jobs_between
from bascule.model.site import Site
from bascule.model.term import Term

YEAR = Term(start=utc(2024, 1, 1), end=utc(2025, 1, 1))
NIGHTLY = DailyJob(
    name="nightly",
    pool="p",
    job_class="c",
    gpu_h=8,
    release_hour=20,
    window_h=12,
    max_gpus=2,
    value_per_gpu_h=1,
    term=YEAR,
)
ONCE = BatchJob(
    name="once",
    pool="p",
    job_class="c",
    gpu_h=8,
    release=utc(2024, 6, 1, 6),
    deadline=utc(2024, 6, 1, 9),
    max_gpus=2,
    value_per_gpu_h=1,
    known=utc(2024, 5, 1),
)


def site(*rules: DailyJob, jobs: tuple[BatchJob, ...] = (), zone: str = "Europe/Paris") -> Site:
    """A site with jobs only."""
    connection = GridConnection(import_limit_mw=1)
    return Site(
        name="s", country="FR", time_zone=zone, currency="EUR", grid=connection, jobs=jobs, daily_jobs=rules
    )


@pytest.mark.parametrize(
    ("start", "end", "there"), [(4, 6, False), (5, 7, True), (7, 8, True), (8, 12, True), (9, 12, False)]
)
def test_job_whose_window_touches_the_period_is_there(start: int, end: int, there: bool) -> None:  # noqa: FBT001
    """A window ``[6, 9)`` touches periods that end after six and begin before nine."""
    found = jobs_between(site(jobs=(ONCE,)), utc(2024, 6, 1, start), utc(2024, 6, 1, end))
    assert bool(found) is there


def test_daily_job_comes_once_a_day_with_its_date() -> None:
    """A window that began the evening before still touches the morning."""
    found = jobs_between(site(NIGHTLY), utc(2024, 1, 10), utc(2024, 1, 12))
    assert [job.name for job in found] == ["nightly 2024-01-09", "nightly 2024-01-10", "nightly 2024-01-11"]
    assert found[1].release == utc(2024, 1, 10, 19)
    assert found[1].deadline == utc(2024, 1, 11, 7)
    assert found[1].known == utc(2024, 1, 9, 19)


@pytest.mark.parametrize(("day", "hour"), [(30, 19), (31, 18)])
def test_release_keeps_the_wall_clock_in_spring(day: int, hour: int) -> None:
    """Eight in the evening is an hour earlier in UTC from the day of 23 hours on."""
    found = jobs_between(site(NIGHTLY), utc(2024, 3, day, 17), utc(2024, 3, day, 20))
    assert [job.release for job in found if job.name.endswith(str(day))] == [utc(2024, 3, day, hour)]


def test_window_keeps_its_hours_over_a_short_night() -> None:
    """Twelve hours from 20:00 on the eve of the short day end at 9:00 on the clock."""
    eve = jobs_between(site(NIGHTLY), utc(2024, 3, 30, 18), utc(2024, 3, 30, 20))[-1]
    assert eve.deadline.astimezone(ZoneInfo("Europe/Paris")).hour == 9


def test_release_in_the_skipped_hour_comes_with_the_next_one() -> None:
    """There is no 2:30 on the short day: the job is there at 3:30."""
    skipped = replace(NIGHTLY, release_hour=2.5)
    found = jobs_between(site(skipped), utc(2024, 3, 31), utc(2024, 3, 31, 6))
    assert utc(2024, 3, 31, 1, 30) in [job.release for job in found]


def test_daily_job_stays_within_its_term() -> None:
    """The day on which the term ends has no job that is released after it."""
    short = replace(NIGHTLY, term=Term(start=utc(2024, 1, 10), end=utc(2024, 1, 12, 19)))
    found = jobs_between(site(short), utc(2024, 1, 1), utc(2024, 2, 1))
    assert [job.name[-2:] for job in found] == ["10", "11"]


def test_jobs_come_by_release_and_name() -> None:
    """The order is the same whatever the file's order is."""
    other, later = replace(ONCE, name="b"), replace(ONCE, name="a", release=utc(2024, 6, 1, 7))
    found = jobs_between(site(jobs=(later, ONCE, other)), utc(2024, 6, 1), utc(2024, 6, 2))
    assert [job.name for job in found] == ["b", "once", "a"]


def test_daily_job_hands_its_terms_on() -> None:
    """What the rule says holds for each day's job."""
    strict = replace(
        NIGHTLY, pays_on_completion=True, preemption_gpu_h=0.5, whole_interval=True, restart_h=0.25
    )
    job = jobs_between(site(strict), utc(2024, 1, 10), utc(2024, 1, 11))[0]
    assert job.pays_on_completion
    assert job.whole_interval
    assert (job.preemption_gpu_h, job.restart_h) == (0.5, 0.25)
    assert (job.gpu_h, job.max_gpus, job.value_per_gpu_h, job.pool, job.job_class) == (8, 2, 1, "p", "c")


STARTS = st.integers(0, 8000 * 4).map(lambda quarters: utc(2024, 1, 2) + timedelta(minutes=15 * quarters))


@given(STARTS, st.integers(1, 80), st.sampled_from([0, 1, 2, 6.5, 20, 23.75]), st.integers(1, 60))
def test_period_has_every_day_that_touches_it(
    start: datetime, length_h: int, release_hour: float, window_h: int
) -> None:
    """The same jobs come from looking at every day of the year, one by one."""
    rule = replace(NIGHTLY, release_hour=release_hour, window_h=window_h)
    end = start + timedelta(hours=length_h)
    every = jobs_between(site(rule), YEAR.start - timedelta(days=5), YEAR.end + timedelta(days=5))
    touching = [job for job in every if job.release < end and job.deadline > start]
    assert list(jobs_between(site(rule), start, end)) == touching
