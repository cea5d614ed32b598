"""``bascule plan training`` as a user meets it."""

import json
import re
from pathlib import Path

import pytest
from tests.apps.cli.program import bascule

from bascule.adapters.files.training_entries import RunEntry

ROOT = Path(__file__).parents[4]
EXAMPLE = ROOT / "examples" / "plan" / "training.yaml"
DOCS = (ROOT / "docs" / "plan" / "training.md").read_text(encoding="utf-8")
ONE = """
name: run
parameters_billion: 60
tokens_billion: 1000
accelerator: H100 SXM
mfu_frac: 0.4
pue: 1.2
power_usd_per_mwh: 50
carbon_g_per_kwh: 100
site: {gpus: 1000}
"""


def test_the_examples(tmp_path: Path) -> None:
    """Energy of the run is its GPU-hours times server power and PUE; days times GPUs are its hours."""
    out, page = tmp_path / "o.json", tmp_path / "p.html"
    result = bascule("plan", "training", EXAMPLE, "--json", out, "--html", page)
    assert result.exit_code == 0, result.output
    texas, france, experts = json.loads(out.read_text())["runs"]
    assert texas["meter_mwh"] == pytest.approx(texas["gpu_h"] * 1.28e-3 * 1.25)
    assert texas["days"] * texas["gpus"] * 24 == pytest.approx(texas["gpu_h"])
    assert france["gpus"] == int(5 / 1.28e-3)
    assert france["carbon_t"] == pytest.approx(france["meter_mwh"] * 19.9 / 1000)
    assert experts["flop"] == pytest.approx(experts["parameter_flop"] + experts["attention_flop"])
    assert "What a training run takes" in page.read_text(encoding="utf-8")


def test_defaults_are_told_with_source_and_day(tmp_path: Path) -> None:
    """Three where a run states none of them, none where it states all."""
    found = json.loads(bascule("plan", "training", EXAMPLE, "--json", "-").stdout)["runs"]
    assert [part["name"] for part in found[0]["assumed"]] == [
        "computing_frac",
        "load_frac",
        "rent_usd_per_gpu_h",
    ]
    assert all(part["source"] and part["as_of"] for part in found[0]["assumed"])
    assert found[1]["assumed"] == []
    file = tmp_path / "r.yaml"
    file.write_text(ONE, encoding="utf-8")
    assert "Assumed where the file says nothing" in bascule("plan", "training", file).stdout


def test_published_runs_and_the_table_in_the_docs(tmp_path: Path) -> None:
    """Six runs, each with the implied utilisation that the page says."""
    out = tmp_path / "o.json"
    result = bascule("plan", "training", "--published", "--json", out)
    assert result.exit_code == 0, result.output
    runs = json.loads(out.read_text())["runs"]
    assert len(runs) == 6
    for run in runs:
        (line,) = [line for line in DOCS.splitlines() if line.startswith(f"| {run['published']['name']} |")]
        assert f"{run['implied_mfu_frac'] * 100:.1f} %" in line
        assert f"{run['gpu_h'] or 0:,.0f}" in line or run["gpu_h"] is None


def test_every_key_is_on_the_page() -> None:
    """Nothing that a file may say is undocumented."""
    assert all(f"| `{name}` |" in DOCS for name in RunEntry.model_fields)
    options = set(re.findall(r"--[a-z]+", bascule("plan", "training", "--help").stdout)) - {"--help"}
    assert all(f"`{option}`" in DOCS for option in options)


def test_an_implausible_utilisation_is_warned_of(tmp_path: Path) -> None:
    """90 % of the peak is a mistake of units."""
    file = tmp_path / "r.yaml"
    file.write_text(ONE.replace("mfu_frac: 0.4", "mfu_frac: 0.95"), encoding="utf-8")
    result = bascule("plan", "training", file)
    assert result.exit_code == 0
    assert "lies outside 15.0 % to 60.0 %" in result.output


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("accelerator: H100 SXM", "accelerator: H100 SXN", "did you mean H100 SXM?"),
        ("accelerator: H100 SXM", "accelerator: V100 SXM", "server_kw_per_gpu is missing"),
        ("mfu_frac: 0.4", "mfu_frac: 40", "write 0.4 for 40 %"),
        ("mfu_frac: 0.4", "gpu_h: 3.0\nmfu_frac: 0.4", "exactly one of mfu_frac and gpu_h"),
        ("mfu_frac: 0.4\n", "", "exactly one of mfu_frac and gpu_h"),
        ("mfu_frac: 0.4", "mfu_frac: 0.4\nactive_parameters_billion: 61", "not be more than all"),
        ("mfu_frac: 0.4", "mfu_frac: 0.4\nprecision: fp4", "bf16, fp8"),
        ("accelerator: H100 SXM", "accelerator: A100 80 SXM\nprecision: fp8", "has no fp8 peak"),
        ("site: {gpus: 1000}", "site: {}", "must state gpus, it_mw or both"),
        ("pue: 1.2", "pue: 0.9", "at least 1"),
        ("carbon_g_per_kwh: 100\n", "", "carbon_g_per_kwh: is missing"),
    ],
)
def test_bad_runs_are_refused_with_place_and_remedy(tmp_path: Path, old: str, new: str, hint: str) -> None:
    """Exit code 2, and nothing is written."""
    file, out = tmp_path / "r.yaml", tmp_path / "o.json"
    assert old in ONE
    file.write_text(ONE.replace(old, new), encoding="utf-8")
    result = bascule("plan", "training", file, "--json", out)
    assert result.exit_code == 2
    assert hint in " ".join(result.output.split())
    assert not out.exists()


def test_a_file_or_published_runs_not_both_nor_none() -> None:
    """The message names both ways."""
    for words in ((), (EXAMPLE, "--published")):
        result = bascule("plan", "training", *words)
        assert result.exit_code == 2
        assert "--published" in result.output
