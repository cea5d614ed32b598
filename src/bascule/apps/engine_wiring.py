"""Joins ``--engine`` to those who work on blocks of paths."""

from typing import Final, Literal, get_args

from bascule.adapters.engines.local import Processes
from bascule.adapters.engines.progress import Progress, unheard
from bascule.adapters.engines.ray_cluster import RayCluster, installed
from bascule.adapters.engines.serial import Serial
from bascule.errors import InputError, InputProblem

__all__ = ["ENGINES", "Progress", "engine_of"]

EngineName = Literal["local", "serial", "ray"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)
"""Names that ``--engine`` takes: the cores of this machine, one process, a Ray cluster."""


def engine_of(
    name: str = "local", address: str | None = None, progress: Progress = unheard
) -> Serial | Processes | RayCluster:
    """The engine of a name: every one answers the same to the bit.

    Args:
        name: One of ``ENGINES``.
        address: Of a Ray cluster; None to start one on this machine.
        progress: Told the number of finished blocks and of all blocks.

    Raises:
        InputError: There is no such engine, an address is given to one that has none, or Ray is not installed: all at once.
    """
    problems = list(_problems(name, address))
    if problems:
        raise InputError(problems)
    match name:
        case "serial":
            return Serial(progress=progress)
        case "ray":
            installed()
            return RayCluster(address=address, progress=progress)
        case _:
            return Processes(progress=progress)


def _problems(name: str, address: str | None) -> list[InputProblem]:
    found = []
    if name not in ENGINES:
        hint = f"must be one of {', '.join(ENGINES)}"
        found.append(InputProblem(file="--engine", field="engine", value=name, hint=hint))
    if address is not None and name != "ray":
        hint = "only a Ray cluster has an address: add --engine ray, or leave --address away"
        found.append(InputProblem(file="--address", field="address", value=address, hint=hint))
    return found
