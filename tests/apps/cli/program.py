"""Starts the program as a user does: in this process, or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from typer.testing import CliRunner, Result

from bascule.adapters.files.site_template import site_template
from bascule.apps.cli.main import app

MARKET: Final = "embedded:france:2023:7"
PERIOD: Final = ("--market", MARKET, "--from", "2023-03-01", "--to", "2023-03-03")
COMMANDS: Final = (
    "backtest",
    "fit-strike",
    "dispatch",
    "check",
    "flexibility",
    "init",
    "catalog",
    "peaks",
    "demo",
    "chain",
    "plan",
)


def bascule(*words: str | Path) -> Result:
    """Run a command in this process, in a wide terminal."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(word) for word in words], prog_name="bascule")


def command(*words: str | Path) -> list[str]:
    """The command line of the program in a process of its own."""
    start = "from bascule.apps.cli.main import main; main()"
    return [sys.executable, "-c", start, *(str(word) for word in words)]


def process(*words: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        command(*words), cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=120
    )


def write_site(folder: Path, *changes: tuple[str, str]) -> Path:
    """The commented example as a site file, with texts replaced."""
    text = site_template()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "site.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def everything_in(folder: Path) -> Sequence[str]:
    """Names of all files and folders below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
