"""``bascule plan calibrate`` as a user meets it, on made and on real series."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.apps.cli.program import bascule
from tests.study.calibration.simulated import jumping, reverting, walk

from bascule.adapters.plans.process_entry import ProcessEntry
from bascule.apps.bare.plan import PLAN_KINDS
from bascule.apps.bare.problem import answers
from bascule.study.calibration.observed import Observed
from bascule.study.plan.process import Merton

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "plan" / "calibration.md").read_text(encoding="utf-8")
DATA = ROOT.parent / "shared" / "data"
NEEDS_DATA = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside the repository")
BITCOIN = (DATA / "bitcoin" / "btc_daily.parquet", DATA / "bitcoin" / "btc_daily_2025.parquet")


def _file(folder: Path, observed: Observed, column: str = "price_usd", name: str = "s.parquet") -> Path:
    days = [datetime.fromtimestamp(int(time), UTC).date() for time in observed.times_s]
    path = folder / name
    pl.DataFrame({"date": days, column: observed.values}).write_parquet(path)
    return path


def _found(*words: str | Path) -> Any:  # noqa: ANN401 -- JSON
    result = bascule("plan", "calibrate", *words, "--json", "-")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_walk(tmp_path: Path) -> None:
    """Table, loud words on the drift, and a process that a bare problem takes as it is."""
    path = _file(tmp_path, walk(0.1, 0.6, 1500, np.random.default_rng(1)))
    shown = bascule("plan", "calibrate", path, "--kind", "gbm").stdout
    assert "Volatility, per year" in shown
    assert "hardly known" in shown
    found = _found(path, "--kind", "gbm")
    assert found["fit"]["volatility"]["value"] == pytest.approx(0.6, rel=0.1)
    process = found["process"]
    problem = {"kind": "moments", "inputs": {"kind": process.pop("kind"), "parameters": process, "t": 1}}
    assert answers([problem], PLAN_KINDS)[0].error is None


def test_a_jump_fit_is_pasted_into_a_plan_and_a_problem(tmp_path: Path) -> None:
    """Its process, as it is."""
    path = _file(tmp_path, jumping(3000, np.random.default_rng(3)))
    found = _found(path, "--kind", "merton")["process"]
    course = ProcessEntry.model_validate(found).course(date(2026, 1, 1), 8)
    assert course == Merton(**{name: value for name, value in found.items() if name != "kind"})
    assert 15 < found["jumps_per_year"] < 60
    x = {"kind": "path", "values": [1.0, 1.0]}
    terms = {"rate": 0.1, "step": 0.25, "dates": 2, "k_ma": 0.5}
    problem = {"kind": "switching", "inputs": {"x": x, "y": found, **terms}}
    assert answers([problem], PLAN_KINDS)[0].error is None


@pytest.mark.parametrize("kind", ["gbm", "merton", "log-ou", "spikes", "days"])
def test_every_model(tmp_path: Path, kind: str) -> None:
    """Answers, with what it does not know."""
    path = _file(tmp_path, reverting(20, 50, 0.8, 1200, np.random.default_rng(2)), "price_usd_per_mwh")
    found = _found(path, "--kind", kind)
    assert found["model"] == kind
    assert found["series"][0]["values"] == 1200
    assert isinstance(found["remarks"], list)


def test_a_correlation_of_two_files(tmp_path: Path) -> None:
    """Each column from the file that has it."""
    paths = [
        _file(tmp_path, walk(0, 0.5, 300, np.random.default_rng(seed)), f"{name}_usd", f"{name}.parquet")
        for seed, name in enumerate(("a", "b"))
    ]
    found = _found(*paths, "--kind", "correlation", "--column", "a_usd", "--column", "b_usd")
    assert found["fit"]["count"] == 300
    assert abs(found["fit"]["matrix"][0][1]) < 0.2


def test_the_same_seed_draws_the_same_days(tmp_path: Path) -> None:
    """And the answer says the seed."""
    path = _file(tmp_path, reverting(20, 50, 0.8, 1200, np.random.default_rng(2)), "price_usd_per_mwh")
    drawn = [_found(path, "--kind", "days", "--paths", "3", "--seed", seed)["drawn_years"] for seed in "778"]
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "luck"), "luck"),
        (("--kind", "correlation", "--column", "price_usd"), "two columns"),
        (("--kind", "gbm", "--column", "a", "--column", "b"), "one column"),
        (("--kind", "gbm", "--where", "shop"), "COLUMN=TEXT"),
        (("--kind", "gbm", "--from", "soon"), "ISO date"),
        (("--kind", "days", "--daily", "mean"), "leave it out"),
        (("--kind", "gbm", "--column", "price_eur"), "no file has it"),
    ],
)
def test_what_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """Exit 2, one clear message, and nothing is written."""
    out = tmp_path / "o.json"
    path = _file(tmp_path, walk(0.1, 0.6, 100, np.random.default_rng(1)))
    result = bascule("plan", "calibrate", path, *words, "--json", out)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert not out.exists()


def test_options_of_help_and_page_are_the_same() -> None:
    """Each option has its row."""
    options = set(re.findall(r"--[a-z][a-z-]*[a-z]", bascule("plan", "calibrate", "--help").stdout)) - {
        "--help"
    }
    assert set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.MULTILINE)) == options


def _volatility(*period: str) -> tuple[float, float]:
    fit = _found(*BITCOIN, "--kind", "gbm", "--column", "price_usd", *period)["fit"]["volatility"]
    return fit["value"], fit["standard_error"]


@NEEDS_DATA
def test_bitcoin_is_calm_for_a_year_and_not_for_nine() -> None:
    """42 % in 2025, near the 44 % of 2025-01 to 2026-06; 55 to 65 % since 2021; more over nine years."""
    calm, error = _volatility("--from", "2025-01-01")
    assert calm == pytest.approx(0.44, abs=3 * error)
    assert 0.55 < _volatility("--from", "2021-01-01")[0] < 0.65
    assert _volatility("--from", "2017-01-01")[0] > 0.65


@NEEDS_DATA
def test_fat_tails_of_bitcoin_are_no_rare_jumps() -> None:
    """Jumps are far likelier than none, and so many that the answer says what they are."""
    found = _found(*BITCOIN, "--kind", "merton", "--column", "price_usd", "--from", "2021-01-01")
    assert found["fit"]["p_value"] < 1e-20
    assert any("no rare events" in remark for remark in found["remarks"])


@NEEDS_DATA
@pytest.mark.parametrize(
    ("file", "column", "where"),
    [
        ("gpu_rental_observations_2026", "price_median_usd_per_gpu_h", "gpu_model=H100_SXM"),
        ("gpu_rental_prime_2025q4", "median_usd_per_gpu_h", "gpu_type=H100_80GB"),
    ],
)
def test_rents_of_gpus_are_too_short_to_say_much(file: str, column: str, where: str) -> None:
    """A month or four give a level of 2 to 3.5 USD per GPU-hour and a warning that they are short."""
    words = ("--kind", "log-ou", "--column", column, "--where", where, "--daily", "median")
    found = _found(DATA / "gpu" / f"{file}.parquet", *words)
    assert 2 < found["fit"]["level"]["value"] < 3.5
    assert any("years" in remark for remark in found["remarks"])


@NEEDS_DATA
def test_drawn_years_of_french_prices_look_like_the_real_ones() -> None:
    """Mean, spread, daily range and negative hours within three scatters of a year."""
    file = DATA / "power" / "fr_day_ahead_hourly.parquet"
    found = _found(
        file, "--kind", "days", "--column", "price_eur_per_mwh", "--from", "2023-01-01", "--paths", "60"
    )
    for name in ("mean", "sd", "daily_range", "negative_frac"):
        years = [year[name] for year in found["drawn_years"]]
        assert abs(np.mean(years) - found["history"][name]) < 3 * np.std(years)
