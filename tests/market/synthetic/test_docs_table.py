"""The closeness tables on the page about the synthetic market are what the generator gives."""

import re
from pathlib import Path

import pytest
from tools.fit_synthetic.closeness_table import zone_table

PAGE = Path(__file__).parents[3] / "docs" / "market-synthetic.md"


def cells(table: str) -> dict[str, list[float]]:
    """Numbers of each row, by the row's label."""
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| ")]
    number = re.compile(r"-?\d+(?:\.\d+)?")
    return {row[0].strip(): [float(n) for n in number.findall(" ".join(row[1:]))] for row in rows}


@pytest.mark.parametrize("zone", ["france", "texas"])
def test_the_page_states_what_is_generated(zone: str) -> None:
    """Every number of the table is measured anew; the last digit may differ between machines."""
    page = PAGE.read_text(encoding="utf-8")
    start = page.index(f"<!-- table: {zone} -->")
    shown, measured = cells(page[start : page.index("\n\n", start + 40)]), cells(zone_table(zone))  # type: ignore[arg-type]
    assert shown.keys() == measured.keys()
    for label, numbers in measured.items():
        assert shown[label] == pytest.approx(numbers, rel=0.01, abs=0.011), label
