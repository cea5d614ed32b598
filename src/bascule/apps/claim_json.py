"""A judged claim as JSON."""

from bascule.apps.chain_json import plain
from bascule.apps.json_text import Json
from bascule.report.claims.tables import said
from bascule.study.claims.condition import Condition
from bascule.study.claims.kind import Step
from bascule.study.claims.verdict import Judgement


def judgement_json(judgement: Judgement) -> dict[str, Json]:
    """Verdict, arithmetic and conditions under names that carry their units."""
    claim = judgement.claim
    meant = judgement.meant
    return {
        "id": claim.id,
        "claim": claim.sentence,
        "kind": claim.kind,
        "quantity": claim.quantity,
        "unit": _unit(judgement.steps[-1].line.unit, claim.level_unit),
        "stated": claim.stated,
        "tolerance_frac": claim.tolerance_frac,
        "bound": claim.bound.value,
        "verdict": judgement.verdict.value,
        "says": said(judgement),
        "recomputed": judgement.value,
        "off_frac": judgement.off_frac,
        "spread": plain(judgement.spread),
        "is_fragile": judgement.is_fragile,
        "stated_is": None if meant is None else meant.line.name,
        "inputs": plain(claim.inputs),
        "steps": [_step(step, claim.level_unit) for step in judgement.steps],
        "other_quantities": {other.line.name: other.value for other in judgement.others},
        "conditions": [_condition(condition, claim.level_unit) for condition in judgement.conditions],
        "source": plain(claim.statement),
    }


def _step(step: Step, level_unit: str) -> dict[str, Json]:
    return {
        "name": step.line.name,
        "formula": step.line.formula,
        "values": plain(step.values),
        "value": step.value,
        "unit": _unit(step.line.unit, level_unit),
    }


def _condition(condition: Condition, level_unit: str) -> dict[str, Json]:
    return {
        "input": condition.input.name,
        "unit": _unit(condition.input.unit, level_unit),
        "used": condition.given,
        "low": condition.low,
        "high": condition.high,
        "range_source": condition.range_source or None,
        "quantity_at_low": condition.at_low,
        "quantity_at_high": condition.at_high,
        "needed": condition.needed,
        "within_range": condition.is_possible,
    }


def _unit(unit: str, level_unit: str) -> str:
    return {"level": level_unit, "%": "fraction"}.get(unit, unit)
