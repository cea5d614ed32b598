"""Odds of overtaking confirmations: published tables, a sum over races, and laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.double_spend import confirmations_for, exact_odds, poisson_odds


@pytest.mark.parametrize(
    ("share", "blocks", "odds"),
    [
        (0.1, 0, 1.0),
        (0.1, 1, 0.2045873),
        (0.1, 5, 0.0009137),
        (0.1, 10, 0.0000012),
        (0.3, 5, 0.1773523),
        (0.3, 10, 0.0416605),
        (0.3, 50, 0.0000006),
    ],
)
def test_the_white_papers_table(share: float, blocks: int, odds: float) -> None:
    """The published figures come out to their last digit."""
    assert round(poisson_odds(share, blocks), 7) == odds


@pytest.mark.parametrize(
    ("share", "blocks"),
    [(0.1, 5), (0.15, 8), (0.2, 11), (0.25, 15), (0.3, 24), (0.35, 41), (0.4, 89), (0.45, 340)],
)
def test_the_white_papers_confirmations(share: float, blocks: int) -> None:
    """Confirmations for less than 0.1 %, as published."""
    assert confirmations_for(share, 0.001, exact=False) == blocks


def races(share: float, blocks: int) -> float:
    """Sum over the attacker's blocks at the moment of the last confirmation: negative binomial, then the ruin of a gambler."""
    honest, ratio = 1 - share, share / (1 - share)
    total = 0.0
    for found in range(blocks):
        chance = math.comb(found + blocks - 1, found) * honest**blocks * share**found
        total += chance * (1 - ratio ** (blocks - found))
    return 1 - total


@given(st.floats(0.01, 0.49), st.integers(1, 40))
def test_exact_odds_are_the_sum_over_races(share: float, blocks: int) -> None:
    """The incomplete beta function is the race counted out."""
    assert exact_odds(share, blocks) == pytest.approx(races(share, blocks), abs=1e-9)


def test_published_differences() -> None:
    """Q = 0.4, z = 6: 49.3 % exact, 50.4 % in the white paper; q = 0.3: 15.6 and 13.2 %."""
    assert (round(exact_odds(0.4, 6), 3), round(poisson_odds(0.4, 6), 3)) == (0.493, 0.504)
    assert (round(exact_odds(0.3, 6), 3), round(poisson_odds(0.3, 6), 3)) == (0.156, 0.132)


def test_a_race_played_out() -> None:
    """40,000 seeded races at q = 0.35 and z = 3."""
    rng = np.random.default_rng(3)
    attacker = rng.negative_binomial(3, 0.65, size=40_000)
    behind = np.maximum(3 - attacker, 0)
    won = rng.random(40_000) < (0.35 / 0.65) ** behind
    assert won.mean() == pytest.approx(exact_odds(0.35, 3), abs=0.01)


@given(st.floats(0, 0.49), st.floats(0, 0.49), st.integers(0, 60))
def test_more_hashrate_helps_and_more_confirmations_hurt(one: float, other: float, blocks: int) -> None:
    """Odds rise with the share and fall with the confirmations."""
    low, high = sorted((one, other))
    assert exact_odds(low, blocks) <= exact_odds(high, blocks) + 1e-12
    assert exact_odds(high, blocks + 1) <= exact_odds(high, blocks) + 1e-12


def test_half_of_all_surely_succeeds() -> None:
    """From one half on no number of confirmations helps; a third needs finitely many."""
    assert exact_odds(0.5, 1000) == poisson_odds(0.7, 1000) == 1.0
    assert confirmations_for(0.5, 0.01) is None
    assert (exact_odds(0.0, 1), exact_odds(0.0, 0)) == (0.0, 1.0)


@given(st.floats(0.01, 0.45), st.floats(1e-6, 0.5))
def test_fewest_confirmations(share: float, odds: float) -> None:
    """One fewer would not be enough."""
    found = confirmations_for(share, odds)
    assert found is not None
    assert exact_odds(share, found) < odds <= exact_odds(share, found - 1)


@pytest.mark.parametrize(("share", "blocks"), [(-0.1, 1), (1.1, 1), (0.1, -1)])
def test_inputs_that_cannot_be(share: float, blocks: int) -> None:
    """Shares from 0 to 1, confirmations from 0."""
    for odds in (exact_odds, poisson_odds):
        with pytest.raises(ValueError, match=r"share|confirmations"):
            odds(share, blocks)
    with pytest.raises(ValueError, match="above zero"):
        confirmations_for(0.1, 0.0)
