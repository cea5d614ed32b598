"""What a hash earns: expected bitcoin from difficulty and reward, hashprice, break-even power price."""

from collections.abc import Mapping

from bascule.chain.subsidy import subsidy_btc
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.units import (
    HASHES_PER_DIFFICULTY,
    HASHES_PER_TH,
    HOURS_PER_DAY,
    SECONDS_PER_DAY,
    SECONDS_PER_HOUR,
    TH_PER_PH,
)


def btc_per_th_h(difficulty: Floats, reward_btc: Floats) -> Floats:
    """Expected BTC of 1 TH/s held for one hour.

    A block takes ``difficulty * 2^48/65535`` hashes in expectation and pays ``reward_btc``.
    """
    return HASHES_PER_TH * SECONDS_PER_HOUR / (difficulty * HASHES_PER_DIFFICULTY) * reward_btc


def usd_per_ph_day(difficulty: Floats, reward_btc: Floats, btc_usd: Floats) -> Floats:
    """Hashprice: USD per PH/s and day.

    >>> import numpy as np
    >>> round(float(usd_per_ph_day(np.array(144.4e12), np.array(3.145), np.array(68_000.0))), 2)
    29.79
    """
    hashes = HASHES_PER_TH * TH_PER_PH * SECONDS_PER_DAY
    return hashes / (difficulty * HASHES_PER_DIFFICULTY) * reward_btc * btc_usd


def break_even_per_mwh(hash_value_per_th_h: Floats, j_per_th: float, pool_fee_frac: float = 0.0) -> Floats:
    """Power price at which a machine (or a step of it, by its marginal J/TH) earns nothing.

    1 TH/s at 1 J/TH draws 1 W, so a MWh runs ``1e6 / j_per_th`` TH/s for an hour.
    """
    return hash_value_per_th_h * (1.0 - pool_fee_frac) * 1e6 / j_per_th


def hash_value_per_th_h(site: Site, grid: TimeGrid, values: Mapping[str, Floats]) -> Floats:
    """Money of the site's currency that 1 TH/s earns in an hour, before the pool fee, shape (grid.count,).

    Args:
        site: Names the series and the currency.
        grid: Intervals of the values.
        values: Series by name, each of shape (grid.count,).
    """
    names = site.mining
    if names.hashprice_usd_per_ph_day is not None:
        usd = values[names.hashprice_usd_per_ph_day] / TH_PER_PH / HOURS_PER_DAY
    else:
        reward = subsidy_btc(grid.starts_s()) + values[names.fees_btc_per_block]
        usd = btc_per_th_h(values[names.difficulty], reward) * values[names.btc_usd]
    return usd if site.currency == "USD" else usd / values[names.usd_per_eur]
