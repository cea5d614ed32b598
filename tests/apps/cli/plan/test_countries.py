"""``bascule plan countries`` as a user meets it."""

import json
from pathlib import Path

from tests.apps.cli.program import bascule, everything_in

EXAMPLE = Path(__file__).parents[4] / "examples" / "plan" / "countries.yaml"


def test_the_example_end_to_end(tmp_path: Path) -> None:
    """Terminal, JSON and page; components add up to the all-in price; old figures are shown as such."""
    result = bascule(
        "plan", "countries", EXAMPLE, "--json", tmp_path / "c.json", "--html", tmp_path / "c.html"
    )
    assert result.exit_code == 0, result.output
    assert "figures are illustrative" in result.stdout
    found = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert [place["id"] for place in found["places"]] == ["france", "texas", "pjm", "quebec", "norway"]
    for place in found["places"]:
        paid = [line["central_per_mwh"] for line in place["lines"] if line["use"] in ("both", "ai")]
        assert abs(sum(paid) - place["ai_all_in_per_mwh"][1]) < 1e-9
    france = found["places"][0]["mining"]
    assert france["dispatched_per_meter_mw_year"] > france["flat_per_meter_mw_year"]
    assert "A 100 MW site in five places" in (tmp_path / "c.html").read_text(encoding="utf-8")


def test_outlooks_alone() -> None:
    """They need no file; the trap is said; a basis converts what was open and nothing else."""
    bare = bascule("plan", "countries", "--outlooks").stdout
    assert "+35.9 %" in bare
    assert "+165 %" in bare
    assert "refused: IT or meter not stated" in bare
    stated = bascule("plan", "countries", "--outlooks", "--basis", "it").stdout
    assert "641 TWh at 69.0 % if IT nameplate" in stated
    assert "refused: no level of nameplate" in stated


def test_wrong_words_and_nothing_to_do(tmp_path: Path) -> None:
    """Exit 2 with the remedy, and no file."""
    assert bascule("plan", "countries").exit_code == 2
    assert "must be it or total" in bascule("plan", "countries", "--outlooks", "--basis", "meter").output
    path = tmp_path / "c.yaml"
    path.write_text(
        EXAMPLE.read_text(encoding="utf-8").replace("carbon: {g_per_kwh: 350, status: illustrative}", "")
    )
    result = bascule("plan", "countries", path, "--json", tmp_path / "out.json")
    assert result.exit_code == 2
    assert "places[1].carbon: is missing for Texas" in result.output
    assert everything_in(tmp_path) == ["c.yaml"]
