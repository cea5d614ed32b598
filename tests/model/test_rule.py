"""Dated rules: what held when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bascule.model.rule import OPEN_END, Rule, RuleBook, RuleStatus, gaps, rules_seen
from bascule.model.term import Term


def utc(year: int, month: int = 1, day: int = 1) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, tzinfo=UTC)


def version(start: datetime, end: datetime, per_mwh: float, stale_after: date | None = None) -> Rule:
    """A version of the one rule of these tests."""
    return Rule(
        id="tax",
        title="Tax",
        zone="UTC",
        term=Term(start=start, end=end),
        values={"per_mwh": per_mwh},
        source="nobody",
        as_of=date(2024, 1, 1),
        status=RuleStatus.ILLUSTRATIVE,
        stale_after=stale_after,
    )


OLD, NEW = version(utc(2023), utc(2024), 1.0), version(utc(2024), OPEN_END, 2.0, date(2024, 12, 31))
BOOK = RuleBook(rules=(NEW, OLD))


def test_rule_of_a_day_is_the_version_in_force() -> None:
    """The last day of the old version, the first of the new, and one before both."""
    assert BOOK.rule("tax", utc(2023, 12, 31)) is OLD
    assert BOOK.rule("tax", utc(2024)) is NEW
    assert BOOK.rule("tax", utc(2022)) is None


def test_unknown_rule_is_a_mistake_of_the_caller() -> None:
    """Nothing is made up."""
    with pytest.raises(KeyError, match="levy"):
        BOOK.rule("levy", utc(2024))


def test_versions_between_come_by_time() -> None:
    """Both where the term crosses the change, one where it does not."""
    assert BOOK.rules_between("tax", Term(start=utc(2023, 6), end=utc(2024, 6))) == (OLD, NEW)
    assert BOOK.rules_between("tax", Term(start=utc(2024), end=utc(2024, 6))) == (NEW,)


def test_gaps_are_what_no_version_covers() -> None:
    """Before the first, between two, and after the last."""
    one, two = Term(start=utc(2021), end=utc(2022)), Term(start=utc(2023), end=utc(2024))
    whole = Term(start=utc(2020), end=utc(2025))
    assert [(gap.start.year, gap.end.year) for gap in gaps((one, two), whole)] == [
        (2020, 2021),
        (2022, 2023),
        (2024, 2025),
    ]
    assert BOOK.gaps("tax", Term(start=utc(2022), end=utc(2026))) == (Term(start=utc(2022), end=utc(2023)),)
    assert BOOK.gaps("tax", Term(start=utc(2023), end=utc(2026))) == ()


def test_own_rules_replace_all_versions_of_the_same_id() -> None:
    """One version of one's own stands for both, and another rule stays."""
    own = version(utc(2023), OPEN_END, 3.0)
    other = replace(OLD, id="levy")
    book = RuleBook(rules=(*BOOK.rules, other)).replaced_by([own])
    assert book.versions("tax") == (own,)
    assert book.versions("levy") == (other,)


def test_period_sees_what_changed_in_it() -> None:
    """A change counts where another version held before, inside the period."""
    assert rules_seen(BOOK.rules, utc(2023, 6), utc(2024, 6)).changed == (NEW,)
    assert rules_seen(BOOK.rules, utc(2024), utc(2024, 6)).changed == ()
    assert rules_seen(BOOK.rules, utc(2023), utc(2024)).held == (OLD,)


@pytest.mark.parametrize(("end", "stale"), [(utc(2025), False), (utc(2025, 1, 2), True)])
def test_period_beyond_the_last_reliable_day_sees_a_stale_rule(end: datetime, *, stale: bool) -> None:
    """The 31st of December can still be relied on, the 1st of January cannot."""
    assert rules_seen(BOOK.rules, utc(2024, 6), end).stale == ((NEW,) if stale else ())


def test_days_are_counted_on_the_clock_of_the_rule() -> None:
    """A Paris rule of 1 February begins an hour before UTC does."""
    rule = replace(
        version(datetime(2025, 1, 31, 23, tzinfo=UTC), OPEN_END, 1.0, date(2025, 6, 30)), zone="Europe/Paris"
    )
    assert rule.first_day == date(2025, 2, 1)
    assert rule.stale_from == datetime(2025, 6, 30, 22, tzinfo=UTC)
