"""A sizing answer for machines: every field under its own name, which carries its unit."""

from bascule.apps.chain_json import plain
from bascule.apps.json_text import Json
from bascule.study.sizing.sizing import Sizing, SizingCase


def sizing_json(case: SizingCase, found: Sizing) -> dict[str, Json]:
    """A case with its answer; calls as hours by year and events, not by interval."""
    answer = plain(found)
    if not isinstance(answer, dict):
        raise TypeError("an answer has fields")
    return {
        "name": case.name,
        "country": case.country,
        "currency": case.terms.currency,
        "level_frac": case.level_frac,
        "hold": case.hold.value,
        "calls": case.calls_said,
        "synthetic_calls": case.synthetic,
        "plant": plain(case.plant),
        "terms": plain(case.terms),
        "draws": case.draws,
        "seed": case.seed,
        "resampling": plain(case.resampling),
        "statements": {what: plain(said) for what, said in case.statements},
        "answer": {**answer, "money_total": found.money.total},
    }
