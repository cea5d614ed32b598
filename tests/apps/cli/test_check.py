"""``bascule check``: a site as it was understood, or everything that is wrong with it."""

import json
from pathlib import Path

from tests.adapters.files.site_samples import sample
from tests.adapters.files.test_site_ai_terms import CURVE, FLEX, PENALTY, SLA
from tests.adapters.files.test_site_network_charges import NETWORK
from tests.apps.cli.program import MARKET, PERIOD, bascule, write_site

from bascule.adapters.files.site_file import read_site
from bascule.model.needs import needed_series

RENT = "    rent_per_kw_month: 120\n"
SITE_WITH_TERMS = sample(
    (PENALTY, PENALTY + SLA + FLEX),
    (RENT, RENT + "    rent_basis: metered\n    escalator_frac_per_year: 0.03\n"),
    ("    demand_gpus: 100\n", CURVE + "    notice_h: 2\n"),
)


def test_the_site_is_printed_as_understood(tmp_path: Path) -> None:
    """Connection, machines with points left out, contracts with dates, jobs, and what to give."""
    path = write_site(tmp_path)
    result = bascule("check", path)
    assert result.exit_code == 0
    for part in ("40.0 MW", "efficient hall: 4,000 × S21", "left out", "2020-01-01", "daily from 20:00"):
        assert part in result.stdout
    for name, place in needed_series(read_site(path).site).items():
        assert name in result.stdout
        assert place in result.stdout


def test_break_evens_follow_the_stated_hashprice(tmp_path: Path) -> None:
    """3,500 W for 200 TH/s at 50 $/PH/day: 10 $ a day for 84 kWh, less 2 % fee and 4.2 % overhead."""
    path = write_site(tmp_path)
    worth = 50 / 1000 * 200 / (3500 * 24 / 1e6) * 0.98 / 1.042
    assert f" {worth:.1f}\n" in bascule("check", path).stdout
    assert f" {2 * worth:.1f}\n" in bascule("check", path, "--hashprice", "100").stdout


def test_the_answer_is_the_whole_site(tmp_path: Path) -> None:
    """Every noun under the model's own names, the hulls, and the hash of the text."""
    document = json.loads(bascule("check", write_site(tmp_path), "--json", "-").stdout)
    assert document["site"]["grid"]["import_limit_mw"] == 40
    assert document["site"]["supplies"][0]["price"] == {"series": "spot_eur_per_mwh"}
    assert document["site"]["supplies"][0]["term"]["start"] == "2019-12-31T23:00:00Z"
    assert document["hulls"]["efficient hall"]["kept"] == ["sleep", "normal"]
    assert len(document["text_sha256"]) == 64


def test_market_files_are_checked_for_the_period(tmp_path: Path) -> None:
    """With a market and a period, coverage is part of the check."""
    result = bascule("check", write_site(tmp_path), *PERIOD)
    assert (result.exit_code, "The market covers the period" in result.stdout) == (0, True)


def test_a_market_without_period_is_refused(tmp_path: Path) -> None:
    """Market, from and to belong together: what is missing is named."""
    result = bascule("check", write_site(tmp_path), "--market", MARKET)
    assert result.exit_code == 2
    assert "--from: is missing" in result.stderr
    assert "--to: is missing" in result.stderr


def test_all_problems_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    """One line each with file and line number, sorted; no traceback."""
    changes = [("wear_per_mwh: 18", "wear_per_mwh: -1"), ("import_limit_mw: 40", "import_limit_kw: 40")]
    result = bascule("check", write_site(tmp_path, *changes, ("kind: solar", "kind: sonar")))
    lines = [int(line.split(":")[1]) for line in result.stderr.splitlines() if line.startswith("site.yaml:")]
    assert result.exit_code == 2
    assert len(lines) >= 3
    assert lines == sorted(lines)
    assert "Traceback" not in result.output


def test_no_file_and_no_yaml_are_wrong_inputs(tmp_path: Path) -> None:
    """A path that leads nowhere, a folder, and bytes that are no text."""
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / "bytes.yaml"):
        result = bascule("check", path)
        assert (result.exit_code, result.stdout) == (2, "")


def test_ai_terms_are_told(tmp_path: Path) -> None:
    """Service level, flexibility, rent, curve and notice stand with their contracts."""
    path = tmp_path / "site.yaml"
    path.write_text(SITE_WITH_TERMS, encoding="utf-8")
    told = " ".join(bascule("check", path).stdout.split())
    for part in ("99.99/99 %", "may lose 25 %", "by meter", "rising 3 %", "at 1.00 to 20", "2 h notice"):
        assert part in told, part


def test_network_charges_are_printed_in_words(tmp_path: Path) -> None:
    """Windows, ratchets, rates by year, classes with their coefficients."""
    charges = NETWORK.replace("[6, 7, 8, 9]", "[6, 7]")
    path = write_site(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + charges, encoding="utf-8")
    result = bascule("check", path)
    assert result.exit_code == 0, result.stderr
    said = " ".join(result.stdout.replace("│", " ").split())
    for part in (
        "coincident peak",
        "subscribed power",
        "capacity obligation",
        "winter peak 30",
        "2025: 60.0",
    ):
        assert part in said
    document = json.loads(bascule("check", path, "--json", "-").stdout)
    assert document["site"]["coincident_peaks"][0]["per_kw_year"] == {"2025": 60.0, "2026": 62.5}
    assert "ercot_load_mw_peak_probability_frac" in document["needed_series"]
