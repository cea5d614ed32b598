"""How ``optimal`` treats what it does not know: one forecast path, or a fan of scenarios."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bascule.dispatch.risk import Risk
from bascule.market.fan import FanRule


class PlannerKind(StrEnum):
    """What a plan is made for."""

    NAIVE = "naive"
    """One path of prices, as forecast."""
    SCENARIO = "scenario"
    """Several paths at once, drawn from what the forecaster got wrong before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """How plans are made.

    Attributes:
        kind: One path or several.
        fan: How paths are drawn.
        risk: How much the worst of them count.
        decided: How long decisions are the same in all paths. Longer than the time to the next plan on purpose: a
            scenario knows its own future, and the later it may use that, the less it overrates waiting.
    """

    kind: PlannerKind = PlannerKind.NAIVE
    fan: FanRule = field(default_factory=FanRule)
    risk: Risk = field(default_factory=Risk)
    decided: timedelta = timedelta(hours=2)
