"""Machines sold second-hand: by hand, by every plan tried, by the grid and by simulated histories."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import FUNDING, STILL, flat, with_courses, with_rungs
from tests.study.conversion.small_case import CASE as SMALL

from bascule.study.conversion.accounts import accounts
from bascule.study.conversion.books import AtOnce, Book, Never, Optimal
from bascule.study.conversion.build import one_rung, places, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.case_moves import conversion_npv
from bascule.study.conversion.central import central
from bascule.study.conversion.finance import World
from bascule.study.conversion.histories import histories
from bascule.study.conversion.machines import Machines
from bascule.study.conversion.mining_on import mining_on
from bascule.study.conversion.plan_drivers import HASHPRICE
from bascule.study.conversion.resale import expected_resale_left, resale
from bascule.study.conversion.risk import joined, known_control, risk, tasks, work
from bascule.study.conversion.rules import npv_rule
from bascule.study.conversion.sensitivity import INPUTS, tornado
from bascule.study.conversion.terms import Network, Resting, Rung
from bascule.study.plan.depreciation import Schedule
from bascule.study.project.terms import WriteOff
from bascule.study.switching.grid import solve_grid

MACHINES = Machines(resale_per_ph=4_000.0, at_hashprice=40.0, elasticity=1.5, decline_frac=0.2)
WEIGHT = Network(network_eh_s=1e6, site_eh_s=2.0, eta=1.0)
PER_MW = 4_000.0 * 2_000.0 / 40.0
"""Money today at 40 per PH and day: 2 EH/s behind 40 MW."""
LADDER = replace(
    with_rungs(STILL, Rung(meter_mw=20.0), Rung(meter_mw=20.0, capex_factor=1.05)),
    quarters=24,
    network=WEIGHT,
    machines=MACHINES,
)
WORLD = World(power_sd=0.0, power_speed=0.5, paths=4_000, seed=3)


def test_a_price_follows_hashprice_age_and_years() -> None:
    """After two years at twice the hashprice: 2^1.5, 0.8^2 and 0.95^2 of the hashrate, by hand."""
    assert float(resale(LADDER, 0, np.array(40.0))) == pytest.approx(PER_MW)
    later = float(resale(LADDER, 8, np.array(80.0)))
    assert later == pytest.approx(PER_MW * 2**1.5 * 0.64 * 0.9025)


def test_without_prices_machines_are_worth_nothing() -> None:
    """At any date."""
    assert not resale(replace(LADDER, machines=None), 5, np.array([1.0, 99.0])).any()


@pytest.mark.parametrize(
    ("name", "value"),
    [("resale_per_ph", -1.0), ("at_hashprice", 0.0), ("elasticity", -0.1), ("decline_frac", 1.0)],
)
def test_a_price_that_nobody_can_pay_is_refused(name: str, value: float) -> None:
    """With its name."""
    with pytest.raises(ValueError, match=name):
        replace(MACHINES, **{name: value})


def test_what_is_left_has_its_closed_mean() -> None:
    """Mean of a power of a lognormal against a quadrature."""
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    drivers, last = LADDER.drivers(), LADDER.quarters - 1
    spread = math.sqrt(drivers.variances()[last, HASHPRICE, HASHPRICE])
    prices = resale(LADDER, last, drivers.base[HASHPRICE, last] * np.exp(spread * points))
    assert expected_resale_left(LADDER, drivers) == pytest.approx(weights @ prices / weights.sum(), rel=1e-9)


@pytest.mark.parametrize(("hashprice", "best"), [(20.0, 0), (26.0, 4), (40.0, 12)])
def test_without_uncertainty_machines_are_sold_when_that_is_best(hashprice: float, best: int) -> None:
    """One MW at a loss, with a margin that fades, and with a good one: every quarter of selling tried."""
    resting = Resting(mothball_cost=1e12, upkeep_per_year=0.0, restart_cost=1e12, sale_price=0.0)
    still = with_courses(SMALL, flat(hashprice, 12), flat(1.0, 12))
    case = replace(
        still,
        quarters=12,
        resting=resting,
        residual_per_meter_mw=0.0,
        network=Network(network_eh_s=1e6, site_eh_s=0.05, eta=1.0),
        machines=replace(MACHINES, elasticity=1.0),
    )
    step = case.rate / 4

    def sold(quarter: int) -> float:
        at = min(quarter, 11)
        price = 4_000.0 * 50 * hashprice / 40 * (0.8 * 0.95) ** (at / 4) * math.exp(-step * quarter)
        hashed = sum(
            math.exp(-step * k) * 0.25 * (20_000 * hashprice * 0.95 ** (k / 4) - 400_000 - 60_000)
            for k in range(quarter)
        )
        return float(0.79 * (price + hashed))

    tried = [sold(quarter) for quarter in range(13)]
    assert np.argmax(tried) == best
    assert solve_grid(problem_of(case)).value == pytest.approx(tried[best], rel=1e-9)


def test_converting_brings_the_price_of_the_day_after_tax() -> None:
    """Of a meter megawatt, beside lease and cost; hashing on for ever brings the last quarter's, by the grid too."""
    bare = replace(LADDER, machines=None)
    assert conversion_npv(LADDER) - conversion_npv(bare) == pytest.approx(0.79 * PER_MW)
    alone = one_rung(replace(LADDER, residual_per_meter_mw=0.0))
    rule = npv_rule(problem_of(alone), len(places(alone)) - 1)
    assert mining_on(alone) == pytest.approx(rule.stay, rel=1e-3, abs=200.0)
    assert mining_on(LADDER) > mining_on(bare)


