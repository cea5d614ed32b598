"""The batch jobs of a period: those listed, and those that come again each day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bascule.model.ai_contracts import BatchJob, DailyJob
from bascule.model.site import Site


def jobs_between(site: Site, start: datetime, end: datetime) -> tuple[BatchJob, ...]:
    """Jobs whose window ``[release, deadline)`` touches ``[start, end)``, by release and name.

    Args:
        site: The site with its jobs and daily jobs.
        start: First instant, aware UTC.
        end: Instant after the last, aware UTC.
    """
    daily = (job for rule in site.daily_jobs for job in _daily(rule, site.time_zone, start, end))
    touching = (job for job in (*site.jobs, *daily) if job.release < end and job.deadline > start)
    return tuple(sorted(touching, key=lambda job: (job.release, job.name)))


def _daily(rule: DailyJob, zone: str, start: datetime, end: datetime) -> list[BatchJob]:
    info = ZoneInfo(zone)
    first = (max(start, rule.term.start) - timedelta(hours=rule.window_h)).astimezone(info).date()
    last = min(end, rule.term.end).astimezone(info).date()
    days = (first + timedelta(days=k) for k in range((last - first).days + 1))
    jobs = (_on_day(rule, info, day) for day in days)
    return [job for job in jobs if rule.term.start <= job.release < rule.term.end]


def _on_day(rule: DailyJob, info: ZoneInfo, day: date) -> BatchJob:
    midnight = datetime(day.year, day.month, day.day, tzinfo=info)
    # Wall-clock release: adding to a local midnight keeps the hour on days of 23 and 25 hours.
    release = (midnight + timedelta(hours=rule.release_hour)).astimezone(UTC)
    return BatchJob(
        name=f"{rule.name} {day.isoformat()}",
        pool=rule.pool,
        job_class=rule.job_class,
        gpu_h=rule.gpu_h,
        release=release,
        deadline=release + timedelta(hours=rule.window_h),
        max_gpus=rule.max_gpus,
        value_per_gpu_h=rule.value_per_gpu_h,
        known=release - timedelta(hours=rule.notice_h),
        pays_on_completion=rule.pays_on_completion,
        preemption_gpu_h=rule.preemption_gpu_h,
        whole_interval=rule.whole_interval,
        restart_h=rule.restart_h,
    )
