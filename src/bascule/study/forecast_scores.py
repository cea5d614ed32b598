"""How wrong the forecasts were that a policy used, by hours ahead."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np

from bascule.dispatch.outlook import Forecaster
from bascule.market.view import MarketView
from bascule.study.backtest import Stage
from bascule.study.results import ForecastScore

LEADS_H: Final = (0.25, 1.0, 4.0, 12.0, 24.0, 36.0)
_EVERY = timedelta(hours=7)
"""Spacing of the scored moments; it shares no factor with the day, so every hour comes up."""


def scores(
    stage: Stage, names: Sequence[str], forecaster: Forecaster, label: str = "naive"
) -> tuple[ForecastScore, ...]:
    """Mean absolute error and bias of each series' forecast, over moments spread through the period.

    Args:
        stage: The period.
        names: Series to score.
        forecaster: Speaks beyond what is published.
        label: What results call it.
    """
    return tuple(_score(stage, name, forecaster, label) for name in names)


def _score(stage: Stage, name: str, forecaster: Forecaster, label: str) -> ForecastScore:
    grid, actual = stage.grid, stage.values[name]
    offset = stage.market.grid.index(grid.start)
    steps = [max(round(lead / grid.step_h) - 1, 0) for lead in LEADS_H if lead >= grid.step_h]
    errors: list[list[float]] = [[] for _ in steps]
    for index in range(0, grid.count - max(steps) - 1, max(round(_EVERY / grid.step), 1)):
        view = MarketView(stage.market, grid.time(index))
        believed = forecaster.values(view, name, offset + index, max(steps) + 1)
        for row, step in zip(errors, steps, strict=True):
            row.append(float(believed[step] - actual[index + step]))
    finite = [np.asarray([e for e in row if np.isfinite(e)]) for row in errors]
    return ForecastScore(
        series=name,
        lead_h=tuple((step + 1) * grid.step_h for step in steps),
        mae=tuple(float(np.abs(e).mean()) if e.size else float("nan") for e in finite),
        bias=tuple(float(e.mean()) if e.size else float("nan") for e in finite),
        forecaster=label,
    )
