"""Gaps between supply contracts are found against the period of a run."""

from datetime import UTC, datetime, timedelta

from tests.adapters.files.site_samples import SITE, read, sample

from bascule.adapters.files.site_cover import uncovered

START = datetime(2023, 12, 31, 23, tzinfo=UTC)
END = datetime(2025, 12, 31, 23, tzinfo=UTC)


def test_contracts_that_meet_leave_no_gap() -> None:
    """Two contracts that follow each other cover both years."""
    assert uncovered(read(SITE).site, START, END) == ()


def test_gaps_before_between_and_after_are_named_in_local_time() -> None:
    """Each gap is one problem with its dates in the site's zone."""
    site = read(
        sample(("otherwise_per_mwh: 60\n    from: 2025-01-01", "otherwise_per_mwh: 60\n    from: 2025-02-01"))
    ).site
    day = timedelta(days=1)
    assert [problem.value for problem in uncovered(site, START - day, END + day)] == [
        "2023-12-31 00:00 to 2024-01-01 00:00",
        "2025-01-01 00:00 to 2025-02-01 00:00",
        "2026-01-01 00:00 to 2026-01-02 00:00",
    ]


def test_period_after_all_contracts_is_one_gap() -> None:
    """A period that no contract touches is a single gap."""
    assert len(uncovered(read(SITE).site, END, END + timedelta(days=30))) == 1
