"""Where supply settles: hand-solved worlds, a second solver, and its laws."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import equilibrium, settled

COHORTS = st.lists(
    st.builds(
        lambda eh, j, price: (eh, j, price), st.floats(0.1, 500), st.floats(10, 60), st.floats(-10, 120)
    ),
    min_size=1,
    max_size=7,
)


def world(*rows: tuple[float, float, float]) -> list[Cohort]:
    """Cohorts of EH/s, J/TH and USD/MWh."""
    return [Cohort(name=f"c{at}", eh_s=r[0], j_per_th=r[1], usd_per_mwh=r[2]) for at, r in enumerate(rows)]


def test_partial_cohort_by_hand() -> None:
    """Break-evens 24 and 43.2: at 30 M$ a day 500 run whole, 194.4 of the dear ones at exactly 43.2."""
    found = equilibrium(world((500, 20, 50), (500, 30, 60)), 30e6)
    assert found.on_eh_s == pytest.approx((500, 30e6 / 43.2 / 1000 - 500))
    assert found.hashprice_usd_per_ph_day == pytest.approx(43.2)
    assert found.margin_usd_per_day == pytest.approx((500e3 * 19.2, 0), abs=1e-6)
    assert found.power_mw == pytest.approx(500 * 20 + found.on_eh_s[1] * 30)


def test_all_on() -> None:
    """With enough revenue all run, above every break-even."""
    found = equilibrium(world((500, 20, 50), (500, 30, 60)), 60e6)
    assert found.on_eh_s == (500, 500)
    assert found.hashprice_usd_per_ph_day == 60.0


def test_none_on() -> None:
    """Without revenue nobody runs and there is no hashprice; nor without machines."""
    assert equilibrium(world((500, 20, 50)), 0.0).hashprice_usd_per_ph_day is None
    assert equilibrium([], 1e6).hashprice_usd_per_ph_day is None


def test_paid_to_run_always_runs() -> None:
    """A break-even of zero or less runs whatever the revenue."""
    found = equilibrium(world((100, 20, -5), (100, 20, 0), (100, 20, 50)), 0.0)
    assert found.on_eh_s == (100, 100, 0)
    assert found.hashprice_usd_per_ph_day == 0.0


def test_ties_share_by_size() -> None:
    """Two cohorts of one cost run with the same share."""
    found = equilibrium(world((300, 20, 50), (100, 20, 50)), 24.0 * 1000 * 200)
    assert found.on_eh_s == pytest.approx((150, 50))


def test_other_costs_count() -> None:
    """Other costs raise the break-even."""
    cohort = Cohort(name="a", eh_s=1, j_per_th=20, usd_per_mwh=50, other_usd_per_ph_day=3.5)
    assert cohort.break_even_usd_per_ph_day == pytest.approx(0.024 * 20 * 50 + 3.5)


def bisected(cohorts: list[Cohort], revenue: float) -> float:
    """Hashprice at which demand for hashes meets supply, found by halving."""
    low, high = 0.0, 1e7
    for _ in range(200):
        price = (low + high) / 2
        supply = sum(c.eh_s for c in cohorts if c.break_even_usd_per_ph_day <= price)
        low, high = (price, high) if supply * 1000 * price < revenue else (low, price)
    return high


@given(COHORTS, st.floats(1e5, 1e8))
def test_second_solver_agrees(rows: list[tuple[float, float, float]], revenue: float) -> None:
    """Bisection over the hashprice finds the same price."""
    cohorts = world(*rows)
    found = equilibrium(cohorts, revenue)
    assert found.hashprice_usd_per_ph_day == pytest.approx(bisected(cohorts, revenue), rel=1e-6)


@given(COHORTS, st.floats(1e5, 1e8), st.integers(0, 6), st.floats(0, 1))
def test_hashprice_never_falls_when_capacity_leaves(
    rows: list[tuple[float, float, float]], revenue: float, which: int, share: float
) -> None:
    """Whoever leaves, the others earn at least as much per hash, and the network is no larger."""
    which %= len(rows)
    fewer = [(eh * share if at == which else eh, j, p) for at, (eh, j, p) in enumerate(rows)]
    before, after = equilibrium(world(*rows), revenue), equilibrium(world(*fewer), revenue)
    assume(after.hashprice_usd_per_ph_day is not None)
    assert (after.hashprice_usd_per_ph_day or 0) >= (before.hashprice_usd_per_ph_day or 0) * (1 - 1e-12)
    assert after.hashrate_eh_s <= before.hashrate_eh_s * (1 + 1e-12)


@given(COHORTS, st.floats(1e5, 1e8))
def test_books_balance(rows: list[tuple[float, float, float]], revenue: float) -> None:
    """Revenue is the running machines' costs and margins; nobody who runs in part loses or gains."""
    cohorts = world(*rows)
    found = equilibrium(cohorts, revenue)
    costs = sum(on * 1000 * c.break_even_usd_per_ph_day for on, c in zip(found.on_eh_s, cohorts, strict=True))
    assert costs + sum(found.margin_usd_per_day) == pytest.approx(revenue, rel=1e-9)
    assert min(found.margin_usd_per_day) >= -1e-6 * revenue


