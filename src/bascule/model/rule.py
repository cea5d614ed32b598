"""Dated rules: what a market or a tax said on which day, who says so, and until when that can be trusted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bascule.model.term import Term

OPEN_END: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""End of a version that holds until somebody says otherwise."""

RuleValue = float | tuple[float, ...]
"""A figure of a rule, or several, such as the months of a season."""


class RuleStatus(StrEnum):
    """How sure a rule is."""

    FACT = "fact"
    """Read in the rule itself or in data that shows it."""
    PRESS = "press"
    """Reported by others."""
    GENERAL_KNOWLEDGE = "general knowledge"
    """Commonly known, to be confirmed."""
    ILLUSTRATIVE = "illustrative"
    """A size that is plausible and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of a rule: the same ``id`` comes again for each time in which something else holds.

    Attributes:
        id: Which rule, such as ``fr_excise_normal``.
        title: What people call it.
        zone: IANA name of the clock on which its days are counted.
        term: When this version holds.
        values: Its figures, with their units in the names.
        source: Who says so.
        as_of: Day of that source.
        status: How sure it is.
        stale_after: Last day for which it can be relied on; None where it has ended or is settled.
        currency: ISO 4217 code of its amounts; None where it has none.
        remark: What is doubtful or left out, empty if nothing.
    """

    id: str
    title: str
    zone: str
    term: Term
    values: Mapping[str, RuleValue]
    source: str
    as_of: date
    status: RuleStatus
    stale_after: date | None = None
    currency: str | None = None
    remark: str = ""

    @property
    def first_day(self) -> date:
        """First day on which it holds, by its own clock."""
        return self.term.start.astimezone(ZoneInfo(self.zone)).date()

    @property
    def open(self) -> bool:
        """Whether it holds until somebody says otherwise."""
        return self.term.end >= OPEN_END

    @property
    def stale_from(self) -> datetime | None:
        """The instant from which it cannot be relied on any more, UTC."""
        if self.stale_after is None:
            return None
        following = self.stale_after + timedelta(days=1)
        return datetime.combine(following, time(), ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """Rules by id; the versions of one id never overlap.

    Attributes:
        rules: Every version of every rule.
    """

    rules: tuple[Rule, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """Every id, once, in the book's order."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules))

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """Every version of a rule by time.

        Raises:
            KeyError: No such rule.
        """
        found = sorted((r for r in self.rules if r.id == rule_id), key=lambda rule: rule.term.start)
        if not found:
            raise KeyError(rule_id)
        return tuple(found)

    def rule(self, rule_id: str, moment: datetime) -> Rule | None:
        """The version that holds at a moment, None where none does.

        Args:
            rule_id: Which rule.
            moment: Aware UTC.

        Raises:
            KeyError: No such rule.
        """
        holds = (r for r in self.versions(rule_id) if r.term.start <= moment < r.term.end)
        return next(holds, None)

    def rules_between(self, rule_id: str, term: Term) -> tuple[Rule, ...]:
        """Versions that hold at some time of a term, by time.

        Raises:
            KeyError: No such rule.
        """
        return tuple(rule for rule in self.versions(rule_id) if rule.term.overlaps(term))

    def gaps(self, rule_id: str, term: Term) -> tuple[Term, ...]:
        """Parts of a term in which no version holds.

        Raises:
            KeyError: No such rule.
        """
        return gaps((rule.term for rule in self.rules_between(rule_id, term)), term)

    def replaced_by(self, own: Iterable[Rule]) -> "RuleBook":
        """The book with every rule whose id stands among others replaced by those."""
        other = tuple(own)
        ids = {rule.id for rule in other}
        return RuleBook(rules=(*(rule for rule in self.rules if rule.id not in ids), *other))


def gaps(terms: Iterable[Term], whole: Term) -> tuple[Term, ...]:
    """Parts of a term that no other term covers.

    Args:
        terms: By start, without overlaps.
        whole: What should be covered.
    """
    found, covered_to = [], whole.start
    for term in terms:
        if term.start > covered_to:
            found.append(Term(start=covered_to, end=term.start))
        covered_to = max(covered_to, term.end)
    if covered_to < whole.end:
        found.append(Term(start=covered_to, end=whole.end))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSeen:
    """What a period meets of the rules that a site uses.

    Attributes:
        held: Versions that hold at some time of the period.
        changed: Versions that begin inside the period, where another held before.
        stale: Versions that the period needs beyond the day to which they can be relied on.
    """

    held: tuple[Rule, ...]
    changed: tuple[Rule, ...]
    stale: tuple[Rule, ...]


def rules_seen(rules: Iterable[Rule], start: datetime, end: datetime) -> RulesSeen:
    """What a period meets of rules.

    Args:
        rules: Versions used.
        start: First instant, aware UTC.
        end: Instant after the last.
    """
    period = Term(start=start, end=end)
    held = tuple(rule for rule in rules if rule.term.overlaps(period))
    begun = {rule.id: min(r.term.start for r in held if r.id == rule.id) for rule in held}
    return RulesSeen(
        held=held,
        changed=tuple(r for r in held if start < r.term.start and r.term.start > begun[r.id]),
        stale=tuple(r for r in held if r.stale_from is not None and r.stale_from < min(end, r.term.end)),
    )
