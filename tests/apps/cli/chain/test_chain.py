"""``bascule chain`` as a user meets it."""

import json
from pathlib import Path

import pytest
from tests.apps.cli.program import bascule
from tests.chain.shared import real

COMMANDS = (
    "status",
    "bits",
    "subsidy",
    "retarget",
    "simulate",
    "hashprice",
    "concentration",
    "supply",
    "exit",
    "attack",
)


def block_file(folder: Path, count: int = 8200) -> Path:
    """Blocks of four periods from a known height, three pools and some that nobody claims."""
    rows = [
        f"{665_280 + at},{1_610_205_877 + 590 * at},{('a', 'b', 'a', 'Poolin', 'antpool', '')[at % 6]}"
        for at in range(count)
    ]
    path = folder / "blocks.csv"
    path.write_text("height,time_unix_s,pool\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    """Each has a help text."""
    result = bascule("chain", command, "--help")
    assert result.exit_code == 0
    assert "--json" in result.output


def test_values_on_the_command_line() -> None:
    """Bits and heights need no file."""
    assert "1.0" in bascule("chain", "bits", "0x1d00ffff", "--json", "-").stdout
    assert (
        json.loads(bascule("chain", "subsidy", "840,000", "--json", "-").stdout)["results"]["subsidy_sat"]
        == 312_500_000
    )
    wrong = bascule("chain", "bits", "0x00000000")
    assert wrong.exit_code == 2
    assert "zero" in wrong.output


def test_bare_problems(tmp_path: Path) -> None:
    """A list gives a list, one gives one; what erred is told and the output is complete; exit 2."""
    many, out = tmp_path / "many.json", tmp_path / "out.json"
    many.write_text(
        '[{"id": 1, "inputs": {"height": 0}}, {"id": 2, "inputs": {"height": -1}}]', encoding="utf-8"
    )
    result = bascule("chain", "subsidy", many, "--json", out)
    assert result.exit_code == 2
    assert "problem 2" in result.output
    assert "1 of 2 problems erred" in result.output
    first, second = json.loads(out.read_text())
    assert (first["results"], first["error"]) == ({"subsidy_sat": 5_000_000_000}, None)
    assert (second["results"], second["id"]) == (None, 2)
    one = tmp_path / "one.yaml"
    one.write_text("{id: x, kind: attack, inputs: {attacker_share: 0.1, confirmations: 6}}", encoding="utf-8")
    assert json.loads(bascule("chain", "attack", one, "--json", "-").stdout)["id"] == "x"


def test_retargets_of_blocks(tmp_path: Path) -> None:
    """Four periods of 590 s: difficulty rises by 1.7 % each; tables, JSON and page."""
    page = tmp_path / "r.html"
    result = bascule("chain", "retarget", block_file(tmp_path), "--html", page, "--json", tmp_path / "r.json")
    assert result.exit_code == 0, result.output
    assert "+1.7" in result.stdout
    found = json.loads((tmp_path / "r.json").read_text())
    assert (found["kind"], len(found["periods"])) == ("chain_retarget", 4)
    assert "Plotly" in page.read_text(encoding="utf-8")


def test_blocks_whose_target_nobody_knows(tmp_path: Path) -> None:
    """The remedy is an option."""
    rows = [f"{766_080 + at},{1_700_000_000 + 590 * at}" for at in range(2100)]
    path = tmp_path / "later.csv"
    path.write_text("height,time_unix_s\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert "--bits" in bascule("chain", "retarget", path).output
    assert bascule("chain", "retarget", path, "--bits", "0x17073039").exit_code == 0


def test_concentration(tmp_path: Path) -> None:
    """Both groupings under four rules, windows and bands in the JSON."""
    out = tmp_path / "c.json"
    result = bascule(
        "chain",
        "concentration",
        block_file(tmp_path),
        "--window",
        "week",
        "--draws",
        "20",
        "--json",
        out,
        "--html",
        tmp_path / "c.html",
    )
    assert result.exit_code == 0, result.output
    assert "AntPool & friends" in result.stdout
    found = json.loads(out.read_text())
    assert len(found["cases"]) == 8
    assert found["cases"][0]["whole"]["hhi"]["denominator"] > 1
    assert len(found["window_starts_s"]) == len(found["cases"][0]["windows"]["hhi"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--window", "fortnight"), "--window"),
        (("--from", "soon"), "--from"),
        (("--from", "2030-01-01"), "widen"),
        (("--groups", "none.yaml"), "no such file"),
    ],
)
def test_options_that_lie(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    """Each is named with its remedy, and nothing is written."""
    result = bascule("chain", "concentration", block_file(tmp_path, 40), *options)
    assert result.exit_code == 2
    assert said in result.output


def test_simulate(tmp_path: Path) -> None:
    """-30 % at the start: x 0.70035 after 19.99 days; with luck a band; from a table too."""
    result = bascule("chain", "simulate", "--days", "40", "--paths", "50", "--json", tmp_path / "s.json")
    assert "0.70035" in result.stdout
    assert "19.99" in result.stdout
    found = json.loads((tmp_path / "s.json").read_text())
    assert len(found["difficulty_quantiles"]) == 3
    table = tmp_path / "h.csv"
    table.write_text(
        "date,hashrate_eh_s\n" + "".join(f"2026-01-{d:02},900\n" for d in range(1, 21)), encoding="utf-8"
    )
    assert "subsidy depends" in bascule("chain", "simulate", table).output
    dated = bascule("chain", "simulate", table, "--height", "826560")
    assert dated.exit_code == 0, dated.output
    assert "2026-01-1" in dated.stdout
    assert "must begin a period" in bascule("chain", "simulate", "--height", "5").output
    both = bascule("chain", "simulate", "--fees-per-block", "0.1", "--fees-per-day", "1")
    assert "one of them" in both.output


def test_exit_supply_and_attack(tmp_path: Path) -> None:
    """The bundled scenario: less is lost than leaves; every page and JSON is written."""
    for command in ("exit", "supply", "attack"):
        result = bascule(
            "chain", command, "--html", tmp_path / f"{command}.html", "--json", tmp_path / f"{command}.json"
        )
        assert result.exit_code == 0, result.output
        assert json.loads((tmp_path / f"{command}.json").read_text())["kind"] == f"chain_{command}"
    found = json.loads((tmp_path / "exit.json").read_text())
    assert 0 < found["pass_through_frac"] < 1
    assert (
        found["subtraction"]["hashrate_eh_s"][-1]
        < found["answer"]["hashrate_eh_s"][-1]
        < found["stay"]["hashrate_eh_s"][-1]
    )


def test_the_template_is_a_scenario(tmp_path: Path) -> None:
    """What --template prints can be run."""
    text = bascule("chain", "exit", "--template").stdout
    (tmp_path / "mine.yaml").write_text(text.replace("days: 540", "days: 60"), encoding="utf-8")
    assert bascule("chain", "exit", tmp_path / "mine.yaml").exit_code == 0
    (tmp_path / "bad.yaml").write_text(text.replace("days: 540", "days: -1"), encoding="utf-8")
    assert "days" in bascule("chain", "exit", tmp_path / "bad.yaml").output


def test_status(tmp_path: Path) -> None:
    """From blocks: hashrate with its interval, the next adjustment, the last week's concentration; one page of it all."""
    result = bascule(
        "chain", "status", block_file(tmp_path), "--usd-per-btc", "36000", "--html", tmp_path / "s.html"
    )
    assert result.exit_code == 0, result.output
    for said in ("Hashrate, last 144 blocks", "Next adjustment", "673,479", "HHI"):
        assert said in result.stdout
    page = (tmp_path / "s.html").read_text(encoding="utf-8")
    for title in (
        "The network now",
        "Concentration",
        "Difficulty",
        "What the exits do",
        "Supply of hashrate",
        "Attack",
    ):
        assert title in page


def test_status_of_an_explorers_answers(tmp_path: Path) -> None:
    """What answers state is put together; what they do not stays a dash."""
    (tmp_path / "h.json").write_text(
        '{"currentHashrate": 252033247355212300000, "currentDifficulty": 3.1e13}', encoding="utf-8"
    )
    (tmp_path / "p.json").write_text('{"time": 1, "USD": 40000}', encoding="utf-8")
    result = bascule("chain", "status", tmp_path / "h.json", tmp_path / "p.json")
    assert "252.0 EH/s" in result.stdout
    assert "40,000" in result.stdout


def test_hashprice_of_days_and_of_published_figures(tmp_path: Path) -> None:
    """Real days by year, and six published figures with reasons."""
    days = real("bitcoin/btc_daily_2025.parquet")
    result = bascule(
        "chain",
        "hashprice",
        days,
        "--usd-per-eur",
        "1.1",
        "--html",
        tmp_path / "h.html",
        "--json",
        tmp_path / "h.json",
    )
    assert result.exit_code == 0, result.output
    assert "2025" in result.stdout
    assert len(json.loads((tmp_path / "h.json").read_text())["usd_per_ph_day"]) == 365
    checks = bascule("chain", "hashprice", real("hashprice_checks.csv"))
    assert "fees are missing" in checks.stdout
