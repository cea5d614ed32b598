"""``bascule plan`` as a user meets it."""

import json
from pathlib import Path

from tests.apps.cli.program import bascule

from bascule.apps.bare.plan import PLAN_KINDS

PAGE = (Path(__file__).parents[4] / "docs" / "plan.md").read_text(encoding="utf-8")


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


def test_every_kind_is_on_its_page() -> None:
    """The page's table names what can be answered."""
    assert all(f"| `{kind}` |" in PAGE for kind in PLAN_KINDS)
