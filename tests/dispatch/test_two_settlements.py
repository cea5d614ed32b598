"""Two settlements in a plan: a nomination is sunk, and departing from it costs what the ledger says."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.dispatch.random_sites import COUNT, cases
from tests.dispatch.sites import EVER, Case, case, fleet, site

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.assemble import assemble
from bascule.dispatch.basis import starting_basis
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.follow import Followed, follow
from bascule.dispatch.highs import Solved, SolverOptions, solve
from bascule.dispatch.merit import fill
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.outlook import coarse
from bascule.model.energy_contracts import Auction, NominatedSupply
from bascule.model.series import SeriesRef

few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SUPPLY = NominatedSupply(
    name="two",
    day_ahead=SeriesRef(name="day_ahead"),
    imbalance=SeriesRef(name="spot"),
    auction=Auction(zone="UTC", gate_hour=12.0),
    term=EVER,
    margin_per_mwh=1.0,
)
FEE = replace(SUPPLY, deviation_fee_per_mwh=20.0)
TWO_PRICES = replace(SUPPLY, surplus=SeriesRef(name="surplus"))


def nominated(
    supply: NominatedSupply, mw: Sequence[float], spot: Sequence[float], **series: Sequence[float]
) -> Case:
    """10 MW of machines worth 50 per MWh behind a two-settlement supply."""
    place = site(supplies=(supply,), fleets=(fleet(50.0),))
    plain = case(place, spot, day_ahead=[30.0] * len(spot), **series)  # type: ignore[arg-type]  # series only
    return replace(plain, nominated_mw={"two": np.array(mw, dtype=np.float64)})


def drawn_mw(planned: Case) -> list[float]:
    """Planned import, by program; the closed form and the ledger must agree with it."""
    plan, inputs = planned.plan(), planned.inputs()
    assert planned.ledger().total == pytest.approx(plan.objective)
    assert not inputs.couples
    assert fill(inputs).objective == pytest.approx(plan.objective)
    return [round(float(mw), 6) for mw in planned.run().import_mw]


def test_a_nomination_is_sunk() -> None:
    """10 MW bought at 30: at an imbalance price of 60 they are sold back, at 40 they are hashed."""
    planned = nominated(SUPPLY, [10, 10], [60, 40])
    assert drawn_mw(planned) == [0, 10]
    assert planned.plan().objective == pytest.approx(10 * 30 + 10 * (50 - 30 - 1))


def test_a_deviation_fee_holds_a_plan_to_its_nomination() -> None:
    """With a fee of 20 each way, selling back at 60 loses to hashing, at 80 it does not; nothing is added at 40."""
    assert drawn_mw(nominated(FEE, [4, 4, 4], [60, 80, 40])) == [4, 0, 4]


def test_a_surplus_price_is_what_selling_back_earns() -> None:
    """At an imbalance price of 60 the nomination is hashed where surplus pays 40, sold back where it pays 55."""
    assert drawn_mw(nominated(TWO_PRICES, [4, 4], [60, 60], surplus=[40, 55])) == [4, 0]


def test_what_is_not_nominated_yet_costs_the_imbalance_price_alone() -> None:
    """No deviation is planned where the auction has not been held."""
    planned = nominated(FEE, [np.nan, 10], [45, 45])
    assert planned.inputs().import_rate.tolist() == [46, 46]
    assert planned.schedule().import_mw == pytest.approx([10, 10])
    assert planned.plan().objective == pytest.approx(10 * 4 + 10 * (50 - 31))


def test_a_believed_surplus_above_the_imbalance_price_makes_no_money_from_nothing() -> None:
    """It counts for the imbalance price and both fees: the plan has an optimum, and sells back."""
    planned = nominated(TWO_PRICES, [4], [45], surplus=[70])
    assert planned.plan().objective == pytest.approx(10 * (50 - 46) + 4 * (45 - 30))


def test_a_coarse_tail_keeps_what_was_nominated() -> None:
    """Two hours of quarters with nominations by the hour: the last as one step changes nothing."""
    quarters = replace(
        nominated(FEE, np.repeat([4, 6], 4).tolist(), np.repeat([60.0, 40.0], 4).tolist()), step_h=0.25
    )
    pieces = coarse(quarters.piece, 4)
    inputs = compile_inputs(quarters.shape, pieces, quarters.before, Asking())
    found = optimise(inputs, SolverOptions(gap=1e-9))
    assert len(pieces) == 2
    assert isinstance(found, Plan)
    assert found.objective == pytest.approx(quarters.plan().objective)


def test_hours_beyond_the_auction_are_joined_to_those_before() -> None:
    """Two hours with a nomination and a fee, then one whose auction is still to come."""
    whole = nominated(FEE, [4, 4, np.nan], [60, 40, 45])
    parts = (
        nominated(FEE, [4, 4], [60, 40]),
        replace(nominated(FEE, [np.nan], [45]), start=whole.grid.time(2)),
    )
    late = Piece(grid=parts[1].grid, values=parts[1].piece.values)
    inputs = compile_inputs(whole.shape, [parts[0].piece, late], whole.before, Asking())
    found = optimise(inputs, SolverOptions(gap=1e-9))
    assert isinstance(found, Plan)
    assert found.objective == pytest.approx(whole.plan().objective)
    assert fill(inputs).objective == pytest.approx(found.objective)


def test_an_interval_between_plans_knows_the_fee() -> None:
    """Followed at 60 instead of the believed 45, the nominated 4 MW still run and no more."""
    planned = nominated(FEE, [4, 4], [45, 45])
    now = nominated(FEE, [4], [60])
    followed = Followed(schedule=planned.schedule(), plan=planned.plan())
    schedule = follow(planned.shape, now.piece, planned.before, Asking(), followed)
    assert now.run(schedule.setpoints).import_mw == pytest.approx([4])


@st.composite
def settled(draw: Callable[[st.SearchStrategy[object]], object], *, coupled: bool = True) -> Case:
    """Any site behind a two-settlement supply with random fees, prices and nominations."""

    def number(low: int, high: int) -> float:
        return float(str(draw(st.integers(low, high))))

    def series(low: int, high: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([number(low, high) for _ in range(COUNT)])

    drawn = draw(cases(coupled=coupled, cheapest=-20))
    assert isinstance(drawn, Case)
    supply = replace(
        SUPPLY, exchange_fee_per_mwh=number(0, 3), deviation_fee_per_mwh=number(0, 2) * number(0, 10)
    )
    values = {**drawn.values, "day_ahead": series(-20, 120)}
    if draw(st.booleans()):
        supply = replace(supply, surplus=SeriesRef(name="surplus"))
        values["surplus"] = values["spot"] - series(0, 40) + 2 * supply.deviation_fee_per_mwh
    return replace(
        drawn,
        site=replace(drawn.site, supplies=(supply,)),
        values=values,
        nominated_mw={"two": series(0, 30)},
    )


@many
@given(drawn=settled())
def test_the_objective_is_the_bill_with_any_nomination(drawn: Case) -> None:
    """What was planned is what two settlements come to, fees and kinks included."""
    found = optimise(drawn.inputs())
    assume(isinstance(found, Plan))
    assert drawn.ledger().total == pytest.approx(drawn.plan().objective, rel=1e-7, abs=1e-4)


@few
@given(drawn=settled())
def test_the_starting_basis_never_moves_the_optimum(drawn: Case) -> None:
    """Rows of nominations start at their slack; the cost is that of a cold start."""
    program, layout = assemble(drawn.inputs())
    plain, started = solve(program), solve(program, None, starting_basis(drawn.inputs(), layout))
    assume(isinstance(plain, Solved))
    assert isinstance(plain, Solved)
    assert isinstance(started, Solved)
    assert started.objective == pytest.approx(plain.objective, rel=1e-9, abs=1e-6)


@many
@given(drawn=settled(coupled=False))
def test_the_closed_form_is_the_program_with_any_nomination(drawn: Case) -> None:
    """A nomination splits the supply of an hour in two; the merit order stays exact."""
    inputs = drawn.inputs()
    assume(not inputs.couples)
    assert fill(inputs).objective == pytest.approx(drawn.plan().objective, rel=1e-9, abs=1e-6)


@few
@given(drawn=settled(), more=st.integers(1, 9))
def test_without_fees_and_a_second_price_a_nomination_moves_money_and_nothing_else(
    drawn: Case, more: int
) -> None:
    """A further MW nominated in each hour moves the plan by the spread of day-ahead and imbalance."""
    plain = replace(drawn, site=replace(drawn.site, supplies=(SUPPLY,)))
    assume(isinstance(optimise(plain.inputs()), Plan))
    other = replace(plain, nominated_mw={"two": plain.nominated_mw["two"] + more})
    spread = float((plain.values["day_ahead"] - plain.values["spot"]).sum())
    assert other.plan().objective == pytest.approx(plain.plan().objective - more * spread, rel=1e-7, abs=1e-4)
