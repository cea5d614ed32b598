"""The optimistic reading of a market: real-time values known when their interval starts."""

from dataclasses import replace

from bascule.market.publication import PublicationRule, republish
from bascule.model.market import Assumption, Market


def optimistic_market(market: Market) -> Market:
    """The market with real-time values known when their interval starts, and a statement that says so."""
    names = [
        name for name, series in market.series.items() if series.publication == PublicationRule.REAL_TIME
    ]
    if not names:
        return market
    assumption = Assumption(
        name="publication",
        statement=f"OPTIMISTIC: {', '.join(sorted(names))} known when each interval starts",
        source="asked for with the run",
    )
    changed = republish(market, names, PublicationRule.INTERVAL_START)
    return replace(changed, assumptions=(*market.assumptions, assumption))
