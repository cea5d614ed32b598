"""Power prices as mean reversion with spikes on top, told apart by a robust threshold."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from bascule.model.series import Floats
from bascule.study.calibration.autoregression import autoregression
from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.information import propagated
from bascule.study.calibration.observed import Observed

THRESHOLD: Final = 4.0
WINDOW: Final = 61
"""Steps of the running median, odd."""
_MAD_TO_SD: Final = 1.4826
"""A normal's standard deviation over its median absolute deviation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpikeFit:
    """What a series says of dX = speed (level - X) dt + sigma dW, and spikes in addition.

    Attributes:
        start: Last value that is no spike.
        level: Stationary mean without spikes.
        speed: Per year.
        volatility: In the series' unit per square root of a year.
        spikes_per_year: Stretches of steps beyond the threshold, each counted once.
        spike_size: Mean of what a spike adds to the running median, in the series' unit; negative ones count as such.
        spike_size_sd: Their spread.
        spike_steps: Mean length of a stretch in steps.
        up_frac: Share of stretches that go up, None without any.
        threshold: In robust standard deviations from the running median.
        mean_with_spikes: Of the whole series.
        count: Of steps between two values that are no spikes.
        years: Observed, without gaps.
    """

    start: float
    level: Estimate
    speed: Estimate
    volatility: Estimate
    spikes_per_year: Estimate
    spike_size: Estimate | None
    spike_size_sd: float | None
    spike_steps: float | None
    up_frac: float | None
    threshold: float
    mean_with_spikes: float
    count: int
    years: float


def fit_spikes(observed: Observed, *, threshold: float = THRESHOLD) -> SpikeFit:
    """Separate spikes, then regress what is left.

    A value is a spike where it is further than ``threshold`` robust standard deviations (1.4826 times the median absolute
    deviation, over the whole series) from its running median over 61 steps; so seasons and slow drifts are none. Only usual steps
    between two ordinary values enter the regression. Values may be negative. Seasons are not taken out of the level.

    Raises:
        ValueError: Too many gaps, too few ordinary values, or nothing reverts.
    """
    (step, even), values = observed.even_steps(), observed.values
    centre = _running_median(values)
    off = values - centre
    scale = _MAD_TO_SD * float(np.median(np.abs(off - np.median(off))))
    if scale == 0:
        raise ValueError(
            f"{observed.name}: more than half of the values never move: no threshold can be told"
        )
    beyond = np.abs(off) > threshold * scale
    ordinary = ~beyond[:-1] & ~beyond[1:] & even
    if ordinary.sum() < len(values) / 2:
        raise ValueError(
            f"{observed.name}: more than half of the steps touch a spike or a gap: raise the threshold of {threshold:g}"
        )
    found = autoregression(values[:-1][ordinary], values[1:][ordinary])
    if not 0 < found.persistence < 1:
        raise ValueError(
            f"{observed.name}: a step keeps {found.persistence:.4f} of a deviation: nothing reverts"
        )
    at, spread = found.with_noise

    def estimate(which: int) -> Estimate:
        return Estimate(
            value=_parameters(at, step)[which],
            standard_error=propagated(lambda x: _parameters(x, step)[which], at, spread),
        )

    sizes = _stretches(off, beyond)
    years = float(even.sum()) * step
    return SpikeFit(
        start=float(values[~beyond][-1]),
        speed=estimate(0),
        level=estimate(1),
        volatility=estimate(2),
        spikes_per_year=Estimate(
            value=len(sizes) / years, standard_error=math.sqrt(max(len(sizes), 1)) / years
        ),
        spike_size=_mean(sizes),
        spike_size_sd=float(sizes.std(ddof=1)) if len(sizes) > 1 else None,
        spike_steps=float(beyond.sum()) / len(sizes) if len(sizes) else None,
        up_frac=float((sizes > 0).mean()) if len(sizes) else None,
        threshold=threshold,
        mean_with_spikes=float(values.mean()),
        count=found.count,
        years=years,
    )


def _running_median(values: Floats) -> Floats:
    width = min(WINDOW, len(values) - 1 + len(values) % 2)
    half = width // 2
    padded = np.pad(values, half, mode="reflect")
    return np.asarray(np.median(sliding_window_view(padded, 2 * half + 1), axis=1), dtype=np.float64)


def _parameters(at: Floats, step: float) -> tuple[float, float, float]:
    constant, kept, noise = (float(x) for x in at)
    speed = -math.log(kept) / step
    return speed, constant / (1 - kept), math.sqrt(2 * speed * noise / (1 - kept**2))


def _stretches(off: Floats, beyond: NDArray[np.bool_]) -> Floats:
    """Mean size of each stretch beyond the threshold; one that changes side begins anew."""
    side = np.where(beyond, np.sign(off), 0.0)
    firsts = np.flatnonzero((side != 0) & (side != np.concatenate([[0.0], side[:-1]])))
    labels = np.cumsum(np.isin(np.arange(len(off)), firsts))[beyond] - 1
    if not len(firsts):
        return np.empty(0)
    return np.bincount(labels, off[beyond]) / np.bincount(labels)


def _mean(sizes: Floats) -> Estimate | None:
    if not len(sizes):
        return None
    error = float(sizes.std(ddof=1)) / math.sqrt(len(sizes)) if len(sizes) > 1 else None
    return Estimate(value=float(sizes.mean()), standard_error=error)
