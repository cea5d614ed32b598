"""Work in a fresh process, with the peak of its memory."""

import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def in_child(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> tuple[R, float]:
    """What a function of a module answers in a process of its own, and the peak of that process's memory in MiB.

    Linux hands a parent's peak on to its child: call this before the parent has grown.
    """
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        answer = pool.submit(work, *args, **kwargs).result()
        return answer, pool.submit(_peak_mib).result()


def load() -> str:
    """How busy the machine is, in words: other work makes timings worse than they are."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _peak_mib() -> float:
    # Linux counts in KiB.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
