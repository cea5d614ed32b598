"""``bascule plan hindcast`` as a user meets it."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from tests.apps.cli.program import bascule, everything_in

EXAMPLE = Path(__file__).parents[4] / "examples" / "plan" / "hindcast.yaml"


def days_file(folder: Path) -> Path:
    """Made-up days from 2018 to October 2024, so that nobody's data are needed."""
    count = (date(2024, 10, 1) - date(2018, 1, 1)).days
    walk = np.cumsum(np.random.default_rng(2).standard_normal(count) * 0.03)
    frame = pl.DataFrame(
        {
            "date": [date(2018, 1, 1) + timedelta(days=k) for k in range(count)],
            "price_usd": 40_000 * np.exp(walk - walk[-1]),
            "difficulty_mean": np.linspace(5e12, 90e12, count),
            "block_count": np.full(count, 144),
            "fees_btc": np.full(count, 20.0),
        }
    )
    frame.write_parquet(folder / "days.parquet")
    return folder / "days.parquet"


def yearly(folder: Path) -> Path:
    """The example with one decision a year, which is quick."""
    text = EXAMPLE.read_text(encoding="utf-8").replace("every: quarter", "every: year")
    (folder / "plan.yaml").write_text(
        text.replace("first: 2021-01-01", "first: 2021-07-01"), encoding="utf-8"
    )
    return folder / "plan.yaml"


def test_the_example_on_made_up_days_end_to_end(tmp_path: Path) -> None:
    """Terminal, JSON and page; unknown is null and press is labelled."""
    result = bascule(
        "plan",
        "hindcast",
        yearly(tmp_path),
        days_file(tmp_path),
        "--json",
        tmp_path / "h.json",
        "--html",
        tmp_path / "h.html",
    )
    assert result.exit_code == 0, result.output
    assert "unknown: no AI rent" in result.stdout
    assert "PRESS" in result.stdout
    found = json.loads((tmp_path / "h.json").read_text(encoding="utf-8"))
    leases = found["series"][0]
    assert (found["kind"], found["last_day_of_data"], leases["end"]) == (
        "plan_hindcast",
        "2024-09-30",
        "2024-10-01",
    )
    first, last = leases["decisions"][0], leases["decisions"][-1]
    assert (first["day"], first["trigger"], first["rent"], first["usd_per_meter_mw"]) == (
        "2021-07-01",
        "unknown",
        None,
        None,
    )
    assert first["missing"] == ["AI rent"]
    assert (last["rent"]["label"], last["rent"]["value"]) == ("PRESS", 121)
    assert last["trigger"] in {"convert", "wait"}
    assert "at_once" not in leases["starts"][0]["strategies"]
    money = leases["starts"][0]["strategies"]["mine_on"]["undiscounted_usd_per_meter_mw"]
    assert money["total"] == money["mining"]
    page = (tmp_path / "h.html").read_text(encoding="utf-8")
    assert "what past prices show in sample is told beside it and never used" in page
    assert "Core Scientific and CoreWeave" in page


def test_bad_input_leaves_nothing(tmp_path: Path) -> None:
    """Exit 2, every problem at once with its remedy, no file."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for good, bad in (
        ("first: 2021-01-01", "first: 2021-01-15"),
        ("currency: USD", "currency: EUR"),
        ("    - {quarters: 4, probability: 0.5}", "    - {quarters: 4, probability: 0.7}"),
        ("known_from: 2025-08-14", "known_from: 2020-08-14"),
    ):
        text = text.replace(good, bad, 1)
    (tmp_path / "h.yaml").write_text(text, encoding="utf-8")
    result = bascule(
        "plan", "hindcast", tmp_path / "h.yaml", days_file(tmp_path), "--json", tmp_path / "out.json"
    )
    assert result.exit_code == 2
    assert "currency" in result.output
    assert everything_in(tmp_path) == ["days.parquet", "h.yaml"]
    (tmp_path / "h.yaml").write_text(text.replace("currency: EUR", "currency: USD"), encoding="utf-8")
    result = bascule("plan", "hindcast", tmp_path / "h.yaml", tmp_path / "days.parquet")
    assert result.exit_code == 2
    for said in ("first day of a month", "probabilities must add up to 1", "must come after 2024-06-03"):
        assert said in " ".join(result.output.split())


def test_days_without_a_price_are_refused_and_no_hashprice_is_guessed(tmp_path: Path) -> None:
    """Every column that lacks is named."""
    whole = pl.read_parquet(days_file(tmp_path))
    whole.drop("price_usd", "fees_btc").write_csv(tmp_path / "d.csv")
    result = bascule("plan", "hindcast", EXAMPLE, tmp_path / "d.csv")
    assert result.exit_code == 2
    assert "d.csv: price_usd: is missing" in result.output
    assert "d.csv: fees_btc: is missing" in result.output


def test_files_without_days_are_refused_by_name(tmp_path: Path) -> None:
    """A table of published hashprices holds no days."""
    (tmp_path / "p.csv").write_text(
        "date,difficulty,block_reward_btc,btc_usd,published_usd_per_ph_day\n2026-02-01,1e14,3.1,70000,35\n",
        encoding="utf-8",
    )
    result = bascule("plan", "hindcast", EXAMPLE, tmp_path / "p.csv")
    assert result.exit_code == 2
    assert "p.csv" in result.output
    assert "no table of days" in " ".join(result.output.split())
