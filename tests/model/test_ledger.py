"""A ledger adds up exactly, in any order, and tells what a policy can move."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.model.grids import grid, utc

from bascule.model.ledger import Account, Ledger, LedgerLine

MONEY = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30)


def line(amounts: list[float], account: Account = Account.ENERGY, *, fixed: bool = False) -> LedgerLine:
    """A line of these amounts."""
    return LedgerLine(
        account=account, item="i", quantity=0.0, unit="MWh", amounts=np.array(amounts), take_or_pay=fixed
    )


def ledger(*lines: LedgerLine) -> Ledger:
    """A ledger of lines with as many intervals as the first."""
    return Ledger(currency="EUR", grid=grid(utc(2024, 1, 1), lines[0].amounts.size), lines=lines)


def test_line_adds_up_exactly() -> None:
    """Ten cents ten times are one euro, and a large sum does not swallow a small one."""
    assert line([0.1] * 10).amount == 1.0
    assert line([1e16, 1.0, -1e16]).amount == 1.0


def test_total_movable_and_accounts() -> None:
    """Take-or-pay counts for the total only."""
    book = ledger(line([5.0, 5.0], Account.AI, fixed=True), line([-2.0, -1.0]), line([0.5, 0.0]))
    assert (book.total, book.movable) == (7.5, -2.5)
    assert (book.of(Account.ENERGY), book.of(Account.AI), book.of(Account.WEAR)) == (-2.5, 10.0, 0.0)


@given(MONEY)
def test_line_is_the_exact_sum_rounded_once(amounts: list[float]) -> None:
    """No order of adding changes a cent."""
    exact = float(sum(map(Fraction, amounts)))
    assert line(amounts).amount == exact == line(amounts[::-1]).amount


@given(st.lists(MONEY, min_size=1, max_size=6))
def test_total_is_the_exact_sum_of_the_lines(lines: list[list[float]]) -> None:
    """The total is the sum of the amounts as they are printed."""
    book = ledger(*map(line, lines))
    assert book.total == math.fsum(entry.amount for entry in book.lines)
