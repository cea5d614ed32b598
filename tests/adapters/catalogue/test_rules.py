"""The dated rules that ship with the package."""

from datetime import UTC, datetime

import pytest

from bascule.adapters.catalogue.rules import bundled_rules, find_rule
from bascule.errors import InputError


@pytest.mark.parametrize(
    ("rule", "day", "figure", "value"),
    [
        ("ercot_real_time_co_optimisation", datetime(2025, 12, 4, tzinfo=UTC), "real_time", 0),
        ("ercot_real_time_co_optimisation", datetime(2025, 12, 6, tzinfo=UTC), "real_time", 1),
        ("eu_day_ahead_interval", datetime(2025, 9, 30, tzinfo=UTC), "minutes", 60),
        ("eu_day_ahead_interval", datetime(2025, 10, 1, tzinfo=UTC), "minutes", 15),
        ("eu_day_ahead_gate", datetime(2024, 1, 1, tzinfo=UTC), "gate_hour", 12),
        ("ercot_day_ahead_gate", datetime(2024, 1, 1, tzinfo=UTC), "gate_hour", 10),
        ("ercot_4cp", datetime(2024, 1, 1, tzinfo=UTC), "months", (6, 7, 8, 9)),
        ("fr_arenh", datetime(2025, 12, 31, tzinfo=UTC), "per_mwh", 42),
        ("fr_vnu", datetime(2026, 1, 1, tzinfo=UTC), "thresholds_per_mwh", (78, 110)),
        ("fr_excise_normal", datetime(2023, 1, 1, tzinfo=UTC), "per_mwh", 0.5),
        ("ercot_administration_fee", datetime(2024, 1, 2, tzinfo=UTC), "per_mwh", 0.63),
    ],
)
def test_rule_of_a_day(rule: str, day: datetime, figure: str, value: object) -> None:
    """What held then."""
    found = bundled_rules().rule(rule, day)
    assert found is not None
    assert found.values[figure] == value


def test_what_is_unsettled_has_no_version() -> None:
    """The French rate after January 2026 was not checked, and ARENH has ended."""
    assert bundled_rules().rule("fr_excise_normal", datetime(2026, 3, 1, tzinfo=UTC)) is None
    assert bundled_rules().rule("fr_arenh", datetime(2026, 1, 1, tzinfo=UTC)) is None


def test_every_open_rule_says_how_long_to_trust_it() -> None:
    """No rule is open for ever."""
    assert all(rule.stale_after is not None for rule in bundled_rules().rules if rule.open)


def test_unknown_rule_names_the_nearest() -> None:
    """A slip of the pen."""
    with pytest.raises(InputError, match="fr_excise_normal"):
        find_rule("fr_excise_norml")
