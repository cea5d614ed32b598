"""Catalogue of what accelerators compute, joined to the servers around them."""

from collections.abc import Mapping
from typing import Final

from bascule.adapters.catalogue.gpu import gpu_servers
from bascule.adapters.catalogue.nearest import nearest, plain
from bascule.adapters.catalogue.rows import number, rows
from bascule.errors import InputError, InputProblem
from bascule.study.training.accelerator import Accelerator, Precision

SAME_SERVER: Final[Mapping[str, str]] = {"A100 40 SXM": "A100 80 SXM", "H800 SXM": "H100 SXM"}
"""Accelerators that stand in the servers of another."""


def accelerator_names() -> tuple[str, ...]:
    """Every accelerator whose peak is known."""
    return tuple(row["name"] for row in rows("accelerator_peaks"))


def find_accelerator(name: str, precision: Precision = Precision.BF16) -> Accelerator:
    """The accelerator of that name; case does not matter.

    Args:
        name: Of the catalogue.
        precision: Number format of the peak.

    Raises:
        InputError: No such accelerator, or it has no such peak.

    >>> find_accelerator("h100 sxm").server_kw_per_gpu
    1.28
    """
    row = {plain(row["name"]): row for row in rows("accelerator_peaks")}.get(plain(name))
    if row is None:
        near = nearest(name, accelerator_names()) or accelerator_names()
        raise _refused(name, f"has no known peak; known are {', '.join(near)}")
    peak = number(row[f"{precision}_tflop_s"])
    if peak is None:
        raise _refused(name, f"has no {precision} peak: use bf16")
    server = {server.name: server for server in gpu_servers()}.get(SAME_SERVER.get(row["name"], row["name"]))
    return Accelerator(
        name=row["name"],
        precision=precision,
        peak_tflop_s=peak,
        tdp_w=float(row["tdp_w"]),
        server_kw_per_gpu=None if server is None else server.server_kw_per_gpu,
        peak_source=f"{row['source']} ({row['as_of']}, {row['standing']})",
        power_source="" if server is None else f"{server.source} ({server.as_of})",
    )


def _refused(name: str, hint: str) -> InputError:
    return InputError([InputProblem(file="catalogue", field="accelerator", value=name[:60], hint=hint)])
