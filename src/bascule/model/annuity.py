"""Capital spread over years."""

import math


def capital_recovery(rate: float, years: float) -> float:
    """Yearly payment at year ends that is worth one unit of capital now; exact also near a rate of zero.

    Args:
        rate: Per year, above -1.
        years: How long it is paid.

    Raises:
        ValueError: There is no year.

    >>> round(capital_recovery(0.1, 15.0), 5), capital_recovery(0.0, 20.0)
    (0.13147, 0.05)
    """
    if years <= 0:
        raise ValueError(f"capital is spread over more than no year: {years}")
    return 1 / years if abs(rate) < 1e-300 else rate / -math.expm1(-years * math.log1p(rate))
