"""``bascule plan sizing`` as a user meets it."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.apps.cli.program import bascule
from tests.chain.shared import real

from bascule.adapters.sizing.sizing_file import read_sizing
from bascule.study.sizing.firm_load import firm_load
from bascule.study.sizing.service import Hold
from bascule.study.sizing.stretches import stretches_of

ROOT = Path(__file__).parents[4]
DOC = (ROOT / "docs" / "plan" / "sizing.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples" / "plan"


def example(folder: Path) -> Path:
    """The page's own example as a file."""
    path = folder / "site.yaml"
    path.write_text(DOC.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    return path


def test_the_page_s_example(tmp_path: Path) -> None:
    """It runs without other files, answers as the page says, and writes JSON and a page."""
    out, html = tmp_path / "a.json", tmp_path / "a.html"
    result = bascule("plan", "sizing", example(tmp_path), "--json", out, "--html", html)
    assert result.exit_code == 0, result.output
    answer = json.loads(out.read_text())["sites"][0]["answer"]
    assert answer["ai_meter_mw"] == pytest.approx(40 + 36 * 0.95 / 4.25, abs=0.01)
    assert answer["ai_it_mw"] == pytest.approx(48.047 / 1.25, abs=0.01)
    assert answer["telling"]["doubts"]
    assert "cannot tell" in result.output
    assert "48.05 meter MW" in DOC
    assert html.read_text(encoding="utf-8").count("<h2>") == 2


def test_the_same_again(tmp_path: Path) -> None:
    """Seeded: two runs give the same bytes; two sites stand side by side."""
    site = example(tmp_path)
    outs = [tmp_path / "1.json", tmp_path / "2.json"]
    for out in outs:
        assert bascule("plan", "sizing", site, site, "--json", out).exit_code == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert len(json.loads(outs[0].read_text())["sites"]) == 2


def test_problems_of_all_files_at_once(tmp_path: Path) -> None:
    """Exit 2, each problem with its file, nothing written."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: x\n", encoding="utf-8")
    out = tmp_path / "o.json"
    result = bascule("plan", "sizing", bad, tmp_path / "none.yaml", "--json", out)
    assert result.exit_code == 2
    assert "bad.yaml" in result.output
    assert "none.yaml" in result.output
    assert not out.exists()


def linked(folder: Path) -> Path:
    """The real series in one folder."""
    for name in ("power/ercot_rt_15min_2020", "power/ercot_rt_15min_2022", "power/ercot_rt_15min_2024"):
        (folder / f"{Path(name).name}.parquet").symlink_to(real(f"{name}.parquet"))
    (folder / "ercot_rt_15min_2025.parquet").symlink_to(real("power/ercot_rt_15min_2025.parquet"))
    uri = "ercot_rt_15min_uri_2021-02-10_20.parquet"
    (folder / uri).symlink_to(real(f"events/{uri}"))
    (folder / "fr_day_ahead_hourly.parquet").symlink_to(real("power/fr_day_ahead_hourly.parquet"))
    return folder


def test_texas_and_france_side_by_side(tmp_path: Path) -> None:
    """The examples run on the real years, the rule is said to be synthetic, and Uri is shown and not judged on."""
    files = [EXAMPLES / f"sizing_{name}.yaml" for name in ("texas", "france")]
    result = bascule("plan", "sizing", *files, "--data", linked(tmp_path), "--json", "-")
    assert result.exit_code == 0, result.output
    texas, france = json.loads(result.stdout)["sites"]
    by_year = {year["year"]: year for year in texas["answer"]["years"]}
    assert [year for year, found in by_year.items() if found["counts"]] == [2020, 2022, 2024, 2025]
    assert by_year[2021]["level_frac"] < 0.6
    assert texas["synthetic_calls"]
    assert "SYNTHETIC" in result.stderr
    assert texas["answer"]["ai_meter_mw"] == pytest.approx(50.0, abs=0.01)
    assert france["currency"] == "EUR"
    assert france["answer"]["telling"]["busiest_year"] == 2021


def test_a_real_year_by_a_plain_loop(tmp_path: Path) -> None:
    """ERCOT 2022 without outages: stepping every quarter-hour, the answer keeps 99.9 % and 50 kW more does not."""
    case = read_sizing(EXAMPLES / "sizing_texas.yaml", linked(tmp_path))
    year = next(one for one in case.years if one.year == 2022)
    prices = pl.read_parquet(tmp_path / "ercot_rt_15min_2022.parquet")["hb_hubavg_usd_per_mwh"].to_numpy()
    assert (
        np.count_nonzero(prices > 1000)
        <= np.count_nonzero(year.called_mw)
        < np.count_nonzero(prices > 1000) + 200
    )
    found = firm_load(case.plant, stretches_of([year], (), draws=1, seed=1), 0.999, Hold.ALL_YEARS)
    sizes = (found.ai_meter_mw, found.ai_meter_mw + 0.05)
    kept = [_plain(size, year.called_mw, found.most_deficit_mw) for size in sizes]
    assert kept[0] >= 0.999 > kept[1]


def _plain(size: float, called: np.ndarray, rule: float) -> float:
    """Level by a loop over quarter-hours: 62 MW, 10 MW and 40 MWh, 95 % each way."""
    store, full = 40.0, 0
    for depth in called.tolist():
        room = 62.0 - depth - size
        if room >= -1e-9:
            full, store = full + 1, min(store + 0.25 * 0.95 * min(room, 10.0), 40.0)
        elif -room <= min(rule, 10.0) + 1e-6:
            given = min(-room * 0.25, store * 0.95)
            store, full = store - given / 0.95, full + (given >= -room * 0.25 - 1e-9)
    return full / called.size
