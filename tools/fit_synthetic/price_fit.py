"""Correct a fitted price until generated years show the real year's hours, months, memory and spikes."""

import logging
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from tools.fit_synthetic.latent_fit import POWER_MEMORY, correlations, fit_memory, fit_series, memory_lags
from tools.fit_synthetic.real_series import Floats, Real

from bascule.market.synthetic.closeness import autocorrelation
from bascule.market.synthetic.latent import Component
from bascule.market.synthetic.series_model import Scarcity, SeriesModel
from bascule.market.synthetic.shape import Shape
from bascule.market.synthetic.zones import Zone

# Tests and documentation measure with other seeds. Spikes are few, so placing them needs many years.
SEEDS = range(101, 109)
SPIKE_SEEDS = range(101, 141)
SCARCE_SHARE = 0.01
SPIKE_DECAYS_H = (0.5, 0.7, 1.0, 2.0, 3.0, 4.5)
SPIKE_COUPLINGS = (0.45, 0.6)
RIPPLES = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35)
# A fixed part of the spikes' memory: they return at the same hour for days.
DAILY_RETURN = Component(tau_h=200, period_h=24, order=1, weight_frac=0.4)

_log = logging.getLogger(__name__)


def fit_price(real: Real, zone: Zone) -> tuple[SeriesModel, Floats]:
    """Fit a price.

    Args:
        real: One local year of real prices.
        zone: France has no spike layer: its price is the outcome of one auction a day.

    Returns:
        The model and the noise behind the real prices.
    """
    model, noise, wanted = fit_series(real, POWER_MEMORY)
    if zone == "france":
        for _ in range(10):
            model, wanted = _nearer_memory(_nearer_calendar(model, real, cap=np.inf), real, wanted)
        return model, noise
    cap = float(np.quantile(real.values, 1 - SCARCE_SHARE))
    model = _fit_ripple(model, real, cap=cap)
    for _ in range(10):
        model = _nearer_calendar(model, real, cap=cap)
    return _fit_spikes(model, real, cap=cap), noise


def _nearer_calendar(model: SeriesModel, real: Real, *, cap: float) -> SeriesModel:
    body = np.minimum(real.values, cap)
    goal_month, goal_hour = _calendar_means(body, real)
    got = np.mean([np.minimum(path, cap) for path in _draws(model, real, SEEDS)], axis=0)
    month, hour = _calendar_means(got, real)
    month_step, hour_step = (goal_month - month) / body.std(), (goal_hour - hour) / body.std()
    return replace(model, score=_shifted(model.score, 0.6 * month_step, 0.8 * hour_step))


def _nearer_memory(model: SeriesModel, real: Real, wanted: Floats) -> tuple[SeriesModel, Floats]:
    lags = memory_lags(real.per_h)
    got = np.mean([correlations(path, lags) for path in _draws(model, real, SEEDS)], axis=0)
    wanted = wanted + 0.5 * (correlations(real.values, lags) - got)
    return replace(model, components=fit_memory(wanted, lags / real.per_h, POWER_MEMORY)), wanted


def _fit_ripple(model: SeriesModel, real: Real, *, cap: float) -> SeriesModel:
    lags = np.arange(1, 2 * real.per_h + 1)
    goal = correlations(np.minimum(real.values, cap), lags)

    def gap(ripple: float) -> float:
        paths = _draws(replace(model, ripple=ripple), real, SEEDS)
        got = np.mean([correlations(np.minimum(path, cap), lags) for path in paths], axis=0)
        return float(((goal - got) ** 2).sum())

    return replace(model, ripple=min(RIPPLES, key=gap))


def _fit_spikes(model: SeriesModel, real: Real, *, cap: float) -> SeriesModel:
    best, best_gap = model, np.inf
    for tau_h, coupling in product(SPIKE_DECAYS_H, SPIKE_COUPLINGS):
        trial = _place_spikes(replace(model, scarcity=_scarcity(tau_h, coupling)), real, SEEDS, cap=cap)
        gap = _memory_gap(trial, real)
        if gap < best_gap:
            best, best_gap = trial, gap
            _log.info("spikes: decay %s h, coupling %s, gap %.4f", tau_h, coupling, gap)
    return _place_spikes(best, real, SPIKE_SEEDS, cap=cap)


def _scarcity(tau_h: float, coupling: float) -> Scarcity:
    flat = Shape(month=(0.0,) * 12, weekday=(0.0,) * 7, hour=((0.0,) * 24,))
    burst = Component(tau_h=tau_h, period_h=0, order=2, weight_frac=1 - DAILY_RETURN.weight_frac)
    return Scarcity(share_frac=SCARCE_SHARE, score=flat, components=(burst, DAILY_RETURN), coupling=coupling)


def _place_spikes(model: SeriesModel, real: Real, seeds: range, *, cap: float) -> SeriesModel:
    above = np.maximum(real.values - cap, 0.0)
    goal_month, goal_hour = _log_means(above, real, floor=above.mean() / 10)
    for turn in range(16):
        got = np.mean([np.maximum(path - cap, 0.0) for path in _draws(model, real, seeds)], axis=0)
        month, hour = _log_means(got, real, floor=above.mean() / 10)
        if model.scarcity is None:
            raise ValueError("give the model a spike layer first")
        step = 0.3 / (1 + turn / 4)
        score = _shifted(model.scarcity.score, step * (goal_month - month), step * (goal_hour - hour))
        model = replace(model, scarcity=replace(model.scarcity, score=score))
    return model


def _memory_gap(model: SeriesModel, real: Real) -> float:
    lags = [max(1, round(h * real.per_h)) for h in (0.25, 1, 2, 3, 6, 12, 24, 48, 168)]
    weight = np.array([2, 3, 1, 1, 1, 0.5, 3, 0.5, 1])
    goal = np.array([autocorrelation(real.values, lag) for lag in lags])
    got = np.mean([[autocorrelation(p, lag) for lag in lags] for p in _draws(model, real, SEEDS)], axis=0)
    return float((weight * (goal - got) ** 2).sum())


def _draws(model: SeriesModel, real: Real, seeds: range) -> list[Floats]:
    paths = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        paths.append(model.values(real.clock, model.draw_noise(real.clock, rng), rng))
    return paths


def _calendar_means(values: Floats, real: Real) -> tuple[Floats, Floats]:
    month = real.clock.month_pos.astype(np.int64)
    return _group_means(values, month, 12), _group_means(values, real.clock.hour, 24)


def _log_means(values: Floats, real: Real, *, floor: float) -> tuple[Floats, Floats]:
    month, hour = _calendar_means(values, real)
    # One spike may own an hour of the real year: the goal is smoothed over the hours beside it.
    hour = (np.roll(hour, 1) + 2 * hour + np.roll(hour, -1)) / 4
    return np.log(month + floor), np.log(hour + floor)


def _group_means(values: Floats, group: NDArray[np.int64], size: int) -> Floats:
    return np.bincount(group, weights=values, minlength=size) / np.bincount(group, minlength=size)


def _shifted(shape: Shape, month: Floats, hour: Floats) -> Shape:
    return replace(
        shape,
        month=tuple((np.array(shape.month) + month).tolist()),
        hour=tuple(tuple((np.array(row) + hour).tolist()) for row in shape.hour),
    )
