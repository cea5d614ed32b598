"""What a hash earns, against published figures and in the site's money.

Sources: the Hashrate Index round-ups of 24 July 2021, 16 September 2024 and 7 October 2024, its page of 12 November 2024, and
CoinDesk's reports of November 2025. Fees and prices there are means over a day, or not stated, so that published and computed
figures differ by up to a few per cent.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chain.shared import real

from bascule.chain.hashprice import break_even_per_mwh, btc_per_th_h, hash_value_per_th_h, usd_per_ph_day
from bascule.model.grid_connection import GridConnection
from bascule.model.series import Floats
from bascule.model.site import MiningSeries, Site
from bascule.model.time_grid import TimeGrid

DOLLARS = Site(
    name="s", country="US", time_zone="UTC", currency="USD", grid=GridConnection(import_limit_mw=1)
)
EUROS = replace(DOLLARS, currency="EUR")
NOON = TimeGrid(start=datetime(2024, 11, 12, 12, tzinfo=UTC), step=timedelta(hours=1), count=3)


def at(value: float) -> Floats:
    """One value per hour."""
    return np.full(NOON.count, value)


CHAIN: Mapping[str, Floats] = {
    "difficulty": at(100e12),
    "fees_btc_per_block": at(0.155),
    "btc_usd": at(87_000.0),
}


def hashprice(difficulty: float, reward_btc: float, btc_usd: float) -> float:
    """Hashprice of one moment."""
    return float(usd_per_ph_day(np.array(difficulty), np.array(reward_btc), np.array(btc_usd)))


@pytest.mark.parametrize(
    ("difficulty", "reward_btc", "btc_usd", "published", "tolerance_frac"),
    [
        (13.67e12, 6.25 / (1 - 0.0126), 33_806, 315.0, 0.005),
        (101.65e12, 3.28, 87_235, 55.97, 0.015),
        (88.40e12, 3.125, 63_450, 45.92, 0.03),
        (92.67e12, 3.125, 58_000, 39.87, 0.03),
        (156e12, 3.125, 104_000, 43.1, 0.04),
        (152e12, 3.125, 91_000, 38.2, 0.03),
    ],
)
def test_hashprice_as_published(
    difficulty: float, reward_btc: float, btc_usd: float, published: float, tolerance_frac: float
) -> None:
    """Six published figures are met within what is not stated about their fees and prices."""
    assert hashprice(difficulty, reward_btc, btc_usd) == pytest.approx(published, rel=tolerance_frac)


def test_hashprices_of_the_shared_table() -> None:
    """Each row of the collected table is met within the tolerance that it states for itself."""
    table = pl.read_csv(real("hashprice_checks.csv"), schema_overrides={"difficulty": pl.String})
    assert table.height >= 6
    for row in table.iter_rows(named=True):
        computed = hashprice(float(row["difficulty"]), row["block_reward_btc"], row["btc_usd"])
        assert computed == pytest.approx(row["published_usd_per_ph_day"], rel=row["tolerance_pct"] / 100)


def test_bitcoin_of_a_petahash_day() -> None:
    """86,400e15 hashes over 2^48/65535 per unit of difficulty: 20,116,260,657.2 x reward / difficulty."""
    per_ph_day = btc_per_th_h(np.array(100e12), np.array(3.125)) * 24_000
    assert float(per_ph_day) == pytest.approx(20_116_260_657.2 * 3.125 / 100e12, rel=1e-12)


def test_network_earns_its_blocks() -> None:
    """A hashrate that finds a block every 600 s earns six rewards an hour, 65535/65536 of them with 2^32 hashes."""
    network_th_s = 100e12 * 2**32 / 600 / 1e12
    earned = float(btc_per_th_h(np.array(100e12), np.array(3.125))) * network_th_s
    assert earned == pytest.approx(6 * 3.125 * 65_535 / 65_536, rel=1e-12)


def test_break_even_of_a_new_machine() -> None:
    """At 38.2 USD per PH-day, 17.5 J/TH earns 91.0 USD per MWh (CoinDesk, 21 November 2025)."""
    per_th_h = np.array(38.2 / 24_000)
    assert float(break_even_per_mwh(per_th_h, 17.5)) == pytest.approx(1000 * 38.2 / (24 * 17.5))
    assert round(float(break_even_per_mwh(per_th_h, 17.5)), 1) == 91.0
    assert round(float(break_even_per_mwh(per_th_h, 17.5, 0.02)), 1) == 89.1


@given(st.floats(1e12, 1e15), st.floats(1.5, 7), st.floats(1e3, 1e6), st.floats(10, 120))
def test_machine_at_break_even_pays_its_power(
    difficulty: float, reward_btc: float, btc_usd: float, j_per_th: float
) -> None:
    """What a TH/s earns in an hour is what its watts cost at the break-even price."""
    earned = btc_per_th_h(np.array(difficulty), np.array(reward_btc)) * btc_usd
    cost = float(break_even_per_mwh(earned, j_per_th)) * j_per_th / 1e6
    assert cost == pytest.approx(float(earned), rel=1e-12)


@given(st.floats(1e12, 1e15), st.floats(1.5, 7), st.floats(1e3, 1e6))
def test_hashprice_is_the_value_of_an_hour_in_other_units(
    difficulty: float, reward_btc: float, btc_usd: float
) -> None:
    """A PH-day is 24,000 TH-hours."""
    hour = float(btc_per_th_h(np.array(difficulty), np.array(reward_btc))) * btc_usd
    assert hashprice(difficulty, reward_btc, btc_usd) == pytest.approx(24_000 * hour, rel=1e-12)


def test_value_of_a_hash_in_dollars() -> None:
    """Subsidy by date plus fees, at difficulty and price: 57.4 USD per PH-day."""
    value = hash_value_per_th_h(DOLLARS, NOON, CHAIN)
    assert (value * 24_000).round(2).tolist() == [57.4] * 3


def test_value_of_a_hash_in_euros() -> None:
    """Dollars over dollars per euro."""
    in_dollars = hash_value_per_th_h(DOLLARS, NOON, CHAIN)
    in_euros = hash_value_per_th_h(EUROS, NOON, {**CHAIN, "usd_per_eur": np.array([1.0, 1.25, 2.0])})
    assert in_euros.tolist() == (in_dollars / [1.0, 1.25, 2.0]).tolist()


def test_hashprice_series_stands_for_price_difficulty_and_fees() -> None:
    """48 USD per PH-day are 0.002 USD per TH-hour, 0.0016 EUR at 1.25."""
    site = replace(EUROS, mining=MiningSeries(hashprice_usd_per_ph_day="hashprice_usd_per_ph_day"))
    values = {"hashprice_usd_per_ph_day": at(48.0), "usd_per_eur": at(1.25)}
    assert hash_value_per_th_h(site, NOON, values) == pytest.approx(0.0016)


def test_value_halves_with_the_subsidy() -> None:
    """Across the fourth halving only the subsidy changes."""
    grid = TimeGrid(start=datetime(2024, 4, 19, 23, tzinfo=UTC), step=timedelta(hours=1), count=4)
    still = {"difficulty": np.full(4, 86e12), "fees_btc_per_block": np.zeros(4), "btc_usd": np.full(4, 64e3)}
    value = hash_value_per_th_h(DOLLARS, grid, still)
    assert (value / value[0]).tolist() == [1.0, 1.0, 0.5, 0.5]
