"""The planner that the options of the command line mean."""

from bascule.apps.cli.planning import Planning
from bascule.dispatch.planner import Planner, PlannerKind
from bascule.dispatch.risk import Risk
from bascule.market.fan import FanRule


def planner_of(asked: Planning) -> Planner:
    """The planner; what was not given stays as the planner has it."""
    fan, risk = FanRule(), Risk()
    return Planner(
        kind=PlannerKind(asked.kind.value),
        fan=FanRule(
            count=fan.count if asked.scenarios is None else asked.scenarios,
            seed=fan.seed if asked.seed is None else asked.seed,
        ),
        risk=Risk(
            weight=risk.weight if asked.risk_weight is None else asked.risk_weight,
            tail_frac=risk.tail_frac if asked.risk_tail is None else asked.risk_tail,
        ),
    )
