"""``bascule plan readiness`` as a user meets it."""

import json
from pathlib import Path

from tests.apps.cli.program import bascule, everything_in

EXAMPLE = Path(__file__).parents[4] / "examples" / "plan" / "readiness.yaml"


def test_the_example_end_to_end(tmp_path: Path) -> None:
    """Terminal, JSON and page say the same."""
    result = bascule(
        "plan", "readiness", EXAMPLE, "--json", tmp_path / "r.json", "--html", tmp_path / "r.html"
    )
    assert result.exit_code == 0, result.output
    assert "Gaps, dearest first" in result.stdout
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    shell = found["targets"][0]
    assert found["kind"] == "plan_readiness"
    assert shell["verdict"] == "cannot_tell"
    assert [gap["item"]["id"] for gap in shell["gaps"]][:2] == ["cooling", "rack_density"]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "nobody can tell before the unknowns are known" in page
    assert "GPU-mining rig" in page


def test_bad_input_leaves_nothing(tmp_path: Path) -> None:
    """Exit 2, every problem, no file."""
    (tmp_path / "h.yaml").write_text("name: a\nenergised_meter_mw: -1\nfacts: {rack: 5}\n", encoding="utf-8")
    result = bascule("plan", "readiness", tmp_path / "h.yaml", "--json", tmp_path / "out.json")
    assert result.exit_code == 2
    assert "energised_meter_mw" in result.output
    assert "facts.rack" in result.output
    assert everything_in(tmp_path) == ["h.yaml"]
