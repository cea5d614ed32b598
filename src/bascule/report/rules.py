"""Dated rules as people read them: what held, what changed inside a period, what may be out of date."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bascule.model.market import Assumption
from bascule.model.rule import Rule, RuleValue, rules_seen
from bascule.report.messages import text


def rule_assumptions(rules: Iterable[Rule], start: datetime, end: datetime) -> tuple[Assumption, ...]:
    """Versions that hold in a period, each with its source.

    Args:
        rules: Versions that a site uses.
        start: First instant of the period, aware UTC.
        end: Instant after the last.
    """
    held = rules_seen(rules, start, end).held
    return tuple(Assumption(name=r.id, statement=rule_statement(r), source=r.source) for r in held)


def rule_notes(rules: Iterable[Rule], start: datetime, end: datetime) -> tuple[str, ...]:
    """Changes inside a period, and rules that it needs beyond the day to which they can be relied on.

    Args:
        rules: Versions that a site uses.
        start: First instant of the period, aware UTC.
        end: Instant after the last.
    """
    seen = rules_seen(rules, start, end)
    changed = (
        text("rule.changed", rule=r.id, day=str(r.first_day), values=values_text(r)) for r in seen.changed
    )
    stale = (text("rule.stale", rule=r.id, day=str(r.stale_after)) for r in seen.stale)
    return (*changed, *stale)


def rule_statement(rule: Rule) -> str:
    """What a version says, when, and how sure that is."""
    remark = {"remark": rule.remark} if rule.remark else {}
    return text(
        "rule.statement",
        title=rule.title,
        values=values_text(rule),
        term=term_text(rule),
        status=rule.status.value,
        as_of=str(rule.as_of),
        **remark,
    )


def term_text(rule: Rule) -> str:
    """When a version holds, in days of its own clock."""
    if rule.open and rule.stale_after is not None:
        return text("rule.open", start=str(rule.first_day), stale_after=str(rule.stale_after))
    last = rule.term.end.astimezone(ZoneInfo(rule.zone)) - timedelta(days=1)
    return text("rule.term", start=str(rule.first_day), end=f"{last:%Y-%m-%d}")


def values_text(rule: Rule) -> str:
    """The figures of a version by name."""
    return ", ".join(f"{name} {_value(value)}" for name, value in rule.values.items())


def _value(value: RuleValue) -> str:
    """To the last digit: a rule is quoted, never rounded."""
    return " / ".join(f"{part:,.10g}" for part in (value if isinstance(value, tuple) else (value,)))
