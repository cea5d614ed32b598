"""A policy with a stopwatch around it."""

from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter, process_time

from bascule.dispatch.policies.policy import Observation, Policy
from bascule.market.view import MarketView
from bascule.model.schedule import PlanSource, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: which rung made it, and how long it took (elapsed, and on the processor)."""

    source: PlanSource
    seconds: float
    cpu_s: float


@dataclass(kw_only=True)
class TimedPolicy:
    """Decides as ``policy`` does and notes how long it took.

    Attributes:
        policy: Who decides.
        remember: Whether to keep what was seen at each decision, which takes memory over a year of intervals.
        decisions: One entry per decision, in order.
        seen: What was seen at each decision and when, where it is kept.
    """

    policy: Policy
    remember: bool = False
    decisions: list[Decision] = field(default_factory=list)
    seen: list[tuple[datetime, Observation]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name of the policy."""
        return self.policy.name

    @property
    def listens(self) -> bool:
        """Whether new prices wake the policy."""
        return self.policy.listens

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """The policy's decision."""
        begun, begun_cpu = perf_counter(), process_time()
        schedule = self.policy.decide(observation, view)
        seconds, cpu_s = perf_counter() - begun, process_time() - begun_cpu
        self.decisions.append(Decision(source=schedule.source, seconds=seconds, cpu_s=cpu_s))
        if self.remember:
            self.seen.append((view.now, observation))
        return schedule

    @property
    def seconds(self) -> float:
        """Time of all decisions together."""
        return sum(decision.seconds for decision in self.decisions)

    @property
    def cpu_s(self) -> float:
        """Processor time of all decisions together: what a machine with nothing else to do would need."""
        return sum(decision.cpu_s for decision in self.decisions)
