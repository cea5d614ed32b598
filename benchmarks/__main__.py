"""``python -m benchmarks``: measure every speed that is promised, print a table and write JSON."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.figures import Figure, Record, figure_of, table
from benchmarks.part import MODULES

RESULT = Path("bench-results.json")
PACKAGES = ("bascule", "highspy", "numpy", "pypsa", "linopy", "pandas", "QuantLib")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that were asked for, each in its own process; 1 if a part failed."""
    asked = _parser().parse_args(arguments)
    figures, failed = [], []
    for name in asked.only or MODULES:
        print(f"measuring {name} ...", flush=True)
        measured = _measured(name, quick=asked.quick)
        figures.extend(measured)
        if not measured:
            failed.append(name)
    print()
    print(table(figures))
    missed = sum(figure.reached is False for figure in figures)
    kept = sum(figure.reached is True for figure in figures)
    print(
        f"\n{kept} targets reached, {missed} not reached"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    if asked.quick:
        print("--quick: shortened runs, so targets are not judged")
    _write(asked.json, figures, quick=asked.quick)
    print(f"written: {asked.json}")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--json", type=Path, default=RESULT, metavar="FILE", help=f"where to write (default {RESULT})"
    )
    parser.add_argument("--only", action="append", choices=list(MODULES), help="a part; may be repeated")
    parser.add_argument("--quick", action="store_true", help="shortened runs, to see that everything works")
    return parser


def _measured(name: str, *, quick: bool) -> list[Figure]:
    """Figures of one part, none if it failed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.json"
        command = [sys.executable, "-m", "benchmarks.part", name, str(path), *(["--quick"] if quick else [])]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0 or not path.is_file():
            print(f"{name} failed:\n{done.stderr[-2000:]}", file=sys.stderr)
            return []
        records: list[Record] = json.loads(path.read_text(encoding="utf-8"))
    return [figure_of(record, targets=not quick) for record in records]


def _write(path: Path, figures: Sequence[Figure], *, quick: bool) -> None:
    result = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "versions": {name: _version(name) for name in PACKAGES},
        "figures": [figure.record() for figure in figures],
    }
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
