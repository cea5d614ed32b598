"""Batch work that a month's tail should count on: as much as came in the last week, on the same days of the week."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from bascule.model.ai_contracts import BatchJob

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def expected_jobs(seen: Iterable[BatchJob], start: datetime, end: datetime) -> list[BatchJob]:
    """Per UTC day of ``[start, end)`` two jobs per pool and class: the dearer and the cheaper half of what usually comes.

    Args:
        seen: Jobs that became known in the last week or so.
        start: First instant, aware UTC.
        end: Instant after the last.
    """
    by_day = _by_day(seen)
    if not by_day:
        return []
    days = [_midnight(start) + k * _DAY for k in range((end - _midnight(start)) // _DAY + 1)]
    made = (_moved(job, day, start, end) for day in days for job in _like(by_day, day.date()))
    return [job for job in made if job is not None]


def _midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _by_day(seen: Iterable[BatchJob]) -> dict[date, list[BatchJob]]:
    """The usual jobs of each day on which some were released."""
    released: dict[date, list[BatchJob]] = {}
    for job in seen:
        released.setdefault(job.release.date(), []).append(job)
    return {day: _halves(jobs) for day, jobs in released.items()}


def _halves(jobs: list[BatchJob]) -> list[BatchJob]:
    kinds: dict[tuple[str, str], list[BatchJob]] = {}
    for job in sorted(jobs, key=lambda j: (-j.value_per_gpu_h, j.name)):
        kinds.setdefault((job.pool, job.job_class), []).append(job)
    split = (
        (of_kind[: -(-len(of_kind) // 2)], of_kind[-(-len(of_kind) // 2) :]) for of_kind in kinds.values()
    )
    return [_together(half) for halves in split for half in halves if half]


def _together(jobs: list[BatchJob]) -> BatchJob:
    work = np.array([job.gpu_h for job in jobs])
    value = float(np.average([job.value_per_gpu_h for job in jobs], weights=work))
    return replace(
        jobs[0],
        name=f"expected like {jobs[0].name}",
        gpu_h=float(work.sum()),
        max_gpus=sum(job.max_gpus for job in jobs),
        value_per_gpu_h=value,
        pays_on_completion=False,
        whole_interval=False,
        preemption_gpu_h=0.0,
        restart_h=0.0,
    )


def _like(by_day: Mapping[date, list[BatchJob]], day: date) -> list[BatchJob]:
    """The jobs of the same weekday where it was seen, else of the latest day seen."""
    for weeks in range(1, 7):
        if day - weeks * _WEEK in by_day:
            return by_day[day - weeks * _WEEK]
    return by_day[max(by_day)]


def _moved(job: BatchJob, day: datetime, start: datetime, end: datetime) -> BatchJob | None:
    """A day's work inside the horizon, cut in proportion where the day is."""
    release, deadline = max(day, start), min(day + _DAY, end)
    share = (deadline - release) / _DAY
    if share <= 0:
        return None
    name = f"{job.name} on {day.date().isoformat()}"
    return replace(job, name=name, release=release, deadline=deadline, known=start, gpu_h=job.gpu_h * share)
