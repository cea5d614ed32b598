"""A judged claim as tables and in a sentence."""

from collections.abc import Iterable, Sequence

from bascule.report.claims.form import amount, digits, printed, quantity, with_numbers
from bascule.report.messages import text
from bascule.report.numbers import NONE, fixed
from bascule.report.tables.table import Table
from bascule.report.tables.worded import worded
from bascule.study.claims.condition import Condition
from bascule.study.claims.verdict import Judgement, Verdict


def said(judgement: Judgement) -> str:
    """The verdict in a sentence with its numbers."""
    claim, unit = judgement.claim, judgement.steps[-1].line.unit
    facts = {
        "stated": amount(claim.stated, unit, claim),
        "value": amount(judgement.value, unit, claim),
        "quantity": quantity(claim.quantity),
    }
    meant = judgement.meant
    if meant is not None:
        facts["meant"] = quantity(meant.line.name)
        facts["meant_value"] = amount(meant.value, meant.line.unit, claim)
        facts["stated"] = amount(claim.stated, meant.line.unit, claim)
    if judgement.verdict is Verdict.HOLDS_ONLY_IF:
        facts |= _condition_facts(judgement, judgement.conditions[0])
    return text(f"claims.says.{judgement.verdict}", **facts) + _fragile(judgement, unit)


def origin(judgement: Judgement) -> str:
    """Who said it, and what is doubtful."""
    statement = judgement.claim.statement
    return text(
        "claims.source",
        source=statement.source,
        day=statement.as_of,
        standing=statement.standing.value,
        remark=_sentence(statement.remark),
    ).rstrip()


def overview_table(judgements: Sequence[Judgement]) -> Table:
    """All verdicts."""
    rows = [
        (
            judgement.claim.id,
            quantity(judgement.claim.quantity),
            text(f"claims.verdict.{judgement.verdict}"),
            amount(judgement.claim.stated, judgement.steps[-1].line.unit, judgement.claim),
            amount(judgement.value, judgement.steps[-1].line.unit, judgement.claim),
        )
        for judgement in judgements
    ]
    headings = ("id", "quantity", "verdict", "stated", "recomputed")
    return _table(text("claims.table.overview"), headings, rows, text_columns=3)


def steps_table(judgement: Judgement, *, alone: bool) -> Table:
    """The arithmetic with its numbers.

    Args:
        judgement: Of which claim.
        alone: Whether sentence and verdict stand nowhere else, so that title and note have to say them.
    """
    claim = judgement.claim
    rows = [
        (
            quantity(step.line.name),
            with_numbers(step.line.formula, step.values),
            amount(step.value, step.line.unit, claim),
        )
        for step in judgement.steps
    ]
    title, note = text("claims.table.arithmetic"), origin(judgement)
    if alone:
        title = text("claims.table.steps", id=claim.id, sentence=claim.sentence)
        note = f"{said(judgement)}\n{note}"
    return _table(title, ("step", "arithmetic", "value"), rows, text_columns=2, note=note)


def formulas_table(judgement: Judgement) -> Table:
    """The arithmetic in names."""
    rows = [(quantity(step.line.name), printed(step.line.formula)) for step in judgement.steps]
    title = text("claims.table.formulas", id=judgement.claim.id)
    return _table(title, ("step", "formula"), rows, text_columns=2)


def conditions_table(judgement: Judgement) -> Table:
    """What each input alone would have to be."""
    claim, unit = judgement.claim, judgement.steps[-1].line.unit
    rows = [
        (
            condition.input.name,
            amount(condition.given, condition.input.unit, claim),
            _range(judgement, condition.low, condition.high, condition.input.unit),
            _range(judgement, condition.at_low, condition.at_high, unit),
            text("claims.no_value")
            if condition.needed is None
            else amount(condition.needed, condition.input.unit, claim),
            _possible(condition),
        )
        for condition in judgement.conditions
    ]
    title = text("claims.table.conditions", id=claim.id)
    headings = ("input", "used", "range", "over_range", "needed", "possible")
    return _table(title, headings, rows, note=text("claims.conditions.note"))


def others_table(judgement: Judgement) -> Table:
    """The kind's other quantities from the same inputs."""
    rows = [
        (
            quantity(other.line.name),
            amount(other.value, other.line.unit, judgement.claim),
            text("claims.yes") if other.is_stated else text("claims.no"),
        )
        for other in judgement.others
    ]
    title = text("claims.table.others", id=judgement.claim.id)
    return _table(title, ("quantity", "value", "is_stated"), rows)


def sources_table(judgements: Sequence[Judgement]) -> Table:
    """Who said each, and when."""
    rows = [
        (j.claim.id, s.standing.value, s.as_of, s.source, s.remark or NONE)
        for j in judgements
        for s in (j.claim.statement,)
    ]
    headings = ("id", "standing", "day", "source", "remark")
    return _table(text("claims.table.sources"), headings, rows, text_columns=5)


def terminal_tables(judgements: Sequence[Judgement]) -> tuple[Table, ...]:
    """What the terminal shows: each claim's arithmetic and conditions, and all verdicts at the end."""
    shown: list[Table] = []
    for judgement in judgements:
        shown += [steps_table(judgement, alone=True), conditions_table(judgement)]
    return (*shown, overview_table(judgements)) if len(judgements) > 1 else tuple(shown)


def _fragile(judgement: Judgement, unit: str) -> str:
    if not judgement.is_fragile or judgement.spread is None:
        return ""
    low, high = (amount(end, unit, judgement.claim) for end in judgement.spread)
    return text("claims.says.fragile", low=low, high=high)


def _condition_facts(judgement: Judgement, condition: Condition) -> dict[str, str]:
    part, claim = condition.input, judgement.claim
    return {
        "input": part.name,
        "needed": amount(condition.needed, part.unit, claim),
        "given": amount(condition.given, part.unit, claim),
        "low": amount(condition.low, part.unit, claim),
        "high": amount(condition.high, part.unit, claim),
    }


def _range(judgement: Judgement, low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None:
        return text("claims.no_range")
    claim = judgement.claim
    least = fixed(low * 100, 1) if unit == "%" else digits(low)
    return text("claims.range", low=least, high=amount(high, unit, claim))


def _possible(condition: Condition) -> str:
    if condition.is_possible is None:
        return NONE
    return text("claims.yes") if condition.is_possible else text("claims.no")


def _sentence(remark: str) -> str:
    return f"{remark[0].upper()}{remark[1:]}." if remark else ""


def _table(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    text_columns: int = 1,
    note: str = "",
) -> Table:
    return worded("claims", title, headings, rows, text_columns=text_columns, note=note)