def test_exit_is_not_subtraction() -> None:
    """150 of 250 cheap EH/s leave: dear capacity returns, so fewer are lost, and hashprice rises as hashrate falls."""
    before = world((250, 18, 40), (650, 25, 45), *[(4.0, 30, 40 + 0.25 * at) for at in range(80)])
    after = world((100, 18, 40), (650, 25, 45), *[(4.0, 30, 40 + 0.25 * at) for at in range(80)])
    revenue = 1000 * 918 * 31.2
    one, other = equilibrium(before, revenue), equilibrium(after, revenue)
    lost = one.hashrate_eh_s - other.hashrate_eh_s
    assert lost < 150
    assert (other.hashprice_usd_per_ph_day or 0) / (one.hashprice_usd_per_ph_day or 1) == pytest.approx(
        one.hashrate_eh_s / other.hashrate_eh_s
    )


def test_exit_is_not_subtraction_by_hand() -> None:
    """R = 30 M$: 900 whole and 100 of a ladder at 30; 150 leave, 68 return, so 82 are lost (55 %), hashprice x 1000/918."""
    slope = 68 / (30 * 1000 / 918 - 30)
    low, step = 30 - 100 / slope, 1000 / slope / 5000
    ladder = [(0.2, 1 / 0.024, low + step * (at + 0.5)) for at in range(5000)]
    before = equilibrium(world((900, 20, 1), *ladder), 30e6)
    after = equilibrium(world((750, 20, 1), *ladder), 30e6)
    assert before.hashrate_eh_s == pytest.approx(1000, rel=1e-5)
    assert after.hashrate_eh_s == pytest.approx(918, rel=1e-5)
    assert after.hashprice_usd_per_ph_day == pytest.approx(30 * 1000 / 918, rel=1e-5)


@given(COHORTS, st.floats(1e5, 1e8), st.floats(0.01, 0.99))
def test_merging_ties_changes_nothing(
    rows: list[tuple[float, float, float]], revenue: float, share: float
) -> None:
    """A cohort cut in two of one cost runs as it did whole, and what runs adds up to the hashrate."""
    eh, *cost = rows[0]
    parts = [(eh * share, *cost), (eh * (1 - share), *cost), *rows[1:]]
    whole, cut = equilibrium(world(*rows), revenue), equilibrium(world(*parts), revenue)  # type: ignore[arg-type]
    assert cut.hashrate_eh_s == pytest.approx(whole.hashrate_eh_s, rel=1e-9)
    assert cut.on_eh_s[0] + cut.on_eh_s[1] == pytest.approx(whole.on_eh_s[0], rel=1e-9, abs=1e-9)
    assert sum(cut.on_eh_s) == pytest.approx(cut.hashrate_eh_s, rel=1e-12)


def test_a_choice_that_is_no_equilibrium_still_has_books() -> None:
    """Machines that run below break-even earn a negative margin."""
    found = settled(world((100, 20, 50)), [100.0], 1e6)
    assert found.margin_usd_per_day[0] == pytest.approx(1e6 - 100e3 * 24)


@pytest.mark.parametrize("bad", [{"eh_s": -1.0}, {"j_per_th": 0.0}])
def test_machines_that_cannot_be(bad: dict[str, float]) -> None:
    """Negative hashrate and zero J/TH are refused by the cohort's name."""
    with pytest.raises(ValueError, match="'x'"):
        Cohort(**{"name": "x", "eh_s": 1.0, "j_per_th": 20.0, "usd_per_mwh": 50.0, **bad})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="negative"):
        equilibrium([], -1.0)
