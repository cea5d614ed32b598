"""Forwards by themselves and on the histories of a strategy."""

from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import FUNDING as SMALL_COMPANY
from tests.study.conversion.cases import STILL, with_rungs

from bascule.study.conversion.books import AtOnce, Never
from bascule.study.conversion.finance import Hedge, World
from bascule.study.conversion.hedging import cushion, forward, forwards_npv, pays
from bascule.study.conversion.histories import histories
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.conversion.risk import joined, tasks, work
from bascule.study.conversion.terms import Rung
from bascule.study.plan.process import Gbm

HASHED = Hedge(driver=HASHPRICE, price=42.0, amount=800_000.0, start=0, end=16)
LET = Hedge(driver=RENT, price=140.0, amount=100_000.0, start=4, end=12)
DRIFTING = Gbm(start=40.0, mu=-0.2, sigma=0.4)
CASE = replace(with_rungs(STILL, Rung(meter_mw=40.0)), quarters=16)
CASE = replace(CASE, hashprice=replace(CASE.hashprice, world=DRIFTING))
FUNDING = replace(SMALL_COMPANY, opening_cash=20e6)
WORLD = World(power_sd=0.0, power_speed=0.5, paths=2_000, seed=3)


@pytest.mark.parametrize("hedge", [HASHED, LET])
def test_the_mean_pay_off_is_that_of_the_histories(hedge: Hedge) -> None:
    """In closed form and on twenty thousand antithetic paths."""
    drawn = histories(CASE, WORLD, 20_000, np.random.default_rng(5))
    paid = pays(hedge, drawn.levels[hedge.driver]).sum(axis=0)
    pairs = paid.reshape(2, -1).mean(axis=0)
    found = forward(CASE, hedge)
    assert found.mean_pay == pytest.approx(paid.mean(), abs=4 * pairs.std() / np.sqrt(len(pairs)))
    running = drawn.levels[hedge.driver, hedge.start : hedge.end].mean()
    assert found.mean_level == pytest.approx(running, rel=0.02)
    years = (hedge.end - hedge.start) / 4
    assert found.mean_pay == pytest.approx(years * hedge.amount * (hedge.price - found.mean_level))


def test_a_forward_at_the_mean_of_every_quarter_is_worth_nothing() -> None:
    """One quarter, priced at its mean: nothing under the pricing measure, something under the world's."""
    price = 40.0 * np.exp(-0.05 * 1.75)
    found = forward(CASE, replace(HASHED, price=price, start=7, end=8))
    assert found.worth == pytest.approx(0.0, abs=1e-6)
    gap = price - 40.0 * np.exp(-0.2 * 1.75)
    assert found.mean_pay == pytest.approx(0.25 * 800_000 * gap)


def test_the_present_value_of_forwards_is_discounted_and_taxed() -> None:
    """Two forwards on two known paths, by hand."""
    levels = np.stack([np.full((16, 1), 50.0), np.full((16, 1), 120.0)])
    by_hand = sum(
        np.exp(-CASE.rate * k / 4) * 0.25 * (-8.0 * 800_000 + (20.0 * 100_000 if 4 <= k < 12 else 0.0))
        for k in range(16)
    )
    assert forwards_npv(CASE, (HASHED, LET), levels)[0] == pytest.approx(0.79 * by_hand)


def test_a_cushion_is_read_from_paths() -> None:
    """Ten histories of two quarters: one is ruined, and the tenth quantile lies between the two lowest."""
    cash = np.array([[9.0, *[5.0] * 9], [-30e6, *np.arange(1.0, 10.0)]])
    found = cushion(np.arange(10.0), cash, FUNDING)
    assert found.ruin == pytest.approx(0.1)
    assert found.cvar_95 == 0.0
    assert found.low_cash == pytest.approx(0.1 * -30e6 + 0.9 * 1.0)
    assert found.end_cash == found.low_cash


def test_a_strategy_without_forwards_is_the_one_of_a_plan_without_them() -> None:
    """To the bit, and playing it moves nothing of the others; forwards against the hashprice make low cash higher."""
    books = (Never(), AtOnce(case=CASE, most=1))
    asked = tasks(CASE, FUNDING, (HASHED,), WORLD, books, unhedged=Never())
    found = joined(map(work, asked))
    plain = joined(map(work, tasks(CASE, FUNDING, (), WORLD, books)))
    as_before = joined(map(work, tasks(CASE, FUNDING, (HASHED,), WORLD, books)))
    assert found.unhedged is not None
    assert plain.unhedged is None
    assert (found.unhedged.cash == plain.sheets["mine on"].cash).all()
    assert (found.sheets["mine on"].cash == as_before.sheets["mine on"].cash).all()
    without = cushion(found.unhedged.npv, found.unhedged.cash, FUNDING)
    paid = forwards_npv(CASE, (HASHED,), found.levels)
    hedged = cushion(found.sheets["mine on"].npv + paid, found.sheets["mine on"].cash, FUNDING)
    assert hedged.low_cash > without.low_cash
    assert hedged.cvar_95 < without.cvar_95
