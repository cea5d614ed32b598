"""How far the outcome of exits hangs on what a scenario assumes: one thing changed at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bascule.chain.exits import Exit
from bascule.chain.pivot import pivot
from bascule.chain.scenario import PivotScenario, Response
from bascule.chain.statement import Standing

PRICE_FACTORS = (0.9, 1.1)
BTC_FACTORS = (0.8, 1.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The outcome with one thing changed.

    Attributes:
        change: What was changed; ``base`` for nothing.
        factor: By which factor, where it is one.
        left_eh_s: Hashrate that leaves.
        pass_through_frac: Share of it by which the network is smaller at the end; None where nobody leaves.
        hashprice_usd_per_ph_day: At the end, with everybody's answer.
        rise_frac: Of the hashprice over that of the same world with nobody gone.
    """

    change: str
    factor: float | None
    left_eh_s: float
    pass_through_frac: float | None
    hashprice_usd_per_ph_day: float
    rise_frac: float


def pivot_sensitivity(scenario: PivotScenario) -> tuple[Sensitivity, ...]:
    """The base, then each change; empty where nobody leaves."""
    if not scenario.exits:
        return ()
    return tuple(_outcome(change, factor, changed) for change, factor, changed in _changes(scenario))


def _changes(scenario: PivotScenario) -> Iterator[tuple[str, float | None, PivotScenario]]:
    yield "base", None, scenario
    speed = scenario.response.speed_frac_per_day
    yield "no_thresholds", None, replace(scenario, response=Response(speed_frac_per_day=speed))
    yield "nothing_resold", None, replace(scenario, exits=tuple(map(_kept_idle, scenario.exits)))
    sure = tuple(leaving for leaving in scenario.exits if not _assumed(leaving))
    if sure and len(sure) < len(scenario.exits):
        yield "only_announced", None, replace(scenario, exits=sure)
    for factor in PRICE_FACTORS:
        cheaper = tuple(replace(c, usd_per_mwh=c.usd_per_mwh * factor) for c in scenario.cohorts)
        # Another cost of power is another start: its difficulty is what the hashrate then settles at.
        yield "power_price", factor, replace(scenario, cohorts=cheaper, difficulty=None)
    for factor in BTC_FACTORS:
        yield (
            "btc_price",
            factor,
            replace(scenario, usd_per_btc=scenario.usd_per_btc * factor, difficulty=None),
        )


def _outcome(change: str, factor: float | None, scenario: PivotScenario) -> Sensitivity:
    found = pivot(scenario)
    price, base = (float(run.income.usd_per_ph_day[-1]) for run in (found.answer, found.stay))
    return Sensitivity(
        change=change,
        factor=factor,
        left_eh_s=found.left_eh_s,
        pass_through_frac=found.pass_through_frac,
        hashprice_usd_per_ph_day=price,
        rise_frac=price / base - 1,
    )


def _kept_idle(leaving: Exit) -> Exit:
    return replace(leaving, resold_frac=0.0, idle_frac=leaving.idle_frac + leaving.resold_frac)


def _assumed(leaving: Exit) -> bool:
    return leaving.statement is not None and leaving.statement.standing is Standing.ASSUMPTION
