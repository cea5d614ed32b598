"""The project's frame: what may be committed, what is pinned, and what a room may load."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
REQUIREMENTS: Final = sorted((ROOT / "requirements").glob("*.txt"))
MAX_BYTES: Final = 1_000_000

# Character classes keep this file from matching itself.
FORBIDDEN: Final = {
    "an address of a package registry": r"(index|find|extra)[-_](url|links)\b|py[p]i\.org|python[h]osted",
    "a download address": r"https?://[^\s\"']+\.(whl|tar\.g[z])",
    "a path of one machine": r"(?<![\w.~-])/(wor[k]|tm[p]|roo[t]|hom[e]|User[s])/\w",
    "a secret": r"-----BEGI[N] [A-Z ]*PRIVATE|\bAKI[A][0-9A-Z]{16}|\bgh[pousr]_\w{30}|\bs[k]-[\w-]{20}",
}


def committed_files() -> list[Path]:
    """Files that git tracks, or would with the next ``git add``."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """Content of a text file; empty for anything else."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def requirements_of(path: Path) -> list[str]:
    """One entry per requirement, its continuation lines joined."""
    return path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def modules_loaded_by(module: str) -> set[str]:
    """Top-level names in ``sys.modules`` of a fresh interpreter after one import."""
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return set(shown.split())


@pytest.mark.parametrize("what", FORBIDDEN)
def test_committed_text_is_free_of_machines_and_secrets(what: str) -> None:
    """No committed text file holds a registry address, a machine's path or a secret."""
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in committed_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("an address of a package registry", "--extra" + "-index" + "-url file:///srv/simple"),
        ("a download address", "https://example.org/a-1.0-py3-none-any" + ".whl"),
        ("a path of one machine", 'open("/' + 'home/ada/site.yaml")'),
        ("a secret", "-----BEGIN " + "RSA PRIVATE KEY-----"),
    ],
)
def test_forbidden_patterns_bite(what: str, line: str) -> None:
    """Each pattern finds an example of what it forbids."""
    assert re.search(FORBIDDEN[what], line)


def test_no_committed_file_is_large() -> None:
    """No committed file exceeds one megabyte."""
    sizes = {str(path.relative_to(ROOT)): path.stat().st_size for path in committed_files()}
    assert sizes
    assert [name for name, size in sizes.items() if size > MAX_BYTES] == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_each_requirement_is_pinned_and_hashed(path: Path) -> None:
    """A requirement file is nothing but exact versions with hashes: no option, no address, no comment."""
    entry = re.compile(r"[a-z0-9.-]+==[^\s;]+( ;[^#/]*?)?( +--hash=sha256:[0-9a-f]{64})+")
    entries = requirements_of(path)
    assert len(entries) > 10
    assert [line[:80] for line in entries if not entry.fullmatch(line)] == []


def test_requirement_files_agree() -> None:
    """What dev and bench add leaves every version of core as it is."""
    core, dev, bench = (
        {line.partition(" ")[0] for line in requirements_of(ROOT / "requirements" / f"{name}.txt")}
        for name in ("core", "dev", "bench")
    )
    assert core <= dev
    assert core <= bench


@pytest.mark.parametrize(
    ("name", "pinned"),
    [("core", r"^plotly==6\."), ("bench", r"^pandas==2\.3\."), ("bench", r"^pypsa==1\.2\.4 ")],
)
def test_known_conflicts_are_avoided(name: str, pinned: str) -> None:
    """Versions that other tools of the field refuse are not taken."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert re.search(pinned, text, re.MULTILINE)


def test_every_core_dependency_is_pinned() -> None:
    """Each dependency of the package stands in the core requirements."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {line.partition("==")[0] for line in requirements_of(ROOT / "requirements" / "core.txt")}
    wanted = {re.split(r"[^\w.-]", need)[0].replace(".", "-") for need in project["dependencies"]}
    assert wanted <= pinned


def test_dispatch_loads_only_what_it_needs() -> None:
    """Importing the dispatch core loads no command line, data frames, validation or charts."""
    unwanted = {"asyncio", "pandas", "plotly", "polars", "pydantic", "rich", "ruamel", "typer"}
    assert modules_loaded_by("bascule.dispatch") & unwanted == set()


def test_an_unfit_python_gets_one_clear_line(tmp_path: Path) -> None:
    """Make names the version it needs and the one it found, and makes nothing."""
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.8.18"\n', encoding="utf-8")
    old.chmod(0o755)
    venv = tmp_path / "venv"
    command = ["make", f"PYTHON={old}", f"VENV={venv}", f"{venv}/bin/pip"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    run = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    lines = [line for line in run.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1
    assert "needs Python 3.11 or later" in lines[0]
    assert "Python 3.8.18" in lines[0]
    assert not venv.exists()
