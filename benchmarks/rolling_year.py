"""A year at 15 minutes with a plan a day: how long the plans take, and what they earn against the whole-year bound."""

from dataclasses import dataclass
from time import perf_counter
from typing import Final

from bascule.dispatch.policies.optimal import Cadence, Optimal
from bascule.model.schedule import PlanSource
from bascule.settle.ledger import settle
from bascule.study.backtest import Stage, run
from benchmarks.figures import Figure
from benchmarks.reference_market import DAYS, day_ahead_market, stage
from benchmarks.reference_site import reference_year
from benchmarks.timed_policy import TimedPolicy
from benchmarks.whole_year import bound

PART: Final = "rolling year"
_SECONDS: Final = {False: 6.0, True: 12.0}
_GAP_FRAC: Final = {"plain": 0.001, "tight": 0.10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """A rolling run: time to decide (elapsed and on the processor), time for everything else, money, and plans by rung."""

    decide_s: float
    decide_cpu_s: float
    rest_s: float
    money: float
    plans: int
    below: int


def measure(*, quick: bool) -> list[Figure]:
    """Plain and tight, with and without the month's tail."""
    days, figures = 62 if quick else DAYS, []
    for name in ("plain", "tight"):
        year = reference_year(tight=name == "tight")
        on = stage(year, day_ahead_market(year), days)
        best = bound(on)
        for tail in (False, True):
            figures.extend(_figures(name, _rolled(on, Cadence(tail=tail)), best, tail=tail))
    return figures


def _figures(name: str, rolled: Rolled, best: float, *, tail: bool) -> list[Figure]:
    case = f"{name}, {'with' if tail else 'without'} tail"
    gap = (best - rolled.money) / abs(best)
    said = f"{rolled.plans} plans, {rolled.below} below the program; {rolled.decide_cpu_s:.1f} s of processor"
    earned = f"{rolled.money:,.0f} of {best:,.0f} EUR"
    target = _GAP_FRAC[name] if tail else None
    return [
        Figure(
            part=PART,
            name=f"{case}: deciding",
            value=rolled.decide_s,
            unit="s",
            at_most=_SECONDS[tail],
            note=said,
        ),
        Figure(part=PART, name=f"{case}: simulating and settling", value=rolled.rest_s, unit="s"),
        Figure(
            part=PART, name=f"{case}: gap to the bound", value=gap, unit="of it", at_most=target, note=earned
        ),
    ]


def _rolled(on: Stage, cadence: Cadence) -> Rolled:
    names = tuple(on.market.series)
    timed = TimedPolicy(policy=Optimal(name="optimal", shape=on.shape, names=names, cadence=cadence))
    return rolled(on, timed)


def rolled(on: Stage, timed: TimedPolicy) -> Rolled:
    """Run a timed policy through a stage and settle it."""
    begun = perf_counter()
    done = run(on, timed)
    ledger = settle(on.shape.site, done.outcome, on.values, on.start)
    sources = [decision.source for decision in timed.decisions]
    planned = [source for source in sources if source is not PlanSource.FOLLOW]
    return Rolled(
        decide_s=timed.seconds,
        decide_cpu_s=timed.cpu_s,
        rest_s=perf_counter() - begun - timed.seconds,
        money=ledger.total,
        plans=len(planned),
        below=sum(source is not PlanSource.PROGRAM for source in planned),
    )
