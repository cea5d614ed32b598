"""Two settlements, solved by hand: the nomination at the day-ahead price, the rest at another."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import ALWAYS, SITE, arrays, book, drew, paid, up_to, utc

from bascule.errors import DataGap, InputError
from bascule.model.energy_contracts import Auction, FixedSupply, NominatedSupply, SpotSupply
from bascule.model.ledger import Account, Ledger
from bascule.model.outcome import Outcome
from bascule.model.series import SeriesRef
from bascule.model.term import Term
from bascule.settle.energy import energy_rate
from bascule.settle.two_settlements import refuse_surplus_above_imbalance

TWO = NominatedSupply(
    name="two",
    day_ahead=SeriesRef(name="ahead"),
    imbalance=SeriesRef(name="real"),
    auction=Auction(zone="UTC", gate_hour=12.0),
    term=ALWAYS,
)
FEES = replace(TWO, exchange_fee_per_mwh=0.1, deviation_fee_per_mwh=2.0, margin_per_mwh=0.5)
TWO_PRICES = replace(TWO, surplus=SeriesRef(name="long"))


def nominated(outcome: Outcome, *mw: float) -> Outcome:
    """The outcome with what was bought day-ahead."""
    return replace(outcome, nominated_mw={"two": np.array(mw)})


def settled(supply: NominatedSupply, outcome: Outcome, **values: Sequence[float]) -> Ledger:
    """The ledger under one supply."""
    return book(replace(SITE, supplies=(supply,)), outcome, None, **values)


def test_the_nomination_is_paid_day_ahead_and_the_rest_at_the_imbalance_price() -> None:
    """20 MW at 50 and 60; 10 more at 80, then 5 given back at 30."""
    ledger = settled(TWO, nominated(drew(30, 15), 20, 20), ahead=[50, 60], real=[80, 30])
    assert paid(ledger, "two: day-ahead") == [-1000, -1200]
    assert paid(ledger, "two: imbalance") == [-800, 150]
    assert ledger.total == ledger.of(Account.ENERGY) == ledger.movable == -2850


def test_surplus_has_its_own_price() -> None:
    """What is drawn beyond costs 80; what is given back earns 20 instead of 30."""
    ledger = settled(
        TWO_PRICES, nominated(drew(30, 15), 20, 20), ahead=[50, 60], real=[80, 30], long=[10, 20]
    )
    assert paid(ledger, "two: imbalance") == [-800, 100]


def test_each_fee_has_its_energy() -> None:
    """Exchange on 40 MWh nominated, deviation on 10 up and 5 down, margin on 45 metered."""
    ledger = settled(FEES, nominated(drew(30, 15), 20, 20), ahead=[0, 0], real=[0, 0])
    assert paid(ledger, "two: exchange fee") == [-2, -2]
    assert paid(ledger, "two: deviation fee") == [-20, -10]
    assert paid(ledger, "two: margin") == [-15, -7.5]
    assert [line.quantity for line in ledger.lines] == [40, 5, 40, 15, 45]


def test_the_documented_hour() -> None:
    """20 MW nominated at 50, 30 MWh drawn at 80: 1,837, and one MWh less saves 82.5."""
    ledger = [settled(FEES, nominated(drew(mw), 20), ahead=[50], real=[80]).total for mw in (30, 29, 20)]
    assert ledger == pytest.approx([-1837, -1837 + 82.5, -1837 + 825])


def test_quarter_hours_carry_a_quarter_of_the_nomination() -> None:
    """40 MW for 15 minutes are 10 MWh."""
    ledger = settled(TWO, nominated(drew(40, minutes=15), 40), ahead=[100], real=[0])
    assert paid(ledger, "two: day-ahead") == [-1000]


@pytest.mark.parametrize("outcome", [drew(5), nominated(drew(5), float("nan"))])
def test_without_a_nomination_all_is_imbalance(outcome: Outcome) -> None:
    """A supply that nominated nothing, or whose auction was not held, deviates by all that it meters."""
    ledger = settled(FEES, outcome, ahead=[50], real=[60])
    assert ledger.total == pytest.approx(-5 * (60 + 0.5 + 2))


def test_a_nomination_counts_inside_the_term_only() -> None:
    """From one o'clock on another contract supplies."""
    fixed = FixedSupply(name="fix", price_per_mwh=70, term=Term(start=utc(2024, 1, 10, 1), end=ALWAYS.end))
    site = replace(SITE, supplies=(replace(TWO, term=up_to(1)), fixed))
    ledger = book(site, nominated(drew(2, 2), 3, 3), ahead=[10, 10], real=[50, 50])
    assert ledger.total == -30 + 50 - 140


def test_contract_out_of_force_needs_no_series() -> None:
    """Nothing is nominated before the first day, so no price is asked for."""
    later = replace(TWO, term=Term(start=utc(2025, 1, 1), end=ALWAYS.end))
    now = FixedSupply(name="fix", price_per_mwh=70, term=Term(start=ALWAYS.start, end=utc(2025, 1, 1)))
    assert book(replace(SITE, supplies=(now, later)), drew(1)).total == -70


def test_missing_series_is_a_gap() -> None:
    """The message names it."""
    with pytest.raises(DataGap, match="'ahead'"):
        settled(TWO, drew(1), real=[1])


def test_a_tenant_is_passed_on_the_imbalance_price() -> None:
    """It is what one more MWh costs, whatever was nominated."""
    rate = energy_rate(replace(SITE, supplies=(FEES,)), drew(1).grid, arrays(ahead=[50], real=[60]))
    assert rate.tolist() == [60.5]


@given(
    rows=st.lists(st.tuples(*[st.integers(-200, 200)] * 2, *[st.integers(0, 90)] * 2), min_size=1, max_size=5)
)
def test_law_a_nomination_moves_the_bill_by_the_spread(rows: list[tuple[int, int, int, int]]) -> None:
    """With 0 MW nominated it is spot supply on the imbalance price; with N it moves by N x (day-ahead - imbalance)."""
    ahead, real, metered, bought = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    outcome, values = drew(*metered), {"ahead": ahead.tolist(), "real": real.tolist()}
    spot = SpotSupply(name="spot", price=SeriesRef(name="real"), term=ALWAYS)
    plain = book(replace(SITE, supplies=(spot,)), outcome, **values).total
    assert settled(TWO, nominated(outcome, *(0 * bought)), **values).total == pytest.approx(plain)
    moved = settled(TWO, nominated(outcome, *bought), **values).total
    assert moved == pytest.approx(plain - float(bought @ (ahead - real)))


@pytest.mark.parametrize(("fee", "refused"), [(0.0, True), (4.9, True), (5.1, False)])
def test_a_surplus_price_above_the_imbalance_price_is_refused_by_name(fee: float, *, refused: bool) -> None:
    """10 more for surplus than imbalance costs is money from nothing unless both fees eat it."""
    site = replace(SITE, supplies=(replace(TWO_PRICES, deviation_fee_per_mwh=fee),))
    values = arrays(ahead=[0, 0], real=[40, 40], long=[40, 50])
    if not refused:
        refuse_surplus_above_imbalance(site, drew(0, 0).grid, values)
        return
    with pytest.raises(
        InputError, match=r"\[two\]\.surplus = long: pays 50 at 2024-01-10T01:00.* 40 of real"
    ):
        refuse_surplus_above_imbalance(site, drew(0, 0).grid, values)
