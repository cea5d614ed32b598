"""Which products an asset may sensibly hold."""

from datetime import UTC, datetime

import numpy as np
import pytest

from bascule.dispatch.blocks.reserve_choice import chosen
from bascule.dispatch.blocks.reserve_holders import Holder
from bascule.dispatch.inputs import ReserveInput
from bascule.model.reserves import Control, ReserveProduct
from bascule.model.term import Term

_TERM = Term(start=datetime(2026, 1, 1, tzinfo=UTC), end=datetime(2027, 1, 1, tzinfo=UTC))


def _given(name: str, response_s: float, sold_mw: float = np.nan, most_mw: float = np.inf) -> ReserveInput:
    product = ReserveProduct(
        name=name,
        capacity_price=1.0,
        response_s=response_s,
        duration_h=1.0,
        eligible=(Control.CONTROLLABLE,),
        term=_TERM,
    )
    return ReserveInput(
        product=product,
        steps=np.arange(1),
        block=np.zeros(1, dtype=np.int64),
        committed_mw=np.array([sold_mw]),
        capacity_per_mw_h=np.ones(1),
        call_per_mwh=np.zeros(1),
        called_frac=np.zeros(1),
        miss_per_mw_h=1.0,
        most_mw=np.array([most_mw]),
    )


def _chosen(first: ReserveInput, second: ReserveInput, gains: tuple[float, float]) -> list[bool]:
    holder = Holder(
        name="hall",
        control=Control.CONTROLLABLE,
        shed_s=10.0,
        power=(),
        top_mw=np.ones(1),
        least_mw=np.zeros(1),
        worth_per_mwh=np.zeros(1),
    )
    money = {"first": np.array([gains[0]]), "second": np.array([gains[1]])}
    masks = chosen(holder, [first, second], money)
    return [bool(masks[name][0]) for name in ("first", "second")]


@pytest.mark.parametrize(
    ("first", "second", "gains", "expected"),
    [
        (_given("first", 10), _given("second", 600), (3.0, 2.0), [True, False]),
        (_given("first", 10), _given("second", 600), (2.0, 2.0), [True, False]),
        (_given("first", 10), _given("second", 600), (3.0, -1.0), [True, False]),
        (_given("first", 5), _given("second", 10), (3.0, 2.0), [True, True]),
        (_given("first", 5), _given("second", 10), (2.0, 2.0), [False, True]),
        (_given("first", 10, most_mw=5.0), _given("second", 600), (3.0, 2.0), [True, True]),
        (_given("first", 10), _given("second", 600, sold_mw=1.0), (3.0, 2.0), [True, True]),
        (_given("first", 10), _given("second", 600, sold_mw=0.0), (3.0, 2.0), [True, False]),
    ],
    ids=[
        "worse",
        "tie",
        "loss",
        "fast asks more",
        "fast and no better",
        "largest sale",
        "sold",
        "nothing sold",
    ],
)
def test_what_cannot_be_better_is_left_out(
    first: ReserveInput, second: ReserveInput, gains: tuple[float, float], expected: list[bool]
) -> None:
    """A product stays only where it is sold, or earns more than every open one that asks no more of the hall."""
    assert _chosen(first, second, gains) == expected
