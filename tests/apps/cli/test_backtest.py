"""``bascule backtest``: tables for people, JSON for machines, and files that are there all or not at all."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.apps.cli.program import MARKET, PERIOD, bascule, everything_in, write_site

from bascule.study.compare import POLICIES


@dataclass(frozen=True)
class Made:
    """What one run of every policy printed and wrote."""

    output: str
    folder: Path
    document: dict[str, object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Two days of the example site through every policy."""
    folder = tmp_path_factory.mktemp("run")
    result = bascule(
        "backtest", write_site(folder), *PERIOD, "--out", folder / "out", "--json", folder / "a.json"
    )
    assert result.exit_code == 0, result.output
    document = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    return Made(output=result.stdout, folder=folder, document=document)


def test_every_policy_stands_in_the_comparison(made: Made) -> None:
    """The table has a row per policy, and what is synthetic is called so."""
    for policy in POLICIES:
        assert f"\n{policy} " in made.output
    assert "SYNTHETIC" in made.output
    assert "2023-03-01 00:00 to 2023-03-03 00:00, Europe/Paris" in made.output


def test_all_files_are_there_and_named(made: Made) -> None:
    """Report, result, ledger and a table per policy; nothing temporary."""
    expected = ["ledger.json", "report.html", "result.json"]
    expected += [f"outcome_{policy}.parquet" for policy in POLICIES]
    assert everything_in(made.folder / "out") == sorted(expected)
    assert all(str(Path("out") / name) in made.output for name in expected)


def test_the_answer_has_the_keys_that_machines_rely_on(made: Made) -> None:
    """The schema's keys, at the top and for a policy."""
    top = {
        "schema_version",
        "kind",
        "site",
        "period",
        "currency",
        "optimistic",
        "synthetic",
        "rules",
        "rule_notes",
    }
    assert set(made.document) == top | {
        "assumptions",
        "notes",
        "series",
        "forecasts",
        "regret",
        "information",
        "policies",
    }
    policies = made.document["policies"]
    assert isinstance(policies, dict)
    assert list(policies) == list(POLICIES)
    own = {
        "metrics",
        "ledger",
        "sources",
        "notes",
        "system_peaks",
        "reserves",
        "fullest_frac",
        "approximations",
    }
    assert set(policies["optimal"]) == own
    lines = policies["optimal"]["ledger"]["lines"]
    assert set(lines[0]) == {"account", "item", "quantity", "unit", "amount", "take_or_pay"}


def test_lines_of_the_answer_sum_to_its_total(made: Made) -> None:
    """Every amount once: a policy's lines, its total and its margin say the same."""
    policies = made.document["policies"]
    assert isinstance(policies, dict)
    for policy in policies.values():
        amounts = [line["amount"] for line in policy["ledger"]["lines"]]
        assert math.fsum(amounts) == pytest.approx(policy["ledger"]["total"], rel=1e-12)
        assert policy["metrics"]["margin"] == policy["ledger"]["total"]


def test_result_and_answer_are_the_same(made: Made) -> None:
    """``--out`` and ``--json`` write one document."""
    assert json.loads((made.folder / "out" / "result.json").read_text(encoding="utf-8")) == made.document


