"""A history of the drivers beside a plan: what is read, and everything that is wrong in it at once."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.adapters.plans.test_plan_file import plan, refusal, written

from bascule.adapters.files.document import parse_document
from bascule.adapters.plans.history_file import read_history
from bascule.adapters.plans.plan_file import bundled_plan_text, plan_of, read_plan
from bascule.apps.plan_repeat import read_any_plan, repeat_of
from bascule.errors import InputError
from bascule.study.conversion.plan_drivers import HASHPRICE, POWER, RENT

COLUMNS = {HASHPRICE: "hash_usd", RENT: "rent_usd"}
ASKED = {"file": "past.csv", "columns": {"hashprice": "hash_usd", "rent": "rent_usd"}}


def rows(count: int = 200, step_days: int = 7) -> list[list[str]]:
    """Dated rows of two walks."""
    rng = np.random.default_rng(3)
    walks = np.exp(np.cumsum(rng.standard_normal((2, count)) * 0.05, axis=1))
    days = [(date(2021, 1, 4) + timedelta(days=step_days * k)).isoformat() for k in range(count)]
    return [[day, str(one), str(other)] for day, one, other in zip(days, *walks, strict=True)]


def saved(folder: Path, table: Sequence[Sequence[str]]) -> Path:
    """The rows under their headings."""
    file = folder / "past.csv"
    file.write_text(
        "\n".join(",".join(row) for row in [["date", *COLUMNS.values()], *table]), encoding="utf-8"
    )
    return file


def fault(folder: Path, table: Sequence[Sequence[str]], columns: Mapping[int, str] = COLUMNS) -> str:
    """What is wrong with rows."""
    with pytest.raises(InputError) as caught:
        read_history(saved(folder, table), columns, 7)
    return str(caught.value)


def test_rows_become_moves(tmp_path: Path) -> None:
    """By hand: the first of thirteen weeks, less the mean, over the deviation."""
    table = rows()
    found = read_history(saved(tmp_path, table), COLUMNS, 7)
    logs = np.log([float(row[1]) for row in table])
    moves = logs[13:] - logs[:-13]
    assert found.moves[0] == pytest.approx((moves - moves.mean()) / moves.std())
    assert (found.file, found.columns, found.first) == ("past.csv", ("hash_usd", "rent_usd"), "2021-01-04")


def test_parquet_says_the_same(tmp_path: Path) -> None:
    """Rows without lines."""
    pl.read_csv(saved(tmp_path, rows()), try_parse_dates=True).write_parquet(tmp_path / "past.parquet")
    found = read_history(tmp_path / "past.parquet", COLUMNS, 7)
    assert found.moves.tobytes() == read_history(tmp_path / "past.csv", COLUMNS, 7).moves.tobytes()


def test_months_are_even_enough(tmp_path: Path) -> None:
    """28 to 31 days are steps of 30."""
    firsts = [date(2021 + k // 12, k % 12 + 1, 1).isoformat() for k in range(40)]
    table = [[day, *row[1:]] for day, row in zip(firsts, rows(40), strict=True)]
    assert read_history(saved(tmp_path, table), COLUMNS, 30).steps == 3


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (
            10,
            1,
            "",
            "past.csv:12: hash_usd = nothing: must be a number above zero: every row needs each driver",
        ),
        (10, 2, "-1", "past.csv:12: rent_usd = -1.0: must be a number above zero"),
        (10, 2, "0", "past.csv:12: rent_usd = 0.0: must be a number above zero"),
        (10, 1, "high", "past.csv:12: hash_usd = high: must be a number above zero"),
        (10, 0, "soon", "past.csv:12: date: 1 × not a day like 2024-01-31 (soon)"),
    ],
)
def test_a_value_without_a_move_is_named_with_its_line(
    row: int, column: int, value: str, said: str, tmp_path: Path
) -> None:
    """Nothing, below zero, zero, words, no day."""
    table = rows()
    table[row][column] = value
    assert said in fault(tmp_path, table)


def test_a_gap_is_named_with_its_line(tmp_path: Path) -> None:
    """A week that is missing, and rows in the wrong order."""
    table = rows()
    gone = fault(tmp_path, table[:20] + table[21:])
    assert gone == (
        "past.csv:22: row = 2021-05-31: 14 days after the row before, not 7:"
        " sort the rows, fill the gap, begin after it, or state another step_days"
    )
    assert "-7 days after the row before, not 7; 1 more" in fault(tmp_path, [table[1], table[0], *table[2:]])


def test_every_kind_of_fault_is_told_at_once(tmp_path: Path) -> None:
    """Two columns and a gap, each with the number of those like it."""
    table = rows()
    table[3][1], table[5][2], table[6][2] = "0", "0", "-2"
    found = fault(tmp_path, table[:20] + table[21:]).splitlines()
    assert len(found) == 3
    assert "(1 more)" in found[2]


def test_too_little_and_too_still_are_refused(tmp_path: Path) -> None:
    """A year and a half; a rent of one value."""
    assert "rows = 80: has 6.1 quarters, and at least 8 are needed" in fault(tmp_path, rows(80))
    table = [[*row[:2], "150"] for row in rows()]
    assert "rent_usd never moves" in fault(tmp_path, table)


def test_columns_that_are_not_there(tmp_path: Path) -> None:
    """With those that are."""
    said = fault(tmp_path, rows(), {**COLUMNS, RENT: "gpu_usd"})
    assert said == "past.csv: column = gpu_usd: there is no such column: there are date, hash_usd, rent_usd"
    file = saved(tmp_path, rows())
    file.write_text(file.read_text(encoding="utf-8").replace("date,", "when,"), encoding="utf-8")
    with pytest.raises(InputError, match="none of timestamp_utc, ts_utc, date, time_unix_s is there"):
        read_history(file, COLUMNS, 7)


def test_a_plan_finds_its_history_beside_it(tmp_path: Path) -> None:
    """With the power of a third column; without the section there is none."""
    saved(tmp_path, rows())
    found = plan(tmp_path, world__history=ASKED).world.history
    assert found is not None
    assert not found.has(POWER)
    third = {**ASKED, "columns": {**ASKED["columns"], "power": "hash_usd"}, "step_days": 7}  # type: ignore[dict-item]
    assert plan(tmp_path, world__history=third).world.history.has(POWER)  # type: ignore[union-attr]
    assert plan(tmp_path).world.history is None


def test_a_plan_tells_what_is_wrong_in_both_files(tmp_path: Path) -> None:
    """Its own faults and those of the history, and a history that is nowhere."""
    table = rows()
    table[10][1] = "0"
    saved(tmp_path, table)
    text = refusal(tmp_path, world__history=ASKED, tax_frac=21)
    assert "tax_frac = 21" in text
    assert "past.csv:12: hash_usd = 0.0" in text
    gone = refusal(tmp_path, world__history={**ASKED, "file": "gone.csv"})
    assert "world.history.file = gone.csv: is no file beside the plan" in gone
    text = bundled_plan_text("texas").replace("\nworld:\n", f"\nworld:\n  history: {json.dumps(ASKED)}\n")
    with pytest.raises(InputError, match=r"world\.history\.file"):
        plan_of(parse_document(text, "texas.yaml"), None)


def test_a_run_s_own_output_finds_the_history_again(tmp_path: Path) -> None:
    """From another folder, as the site and the market are found."""
    saved(tmp_path, rows())
    file = written(tmp_path, world__history=ASKED)
    out = tmp_path / "out"
    out.mkdir()
    answer = out / "plan.json"
    kept = repeat_of(str(file), out, read_plan(file).world)
    answer.write_text(json.dumps({"kind": "plan_run", "repeat": kept}), encoding="utf-8")
    again, first = read_any_plan(str(answer)).world.history, read_plan(file).world.history
    assert again is not None
    assert first is not None
    assert again.moves.tobytes() == first.moves.tobytes()
