"""Fit the latent score of a series: its calendar shape, its spread by calendar, and its memory."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from tools.fit_synthetic.real_series import Floats, Real

from bascule.market.synthetic.latent import Component
from bascule.market.synthetic.local_clock import LocalClock
from bascule.market.synthetic.series_model import SeriesModel
from bascule.market.synthetic.shape import Shape

# Decay time and period in hours, and order, of the terms that memory may be built from.
Grid = tuple[tuple[float, float, int], ...]
POWER_MEMORY: Grid = (
    *((1, 0, 2), (2, 0, 2), (4, 0, 2), (8, 0, 2), (32, 0, 1), (96, 0, 1), (336, 0, 1)),
    *((12, 24, 1), (48, 24, 1), (400, 24, 1), (24, 12, 1)),
)
WEATHER_MEMORY: Grid = ((6, 0, 1), (24, 0, 1), (72, 0, 1), (240, 0, 1), (48, 24, 1))
_SHAPE_SIZE = 12 + 7 + 4 * 24
_LOG_HALF_NORMAL = -0.635  # mean logarithm of the size of a standard normal number


def fit_series(real: Real, grid: Grid, driver: Floats | None = None) -> tuple[SeriesModel, Floats, Floats]:
    """Fit one series without spikes.

    Args:
        real: The series.
        grid: Terms that memory may be built from.
        driver: Noise of the zone's price on the same clock, where the series is to follow it.

    Returns:
        The model, the unit-variance noise behind the real values, and the autocorrelation that the model's
        own memory was fitted on.
    """
    score, log_scale, noise = _split(real)
    lags = memory_lags(real.per_h)
    coupling = 0.0 if driver is None else float(np.corrcoef(noise, driver)[0, 1])
    wanted = correlations(noise, lags)
    if driver is not None:
        wanted = (wanted - coupling**2 * correlations(driver, lags)) / (1 - coupling**2)
    model = SeriesModel(
        rank_frac=tuple(real.rank_frac.tolist()),
        value=tuple(real.value.tolist()),
        score=score,
        log_scale=log_scale,
        components=fit_memory(wanted, lags / real.per_h, grid),
        coupling=round(coupling, 3),
        ripple=0.0,
        scarcity=None,
    )
    return model, noise, wanted


def fit_weather(real: Real, price_noise: Floats, price_year: int) -> SeriesModel:
    """Fit a weather series and its coupling to the price of the one year that both have."""
    model, noise, _ = fit_series(real, WEATHER_MEMORY)
    coupling = float(np.corrcoef(noise[real.clock.year == price_year], price_noise)[0, 1])
    return replace(model, coupling=round(coupling, 3))


def fit_memory(wanted: Floats, lag_h: Floats, grid: Grid) -> tuple[Component, ...]:
    """Fit non-negative weights of memory terms by least squares (coordinate descent).

    Args:
        wanted: Autocorrelations.
        lag_h: Their lags, hours; whole days and short lags count more.
        grid: Terms that may be used.

    Returns:
        The terms with weight; weights sum to one.
    """
    columns = [_memory(lag_h, tau, period, order) for tau, period, order in grid]
    importance = np.where(np.isclose(lag_h % 24, 0), 10.0, 1.0) / (1 + lag_h / 6)
    root = np.sqrt(np.append(importance, 200.0))
    matrix = np.vstack([np.stack(columns, axis=1), np.ones(len(grid))]) * root[:, None]
    weight = _non_negative(matrix.T @ matrix, matrix.T @ (np.append(wanted, 1.0) * root))
    weight = np.where(weight < 0.003, 0.0, weight)
    shares = (weight / weight.sum()).round(5).tolist()
    return tuple(
        Component(tau_h=tau, period_h=period, order=order, weight_frac=share)
        for (tau, period, order), share in zip(grid, shares, strict=True)
        if share > 0
    )


def _memory(lag_h: Floats, tau_h: float, period_h: float, order: int) -> Floats:
    decay: Floats = np.exp(-lag_h / tau_h) * (1.0 if order == 1 else 1 + lag_h / tau_h)
    return decay if period_h == 0 else decay * np.cos(2 * np.pi * lag_h / period_h)


def correlations(values: Floats, lags: NDArray[np.int64]) -> Floats:
    """Return the autocorrelation of a series at the given lags, in steps."""
    centred = values - values.mean()
    power = np.abs(np.fft.rfft(centred, 2 * len(values))) ** 2
    sums: Floats = np.fft.irfft(power)[: len(values)] / np.arange(len(values), 0, -1)
    return np.array(sums[lags] / sums[0], dtype=np.float64)


def memory_lags(per_h: int) -> NDArray[np.int64]:
    """Return the lags that memory is fitted on, in steps: whole hours up to ten days."""
    return np.arange(per_h, 240 * per_h, per_h)


def _split(real: Real) -> tuple[Shape, Shape, Floats]:
    scores = _normal_scores(real.values)
    score = _fit_shape(scores, real.clock)
    rest = scores - score.at(real.clock)
    log_scale = _fit_shape(np.log(np.abs(rest) + 1e-3) - _LOG_HALF_NORMAL, real.clock)
    noise = rest / np.exp(log_scale.at(real.clock))
    level = float(np.log(noise.std()))
    log_scale = replace(log_scale, month=tuple(m + level for m in log_scale.month))
    return score, log_scale, (noise - noise.mean()) / noise.std()


def _normal_scores(values: Floats) -> Floats:
    # Ties (prices of exactly zero, full cloud) are broken by chance, not by their place in time.
    order = np.lexsort((np.random.default_rng(0).random(len(values)), values))
    rank = np.empty(len(values))
    rank[order] = (np.arange(len(values)) + 0.5) / len(values)
    return np.array([NormalDist().inv_cdf(r) for r in rank.tolist()])


def _fit_shape(target: Floats, clock: LocalClock) -> Shape:
    basis = np.stack([_shape(row).at(clock) for row in np.eye(_SHAPE_SIZE)], axis=1)
    gram = basis.T @ basis + 1e-6 * len(target) * np.eye(_SHAPE_SIZE)
    for part in (slice(12, 19), *(slice(19 + 24 * k, 43 + 24 * k) for k in range(4))):
        gram[part, part] += len(
            target
        )  # weekdays and each season's hours sum to zero: the level is the month's
    return _shape(np.linalg.solve(gram, basis.T @ target))


def _shape(flat: NDArray[np.floating]) -> Shape:
    terms = [float(term) for term in flat]
    rows = tuple(tuple(terms[19 + 24 * k : 43 + 24 * k]) for k in range(4))
    return Shape(month=tuple(terms[:12]), weekday=tuple(terms[12:19]), hour=rows)


def _non_negative(gram: Floats, pull: Floats) -> Floats:
    weight = np.full(len(pull), 0.1)
    for _ in range(3000):
        for j in range(len(pull)):
            weight[j] = max(0.0, weight[j] + (pull[j] - gram[j] @ weight) / gram[j, j])
    return weight
