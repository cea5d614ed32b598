"""Every kind of defect is found, named and counted."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.market.defect import Defect, DefectGroup, DefectKind
from bascule.market.defects import (
    gap_defects,
    impossible_defects,
    null_defects,
    order_defects,
    step_defects,
)
from bascule.market.rows import Rows, usual_step_s
from bascule.model.series import Ints

START = datetime(2024, 1, 1, tzinfo=UTC)
S = int(START.timestamp())


def rows(hours: list[float], values: list[float] | None = None) -> Rows:
    """Rows at hours after the start, on lines from 2 on."""
    stamps = np.array([S + round(hour * 3600) for hour in hours], dtype=np.int64)
    lines: Ints = np.arange(2, 2 + len(hours), dtype=np.int64)
    data = np.ones(len(hours)) if values is None else np.array(values)
    return Rows(stamps_s=stamps, values=data, lines=lines)


def places(groups: tuple[DefectGroup, ...]) -> list[tuple[str, int, float, int | None]]:
    """Kind, total, hour and line of every listed defect."""
    return [
        (g.kind.value, g.total, (d.at - START) / timedelta(hours=1), d.line) for g in groups for d in g.first
    ]


def test_a_clean_series_has_no_defects() -> None:
    """Sorted, regular, complete rows are left in peace."""
    clean = rows([0, 1, 2, 3])
    found = (*order_defects(clean), *step_defects(clean, 3600), *null_defects(clean))
    assert (*found, *gap_defects(clean.stamps_s, 3600, S, S + 4 * 3600)) == ()


def test_a_duplicate_is_named_with_its_line() -> None:
    """The second of two equal stamps is the defect."""
    assert places(order_defects(rows([0, 1, 1, 2]))) == [("duplicate", 1, 1.0, 4)]


def test_rows_that_run_backwards_are_named() -> None:
    """The row that stands too late in the file is the defect."""
    assert places(order_defects(rows([0, 2, 1, 3]))) == [("unsorted", 1, 1.0, 4)]


def test_a_row_off_the_step_is_named() -> None:
    """A stamp at minute 3 among hourly stamps is the defect, whichever row comes first."""
    assert places(step_defects(rows([0, 1, 2.05, 3]), 3600)) == [("misaligned", 1, 2.05, 4)]
    assert places(step_defects(rows([0.05, 1, 2, 3]), 3600)) == [("misaligned", 1, 0.05, 2)]


def test_gaps_are_listed_stamp_by_stamp() -> None:
    """Every missing stamp of the window counts, also at its ends; what lies outside does not."""
    found = gap_defects(rows([1, 4, 9]).stamps_s, 3600, S, S + 6 * 3600)
    assert places(found) == [("gap", 4, float(hour), None) for hour in (0, 2, 3, 5)]


def test_a_window_inside_an_interval_needs_that_interval() -> None:
    """A daily value whose day has begun before the window is needed too."""
    day = np.array([S + 86400], dtype=np.int64)
    found = gap_defects(day, 86400, S + 6 * 3600, S + 30 * 3600)
    assert places(found) == [("gap", 1, 0.0, None)]


def test_a_null_is_named() -> None:
    """A row without a number is there, and empty."""
    assert places(null_defects(rows([0, 1, 2], [1.0, np.nan, 3.0]))) == [("null", 1, 1.0, 3)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spot_usd_per_mwh", 9_999_999.0),
        ("spot_eur_per_mwh", -5_001.0),
        ("spot_eur_per_mwh", np.inf),
        ("solar_frac", 1.01),
        ("solar_frac", -0.01),
        ("temperature_c", 61.0),
        ("temperature_c", -61.0),
        ("difficulty", -1.0),
        ("btc_usd", -1.0),
        ("btc_usd", 0.0),
        ("carbon_g_per_kwh", -1.0),
        ("gpu_spot_usd_per_gpu_h", -0.1),
        ("fees_btc_per_block", -0.1),
        ("usd_per_eur", 0.0),
        ("anything", -np.inf),
    ],
)
def test_an_impossible_value_is_named(name: str, value: float) -> None:
    """A value outside the range of its suffix is a mistake, named with time, line and range."""
    found = impossible_defects(name, rows([0, 1], [0.5 if name != "difficulty" else 5.0, value]))
    assert places(found) == [("impossible value", 1, 1.0, 3)]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("spot_usd_per_mwh", [9_000.0, -251.0, 0.0]),
        ("spot_eur_per_mwh", [-500.0, 4_000.0, np.nan]),
        ("solar_frac", [0.0, 1.0]),
        ("temperature_c", [-40.0, 50.0]),
        ("anything", [1e12, -1e12]),
    ],
)
def test_what_can_be_is_no_defect(name: str, values: list[float]) -> None:
    """Scarcity, negative prices, deep frost and missing values are not impossible."""
    assert impossible_defects(name, rows(list(range(len(values))), values)) == ()


def test_a_message_lists_ten_and_counts_all() -> None:
    """The first ten stamps with the total, and no eleventh."""
    text = str(gap_defects(rows([0]).stamps_s, 3600, S, S + 15 * 3600)[0])
    assert text.startswith("14 × gap: 2024-01-01T01:00Z, ")
    assert text.endswith("2024-01-01T10:00Z and 4 more")


def test_a_defect_reads_as_one_phrase() -> None:
    """Stamp, line and detail."""
    defect = Defect(kind=DefectKind.NULL, at=START + timedelta(seconds=5), detail="is empty", line=3)
    assert str(defect) == "2024-01-01T00:00:05Z (line 3) is empty"


def test_the_usual_step_is_the_commonest() -> None:
    """Gaps and duplicates do not hide the step; one stamp has none."""
    assert usual_step_s(rows([0, 1, 1, 2, 9, 10]).stamps_s) == 3600
    assert usual_step_s(rows([0]).stamps_s) is None
