"""Hashprice at three levels: of a block, of a day, and expected; in BTC, USD and EUR, and per MWh."""

from dataclasses import dataclass

import numpy as np

from bascule.chain.days import ChainDays
from bascule.chain.subsidy import subsidy_btc
from bascule.chain.work import hashes_per_ph_day
from bascule.model.series import Floats, Ints
from bascule.units import HASHES_PER_DIFFICULTY, MWH_PER_PH_DAY, SATOSHI_PER_BTC, SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hashprice:
    """What 1 PH/s earns in a day, one value per block or day, NaN where an input is not known.

    Attributes:
        btc_per_ph_day: In BTC.
        usd_per_ph_day: In USD.
        reward_btc: Mean reward of a block.
    """

    btc_per_ph_day: Floats
    usd_per_ph_day: Floats
    reward_btc: Floats

    def eur_per_ph_day(self, usd_per_eur: float) -> Floats:
        """In EUR at a stated rate."""
        return np.asarray(self.usd_per_ph_day / usd_per_eur)

    def usd_per_mwh(self, j_per_th: float) -> Floats:
        """Energy-adjusted: what a MWh earns at an efficiency, before the pool's fee.

        1 PH/s at 1 J/TH is 1 kW, so a day of it takes 0.024 MWh.
        """
        return np.asarray(self.usd_per_ph_day / (MWH_PER_PH_DAY * j_per_th))


def btc_per_ph_day(difficulty: Floats, reward_btc: Floats) -> Floats:
    """Expected BTC of 1 PH/s in a day: hashes done over hashes per block, times the reward of a block."""
    return np.asarray(hashes_per_ph_day() / (difficulty * HASHES_PER_DIFFICULTY) * reward_btc)


def block_hashprice(difficulty: Floats, reward_sat: Ints, usd_per_btc: Floats | float) -> Hashprice:
    """Of blocks, by the reward that each really paid.

    Args:
        difficulty: Of each block, shape (n,).
        reward_sat: Subsidy and fees, shape (n,).
        usd_per_btc: Price at each block, shape (n,), or one.
    """
    return _hashprice(difficulty, reward_sat / SATOSHI_PER_BTC, usd_per_btc)


def day_hashprice(days: ChainDays) -> Hashprice:
    """Of days, by their mean difficulty, subsidy and fees per block and price.

    Halving days mix two subsidies; the one of noon is taken, which is off by less than a quarter on that day alone.
    """
    subsidy = subsidy_btc(days.starts_s + SECONDS_PER_DAY // 2)
    fees = np.divide(days.fees_btc, days.blocks, out=np.full(len(days.blocks), np.nan), where=days.blocks > 0)
    return _hashprice(days.difficulty, subsidy + fees, days.usd_per_btc)


def expected_hashprice(
    difficulty: float, subsidy_btc_per_block: float, fees_btc_per_block: float, usd_per_btc: float
) -> Hashprice:
    """At a difficulty, with mean fees."""
    reward = np.array([subsidy_btc_per_block + fees_btc_per_block])
    return _hashprice(np.array([difficulty]), reward, usd_per_btc)


def _hashprice(difficulty: Floats, reward_btc: Floats, usd_per_btc: Floats | float) -> Hashprice:
    btc = btc_per_ph_day(difficulty, reward_btc)
    return Hashprice(
        btc_per_ph_day=btc, usd_per_ph_day=np.asarray(btc * usd_per_btc), reward_btc=np.asarray(reward_btc)
    )
