"""A year of real-time prices: a plan an hour, followed in between, the month's tail once a day."""

from typing import Final

import numpy as np

from bascule.dispatch.policies.optimal import REAL_TIME, Optimal
from bascule.model.schedule import PlanSource
from benchmarks.figures import Figure
from benchmarks.reference_market import DAYS, real_time_market, stage
from benchmarks.reference_site import reference_year
from benchmarks.rolling_year import rolled
from benchmarks.timed_policy import TimedPolicy
from benchmarks.whole_year import bound

PART: Final = "real-time year"


def measure(*, quick: bool) -> list[Figure]:
    """Prices are known when their interval has ended; beyond, the built-in forecaster speaks."""
    year = reference_year()
    on = stage(year, real_time_market(year), 14 if quick else DAYS)
    policy = Optimal(name="optimal", shape=on.shape, names=tuple(on.market.series), cadence=REAL_TIME)
    timed = TimedPolicy(policy=policy)
    done = rolled(on, timed)
    followed = [d.seconds for d in timed.decisions if d.source is PlanSource.FOLLOW]
    planned = [d.seconds for d in timed.decisions if d.source is PlanSource.PROGRAM]
    best = bound(on)
    said = f"{done.plans} plans, {done.below} below the program; {len(followed)} intervals followed;"
    said += f" {done.decide_cpu_s:.0f} s of processor"
    return [
        Figure(part=PART, name="deciding", value=done.decide_s, unit="s", at_most=120.0, note=said),
        Figure(part=PART, name="simulating and settling", value=done.rest_s, unit="s"),
        Figure(part=PART, name="a plan", value=float(np.median(planned)) * 1e3, unit="ms", note="median"),
        Figure(
            part=PART,
            name="a followed interval",
            value=float(np.median(followed)) * 1e3,
            unit="ms",
            note="median",
        ),
        Figure(
            part=PART,
            name="gap to the bound",
            value=(best - done.money) / abs(best),
            unit="of it",
            note="prices unknown when decided, unlike the rolling year's",
        ),
    ]
