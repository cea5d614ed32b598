"""Overruns of subscribed power in the program: against closed forms, against every mix tried in turn, and the ledger."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import EVER, HOUR, JANUARY, START, Case, battery, case, fleet, site

from bascule.dispatch.blocks.overruns import GAP_FRAC
from bascule.model.network_charges import PowerClass, SubscribedPower
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.window import Window

SIX = 6**0.5
"""An hour is six values of ten minutes: 1 MW above for an hour is an overrun of the root of 6."""


def subscribed(
    mw: float = 4.0, overrun_per_kw: float = 0.01, windows: tuple[Window, ...] = ()
) -> SubscribedPower:
    """One class at ``overrun_per_kw``, or two with the windows first and 10 MW beyond them."""
    first = PowerClass(
        name="peak",
        subscribed_mw=mw,
        per_kw_year=0.0,
        overrun_per_kw=overrun_per_kw,
        windows=windows,
    )
    rest = PowerClass(name="rest", subscribed_mw=10.0, per_kw_year=0.0, overrun_per_kw=0.0, windows=())
    return SubscribedPower(name="htb", classes=(first, rest) if windows else (first,), term=EVER)


def place(power: SubscribedPower, **parts: object) -> Site:
    """10 MW of hashing worth 50 under subscribed power."""
    return site(**{"fleets": (fleet(),), "subscriptions": (power,), **parts})


def imported(planned: Case) -> list[float]:
    """Import of the best plan."""
    return [round(mw, 3) for mw in planned.run().import_mw.tolist()]


def close(planned: Case) -> None:
    """The objective is the ledger's total, as close as the overruns' norm is kept."""
    ledger = planned.ledger()
    overruns = -sum(line.amount for line in ledger.lines if line.item.endswith("overrun"))
    assert ledger.total == pytest.approx(planned.plan().objective, abs=GAP_FRAC * overruns + 0.01)


@pytest.mark.parametrize(("overrun_per_kw", "best_mw"), [(0.003, 10), (0.005, 4)])
def test_an_hour_overruns_where_it_earns_more(overrun_per_kw: float, best_mw: float) -> None:
    """A MW above earns 10 and costs the root of 6 x 3 or x 5."""
    planned = case(place(subscribed(overrun_per_kw=overrun_per_kw)), [40])
    assert imported(planned) == [best_mw]
    close(planned)


def test_two_equal_hours_overrun_together_where_one_would_not() -> None:
    """At 7 per MW an hour costs 7 x root 6 = 17.1 > 15 a MW, four hours the root of 4 times that: 34.3 < 60."""
    power = subscribed(overrun_per_kw=0.007)
    assert imported(case(place(power), [35])) == [4]
    planned = case(place(power), [35] * 4)
    assert imported(planned) == [10] * 4
    assert planned.plan().objective == pytest.approx(4 * 150 - 6 * 2 * 7 * SIX, rel=1e-3)
    close(planned)


def test_what_is_overrun_so_far_makes_more_of_it_cheap() -> None:
    """After 100 MW of overrun the first MW more costs next to nothing, and only the rise is counted."""
    state = SiteState(time=START, overrun_mw2={("htb", "peak", JANUARY): 1e4})
    planned = case(place(subscribed(overrun_per_kw=0.02)), [40], state=state)
    assert imported(planned) == [10]
    close(planned)
    assert planned.plan().objective == pytest.approx(100 - 20 * ((1e4 + 216) ** 0.5 - 100), rel=1e-3)


def test_only_hours_of_the_class_overrun() -> None:
    """The peak class holds from 01:00 to 02:00: only that hour is kept at 4 MW."""
    power = subscribed(overrun_per_kw=1.0, windows=(Window(start_hour=1.0, end_hour=2.0),))
    planned = case(place(power), [40] * 3)
    assert imported(planned) == [10, 4, 10]
    close(planned)


def test_months_are_kept_apart() -> None:
    """The last hour of January and the first of February each pay for their own overrun."""
    power = subscribed(overrun_per_kw=0.003)
    values = case(place(power), [40, 40]).values
    planned = Case(site=place(power), values=values, start=START + 31 * 24 * HOUR - HOUR)
    assert planned.plan().objective == pytest.approx(200 - 2 * 6 * 3 * SIX, rel=1e-3)
    close(planned)


def test_steps_shorter_than_a_value_are_averaged() -> None:
    """Five-minute steps of 10 and 0 MW are a value of 5: one MW above for ten minutes."""
    power = subscribed(overrun_per_kw=0.0005)
    planned = case(place(power), [0, 1000], step_h=1 / 12)
    assert imported(planned) == [10, 0]
    assert planned.plan().objective == pytest.approx(10 * 50 / 12 - 0.5, rel=1e-3)
    close(planned)


def test_an_open_value_is_carried() -> None:
    """The first five minutes with 10 MW leave room for none in the second, where an overrun never pays."""
    _, middle = case(place(subscribed(overrun_per_kw=0.0)), [0], step_h=1 / 12).advance()
    dear = place(subscribed(mw=5.0, overrun_per_kw=9.0))
    values = case(dear, [0]).values
    later = Case(site=dear, values=values, step_h=1 / 12, state=middle, start=START + HOUR / 12)
    assert imported(later) == [0]


@settings(max_examples=15, deadline=None)
@given(
    spot=st.lists(st.integers(-20, 49), min_size=4, max_size=4),
    price=st.integers(1, 30),
    before=st.integers(0, 20),
)
def test_the_best_mix_of_hours_is_found(spot: list[int], price: int, before: int) -> None:
    """Four hours between 4 and 10 MW: no mix in whole MW earns more, and the plan's own mix earns what it says."""
    power = subscribed(overrun_per_kw=price / 1000)
    state = SiteState(time=START, overrun_mw2={("htb", "peak", JANUARY): float(before**2)})
    planned = case(place(power), spot, state=state)
    margin = np.array([50.0 - p for p in spot])
    mixes = np.array(list(product(np.arange(0.0, 6.1), repeat=4)))
    norm = np.sqrt(before**2 + 6 * (mixes**2).sum(axis=1))
    earned = (mixes + 4.0) @ margin - price * (norm - before)
    # Tangents ask too little, never too much; the exact bill of the plan is at most a thousandth of the overrun away.
    slack = 0.01 + GAP_FRAC * price * norm.max()
    assert planned.plan().objective >= earned.max() - 1e-6
    assert planned.ledger().total >= earned.max() - slack
    close(planned)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_objective_is_the_bill_over_two_days(seed: int) -> None:
    """Prices at random, a battery, two fleets and two classes, quarter-hours."""
    rng = np.random.default_rng(seed)
    power = subscribed(5.0, 0.03, (Window(start_hour=8.0, end_hour=20.0),))
    many = place(power, fleets=(fleet(50, 6), fleet(80, 6, name="b")), batteries=(battery(2, 4),))
    close(case(many, rng.normal(45, 20, 192).tolist(), step_h=0.25))
