"""How far a forecaster was off, by lead time, scored with the views it would have had."""

from dataclasses import dataclass

import numpy as np

from bascule.market.forecast import Forecaster
from bascule.market.view import MarketView
from bascule.model.market import Market
from bascule.model.series import Floats, Ints
from bascule.units import SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastError:
    """Errors (forecast minus value) in the unit of the series, by lead hour.

    Attributes:
        name: The series.
        lead_h: Whole hours from the forecast to the start of the interval, shape (n,).
        mae: Mean absolute error, NaN where nothing was forecast, shape (n,).
        rmse: Root mean square error, shape (n,).
        bias: Mean error, positive where the forecast is too high, shape (n,).
        count: Intervals scored, shape (n,).
    """

    name: str
    lead_h: Ints
    mae: Floats
    rmse: Floats
    bias: Floats
    count: Ints


def forecast_error(
    market: Market,
    name: str,
    forecaster: Forecaster,
    *,
    horizon_h: int = 48,
    every_h: int = 24,
    first: int = 0,
) -> ForecastError:
    """Score a forecaster on a series, from a new view every so many hours.

    Only intervals that were not yet known at the time of the forecast count: a published day-ahead price
    is no forecast. Missing values are not scored.

    Args:
        market: The market with the true values.
        name: Series to forecast.
        forecaster: What is scored.
        horizon_h: Hours ahead.
        every_h: Hours between forecasts.
        first: Grid index of the first forecast, to leave room for history.
    """
    steps_per_h = SECONDS_PER_HOUR / market.grid.step_s
    count, stride = round(horizon_h * steps_per_h), max(1, round(every_h * steps_per_h))
    origins = range(first, market.grid.count, stride)
    errors = [_errors(market, name, forecaster, origin, count) for origin in origins]
    lead_h = (np.arange(count) / steps_per_h).astype(np.int64)
    return _summary(name, np.array(errors, dtype=np.float64).reshape(-1, count), lead_h)


def _errors(market: Market, name: str, forecaster: Forecaster, first: int, count: int) -> Floats:
    view = MarketView(market, market.grid.time(first))
    truth = np.full(count, np.nan)
    values = market.values(name)[first : first + count]
    truth[: values.size] = values
    published = np.isfinite(view.known(name, first, count))
    return np.where(published, np.nan, forecaster(view, name, first, count) - truth)


def _summary(name: str, errors: Floats, lead_h: Ints) -> ForecastError:
    leads, inverse = np.unique(lead_h, return_inverse=True)
    scored = np.isfinite(errors)
    count = np.bincount(inverse, weights=scored.sum(axis=0), minlength=leads.size)

    def mean(of: Floats) -> Floats:
        sums = np.bincount(inverse, weights=np.where(scored, of, 0.0).sum(axis=0), minlength=leads.size)
        return np.where(count > 0, sums / np.maximum(count, 1), np.nan)

    return ForecastError(
        name=name,
        lead_h=leads,
        mae=mean(np.abs(errors)),
        rmse=np.sqrt(mean(errors**2)),
        bias=mean(errors),
        count=count.astype(np.int64),
    )
