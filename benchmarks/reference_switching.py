"""The switching problem that speed is promised on: 60 quarters, two drivers, three modes, a lead time and costs both ways."""

from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.plan.process import Gbm, LogOu
from bascule.study.switching.drivers import drivers
from bascule.study.switching.problem import Amount, Mode, Move, Problem, flat

QUARTERS: Final = 60
STEP_YEARS: Final = 0.25
LEAD_QUARTERS: Final = 4
MINING_RENT: Final = Gbm(start=1.0, mu=-0.05, sigma=0.6)
AI_RENT: Final = LogOu(start=0.5, level=0.6, speed=0.4, sigma=0.35)
CORRELATION: Final = 0.3
RATE: Final = 0.1

_ENERGY, _FIXED, _UPKEEP = 0.6, 0.06, 0.02
_MINE, _AI, _REST = range(3)


def reference() -> Problem:
    """Hashing with its curtailment floor and fixed cost, an AI hall four quarters away, and a mothballed site."""
    moved = drivers(
        [MINING_RENT, AI_RENT],
        np.array([[1.0, CORRELATION], [CORRELATION, 1.0]]),
        step_years=STEP_YEARS,
        dates=QUARTERS,
    )
    modes = (
        Mode(name="mining", flow=_mining),
        Mode(name="ai", flow=_rent),
        Mode(name="mothballed", flow=flat(-_UPKEEP)),
    )
    moves = (
        _move(_MINE, _AI, 2.0, LEAD_QUARTERS),
        _move(_MINE, _REST, 0.05),
        _move(_AI, _MINE, 0.5),
        _move(_AI, _REST, 0.3),
        _move(_REST, _MINE, 0.1),
        _move(_REST, _AI, 1.9, LEAD_QUARTERS),
    )
    return Problem(drivers=moved, modes=modes, moves=moves, rate=RATE, step_years=STEP_YEARS)


def _move(start: int, end: int, cost: float, lag: int = 0) -> Move:
    amount: Amount = flat(cost)
    return Move(start=start, end=end, cost=amount, lag=lag)


def _mining(_date: int, levels: Floats) -> Floats:
    return np.asarray(np.maximum(levels[0] - _ENERGY, 0.0) - _FIXED)


def _rent(_date: int, levels: Floats) -> Floats:
    return np.asarray(levels[1])
