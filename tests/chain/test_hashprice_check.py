"""Published hashprices checked."""

from dataclasses import replace

import numpy as np
import pytest
from tests.chain.shared import real

from bascule.adapters.chain.inputs import read_chain
from bascule.chain.hashprice_check import PublishedHashprice, checked_hashprice
from bascule.chain.hashprice_levels import day_hashprice

ROW = PublishedHashprice(
    date="2026-02-20",
    difficulty=144.4e12,
    reward_btc=3.145,
    reward_basis="subsidy only",
    usd_per_btc=68_000.0,
    usd_per_ph_day=29.79,
    source="test",
)


def test_published_figures_are_within_three_percent() -> None:
    """Every collected figure, and each that differs by more than 1 % names its reason."""
    checks = [checked_hashprice(row) for row in read_chain([real("hashprice_checks.csv")]).published]
    assert len(checks) == 6
    assert max(abs(check.difference_frac) for check in checks) < 0.03
    assert all(check.reason for check in checks if abs(check.difference_frac) > 0.01)
    assert [check.reason for check in checks if abs(check.difference_frac) <= 0.01] == [""]


def test_missing_fees_are_the_reason() -> None:
    """With the fees that the days really had, the two figures of autumn 2024 come within 1 %."""
    days = read_chain([real("bitcoin/btc_daily.parquet")]).days
    assert days is not None
    found = day_hashprice(days)
    for row in read_chain([real("hashprice_checks.csv")]).published[1:3]:
        at = int(np.searchsorted(days.starts_s, np.datetime64(row.date, "s").astype(np.int64)))
        reward = float(found.reward_btc[at])
        check = checked_hashprice(replace(row, reward_btc=reward))
        assert abs(check.difference_frac) < 0.015
        assert reward > row.reward_btc


def test_agreement_needs_no_reason() -> None:
    """29.79 is what 144.4 T, 3.145 BTC and 68,000 $ give; a lone difference that nothing explains says so."""
    assert checked_hashprice(ROW).reason == ""
    odd = checked_hashprice(replace(ROW, reward_basis="24 h mean", usd_per_ph_day=33.0))
    assert odd.reason == "the inputs do not say why"
    assert odd.implied_usd_per_btc == pytest.approx(68_000 * 33 / 29.79, rel=1e-3)
