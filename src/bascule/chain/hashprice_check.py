"""Published hashprices beside computed ones, and why they differ."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.chain.hashprice import usd_per_ph_day

CLOSE_FRAC: Final = 0.01
"""Below it a difference needs no reason: prices and fees are means over other hours and exchanges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedHashprice:
    """A published figure with its inputs.

    Attributes:
        date: As published.
        difficulty: Then in force.
        reward_btc: Reward of a block as far as stated.
        reward_basis: What that reward is.
        usd_per_btc: Price as stated.
        usd_per_ph_day: The published figure.
        source: Who published it.
    """

    date: str
    difficulty: float
    reward_btc: float
    reward_basis: str
    usd_per_btc: float
    usd_per_ph_day: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HashpriceCheck:
    """A published figure and ours.

    Attributes:
        published: The figure.
        computed_usd_per_ph_day: From its own inputs.
        difference_frac: Published over computed, less one.
        implied_reward_btc: Reward of a block that would make both equal at the stated price.
        implied_usd_per_btc: Price that would make both equal at the stated reward.
        reason: Why they differ, empty where they agree within 1 %.
    """

    published: PublishedHashprice
    computed_usd_per_ph_day: float
    difference_frac: float
    implied_reward_btc: float
    implied_usd_per_btc: float
    reason: str


def checked_hashprice(published: PublishedHashprice) -> HashpriceCheck:
    """Compute a published figure again from its inputs."""
    computed = float(
        usd_per_ph_day(
            np.array(published.difficulty), np.array(published.reward_btc), np.array(published.usd_per_btc)
        )
    )
    ratio = published.usd_per_ph_day / computed
    return HashpriceCheck(
        published=published,
        computed_usd_per_ph_day=computed,
        difference_frac=ratio - 1,
        implied_reward_btc=published.reward_btc * ratio,
        implied_usd_per_btc=published.usd_per_btc * ratio,
        reason=_reason(published.reward_basis, ratio - 1),
    )


def _reason(basis: str, difference_frac: float) -> str:
    if abs(difference_frac) <= CLOSE_FRAC:
        return ""
    reasons = [
        reason
        for words, reason in (
            ("subsidy only", "fees are missing from the stated reward" if difference_frac > 0 else ""),
            ("rounded", "the stated price is rounded, or of another day"),
            ("lag", "the stated price is not of the same hour as the published mean"),
        )
        if words in basis and reason
    ]
    return "; ".join(reasons) or "the inputs do not say why"
