"""``bascule plan claim`` as a user meets it."""

import json
from pathlib import Path

import pytest
from tests.apps.cli.program import bascule

from bascule.report.messages import CATALOGUES
from bascule.study.claims.kinds import KINDS

ROOT = Path(__file__).parents[4]
EXAMPLE = ROOT / "examples" / "plan" / "claims.yaml"
DOCS = (ROOT / "docs" / "plan" / "claims.md").read_text(encoding="utf-8")
VERDICTS = {
    "bnef-36-as-growth": "other_quantity",
    "bnef-36-as-revision": "holds",
    "iea-15-per-year": "holds",
    "ai-25-times": "holds",
    "ai-25-times-for-a-lessor": "other_quantity",
    "ai-25-dollars": "other_quantity",
    "mining-1-dollar": "does_not_hold",
    "mining-17-cents": "holds_only_if",
    "core-coreweave": "holds",
    "terawulf-fluidstack": "holds",
    "cipher-aws": "other_quantity",
    "hut8-river-bend": "other_quantity",
    "iren-microsoft-as-lease": "holds",
    "s19xp-60-dollars": "holds",
    "indifference-without-capex": "holds",
    "indifference-with-capex": "holds",
    "indifference-forgets-capex": "other_quantity",
}
ONE = """
id: a
claim: It grows by 36 %.
kind: revision_or_growth
quantity: growth_frac
stated: 0.36
tolerance_frac: 0.02
level_unit: GW
inputs: {today_level: 40, earlier_outlook_level: 78, new_outlook_level: 106}
source: somebody
as_of: 2025-12-02
standing: press
"""


def test_the_examples(tmp_path: Path) -> None:
    """Each verdict, in JSON and on a page; every claim has a source and a day."""
    out, page = tmp_path / "o.json", tmp_path / "p.html"
    result = bascule("plan", "claim", EXAMPLE, "--json", out, "--html", page)
    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text())
    assert {claim["id"]: claim["verdict"] for claim in found["claims"]} == VERDICTS
    assert all(claim["source"]["source"] and claim["source"]["as_of"] for claim in found["claims"])
    assert "Of 17: 9 hold" in result.stdout
    assert "106 / 40 − 1" in result.stdout
    assert "US data-centre power demand will grow by 36 % by 2035." in page.read_text(encoding="utf-8")


def test_the_table_of_verdicts_in_the_docs_is_what_comes_out() -> None:
    """One row for each claim."""
    for name, verdict in VERDICTS.items():
        words = verdict.replace("_", " ")
        assert any(line.startswith(f"| `{name}` |") and f"| {words} |" in line for line in DOCS.splitlines())


def test_every_kind_input_and_quantity_is_on_the_page_and_has_words() -> None:
    """Nothing that a file may say is undocumented."""
    for kind in KINDS.values():
        assert f"### `{kind.name}`" in DOCS
        assert all(f"`{part.name}`" in DOCS for part in kind.inputs)
        assert all(f"`{name}`" in DOCS for name in kind.quantities)
        assert all(f"claims.quantity.{line.name}" in CATALOGUES["en"] for line in kind.lines)


def test_one_claim_alone(tmp_path: Path) -> None:
    """A file may hold one; JSON to standard output stays clean."""
    file = tmp_path / "c.yaml"
    file.write_text(ONE, encoding="utf-8")
    (claim,) = json.loads(bascule("plan", "claim", file, "--json", "-").stdout)["claims"]
    assert (claim["stated_is"], claim["recomputed"]) == ("revision_frac", pytest.approx(1.65))


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("kind: revision_or_growth", "kind: luck", "must be one of: revision_or_growth"),
        ("quantity: growth_frac", "quantity: growth", "did you mean growth_frac?"),
        ("stated: 0.36", "stated: a third", "must be a number"),
        ("today_level: 40, ", "", "inputs.today_level: is missing"),
        ("today_level: 40, ", "today_level: 40, todays_level: 3, ", "is no input"),
        ("today_level: 40,", "today_level: {value: 40, low: 50, high: 60},", "must lie in its own range"),
        ("today_level: 40,", "today_level: {value: 40, low: 30},", "both low and high"),
        ("today_level: 40,", "today_level: -4,", "must be between"),
        ("level_unit: GW\n", "", "level_unit: is missing"),
        ("tolerance_frac: 0.02", "tolerance_frac: 5", "write 0.05 for 5 %"),
        ("standing: press", "standing: rumour", "filing, press"),
    ],
)
def test_bad_claims_are_refused_with_place_and_remedy(tmp_path: Path, old: str, new: str, hint: str) -> None:
    """Exit code 2, and nothing is written."""
    file, out = tmp_path / "c.yaml", tmp_path / "o.json"
    assert old in ONE
    file.write_text(ONE.replace(old, new), encoding="utf-8")
    result = bascule("plan", "claim", file, "--json", out)
    assert result.exit_code == 2
    assert hint in " ".join(result.output.split())
    assert not out.exists()


def test_all_problems_of_all_claims_at_once(tmp_path: Path) -> None:
    """Two bad claims and a name that stands twice: three problems."""
    file = tmp_path / "c.yaml"
    entry = "- " + ONE.strip().replace("\n", "\n  ") + "\n"
    bad = entry.replace("growth_frac", "luck")
    file.write_text(bad + bad, encoding="utf-8")
    result = bascule("plan", "claim", file)
    assert result.exit_code == 2
    assert "3 problems" in result.output
