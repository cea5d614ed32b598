"""What it is worth to ``optimal`` to plan for several paths of prices, and to know the prices."""

from dataclasses import replace

from bascule.dispatch.anchored import anchors
from bascule.dispatch.forecaster import NaiveForecaster
from bascule.dispatch.planner import Planner, PlannerKind
from bascule.dispatch.policies.optimal import Optimal
from bascule.settle.ledger import settle
from bascule.study.backtest import Stage, run
from bascule.study.regret import KNOWN_AHEAD, known_ahead
from bascule.study.results import ValueOfInformation


def value_of_information(stage: Stage, policy: Optimal, movable: float | None = None) -> ValueOfInformation:
    """Run the same period with each way of planning, out of sample: every run decides by what was published only.

    Args:
        stage: The period.
        policy: ``optimal``, not yet run; its forecaster, cadence, fan and weight of risk are used.
        movable: What it earned with its own planner, where that run was made already.
    """
    earned = {policy.planner.kind: movable}
    margins = {
        kind: _movable(stage, replaced(policy, planner=replace(policy.planner, kind=kind)))
        if earned.get(kind) is None
        else float(earned[kind] or 0.0)
        for kind in PlannerKind
    }
    on_one_path = replaced(policy, planner=Planner())
    told = replace(stage, market=known_ahead(stage.market, KNOWN_AHEAD))
    known = _movable(told, on_one_path)
    lost = {forecaster_name(policy): known - margins[PlannerKind.NAIVE]}
    if anchors(stage.shape.site):
        naive = replaced(policy, planner=Planner(), forecaster=NaiveForecaster())
        lost[forecaster_name(naive)] = known - _movable(stage, naive)
    return ValueOfInformation(
        one_path=margins[PlannerKind.NAIVE],
        scenarios=margins[PlannerKind.SCENARIO],
        known=known,
        lost=lost,
    )


def forecaster_name(policy: Optimal) -> str:
    """Short name of the forecaster, as results state it."""
    return "naive" if isinstance(policy.forecaster, NaiveForecaster) else "anchored"


def replaced(policy: Optimal, **parts: object) -> Optimal:
    """A fresh policy that has planned nothing yet, with some of its settings changed."""
    kept = (
        "name",
        "shape",
        "names",
        "cadence",
        "bid_premium_per_mwh",
        "forecaster",
        "options",
        "planner",
        "prices",
    )
    settings = {name: getattr(policy, name) for name in kept} | parts
    return Optimal(**settings)


def _movable(stage: Stage, policy: Optimal) -> float:
    return settle(stage.shape.site, run(stage, policy).outcome, stage.values, stage.start).movable
