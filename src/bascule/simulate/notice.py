"""GPUs of a sale that were taken although its buyers have a right to notice."""

import numpy as np

from bascule.model.ai_contracts import GpuSale
from bascule.model.series import Floats


def taken_gpus(
    sale: GpuSale, gpus: Floats, wanted: Floats, held_before: float, forced: Floats
) -> Floats | None:
    """GPUs by which a sale fell, demand's own fall left out, in intervals that an order or regulation cut.

    A plan keeps to the notice; only the grid and the site's regulation break it. None for a sale without notice.

    Args:
        sale: The contract.
        gpus: GPUs at work per interval.
        wanted: GPUs that buyers ask for.
        held_before: GPUs at work before the first interval.
        forced: 1.0 in intervals with an order of the grid or a cut by regulation.
    """
    if sale.notice_h <= 0:
        return None
    before = np.concatenate([[held_before], gpus[:-1]])
    return np.asarray(np.maximum(np.minimum(before, wanted) - gpus, 0.0) * forced)
