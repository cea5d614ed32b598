"""Laws of reserves on random sites: the bill is the objective, more to sell never hurts, what was planned is held."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dispatch.random_reserves import called, reserve_cases
from tests.dispatch.random_sites import COUNT, whole_cases
from tests.dispatch.sites import Case
from tests.dispatch.test_laws import best, never_less

from bascule.dispatch.ladder import cut_setpoints
from bascule.simulate.conditions import conditions, cut
from bascule.simulate.devices import Curves
from bascule.simulate.plant import Plant, advance

few = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
shares = st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0]), min_size=COUNT, max_size=COUNT)


@many
@given(drawn=reserve_cases())
def test_the_objective_is_the_bill_and_all_is_held(drawn: Case) -> None:
    """What was planned is held by the plant, to the last megawatt, and settled."""
    planned = best(drawn)
    outcome = drawn.run()
    for name, did in outcome.reserves.items():
        assert did.held_mw == pytest.approx(did.committed_mw, abs=1e-6), name
    assert drawn.ledger(outcome).total == pytest.approx(planned, rel=1e-7, abs=1e-4)


@few
@given(drawn=reserve_cases(whole_cases()))
def test_the_same_holds_where_things_are_whole(drawn: Case) -> None:
    """Blocks and modes hold what they run."""
    planned = best(drawn)
    outcome = drawn.run()
    for name, did in outcome.reserves.items():
        assert did.held_mw == pytest.approx(did.committed_mw, abs=1e-6), name
    assert drawn.ledger(outcome).total == pytest.approx(planned, rel=1e-7, abs=1e-4)


@few
@given(drawn=reserve_cases(), more=st.integers(1, 9))
def test_more_to_sell_never_costs(drawn: Case, more: int) -> None:
    """Another product, or a wider limit."""
    one, two = drawn.site.reserves
    narrow = best(replace(drawn, site=replace(drawn.site, reserves=(one,))))
    both = best(drawn)
    never_less(both, narrow)
    wider = replace(two, most_mw=None if two.most_mw is None else two.most_mw + more)
    never_less(best(replace(drawn, site=replace(drawn.site, reserves=(one, wider)))), both)


@many
@given(drawn=st.one_of(reserve_cases(), reserve_cases(whole_cases())), share=shares)
def test_every_call_keeps_the_laws(drawn: Case, share: list[float]) -> None:
    """Whatever is called, the independent check accepts what the plant did."""
    best(drawn)
    setpoints = drawn.schedule().setpoints
    called(drawn, share).run(setpoints)


@many
@given(drawn=reserve_cases(), share=shares, at=st.integers(1, COUNT - 1))
def test_a_run_with_calls_in_two_parts_is_the_run(drawn: Case, share: list[float], at: int) -> None:
    """Stopping and going on from the state between changes nothing, whatever is called."""
    best(drawn)
    setpoints = drawn.schedule().setpoints
    drawn = called(drawn, share)
    plant = Plant(site=drawn.site, curves=Curves(site=drawn.site), jobs={j.name: j for j in drawn.jobs})
    given_ = conditions(drawn.site, drawn.grid, drawn.values)
    whole, after = advance(plant, setpoints, given_, drawn.before)
    head, middle = advance(plant, cut_setpoints(setpoints, 0, at), cut(given_, 0, at), drawn.before)
    tail, end = advance(plant, cut_setpoints(setpoints, at, COUNT - at), cut(given_, at, COUNT - at), middle)
    assert np.concatenate([head.import_mw, tail.import_mw]) == pytest.approx(whole.import_mw, abs=1e-9)
    assert end.battery_mwh == pytest.approx(after.battery_mwh)
    for name, did in whole.reserves.items():
        held = np.concatenate([head.reserves[name].held_mw, tail.reserves[name].held_mw])
        assert held == pytest.approx(did.held_mw, abs=1e-9)
