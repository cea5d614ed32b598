"""Blocks worked on by a Ray cluster: the optional extra ``ray``, imported only when it is asked for."""

import platform
import socket
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from bascule.adapters.engines.progress import Progress, unheard
from bascule.errors import InputError, InputProblem

T = TypeVar("T")
R = TypeVar("R")

PATIENCE_S: Final = 5.0
"""For the head of a cluster to answer."""
AHEAD: Final = 2
"""Blocks under way for each core of the cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RayCluster:
    """An engine of a cluster.

    Attributes:
        address: Of its head, such as ``10.0.0.5:6379`` or ``ray://10.0.0.5:10001``; None for one that is started on this machine
            and ended after the run.
        progress: Told after each block, in order.
    """

    address: str | None = None
    progress: Progress = unheard

    def __call__(self, work: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Answers in the order of the tasks.

        Work and tasks are put into the cluster's store once, arrays that tasks share among them. A cluster that the caller has
        joined before is used and left as it is; one that is joined or started here is left or ended, however the run ends.

        Args:
            work: A function of a module that the cluster's machines can import.
            tasks: Blocks.

        Raises:
            InputError: Ray is missing, no cluster answers at the address, or its machines have other versions.
            RuntimeError: A machine was lost with its block.
        """
        ray = installed()
        joined = not ray.is_initialized()
        if joined:
            _join(ray, self.address)
        try:
            yield from _worked(ray, work, tasks, self.progress)
        finally:
            if joined:
                ray.shutdown()


def installed() -> ModuleType:
    """The ``ray`` package.

    Raises:
        InputError: It is not installed.
    """
    try:
        return import_module("ray")
    except ModuleNotFoundError:
        hint = 'Ray is not installed: pip install "bascule[ray]", or leave --engine away to use the cores of this machine'
        raise InputError([InputProblem(file="--engine", field="engine", value="ray", hint=hint)]) from None


def versions() -> dict[str, str]:
    """What must agree for answers to agree to the bit."""
    return {
        "bascule": version("bascule"),
        "numpy": version("numpy"),
        "scipy": version("scipy"),
        "machine": platform.machine(),
    }


def _join(ray: ModuleType, address: str | None) -> None:
    """Start a cluster on this machine, or join one.

    Raises:
        InputError: No cluster answers, or it is one of another version of Ray or Python.
    """
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    if address is None:
        ray.init(address="local", include_dashboard=False, **quiet)
        return
    try:
        _knock(address)
        ray.init(address=address, **quiet)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        hint = (
            f"no cluster that Ray {ray.__version__} can join ({first}): start one with `ray start --head`, and give "
            "the address that it prints; where it asks for a token, set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN to its own"
        )
        raise InputError(
            [InputProblem(file="--address", field="address", value=address, hint=hint)]
        ) from None


def _knock(address: str) -> None:
    """See that something listens: Ray itself would try for minutes.

    Raises:
        OSError: Nothing does.
        ValueError: The address has no port, or no number for one.
    """
    found = urlsplit(address if "://" in address else f"//{address}")
    if found.hostname is None or found.port is None:
        raise ValueError("an address is a host and a port")
    socket.create_connection((found.hostname, found.port), timeout=PATIENCE_S).close()


def _worked(ray: ModuleType, work: Callable[[T], R], tasks: Sequence[T], progress: Progress) -> Iterator[R]:
    ahead = AHEAD * max(int(ray.cluster_resources().get("CPU", 1)), 1)
    here = versions()
    shared = ray.put((work, list(tasks)))
    remote = ray.remote(_run)
    under_way: deque[Any] = deque()
    waiting = iter(range(len(tasks)))
    for done in range(1, len(tasks) + 1):
        while len(under_way) < ahead and (index := next(waiting, None)) is not None:
            under_way.append(remote.remote(here, shared, index))
        answer: R = _taken(ray, under_way.popleft())
        progress(done, len(tasks))
        yield answer


def _run(wanted: dict[str, str], shared: tuple[Callable[[T], R], Sequence[T]], index: int) -> R:
    """On a machine of the cluster: work on a task.

    Raises:
        InputError: This machine would answer other bits.
    """
    own = versions()
    if own != wanted:
        apart = ", ".join(
            f"{name} {own[name]}, not {wanted[name]}" for name in wanted if own[name] != wanted[name]
        )
        hint = f"a machine of the cluster has {apart}: answers would differ; install the same versions everywhere"
        raise InputError([InputProblem(file="--engine", field="engine", value="ray", hint=hint)])
    work, tasks = shared
    return work(tasks[index])


def _taken(ray: ModuleType, reference: object) -> Any:  # noqa: ANN401 -- what the work answers
    """An answer.

    Raises:
        Exception: What the work raised.
        RuntimeError: The cluster lost the block.
    """
    try:
        return ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        raise error.cause from None
    except ray.exceptions.RayError as error:
        raise RuntimeError(f"the cluster lost a block of paths: {str(error).splitlines()[0]}") from None
