"""Figures that tell whether drawn days look like the real ones."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShape:
    """Of days in a row.

    Attributes:
        mean: Of all intervals.
        sd: Of all intervals.
        daily_range: Mean of each day's highest less its lowest.
        negative_frac: Share of intervals below zero.
        next_day: Correlation of a day's mean with the next one's; None for less than three days or equal ones.
    """

    mean: float
    sd: float
    daily_range: float
    negative_frac: float
    next_day: float | None


def day_shape(values: Floats) -> DayShape:
    """Shape of days, one a row.

    >>> day_shape(np.array([[1.0, 3.0], [2.0, 4.0]])).daily_range
    2.0
    """
    means = values.mean(axis=1)
    told = len(means) > 2 and means[:-1].std() > 0 and means[1:].std() > 0
    return DayShape(
        mean=float(values.mean()),
        sd=float(values.std()),
        daily_range=float((values.max(axis=1) - values.min(axis=1)).mean()),
        negative_frac=float((values < 0).mean()),
        next_day=float(np.corrcoef(means[:-1], means[1:])[0, 1]) if told else None,
    )
