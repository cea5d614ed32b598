"""What exits do to the network: hashrate, difficulty, hashprice, who comes back, energy, issuance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bascule.chain.clockwork import NetworkClock, advance
from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import equilibrium
from bascule.chain.exits import Exit
from bascule.chain.hysteresis import answered
from bascule.chain.network_path import NetworkPath, PathIncome, network_path, path_income
from bascule.chain.rules import BLOCKS_PER_DAY, PERIOD_GAPS, PERIOD_S
from bascule.chain.scenario import PivotScenario
from bascule.chain.subsidy import subsidy_sat
from bascule.chain.work import hashes_per_ph_day, hashrate_eh_s_at
from bascule.model.series import Floats
from bascule.units import HASHES_PER_DIFFICULTY, HOURS_PER_DAY, MWH_PER_TWH, SATOSHI_PER_BTC, SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PivotRun:
    """One run of a world, one value per day.

    Attributes:
        cohorts: Everybody at the end, machines that were resold among them.
        on_eh_s: What runs by cohort, shape (cohorts, days).
        path: Blocks, difficulty, retargets.
        income: Hashprice, revenue, issuance.
        power_mw: Network power, shape (days,).
        idle_eh_s: Machines of leavers without power, shape (days,).
    """

    cohorts: tuple[Cohort, ...]
    on_eh_s: Floats
    path: NetworkPath
    income: PathIncome
    power_mw: Floats
    idle_eh_s: Floats

    @property
    def energy_twh(self) -> float:
        """Energy of all days."""
        return float(self.power_mw.sum() * HOURS_PER_DAY / MWH_PER_TWH)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pivot:
    """A scenario and its runs.

    Attributes:
        scenario: What was run.
        stay: The same world with nobody leaving, everybody answering to the hashprice.
        subtraction: Exits, and nobody answers.
        answer: Exits, and everybody answers.
        left_eh_s: Hashrate that leaves until the end.
    """

    scenario: PivotScenario
    stay: PivotRun
    subtraction: PivotRun
    answer: PivotRun
    left_eh_s: float

    @property
    def pass_through_frac(self) -> float | None:
        """Of the hashrate that leaves, the share by which the network is smaller at the end; None if nobody leaves."""
        lost = self.stay.path.hashrate_eh_s[-1] - self.answer.path.hashrate_eh_s[-1]
        return float(lost / self.left_eh_s) if self.left_eh_s else None


def pivot(scenario: PivotScenario) -> Pivot:
    """Run a scenario with and without the answer of those who stay, beside the world without exits."""
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    within = [leaving for leaving in scenario.exits if leaving.day < scenario.days]
    return Pivot(
        scenario=scenario,
        stay=run(replace(scenario, exits=()), feedback=True),
        subtraction=run(scenario, feedback=False),
        answer=run(scenario, feedback=True),
        left_eh_s=sum(leaving.hashrate_eh_s(of[leaving.cohort].j_per_th) for leaving in within),
    )


def run(scenario: PivotScenario, *, feedback: bool) -> PivotRun:
    """Run a world day by day.

    Args:
        scenario: The world and its exits.
        feedback: Whether those who stay answer to the hashprice; resold machines start again only then.
    """
    cohorts = (*scenario.cohorts, *_resold(scenario))
    capacity = _capacity(scenario, cohorts)
    revenue = network_revenue_usd_per_day(scenario)
    first = _on_day(cohorts, _before_exits(scenario, cohorts))
    on = list(equilibrium(first, revenue).on_eh_s)
    clock = _start(scenario, sum(on))
    start_clock, rows, height = clock, [], float(scenario.height)
    for day in range(scenario.days):
        today = _on_day(cohorts, capacity[:, day])
        on = _after_exits(scenario, cohorts, on, day)
        if feedback:
            reward = _reward_btc(scenario, height)
            on = answered(
                today,
                on,
                _hashprice(scenario, clock, reward),
                BLOCKS_PER_DAY * reward * scenario.usd_per_btc,
                scenario.response,
            )
        done = advance(clock, sum(on), SECONDS_PER_DAY)
        clock, height = done.clock, height + done.blocks
        rows.append(on)
    return _finished(scenario, cohorts, np.array(rows).T, start_clock)


def network_revenue_usd_per_day(scenario: PivotScenario) -> float:
    """What the whole network earns in a day of 144 blocks at the start."""
    return BLOCKS_PER_DAY * _reward_btc(scenario, float(scenario.height)) * scenario.usd_per_btc


def _finished(
    scenario: PivotScenario, cohorts: Sequence[Cohort], on_eh_s: Floats, start: NetworkClock
) -> PivotRun:
    path = network_path(on_eh_s.sum(axis=0), start, start_height=scenario.height)
    income = path_income(
        path,
        start_height=scenario.height,
        usd_per_btc=scenario.usd_per_btc,
        fees_btc_per_block=scenario.fees_btc_per_block,
    )
    return PivotRun(
        cohorts=tuple(cohorts),
        on_eh_s=on_eh_s,
        path=path,
        income=income,
        power_mw=np.array([cohort.j_per_th for cohort in cohorts]) @ on_eh_s,
        idle_eh_s=_idle(scenario),
    )


def _start(scenario: PivotScenario, hashrate_eh_s: float) -> NetworkClock:
    if scenario.difficulty is not None:
        return NetworkClock(difficulty=scenario.difficulty)
    # Settled: the hashrate finds blocks at the pace at which the rule no longer moves.
    return NetworkClock(difficulty=hashrate_eh_s / hashrate_eh_s_at(1.0, PERIOD_S / PERIOD_GAPS))


def _resold(scenario: PivotScenario) -> list[Cohort]:
    if scenario.resale is None:
        return []
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    return [
        Cohort(
            name=f"{leaving.name} (resold)",
            eh_s=leaving.hashrate_eh_s(of[leaving.cohort].j_per_th) * leaving.resold_frac,
            j_per_th=of[leaving.cohort].j_per_th,
            usd_per_mwh=scenario.resale.usd_per_mwh,
        )
        for leaving in scenario.exits
        if leaving.resold_frac
    ]


def _capacity(scenario: PivotScenario, cohorts: Sequence[Cohort]) -> Floats:
    """Capacity by cohort and day, shape (cohorts, days)."""
    capacity = np.array([[cohort.eh_s] * scenario.days for cohort in cohorts])
    names = [cohort.name for cohort in cohorts]
    for leaving in scenario.exits:
        at = names.index(leaving.cohort)
        capacity[at, leaving.day :] -= leaving.hashrate_eh_s(cohorts[at].j_per_th)
        if leaving.resold_frac and scenario.resale is not None:
            capacity[names.index(f"{leaving.name} (resold)"), : leaving.day + scenario.resale.delay_days] = (
                0.0
            )
    return np.asarray(np.maximum(capacity, 0.0))


def _before_exits(scenario: PivotScenario, cohorts: Sequence[Cohort]) -> Floats:
    """Capacity by cohort with nobody gone and nothing resold, whatever happens on day 0."""
    return np.array(
        [*(cohort.eh_s for cohort in scenario.cohorts), *[0.0] * (len(cohorts) - len(scenario.cohorts))]
    )


def _on_day(cohorts: Sequence[Cohort], capacity_eh_s: Floats) -> list[Cohort]:
    return [replace(cohort, eh_s=float(size)) for cohort, size in zip(cohorts, capacity_eh_s, strict=True)]


def _leaving_on(scenario: PivotScenario, cohorts: Sequence[Cohort], day: int) -> Floats:
    """Hashrate by cohort that leaves on a day."""
    gone = np.zeros(len(cohorts))
    names = [cohort.name for cohort in cohorts]
    for leaving in scenario.exits:
        if leaving.day == day:
            at = names.index(leaving.cohort)
            gone[at] += leaving.hashrate_eh_s(cohorts[at].j_per_th)
    return gone


def _after_exits(
    scenario: PivotScenario, cohorts: Sequence[Cohort], on_eh_s: Sequence[float], day: int
) -> list[float]:
    """What runs once the day's leavers are gone: their machines that run go, as far as they run."""
    gone = _leaving_on(scenario, cohorts, day)
    return [max(running - float(lost), 0.0) for running, lost in zip(on_eh_s, gone, strict=True)]


def _idle(scenario: PivotScenario) -> Floats:
    of: dict[str, Cohort] = {cohort.name: cohort for cohort in scenario.cohorts}
    idle = np.zeros(scenario.days)
    for leaving in scenario.exits:
        idle[leaving.day :] += _idle_of(leaving, of[leaving.cohort])
    return idle


def _idle_of(leaving: Exit, cohort: Cohort) -> float:
    return leaving.hashrate_eh_s(cohort.j_per_th) * leaving.idle_frac


def _reward_btc(scenario: PivotScenario, height: float) -> float:
    return subsidy_sat(int(height) + 1) / SATOSHI_PER_BTC + scenario.fees_btc_per_block


def _hashprice(scenario: PivotScenario, clock: NetworkClock, reward_btc: float) -> float:
    hashes = clock.difficulty * HASHES_PER_DIFFICULTY
    return hashes_per_ph_day() / hashes * reward_btc * scenario.usd_per_btc
