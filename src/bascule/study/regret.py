"""What ``optimal`` leaves on the table, split by what it did not know."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np

from bascule.dispatch.policies.policy import Policy
from bascule.model.market import Market
from bascule.settle.ledger import settle
from bascule.study.backtest import Stage, run
from bascule.study.results import RegretSplit

KNOWN_AHEAD: Final = timedelta(hours=48)
"""How far ahead every value is known in the run without price ignorance."""


def split_regret(stage: Stage, known: Policy, movable: float, bound: float) -> RegretSplit:
    """Split the gap between a run and the bound.

    Args:
        stage: The period.
        known: A fresh ``optimal`` that is run with every value known 48 hours ahead.
        movable: Movable margin of the honest run.
        bound: Movable margin of perfect foresight.
    """
    told = replace(stage, market=known_ahead(stage.market, KNOWN_AHEAD))
    outcome = run(told, known).outcome
    informed = settle(stage.shape.site, outcome, stage.values, stage.start).movable
    return RegretSplit(price=informed - movable, peak=bound - informed)


def known_ahead(market: Market, ahead: timedelta) -> Market:
    """The same market with every value known at least ``ahead`` before its interval starts."""
    early = market.grid.starts_s() - int(ahead.total_seconds())
    series = {
        name: replace(one, known_at_s=np.minimum(one.known_at_s, early), publication=f"known {ahead} ahead")
        for name, one in market.series.items()
    }
    return replace(market, series=series)
