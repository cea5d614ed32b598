"""Correlations of several series, each with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from bascule.model.series import Floats
from bascule.study.calibration.estimate import NORMAL_95
from bascule.study.calibration.observed import LEAST, Observed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CorrelationFit:
    """Correlations of log returns between moments that all series share.

    Attributes:
        names: Of the series.
        matrix: Correlations.
        low: Lower ends of 95 % intervals by Fisher's z.
        high: Upper ends.
        z_error: Standard error of every z = atanh(correlation): 1 / sqrt(count - 3).
        count: Of returns.
        volatilities: Per year, of the same returns.
    """

    names: tuple[str, ...]
    matrix: Floats
    low: Floats
    high: Floats
    z_error: float
    count: int
    volatilities: Floats


def fit_correlation(series: Sequence[Observed]) -> CorrelationFit:
    """Correlations over common moments, returns from each to the next.

    Raises:
        ValueError: One series alone, too few common moments, a value that is not above zero, or one that never moves.
    """
    if len(series) < 2:
        raise ValueError("a correlation needs two series or more")
    common = reduce(np.intersect1d, [one.times_s for one in series])
    if len(common) < LEAST:
        raise ValueError(
            f"{', '.join(one.name for one in series)}: {len(common)} moments in common, at least {LEAST} are needed"
        )
    cut = [
        Observed(name=one.name, times_s=common, values=one.values[np.isin(one.times_s, common)])
        for one in series
    ]
    roots = np.sqrt(cut[0].steps_years)
    scaled = np.array([one.log_returns / roots for one in cut])
    still = [one.name for one, row in zip(cut, scaled, strict=True) if row.std() == 0]
    if still:
        raise ValueError(f"{', '.join(still)}: never moves, so it has no correlation")
    matrix, error = np.corrcoef(scaled), 1 / math.sqrt(scaled.shape[1] - 3)
    np.fill_diagonal(matrix, 1.0)
    # A correlation of one has no z: it stays what it is.
    z = np.arctanh(np.clip(matrix, -1 + 1e-15, 1 - 1e-15))
    low, high = np.tanh(z - NORMAL_95 * error), np.tanh(z + NORMAL_95 * error)
    for end in (low, high):
        np.fill_diagonal(end, 1.0)
    return CorrelationFit(
        names=tuple(one.name for one in cut),
        matrix=matrix,
        low=low,
        high=high,
        z_error=error,
        count=scaled.shape[1],
        volatilities=scaled.std(axis=1, ddof=1),
    )
