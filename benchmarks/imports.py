"""What it costs to import the dispatch core, in fresh processes."""

import json
import subprocess
import sys
from statistics import median
from typing import Final

from benchmarks.figures import Figure

PART: Final = "import"
_CODE: Final = """
import time, resource, json
begun = time.perf_counter()
import {module}
seconds = time.perf_counter() - begun
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def measure(*, quick: bool) -> list[Figure]:
    """The package's door, and the policy that pulls in all of dispatch with numpy and HiGHS."""
    figures = []
    for module, target in (("bascule.dispatch", 0.4), ("bascule.dispatch.policies.optimal", 0.4)):
        runs = [_import(module) for _ in range(2 if quick else 5)]
        seconds, memory = median(run[0] for run in runs), median(run[1] for run in runs)
        said = f"median of {len(runs)} fresh processes"
        figures.append(Figure(part=PART, name=module, value=seconds, unit="s", at_most=target, note=said))
        figures.append(Figure(part=PART, name=f"{module}: memory", value=memory, unit="MiB"))
    return figures


def _import(module: str) -> tuple[float, float]:
    command = [sys.executable, "-c", _CODE.format(module=module)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory = json.loads(shown)
    return float(seconds), float(memory)
