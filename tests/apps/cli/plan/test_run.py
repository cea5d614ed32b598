"""``bascule plan run`` and ``plan trigger`` as somebody at a terminal meets them, on a small plan."""

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from tests.apps.cli.program import bascule

from bascule.adapters.plans.plan_file import bundled_plan_text
from bascule.apps.cli.plan.run import READ_BY_CASH_FLOW


@pytest.fixture(scope="module")
def small_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled Texas plan with four years, two rungs, few margins, hashrate sold forward, and a history beside it."""
    text = bundled_plan_text("texas").replace("horizon_years: 15", "horizon_years: 4")
    kept = [
        line
        for line in text.splitlines()
        if not any(f"capex_factor: 1.{k}" in line for k in ("06", "09", "12"))
    ]
    path = tmp_path_factory.mktemp("plan") / "small.yaml"
    margins = "margins: {hashprice: [0, 20, 40, 80, 200], power_scale: [0.5, 1, 2]}"
    hedge = "{driver: hashprice, price: 33, amount_per_year: 400000, from_quarter: 0, to_quarter: 8}"
    (path.parent / "past.csv").write_text(_past(), encoding="utf-8")
    at = kept.index("world:") + 1
    history = "  history: {file: past.csv, columns: {hashprice: hash_usd, rent: rent_usd}}"
    further = [margins, f"hedges: [{hedge}]", ""]
    path.write_text("\n".join([*kept[:at], history, *kept[at:], *further]), encoding="utf-8")
    return path


def _past() -> str:
    """Three years of weeks of two walks."""
    walks = np.exp(np.cumsum(np.random.default_rng(1).standard_normal((2, 160)) * 0.05, axis=1))
    days = np.datetime64("2023-01-02") + 7 * np.arange(160)
    rows = [f"{day},{one},{other}" for day, one, other in zip(days, *walks, strict=True)]
    return "\n".join(["date,hash_usd,rent_usd", *rows])


def test_a_run_writes_page_workbook_and_answer_and_is_repeated_from_its_own_output(
    small_plan: Path, tmp_path: Path
) -> None:
    """Same paths, same seed, same figures, without saying them again; the table of assumptions has what was played."""
    first, again = tmp_path / "first", tmp_path / "again"
    done = bascule(
        "plan",
        "run",
        str(small_plan),
        "--paths",
        "200",
        "--seed",
        "5",
        "--engine",
        "serial",
        "--out",
        str(first),
    )
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in first.iterdir()) == ["plan.html", "plan.json", "plan.xlsx"]
    found = json.loads((first / "plan.json").read_text(encoding="utf-8"))
    assert found["headline"][:20] in " ".join(done.output.split())
    with ZipFile(BytesIO((first / "plan.xlsx").read_bytes())) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "1.18 by design" in strings
    further = set(re.findall(r"<t>([a-z_.]+)</t>", strings))
    assert "lease.default_per_year" in further
    assert not further & set(READ_BY_CASH_FLOW), "their sources stand beside the workbook's inputs"
    machines = found["pricing_measure"]["machines"]
    assert machines["terms"]["resale_per_ph"] == 4000
    assert machines["resale_per_meter_mw_today"] == pytest.approx(4000 * 45.2, rel=0.02)
    page = (first / "plan.html").read_text(encoding="utf-8")
    assert "sold second-hand today" in page
    assert "Sold forward" in page
    hedges = found["world_measure"]["hedges"]
    assert hedges["forwards"][0]["hedge"]["end"] == 8
    assert hedges["hedged"]["ruin"] == found["world_measure"]["strategies"]["optimal"]["ruin"]
    assert hedges["hedged"]["low_cash"] != hedges["unhedged"]["low_cash"]
    assert "Trigger map" in page
    assert "not advice" in page
    assert "overlapping quarters of past.csv" in page
    drawn = found["world_measure"]["drawn_from"]
    assert drawn["history"]["independent_quarters"] == 12
    assert sum(drawn["real_days"]["season_above_year_per_year"]) == pytest.approx(0.0, abs=1.0)
    repeated = bascule("plan", "run", str(first / "plan.json"), "--engine", "serial", "--out", str(again))
    assert repeated.exit_code == 0, repeated.output
    second = json.loads((again / "plan.json").read_text(encoding="utf-8"))
    assert second["world_measure"] == found["world_measure"]
    assert second["pricing_measure"] == found["pricing_measure"]
    played = {row["name"]: row["value"] for row in second["assumptions"] if row["name"].startswith("world.")}
    assert (played["world.paths"], played["world.seed"]) == (200, 5)


def test_the_trigger_alone_agrees_with_the_run(small_plan: Path) -> None:
    """On standard output, for machines."""
    done = bascule("plan", "trigger", str(small_plan), "--json", "-")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    first = found["rungs"][0]
    assert (
        first["optimal_per_meter_mw"]
        >= max(first["mine_on_per_meter_mw"], first["convert_now_per_meter_mw"]) - 1
    )
    assert found["kind"] == "plan_trigger"
    rests = found["hashing_stops_and_starts"]
    assert {len(values) for values in rests.values()} == {61}
    known = [
        (stop, start)
        for stop, start in zip(
            rests["stops_below_hashprice_per_ph_day"], rests["starts_above_hashprice_per_ph_day"], strict=True
        )
        if stop is not None and start is not None
    ]
    assert known
    assert all(stop < start for stop, start in known)


def test_the_map_has_the_lines_at_which_hashing_stops_and_starts(small_plan: Path, tmp_path: Path) -> None:
    """In the figure, in the table beside it, and with a word on leases."""
    page = tmp_path / "map.html"
    done = bascule("plan", "trigger", str(small_plan), "--html", str(page))
    assert done.exit_code == 0, done.output
    assert "Where hashing stops and starts again" in done.output
    text = page.read_text(encoding="utf-8")
    assert '"name":"hashing stops left of this"' in text
    assert "A signed lease cannot be left" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "neither a bundled plan"),
        (("texas", "--paths", "1001"), "--paths"),
        (("texas", "--engine", "abacus"), "must be one of local, serial, ray"),
        (("texas", "--address", "10.0.0.1:1"), "only a Ray cluster has an address"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_runs(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """Exit code 2, one message, nothing written."""
    done = bascule("plan", "run", *arguments, "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not (tmp_path / "out").exists()


def test_a_plan_that_is_wrong_names_everything_at_once(small_plan: Path, tmp_path: Path) -> None:
    """Two faults, two messages, each with its line."""
    text = (
        small_plan.read_text(encoding="utf-8")
        .replace("basis: it_mw", "basis: mw")
        .replace("horizon_years: 4", "horizon_years: 0")
    )
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text, encoding="utf-8")
    done = bascule("plan", "run", str(wrong))
    assert done.exit_code == 2
    assert "horizon_years" in done.output
    assert "basis" in done.output
