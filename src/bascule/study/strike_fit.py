"""The best single strike price on a past period: what a fleet manager would have set with hindsight of that period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.policies.always import Always, full_fleets
from bascule.dispatch.policies.strike_price import StrikeMemory, strike_signal
from bascule.model.schedule import Setpoints
from bascule.model.series import Floats
from bascule.settle.energy import import_rate
from bascule.settle.ledger import settle
from bascule.simulate.plant import advance
from bascule.study.backtest import Stage, rate_names, run


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeFit:
    """Movable margin by strike price, and the best of them.

    Attributes:
        strikes_per_mwh: Candidates, rising.
        movable: Movable margin of each on the period.
        best_per_mwh: The candidate with the highest, the lowest of equals.
    """

    strikes_per_mwh: tuple[float, ...]
    movable: tuple[float, ...]
    best_per_mwh: float


def fit_strike(
    stage: Stage, strikes_per_mwh: Sequence[float] | None = None, debounce_h: float = 0.25
) -> StrikeFit:
    """Try strike prices on a whole period; each goes by the last price published at each interval's start.

    Args:
        stage: The period, with the same honest publication times as any run.
        strikes_per_mwh: Candidates; None takes 60 quantiles of the import rate.
        debounce_h: Hours at or below the strike before machines return.
    """
    rate = published_rate(stage)
    known = rate[np.isfinite(rate)]
    chosen = (
        sorted(strikes_per_mwh)
        if strikes_per_mwh
        else np.unique(np.quantile(known, np.linspace(0.02, 1.0, 60))).tolist()
    )
    base = run(stage, Always(name="always-on", shape=stage.shape)).setpoints
    movable = tuple(_movable(stage, base, rate, strike, debounce_h) for strike in chosen)
    best = chosen[int(np.argmax(movable))]
    return StrikeFit(strikes_per_mwh=tuple(chosen), movable=movable, best_per_mwh=best)


def _movable(stage: Stage, base: Setpoints, rate: Floats, strike: float, debounce_h: float) -> float:
    debounce = round(debounce_h / stage.grid.step_h)
    signal = strike_signal(np.nan_to_num(rate, nan=np.inf), strike, debounce, StrikeMemory())
    fleets = {name: power * signal for name, power in full_fleets(stage.shape, stage.grid).items()}
    outcome, _ = advance(stage.plant, replace(base, fleet_run_mw=fleets), stage.given, stage.start)
    return settle(stage.shape.site, outcome, stage.values, stage.start).movable


def published_rate(stage: Stage) -> Floats:
    """Import rate that was last published at each interval's start, NaN before the first, shape (grid.count,)."""
    site, grid = stage.shape.site, stage.grid
    values, unknown = dict(stage.values), np.zeros(grid.count, dtype=np.bool_)
    for name in rate_names(site):
        series = stage.market.series[name]
        offset = stage.market.grid.index(grid.start)
        newest = np.searchsorted(series.known_at_s, grid.starts_s(), side="right") - 1
        index = np.minimum(newest, offset + np.arange(grid.count))
        values[name] = np.where(index >= 0, series.values[np.maximum(index, 0)], np.nan)
        unknown |= ~np.isfinite(values[name])
    rate = import_rate(site, grid, values)
    return np.where(unknown, np.nan, rate)