def test_each_megawatt_is_paid_for_once() -> None:
    """The first rung today, the second half a year later, nothing at the horizon; nobody sells who mines on."""
    case = replace(LADDER, builds_per_year=2)
    drawn = histories(case, WORLD, 100, np.random.default_rng(1))
    found = accounts(case, FUNDING, (), AtOnce(case=case, most=2), drawn)
    expected = np.zeros((24, 100))
    for quarter in (0, 2):
        expected[quarter] = 20 * resale(case, quarter, drawn.levels[HASHPRICE, quarter])
    assert found.machines == pytest.approx(expected)
    assert found.residual[-1] == pytest.approx(np.full(100, 40 * 200_000.0))
    kept = accounts(case, FUNDING, (), Never(), drawn)
    assert not kept.machines.any()
    left = 40 * (200_000.0 + resale(case, 23, drawn.levels[HASHPRICE, -1]))
    assert kept.residual[-1] == pytest.approx(left)


def _as_priced(case: Case) -> Case:
    return replace(
        case,
        hashprice=replace(case.hashprice, world=case.hashprice.pricing),
        rent=replace(case.rent, world=case.rent.pricing),
    )


def _mean(case: Case, book: Book) -> tuple[float, float]:
    found = joined(map(work, tasks(_as_priced(case), FUNDING, (), WORLD, (book,))))
    mean = risk(found.sheets[book.name], FUNDING, known_control(_as_priced(case), found.levels))
    return mean.mean_npv, mean.standard_error


def test_the_grid_and_the_paths_agree_on_mining_on_and_on_converting_now() -> None:
    """Within three standard errors: a strategy's mean on paths is the value of a problem with no other choice."""
    case = replace(LADDER, builds_per_year=4, rungs=(Rung(meter_mw=40.0),))
    problem = problem_of(case)
    stay = solve_grid(problem.without_moves()).value
    mean, error = _mean(case, Never())
    assert mean == pytest.approx(stay, abs=3 * error)
    there = solve_grid(problem.without_moves(len(places(case)) - 1)).value + 40 * conversion_npv(case)
    mean, error = _mean(case, AtOnce(case=case, most=1))
    assert mean == pytest.approx(there, abs=3 * error)


def test_the_grid_and_the_paths_agree_on_the_optimum_with_rests_and_sales() -> None:
    """A site that may rest, sell and convert, and does."""
    case = replace(LADDER, resting=SMALL.resting)
    solution = solve_grid(problem_of(case))
    mean, error = _mean(case, Optimal.of(solution))
    assert mean == pytest.approx(solution.value, abs=3 * error + 0.002 * abs(solution.value))
    drawn = histories(_as_priced(case), WORLD, 2_000, np.random.default_rng(2))
    played = accounts(case, FUNDING, (), Optimal.of(solution), drawn)
    assert (played.machines > 0).any(axis=0).mean() > 0.02


def test_the_yearly_cash_flow_counts_the_sale_in_the_mining_forgone() -> None:
    """Sold in the first year, not there after the last."""
    write_off = (WriteOff(schedule=Schedule.STRAIGHT, frac=1.0, life_years=15),)
    with_price, without = (
        central(one, FUNDING, write_off).table()["lost_mining_margin"]
        for one in (LADDER, replace(LADDER, machines=None))
    )
    more = np.array(with_price) - np.array(without)
    left = 20 * expected_resale_left(LADDER, LADDER.drivers())
    assert more[1] == pytest.approx(0.79 * 20 * PER_MW)
    assert more[-1] == pytest.approx(-0.79 * left)
    assert more[2:-1] == pytest.approx(np.zeros(len(more) - 3))


def test_the_tornado_moves_the_price_where_there_is_one() -> None:
    """A rung that may convert is worth more with dearer machines."""
    price = next(one for one in INPUTS if one.name == "resale")
    assert price.read(price.move(LADDER, 1.5)) == 6_000.0
    assert price.move(replace(LADDER, machines=None), 1.5).machines is None
    swings = {one.name: one for one in tornado(replace(LADDER, quarters=8))}
    assert swings["resale"].high.optimal > swings["resale"].low.optimal
    assert "resale" not in [one.name for one in tornado(replace(LADDER, quarters=8, machines=None))]
