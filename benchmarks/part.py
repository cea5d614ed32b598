"""One part of the benchmark in its own process, so that memory and imports of one part do not weigh on another."""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

from benchmarks.figures import Figure

Measure = Callable[..., list[Figure]]
MODULES: Final[Mapping[str, str]] = {
    "window": "window_speed",
    "reserves": "reserve_window",
    "peers": "peers",
    "rolling": "rolling_year",
    "real-time": "real_time_year",
    "bound": "whole_year",
    "closed-form": "closed_form",
    "import": "imports",
    "integers": "integers",
    "chain-paths": "chain_paths",
    "chain-concentration": "chain_concentration",
    "quantlib-put": "quantlib_put",
    "switching": "switching",
    "site-paths": "site_paths",
}
"""Parts by the name that ``--only`` takes, in the order in which they run."""

_MIB_AT_MOST: Final = {"bound": 1024.0}


def main(name: str, path: Path, *, quick: bool) -> None:
    """Measure one part and write its figures, peak memory last."""
    measure: Measure = import_module(f"benchmarks.{MODULES[name]}").measure
    figures = measure(quick=quick)
    # Linux counts in KiB; an import is measured in children of its own.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if name != "import":
        peak = Figure(
            part=figures[0].part,
            name="peak memory",
            value=memory,
            unit="MiB",
            at_most=_MIB_AT_MOST.get(name),
            note="of the process that measured this part",
        )
        figures.append(peak)
    path.write_text(json.dumps([figure.record() for figure in figures]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), quick="--quick" in sys.argv)
