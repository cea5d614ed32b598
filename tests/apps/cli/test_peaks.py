"""``bascule peaks`` on a small load."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.apps.cli.program import bascule


def load_file(folder: Path) -> Path:
    """May and June of days that are all alike but one."""
    start = datetime(2024, 5, 1, tzinfo=UTC)
    rows = []
    for hour in range(61 * 24):
        load = 100 - abs(hour % 24 - 16) + (10 if hour // 24 == 45 else 0)
        rows.append(f"{(start + timedelta(hours=hour)).isoformat()},{load}")
    path = folder / "load.csv"
    path.write_text("ts_utc,load_mw\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_prints_scores_and_writes_them(tmp_path: Path) -> None:
    """People read tables, machines the same figures."""
    result = bascule(
        "peaks", load_file(tmp_path), "--zone", "UTC", "--months", "6", "--json", tmp_path / "p.json"
    )
    assert result.exit_code == 0, result.output
    for title in ("Scores by year", "Hours given up a season", "Calibration", "The true peaks"):
        assert title in result.stdout
    document = json.loads((tmp_path / "p.json").read_text())
    assert (document["kind"], document["lead_h"]) == ("peaks", 1.0)
    assert document["peaks"][0]["start_utc"] == "2024-06-15T16:00:00Z"
    assert document["peaks"][0]["chance_frac"] > 0.1
    assert [year["year"] for year in document["years"]] == [2024]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Zone, months and file in one answer."""
    result = bascule("peaks", tmp_path / "none.csv", "--zone", "Texas", "--months", "6,13")
    assert result.exit_code == 2
    for said in ("IANA name", "numbers from 1 to 12", "no such file"):
        assert said in result.output


@pytest.mark.parametrize("months", ["7", "5,7"])
def test_months_that_are_not_there(tmp_path: Path, months: str) -> None:
    """A month that the file lacks has no peak; one of two is enough."""
    result = bascule("peaks", load_file(tmp_path), "--zone", "UTC", "--months", months)
    assert result.exit_code == (2 if months == "7" else 0)
