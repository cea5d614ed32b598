"""Own accelerators: what they are worth on the day they are decided for, by hand and on paths."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import FUNDING as SMALL_COMPANY
from tests.study.conversion.wide_case import CLOUD, both, wide_case

from bascule.model.series import Floats, Ints
from bascule.study.conversion.accounts import Accounts, accounts
from bascule.study.conversion.books import AtOnce, Never
from bascule.study.conversion.build import mining_flow, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.cloud_value import CloudCurve
from bascule.study.conversion.finance import Hedge, World
from bascule.study.conversion.forward import Curve, forward_sum
from bascule.study.conversion.hedging import forward, pays
from bascule.study.conversion.histories import Histories, histories
from bascule.study.conversion.offers import Offers
from bascule.study.conversion.plan_drivers import CAPEX, CONTRACT, RENT, SPOT
from bascule.study.conversion.risk import joined, known_control, risk, tasks, work
from bascule.study.conversion.terms import Lead, Rung
from bascule.study.plan.process import Gbm, LogOu, moments
from bascule.study.plan.taxes import LossRule
from bascule.study.switching.courses import Given
from bascule.study.switching.drivers import drivers

FUNDING = replace(SMALL_COMPANY, overhead_per_year=0.0, losses=LossRule.USED)
WORLD = World(power_sd=0.0, power_speed=0.5, paths=20_000, seed=5)
LATE = (Lead(quarters=4, probability=1.0),)


def _known(case: Case, contract: float, spot: float, rent: float) -> Case:
    """The plan with prices that stand still."""
    still = {
        name: both(Given(values=(value,) * case.quarters)) for name, value in (("c", contract), ("s", spot))
    }
    what = case.beyond
    assert what is not None
    one = both(Given(values=(1.0,) * case.quarters))
    return replace(
        case,
        rent=both(Given(values=(rent,) * case.quarters)),
        beyond=replace(what, power=one, contract=still["c"], spot=still["s"], capex=one),
        shell=replace(case.shell, leads=LATE),
    )


def _by_hand(case: Case, contract: float, spot: float, rent: float) -> float:
    """Worth per IT megawatt at date 0 of accelerators that come after four quarters, quarter by quarter."""
    cloud, after, total, lease = CLOUD, 1 - case.tax_frac, 0.0, case.lease
    for quarter in range(4, case.quarters):
        age, hours = quarter - 4, 2190.0
        money = -hours * cloud.load_frac * case.shell.pue * cloud.energy_per_mwh
        stays = math.exp(-lease.default_per_year * age / 4) if age < 12 else 0.0
        sold = stays * 0.95 * contract + (1 - stays) * 0.6 * spot
        if age < 20:
            money += cloud.gpus_per_it_mw * hours * sold * (1 - cloud.opex_frac)
        else:
            let = 3_000.0 * rent * (1 - case.shell.opex_frac) * lease.renewal_frac
            money = let if age >= 20 + lease.vacant_quarters else 0.0
        if age == 20:
            money += 0.1 * cloud.capex_per_it_mw
        total += after * money * math.exp(-case.rate * quarter / 4)
    age = case.quarters - 4
    if age <= 20:
        left = cloud.capex_per_it_mw * (1 - 0.9 * age / 20)
        total += after * left * math.exp(-case.rate * case.quarters / 4)
    spared = sum(0.2 * math.exp(-case.rate * year) for year in range(1, 6)) * case.tax_frac
    return total - cloud.capex_per_it_mw * math.exp(-case.rate) * (1 - spared)


@pytest.mark.parametrize("quarters", [12, 24, 40])
def test_the_worth_of_accelerators_is_the_sum_of_what_each_quarter_pays(quarters: int) -> None:
    """With prices that stand still: before, at and after the end of their life."""
    case = _known(wide_case(quarters), 2.5, 1.8, 150.0)
    moved = case.drivers()
    found = CloudCurve(case, CLOUD, moved, LATE).at(0, moved.base[:, :1])
    assert float(found[0]) == pytest.approx(_by_hand(case, 2.5, 1.8, 150.0), rel=1e-12)


@pytest.mark.parametrize("capex_per_it_mw", [10e6, 25e6])
@pytest.mark.parametrize("quarters", [12, 24, 60])
def test_the_lump_of_converting_now_is_the_mean_of_the_money_on_paths(
    quarters: int, capex_per_it_mw: float
) -> None:
    """The objective equals the bill: closed form against accounts, whether a tenant or own accelerators are the better use."""
    case = wide_case(quarters, replace(CLOUD, capex_per_it_mw=capex_per_it_mw))
    problem = problem_of(case, case.drivers())
    move = problem.moves_from(problem.start)[0]
    lump = -float(move.cost(0, problem.drivers.base[:, :1])[0])
    lump += problem.modes[move.end].closing * problem.discount**problem.dates
    found = joined(map(work, tasks(case, FUNDING, (), WORLD, (AtOnce(case=case, most=1),))))
    mean = risk(found.sheets["convert now"], FUNDING, known_control(case, found.levels))
    assert mean.mean_npv == pytest.approx(lump, abs=4 * mean.standard_error)
    assert mean.standard_error < 12_000


def _played(case: Case) -> tuple[Accounts, Histories]:
    drawn = histories(case, WORLD, 200, np.random.default_rng(1))
    return accounts(case, FUNDING, (), AtOnce(case=case, most=1), drawn), drawn


def test_the_balance_counts_every_row_of_a_cloud() -> None:
    """Cash is what came in less what went out, and its loan is paid back with interest."""
    found, _ = _played(wide_case(40))
    rows = found.mining + found.leases + found.cloud + found.hedges + found.overhead + found.residual
    rows = rows + found.capex + found.drawn + found.service + found.tax
    assert found.cash == pytest.approx(FUNDING.opening_cash + np.cumsum(rows, axis=0))
    discount = (1 + FUNDING.loan_rate_frac / 4) ** -np.arange(40.0)
    assert discount @ found.drawn == pytest.approx(-(discount @ found.service), rel=1e-9)
    assert not found.leases.any()
    assert found.own_mw == pytest.approx(1.0)


@pytest.mark.parametrize("quarters", [12, 40])
def test_both_loans_are_repaid_or_still_owed(quarters: int) -> None:
    """The shell's and the accelerators', in every quarter: nothing is left of a long plan, something of a short one."""
    found, _ = _played(wide_case(quarters))
    before = np.concatenate([np.zeros((1, 200)), found.owed[:-1]])
    principal = -found.service - before * FUNDING.loan_rate_frac / 4
    assert np.cumsum(found.drawn, axis=0) == pytest.approx(np.cumsum(principal, axis=0) + found.owed, abs=1.0)
    assert (found.owed[-1] > 1.0).all() == (quarters == 12)


def test_a_contract_pays_the_price_of_its_day_and_the_hours_after_it_the_spot() -> None:
    """A customer who defaults leaves its hours to spot; the shell stands empty until it is let."""
    case = wide_case(40)
    case = replace(case, shell=replace(case.shell, leads=LATE))
    found, drawn = _played(case)
    kept, energy = 380.0 * 2190.0 * 0.85 / 1.25, 2190.0 * 0.8 * 50.0
    under = kept * 0.95 * drawn.levels[CONTRACT, 0] - energy * drawn.power_scale
    hourly = kept * 0.6 * drawn.levels[SPOT] - energy * drawn.power_scale
    stays = np.arange(12)[:, None] < drawn.default_age[0]
    assert stays.any()
    assert not stays.all()
    assert found.cloud[4:16] == pytest.approx(np.where(stays, under[4:16], hourly[4:16]))
    assert found.cloud[16:24] == pytest.approx(hourly[16:24])
    let = 3_000.0 * 0.85 * 0.8 / 1.25 * drawn.levels[RENT]
    assert found.cloud[28:] == pytest.approx(let[28:])
    assert found.cloud[24] == pytest.approx(np.full(200, 0.1 * 10e6 / 1.25))
    assert not found.cloud[25:28].any()


def test_the_cost_of_building_follows_its_index_to_the_day_of_the_decision() -> None:
    """Signed that day, so later moves do not matter."""
    case = wide_case(24, None)
    beyond = case.beyond
    assert beyond is not None
    known = both(Given(values=(2.0,) * 24))
    index = both(Gbm(start=1.0, mu=0.0, sigma=0.3))
    case = replace(case, beyond=replace(beyond, spot=known, capex=index))
    problem = problem_of(case, case.drivers())
    levels = np.repeat(problem.drivers.base[:, :1], 2, axis=1)
    levels[CAPEX, 1] *= 1.1
    one, dearer = problem.moves_from(problem.start)[0].cost(0, levels)
    net = case.spending_frac(case.shell.leads) - case.tax_shield_frac(case.shell.leads)
    assert dearer - one == pytest.approx(0.1 * case.shell.capex_per_it_mw * net / case.shell.pue)


def test_the_better_use_of_the_day_is_taken() -> None:
    """Never less than either."""
    case = wide_case(40)
    moved, leads = case.drivers(), case.shell.leads
    offers = Offers.of(case, moved)
    levels = np.repeat(moved.base[:, :1], 41, axis=1)
    levels[CONTRACT] *= np.linspace(0.3, 2.0, 41)
    lease = offers.lease(leads, Rung(meter_mw=1.0), 0, levels)
    cloud = offers.clouds[leads].at(0, levels)
    own = offers.own(leads, Rung(meter_mw=1.0), 0, levels)
    assert offers.best(leads, Rung(meter_mw=1.0), 0, levels) == pytest.approx(np.maximum(lease, cloud))
    assert (own == (cloud > lease)).all()
    assert own.any()
    assert not own.all()


def test_means_ahead_are_those_of_the_process() -> None:
    """A weighted sum of closed-form means, in full and as a curve."""
    process = LogOu(start=2.0, level=3.0, speed=0.4, sigma=0.5)
    moved = drivers([process], np.eye(1), step_years=0.25, dates=9)
    weights = np.arange(9.0)
    wanted = sum(w * moments(process, 0.25 * k)[0] for k, w in enumerate(weights))

    def exact(date: int, level: Floats) -> Floats:
        return forward_sum(moved, 0, date, level, weights[: 9 - date])

    assert float(exact(0, np.array(2.0))) == pytest.approx(wanted, rel=1e-12)
    levels = np.exp(np.linspace(-1.0, 2.0, 1_001))
    assert Curve(moved, 0, exact).at(3, levels) == pytest.approx(exact(3, levels), rel=1e-9)


def test_margins_follow_the_spot_price_where_the_site_sells_gpu_hours_already() -> None:
    """In what decides and in the accounts alike: 100,000 a year for each of today's AI prices."""
    case = wide_case(12)
    surface = case.mining.surface
    margin = surface.margin + 100_000.0 * np.array([0.0, 1.0, 2.0])
    following = replace(surface, ai_scale=np.array([0.0, 1.0, 2.0]), margin=margin)
    case = replace(case, mining=replace(case.mining, surface=following, spot_today=2.4))
    plain = replace(case, mining=replace(case.mining, surface=surface))
    drawn = histories(case, WORLD, 200, np.random.default_rng(1))
    one, other = (accounts(one, FUNDING, (), Never(), drawn).mining for one in (case, plain))
    assert one - other == pytest.approx(25_000.0 * drawn.levels[SPOT] / 2.4)
    levels = drawn.levels[:, 3]
    apart = mining_flow(case)(3, levels) - mining_flow(plain)(3, levels)
    assert apart == pytest.approx(100_000.0 * levels[SPOT] / 2.4 * (1 - case.tax_frac))


