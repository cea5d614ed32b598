"""Names of policies, ledger groups and rungs of the ladder, with one line about each policy."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "policy.always-on": "always-on",
        "policy.mine-only": "mine-only",
        "policy.ai-only": "ai-only",
        "policy.strike-price": "strike-price",
        "policy.rules": "rules",
        "policy.optimal": "optimal",
        "policy.foresight": "foresight",
        "about.always-on": "everything runs whatever the price",
        "about.mine-only": "hashes whatever the price; of the AI work only what was promised",
        "about.ai-only": "all AI work, no hashing",
        "about.strike-price": "stops hashing above one price, returns after a hold",
        "about.rules": "one price per efficiency group, least efficient off first, with ramp and hold",
        "about.optimal": "plans ahead with what was published at the time, and forecasts beyond it",
        "about.foresight": "knows every price in advance: the bound, not a competitor",
        "account.mining": "Mining",
        "account.ai": "AI contracts",
        "account.ai_penalty": "AI penalties",
        "account.pass_through": "Passed on to tenants",
        "account.load": "Flexible loads",
        "account.heat": "Heat sold",
        "account.export": "Energy exported",
        "account.energy": "Energy bought",
        "account.block": "Blocks and PPAs",
        "account.network": "Network and levies",
        "account.demand_charge": "Demand charges",
        "account.coincident_peak": "Coincident peaks",
        "account.subscribed_power": "Subscribed power",
        "account.reserve": "Reserves and demand response",
        "account.reserve_penalty": "Reserve not delivered",
        "account.wear": "Wear and starts",
        "account.breach": "Grid orders breached",
        "source.rule": "the policy's rule",
        "source.program": "the optimal program",
        "source.follow": "prices against the plan's marginal values",
        "source.shifted": "the last plan, shifted",
        "source.merit_order": "merit order",
        "source.safe": "the safe state",
    }
)
"""Text by key; keys end in a policy's name, or in the value of an ``Account`` or ``PlanSource``."""
