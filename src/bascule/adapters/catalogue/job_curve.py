"""How throughput falls when accelerators are capped, per class of work."""

from dataclasses import dataclass

from bascule.adapters.catalogue.rows import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One level: GPU power and throughput, both as a fraction of the uncapped level."""

    level: str
    gpu_power_frac: float
    throughput_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCurve:
    """Power to throughput of one class of work.

    Measured on A100 only; other accelerators are said to lose more. A site should measure its own.

    Attributes:
        job_class: ``fine_tune``, ``inference``, ``pretrain`` or ``llm_decode``.
        points: Levels by falling power; ``cap_0.75`` is a cap at three quarters of the power limit.
        source: Where the figures come from.
        as_of: Month of the source, ``YYYY-MM``.
    """

    job_class: str
    points: tuple[CurvePoint, ...]
    source: str
    as_of: str


def job_curves() -> tuple[JobCurve, ...]:
    """Every class of work, in the order of the catalogue."""
    names = dict.fromkeys(row["job_class"] for row in rows("job_curves"))
    return tuple(_curve(name) for name in names)


def _curve(job_class: str) -> JobCurve:
    found = [row for row in rows("job_curves") if row["job_class"] == job_class]
    points = tuple(
        CurvePoint(
            level=row["level"],
            gpu_power_frac=float(row["gpu_power_frac"]),
            throughput_frac=float(row["throughput_frac"]),
        )
        for row in found
    )
    return JobCurve(job_class=job_class, points=points, source=found[0]["source"], as_of=found[0]["as_of"])
