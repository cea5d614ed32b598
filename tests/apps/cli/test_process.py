"""The program in a process of its own: exit codes, streams, Ctrl-C, and what it loads."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.apps.cli.program import PERIOD, command, everything_in, process, write_site

from bascule import __version__
from bascule.adapters.files.site_template import site_template


def test_the_version_is_the_packages() -> None:
    """``--version`` prints it and ends well."""
    done = process("--version")
    assert (done.returncode, done.stdout) == (0, f"bascule {__version__}\n")


def test_help_loads_nothing_heavy() -> None:
    """Help comes before any number is loaded: no arrays, data frames, solver, charts or YAML."""
    start = "import sys; from bascule.apps.cli.main import app; app(['--help'], standalone_mode=False)"
    code = f"{start}; print(*{{name.partition('.')[0] for name in sys.modules}}, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "backtest" in done.stdout
    assert set(done.stderr.split()) & {"highspy", "numpy", "plotly", "polars", "pydantic", "ruamel"} == set()


def test_standard_output_is_pure_json(tmp_path: Path) -> None:
    """What another program reads is the document and nothing else."""
    done = process("backtest", write_site(tmp_path), *PERIOD, "--policy", "always-on", "--json", "-")
    assert done.returncode == 0
    assert json.loads(done.stdout)["kind"] == "backtest"
    assert "Policies" in done.stderr


def test_a_wrong_site_is_told_on_standard_error(tmp_path: Path) -> None:
    """Exit code 2, nothing on standard output, no traceback."""
    done = process("check", write_site(tmp_path, ("country: FR", "country: France")))
    assert (done.returncode, done.stdout) == (2, "")
    line = site_template().split("country:")[0].count("\n") + 1
    assert f"site.yaml:{line}: country = France" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize(
    "words", [("--out", "out", "--json", "a.json"), ("--json", "-")], ids=["files", "screen"]
)
def test_ctrl_c_in_the_middle_leaves_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A year takes long; a signal after the start ends it with 130, without files and traceback."""
    site = write_site(tmp_path)
    year = ("--market", "embedded:france:2023:7", "--from", "2023-01-01", "--to", "2024-01-01")
    asked = command("backtest", site, *year, *words)
    with subprocess.Popen(
        asked, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        time.sleep(2.0)
        run.send_signal(signal.SIGINT)
        out, told = run.communicate(timeout=60)
    assert (run.returncode, out) == (130, "")
    assert "Traceback" not in told
    assert everything_in(tmp_path) == ["site.yaml"]
