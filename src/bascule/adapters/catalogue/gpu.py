"""Catalogue of accelerators and the servers around them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bascule.adapters.catalogue.nearest import nearest, plain
from bascule.adapters.catalogue.rows import number, rows
from bascule.errors import InputError, InputProblem
from bascule.units import KW_PER_MW, W_PER_MW


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuServer:
    """One accelerator with its share of the server.

    Attributes:
        name: Accelerator and form factor.
        tdp_w: Power limit of the accelerator alone.
        server_kw_per_gpu: IT power of the whole server over its accelerators, at full load.
        gpus_per_node: Accelerators that are switched together.
        capex_usd_per_gpu: Price per accelerator, server included, or None where not known.
        rental_usd_per_gpu_h: One price seen on the market; it moves and differs by seller: no constant.
        rental_source: Who asked that price, and what others asked.
        rental_date: Day or month of that price.
        source: Where the other figures come from.
        as_of: Month of the source, ``YYYY-MM``.
        remark: What is doubtful about it, empty if nothing.
    """

    name: str
    tdp_w: float
    server_kw_per_gpu: float
    gpus_per_node: int
    capex_usd_per_gpu: float | None
    rental_usd_per_gpu_h: float
    rental_source: str
    rental_date: str
    source: str
    as_of: str
    remark: str = ""

    @property
    def full_w(self) -> float:
        """IT power per accelerator at full load, its share of the server included."""
        return self.server_kw_per_gpu * W_PER_MW / KW_PER_MW

    @property
    def overhead_w(self) -> float:
        """Share of the server per accelerator: processors, memory, network, fans."""
        return self.full_w - self.tdp_w

    @property
    def idle_w(self) -> float:
        """IT power without work; assumed: a tenth of the accelerator and half of the rest."""
        return 0.1 * self.tdp_w + 0.5 * self.overhead_w

    @property
    def paused_w(self) -> float:
        """IT power per accelerator of a node switched off; assumed: 80 W of standby per 8."""
        return 10.0


def gpu_servers() -> tuple[GpuServer, ...]:
    """Every accelerator, in the order of the catalogue."""
    return tuple(_server(row) for row in rows("gpu_servers"))


def find_gpu(name: str) -> GpuServer:
    """The accelerator of that name; case does not matter.

    Raises:
        InputError: No such accelerator; the hint names the nearest ones.

    >>> find_gpu("h100 sxm").full_w
    1280.0
    """
    found = {plain(server.name): server for server in gpu_servers()}.get(plain(name))
    if found is None:
        raise InputError([InputProblem(file="catalogue", field="gpu", value=name[:60], hint=gpu_hint(name))])
    return found


def gpu_hint(name: str) -> str:
    """What to do about an accelerator name that the catalogue does not hold."""
    near = nearest(name, [server.name for server in gpu_servers()])
    listed = f"; the nearest are {', '.join(near)}" if near else ""
    return f"is not in the catalogue{listed} (bascule catalog gpu lists all)"


def _server(row: Mapping[str, str]) -> GpuServer:
    return GpuServer(
        name=row["name"],
        tdp_w=float(row["tdp_w"]),
        server_kw_per_gpu=float(row["server_kw_per_gpu"]),
        gpus_per_node=int(row["gpus_per_node"]),
        capex_usd_per_gpu=number(row["capex_usd_per_gpu"]),
        rental_usd_per_gpu_h=float(row["rental_usd_per_gpu_h"]),
        rental_source=row["rental_source"],
        rental_date=row["rental_date"],
        source=row["source"],
        as_of=row["as_of"],
        remark=row["remark"],
    )
