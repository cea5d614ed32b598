"""How bad the worst outcomes are: value at risk and its conditional mean."""

import math
from collections.abc import Sequence


def value_at_risk(pnl: Sequence[float], level: float) -> float:
    """Minus the order statistic of rank ceil(n (1 - level)), worst first.

    Raises:
        ValueError: No outcome, or a level outside 0 to 1.

    >>> value_at_risk([-50.0, -10.0, 0.0, 20.0], 0.75)
    50.0
    """
    _refuse(pnl, level)
    rank = max(1, math.ceil(round(len(pnl) * (1 - level), 9)))
    return -sorted(pnl)[rank - 1]


def conditional_value_at_risk(pnl: Sequence[float], level: float) -> float:
    """Minus the mean of the worst n (1 - level) outcomes, the one at the boundary in part.

    Raises:
        ValueError: No outcome, or a level outside 0 to 1.

    >>> conditional_value_at_risk([-50.0, -10.0, 0.0, 20.0], 0.625)
    36.666666666666664
    """
    _refuse(pnl, level)
    size = len(pnl) * (1 - level)
    whole = math.floor(round(size, 9))
    worst = sorted(pnl)
    part = max(size - whole, 0.0)
    boundary = part * worst[whole] if whole < len(worst) else 0.0
    return -(math.fsum(worst[:whole]) + boundary) / size


def _refuse(pnl: Sequence[float], level: float) -> None:
    if not pnl or not 0 < level < 1:
        raise ValueError(f"needs at least one outcome and a level between 0 and 1: {len(pnl)}, {level}")
