"""A policy with a stopwatch around it."""

from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter

from bascule.dispatch.policies.policy import Observation, Policy
from bascule.market.view import MarketView
from bascule.model.schedule import PlanSource, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: when in the year, what was seen, which rung decided, and how long it took."""

    now: datetime
    observation: Observation
    source: PlanSource
    seconds: float


@dataclass(kw_only=True)
class TimedPolicy:
    """Decides as ``policy`` does and notes how long it took.

    Attributes:
        policy: Who decides.
        decisions: One entry per decision, in order.
    """

    policy: Policy
    decisions: list[Decision] = field(default_factory=list)

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
        begun = perf_counter()
        schedule = self.policy.decide(observation, view)
        seconds = perf_counter() - begun
        self.decisions.append(
            Decision(now=view.now, observation=observation, source=schedule.source, seconds=seconds)
        )
        return schedule

    @property
    def seconds(self) -> float:
        """Time of all decisions together."""
        return sum(decision.seconds for decision in self.decisions)
