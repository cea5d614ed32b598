"""``bascule plan`` as a user meets it."""

import json
from pathlib import Path

from tests.apps.cli.program import bascule

from bascule.apps.bare.plan import PLAN_KINDS

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")


def test_a_file_of_problems(tmp_path: Path) -> None:
    """Answers in order; what erred is told, the rest is written; exit 2."""
    file, out = tmp_path / "p.yaml", tmp_path / "o.json"
    file.write_text(
        "- {id: a, kind: annual_equivalent, inputs: {rate: 0, capex: 100, life: 20}}\n- {id: b, kind: luck, inputs: {}}\n",
        encoding="utf-8",
    )
    result = bascule("plan", "value", file, "--json", out)
    assert result.exit_code == 2
    assert "kind = luck" in result.output
    first, second = json.loads(out.read_text())
    assert first["results"] == {"annual_cost": 5.0}
    assert second["error"]


def test_a_simulated_figure_shows_its_error(tmp_path: Path) -> None:
    """In the terminal too."""
    file = tmp_path / "p.yaml"
    put = "spot: 36, strike: 40, rate: 0.06, vol: 0.2, years: 1, method: lsmc, paths: 1000"
    file.write_text(f"{{kind: american_put, inputs: {{{put}}}}}\n", encoding="utf-8")
    assert "Standard error" in bascule("plan", "value", file).stdout


def test_the_bundled_example_is_answered() -> None:
    """Plant, mine and puts, none erring."""
    result = bascule("plan", "value", ROOT / "examples" / "plan" / "real_options.yaml")
    assert result.exit_code == 0, result.output
    assert "close_below" in result.stdout


def test_every_kind_is_on_its_page() -> None:
    """The page's table names what can be answered."""
    assert all(f"| `{kind}` |" in PAGE for kind in PLAN_KINDS)