def test_months_of_the_ledger_sum_to_its_amounts(made: Made) -> None:
    """Each line's months add up to the line."""
    document = json.loads((made.folder / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert document["months"] == ["2023-03"]
    for policy in document["policies"].values():
        for line in policy["lines"]:
            assert math.fsum(line["amount_by_month"]) == pytest.approx(line["amount"], rel=1e-12, abs=1e-9)


def test_interval_tables_hold_what_the_ledger_was_made_of(made: Made) -> None:
    """The table starts at the local midnight, and its import is that of the metrics."""
    table = pl.read_parquet(made.folder / "out" / "outcome_optimal.parquet")
    policies = made.document["policies"]
    assert isinstance(policies, dict)
    assert table.height == 48
    assert table["timestamp_utc"][0] == datetime(2023, 2, 28, 23, tzinfo=UTC)
    assert float(table["import_mw"].sum()) == pytest.approx(policies["optimal"]["metrics"]["import_mwh"])


def test_the_report_says_which_command_made_it(made: Made) -> None:
    """The foot of the page repeats the run."""
    page = (made.folder / "out" / "report.html").read_text(encoding="utf-8")
    assert "--from 2023-03-01 --to 2023-03-03" in page


def test_json_on_standard_output_stands_alone(tmp_path: Path) -> None:
    """With ``--json -`` standard output is the document, and people read standard error."""
    result = bascule("backtest", write_site(tmp_path), *PERIOD, "--policy", "always-on", "--json", "-")
    assert result.exit_code == 0
    assert list(json.loads(result.stdout)["policies"]) == ["always-on"]
    assert "Policies" in result.stderr


def test_policies_run_in_the_order_asked_for(tmp_path: Path) -> None:
    """Named policies, each once; figures that need another policy are null."""
    names = ("--policy", "mine-only", "--policy", "always-on", "--policy", "mine-only")
    result = bascule("backtest", write_site(tmp_path), *PERIOD, *names, "--json", "-")
    policies = json.loads(result.stdout)["policies"]
    assert list(policies) == ["mine-only", "always-on"]
    assert policies["mine-only"]["metrics"]["capture_frac"] is None


def test_a_strike_of_nothing_stops_all_hashing(tmp_path: Path) -> None:
    """``--strike`` reaches the policy: power that costs more than 0 stops the fleets."""
    asked = ("--policy", "strike-price", "--strike", "0", "--json", "-")
    result = bascule("backtest", write_site(tmp_path), *PERIOD, *asked)
    metrics = json.loads(result.stdout)["policies"]["strike-price"]["metrics"]
    # The first decisions wait for the debounce; nearly nothing is hashed after.
    assert max(metrics["uptime_frac"].values()) < 0.1


def test_optimistic_is_said(tmp_path: Path) -> None:
    """The label stands on the screen and in the document."""
    asked = ("--policy", "always-on", "--optimistic", "--json", "-")
    result = bascule("backtest", write_site(tmp_path), *PERIOD, *asked)
    assert json.loads(result.stdout)["optimistic"] is True
    assert "OPTIMISTIC" in result.stderr


def test_every_problem_is_told_at_once_and_nothing_written(tmp_path: Path) -> None:
    """Site, dates, policy, strike and places that cannot be written: one list, exit code 2."""
    site = write_site(tmp_path, ("count: 4000", "count: -1"), ("loss_frac: 0.01", "loss_frac: lots"))
    asked = ("--policy", "optimul", "--strike", "nan", "--out", site, "--json", tmp_path)
    result = bascule("backtest", site, *PERIOD, *asked)
    assert result.exit_code == 2
    for part in ("asic_fleets[0].count = -1", "grid.loss_frac = lots", "did you mean optimal?", "--strike"):
        assert part in result.stderr
    assert "--json" in result.stderr
    assert "--out" in result.stderr
    assert result.stderr.endswith("6 problems; nothing was done.\n")
    assert everything_in(tmp_path) == ["site.yaml"]


def test_both_dates_are_checked(tmp_path: Path) -> None:
    """Dates that are none, or that the site's clock jumps over, are told together."""
    dates = ("--market", MARKET, "--from", "March", "--to", "2023-03-26T02:30")
    result = bascule("backtest", write_site(tmp_path), *dates)
    assert result.exit_code == 2
    assert "--from = March: must be an ISO date" in result.stderr
    assert "--to = 2023-03-26T02:30: does not exist in Europe/Paris" in result.stderr


def test_an_end_before_the_start_is_refused(tmp_path: Path) -> None:
    """A run covers [from, to)."""
    dates = ("--market", MARKET, "--from", "2023-03-02", "--to", "2023-03-02")
    result = bascule("backtest", write_site(tmp_path), *dates)
    assert (result.exit_code, "must be later than --from" in result.stderr) == (2, True)


def test_a_time_without_contract_is_refused_before_the_run(tmp_path: Path) -> None:
    """Energy contracts must cover the period."""
    site = write_site(tmp_path, ("from: 2020-01-01", "from: 2023-03-02"))
    result = bascule("backtest", site, *PERIOD)
    assert result.exit_code == 2
    assert "2023-03-01 00:00 to 2023-03-02 00:00" in result.stderr


def test_a_series_that_is_missing_is_named(tmp_path: Path) -> None:
    """A file without the site's series is a wrong input that names who asks for it."""
    (tmp_path / "prices.csv").write_text("timestamp_utc,other\n2023-03-01T00:00:00Z,1\n", encoding="utf-8")
    dates = ("--from", "2023-03-01", "--to", "2023-03-02")
    result = bascule("backtest", write_site(tmp_path), "--market", tmp_path / "prices.csv", *dates)
    assert result.exit_code == 2
    assert "energy_contracts[spot].price" in result.stderr