def test_accelerators_get_cheaper_as_their_hours_do() -> None:
    """Decided for after two years: worth, money and what is left all go by the cost of that day."""
    case = _known(wide_case(24), 2.5, 1.8, 150.0)
    moved = case.drivers()
    dear = CloudCurve(case, replace(CLOUD, capex_drift_per_year=0.0), moved, LATE)
    cheaper = CloudCurve(case, CLOUD, moved, LATE)
    levels = moved.base[:, :1]
    assert cheaper.at(0, levels) == pytest.approx(dear.at(0, levels))
    same = CloudCurve(
        case,
        replace(CLOUD, capex_drift_per_year=0.0, capex_per_it_mw=10e6 * math.exp(-0.1)),
        moved,
        LATE,
    )
    assert cheaper.at(8, levels) == pytest.approx(same.at(8, levels))
    assert float(cheaper.at(8, levels)[0]) > float(dear.at(8, levels)[0])


def test_a_strategy_that_waits_earns_with_accelerators_what_its_lump_says() -> None:
    """Converting in the eighth quarter, whatever the prices: closed form at that date, discounted, against accounts."""
    case = wide_case(24)
    found = joined(map(work, tasks(case, FUNDING, (), WORLD, (_Later(), Never()))))
    late, stay = (found.sheets[name] for name in ("later", "mine on"))
    problem = problem_of(case)
    move = problem.moves_from(problem.start)[0]
    lump = -move.cost(8, found.levels[:, 8]) * problem.discount**8
    hashed = np.stack([problem.earned(problem.start, k, found.levels[:, k]) for k in range(8, 24)])
    lost = (hashed * problem.discount ** np.arange(8, 24)[:, None]).sum(axis=0)
    apart = late.npv - stay.npv - (lump - lost)
    assert abs(apart.mean()) < 4 * apart.std() / math.sqrt(len(apart))


class _Later:
    """Convert in the eighth quarter."""

    name = "later"

    def follow(self, date: int, place: Ints, levels: Floats) -> Ints:  # noqa: ARG002 -- a book's shape
        """The one rung, then."""
        return np.full(place.shape, 3) if date >= 8 else place


def test_a_forward_on_a_gpu_hour_pays_the_distance_from_its_price() -> None:
    """Its mean in closed form against the histories."""
    case = wide_case(12)
    hedge = Hedge(driver=SPOT, price=2.5, amount=1e6, start=4, end=8)
    drawn = histories(case, WORLD, 20_000, np.random.default_rng(4))
    paid = pays(hedge, drawn.levels[SPOT]).sum(axis=0)
    assert forward(case, hedge).mean_pay == pytest.approx(
        float(paid.mean()), abs=4 * paid.std() / 20_000**0.5
    )
    assert accounts(case, FUNDING, (hedge,), Never(), drawn).hedges.sum(axis=0) == pytest.approx(paid)
