"""The cash flow of a project against hand-solved cases and laws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.study.plan.cash_flows import npv
from bascule.study.plan.depreciation import Schedule
from bascule.study.plan.taxes import LossRule
from bascule.study.project.block import Amount, Basis, Block
from bascule.study.project.flows import SUMS, Row, equity_cash, flows, unlevered
from bascule.study.project.measures import measures, present_values
from bascule.study.project.paths import NEVER, Paths
from bascule.study.project.project import Project
from bascule.study.project.result import project_result
from bascule.study.project.terms import (
    Build,
    BuildInterest,
    Closure,
    Component,
    Debt,
    Forgone,
    Opex,
    Repayment,
    Tax,
    WriteOff,
)
from bascule.study.project.uses import Departure, Dispatched, OwnCloud, ShellLease

LINE = (WriteOff(schedule=Schedule.STRAIGHT, life_years=2),)
SPLIT = (
    WriteOff(schedule=Schedule.BUILDING_39, frac=0.5),
    WriteOff(schedule=Schedule.MACRS_15, frac=0.2, bonus_frac=0.4),
    WriteOff(schedule=Schedule.MACRS_5, frac=0.3, bonus_frac=1.0),
)


def small() -> Project:
    """100 paid at once, two years of operation after one of building, 30 % tax, no loan."""
    return Project(
        name="small",
        currency="USD",
        block=Block(meter_mw=1.25, pue=1.25),
        use=Dispatched(),
        years=3,
        build=Build(lead_months=12),
        discount_rate_frac=0.1,
        equity_rate_frac=0.12,
        tax=Tax(rate_frac=0.3),
        capex=(Component(name="all", cost=Amount(each=100.0, basis=Basis.IT_MW), write_off=LINE),),
    )


def lease() -> Project:
    """A shell of 100 meter megawatts, with every term in use."""
    return Project(
        name="shell",
        currency="USD",
        block=Block(meter_mw=100.0, pue=1.25, load_frac=0.9),
        use=ShellLease(
            rent_per_it_kw_month=140.0,
            term_years=8,
            renewal_frac=0.8,
            escalator_frac=0.03,
            termination_months=12.0,
            departure=Departure(month=40, paid_frac=0.5, vacant_months=9, relet_frac=0.7),
        ),
        years=15,
        build=Build(lead_months=18, spend_frac=(0.3, 0.7), ramp_frac=(0.5,), grants=(0.0, 5e6)),
        discount_rate_frac=0.09,
        equity_rate_frac=0.13,
        tax=Tax(rate_frac=0.25, losses=LossRule.US_80),
        capex=(
            Component(name="shell", cost=Amount(each=9e6, basis=Basis.IT_MW), write_off=SPLIT),
            Component(name="yard", cost=Amount(each=0.2e6, basis=Basis.METER_MW), write_off=SPLIT),
        ),
        opex=Opex(fixed=(Amount(each=80e3, basis=Basis.IT_MW),), variable_frac=0.02, inflation_frac=0.025),
        closure=Closure(decommissioning=4e6, interconnection_residual=10e6),
        working_capital_days=45.0,
        debt=Debt(loan_to_cost_frac=0.7, rate_frac=0.08, tenor_years=10),
    )


projects = st.builds(
    lambda tax, losses, debt, lead, years: replace(
        lease(),
        years=years,
        tax=Tax(rate_frac=tax, losses=losses),
        debt=debt,
        build=replace(lease().build, lead_months=lead),
    ),
    st.floats(0, 0.5),
    st.sampled_from(LossRule),
    st.none()
    | st.builds(
        Debt,
        loan_to_cost_frac=st.floats(0, 1),
        rate_frac=st.floats(0, 0.15),
        tenor_years=st.integers(1, 20),
        repayment=st.sampled_from(Repayment),
        target_dscr=st.floats(1, 2),
        build_interest=st.sampled_from(BuildInterest),
    ),
    st.integers(0, 40),
    st.integers(4, 25),
)


def test_a_small_project_by_hand() -> None:
    """Margins of 80 in years 2 and 3 (year 1 is building), 50 written off in each, 30 % of 30 in tax."""
    found = flows(small(), Paths(margin=np.array([[70.0, 80.0, 80.0]])))
    assert found[Row.UNLEVERED].tolist() == [[-100.0, 0.0, 71.0, 71.0]]
    assert unlevered(small(), np.array([[70.0, 80.0, 80.0]])).tolist() == found[Row.UNLEVERED].tolist()
    assert measures(small(), found).npv == pytest.approx(-100 + 71 / 1.21 + 71 / 1.331)


def test_a_small_loan_by_hand() -> None:
    """60 at 10 %: 66 owed after building, paid off by two payments of 38.03; interest spares 30 % of itself in tax."""
    project = replace(small(), debt=Debt(loan_to_cost_frac=0.6, rate_frac=0.1, tenor_years=2))
    found = flows(project, Paths(margin=np.array([[0.0, 80.0, 80.0]])))
    payment = 66 * 0.1 / (1 - 1.1**-2)
    interest = (6.0, 6.6, (72.6 - payment) * 0.1)
    assert found[Row.DRAWN][0] == pytest.approx([60, 6, 0, 0])
    assert found[Row.INTEREST][0, 1:] == pytest.approx([-part for part in interest])
    assert found[Row.EQUITY][0] == pytest.approx(
        [-40, 0.3 * 6, 71 - payment + 0.3 * interest[1], 71 - payment + 0.3 * interest[2]]
    )
    assert equity_cash(project, np.array([[0.0, 80.0, 80.0]])) == pytest.approx(found[Row.EQUITY])
    assert found.borrowed.cover[0, 2:] == pytest.approx([71 / payment] * 2)
    assert found.borrowed.life_cover[0] == pytest.approx((71 / 1.1 + 71 / 1.21) / 66)


def test_interest_while_building_may_be_paid() -> None:
    """Then the debt stays at what was lent and the owner pays the interest."""
    debt = Debt(loan_to_cost_frac=0.6, rate_frac=0.1, tenor_years=2, build_interest=BuildInterest.PAID)
    found = flows(replace(small(), debt=debt), Paths(margin=np.array([[0.0, 80.0, 80.0]])))
    assert found[Row.DRAWN].sum() == 60
    assert found[Row.EQUITY][0, 1] == pytest.approx(-6 + 1.8)


@pytest.mark.parametrize(
    ("forgone", "lost"),
    [
        (Forgone.NOTHING, [0, 0, 0, 0]),
        (Forgone.WHILE_BUILDING, [0, -7, 0, 0]),
        (Forgone.ALL_YEARS, [0, -7, -7, -7]),
    ],
)
def test_lost_mining_margin_stands_apart(forgone: Forgone, lost: list[float]) -> None:
    """10 a year less tax; the cash itself does not feel it."""
    found = flows(replace(small(), forgone=forgone), Paths(lost=np.full((1, 3), 10.0)))
    assert found[Row.LOST][0] == pytest.approx(lost)
    assert found[Row.UNLEVERED][0].sum() == pytest.approx(-100 + 0.3 * 100)


def test_a_lease_with_a_default_by_hand() -> None:
    """1,000 kW at 100: two years at 100 and 110, default after 18 months with half of four months, three empty, next at 60 %."""
    leaves = Departure(month=18, paid_frac=0.5, vacant_months=3, relet_frac=0.6)
    use = ShellLease(
        rent_per_it_kw_month=100.0,
        term_years=10,
        renewal_frac=0.0,
        escalator_frac=0.1,
        termination_months=4.0,
        departure=leaves,
    )
    found = flows(replace(small(), use=use, build=Build(lead_months=6)))
    first, second, third = 100e3, 110e3, 121e3
    years = [
        0.0,
        6 * first,
        6 * first + 6 * second,
        2 * second + 3 * 0.6 * second + 6 * 0.6 * third,
    ]
    assert found[Row.CONTRACT][0] == pytest.approx(years)


def test_a_lease_ends_with_its_term() -> None:
    """After the term the renewal share is paid, 0 for an empty shell."""
    use = ShellLease(rent_per_it_kw_month=100.0, term_years=1, renewal_frac=0.25)
    found = flows(replace(small(), use=use))
    assert found[Row.CONTRACT][0] == pytest.approx([0, 0, 1.2e6, 0.3e6])


def test_accelerators_are_renewed_by_hand() -> None:
    """10 bought at 30 with a life of two years: renewed at year 2 for 20 each, then a year old and half worn at the horizon."""
    use = OwnCloud(
        price_per_gpu_h=(2.0, 1.0),
        utilisation_frac=(0.5,),
        gpu_life_years=2,
        refresh_per_gpu=(25.0, 20.0),
        resale_frac=0.2,
    )
    project = replace(
        small(),
        block=Block(meter_mw=1.25, pue=1.25, gpus=10),
        use=use,
        build=Build(lead_months=0),
        capex=(Component(name="gpus", cost=Amount(each=30.0, basis=Basis.GPU), write_off=LINE),),
    )
    found = flows(project)
    assert found[Row.CAPEX][0].tolist() == [-300, 0, 0, 0]
    assert found[Row.RENEWED][0].tolist() == [0, 0, -200, 0]
    assert found[Row.SOLD][0] == pytest.approx([0, 0, 60, 200 * 0.6])
    assert found.written_off[0] == pytest.approx([0, 150, 150, 200])
    assert found[Row.CONTRACT][0] == pytest.approx([0, 87_600, 43_800, 43_800])


@given(projects)
def test_every_sum_is_exact(project: Project) -> None:
    """Each sum row is the sum of its parts; working capital comes back; what is owed is repaid; costs are written off once."""
    found = flows(project)
    for row, parts in SUMS.items():
        assert found[row] == pytest.approx(sum(found[part] for part in parts), rel=1e-12, abs=1e-6)
    assert found[Row.WORKING_CAPITAL].sum() == pytest.approx(0, abs=1e-3)
    assert found[Row.PRINCIPAL].sum() == pytest.approx(-found[Row.DRAWN].sum(), abs=1e-3)
    assert found.borrowed.balance[0, -1] == pytest.approx(0, abs=1e-3)
    cost = -found[Row.CAPEX].sum() - found[Row.GRANTS].sum()
    assert found.written_off.sum() == pytest.approx(cost)


@given(projects)
def test_tax_takes_its_present_value(project: Project) -> None:
    """Value after tax = value before tax less the present value of the tax; used at once, total tax = rate x total profit."""
    before = flows(replace(project, tax=Tax(rate_frac=0.0), debt=None))
    after = flows(project)
    rate = project.discount_rate_frac
    lost = npv(rate, after[Row.TAX][0].tolist())
    assert present_values(after[Row.UNLEVERED], rate)[0] == pytest.approx(
        present_values(before[Row.UNLEVERED], rate)[0] + lost, abs=1e-2
    )
    if project.tax.losses is LossRule.USED:
        profit = after[Row.UNLEVERED].sum() - after[Row.TAX].sum()
        assert after[Row.TAX].sum() == pytest.approx(-project.tax.rate_frac * profit, abs=1e-2)


@given(projects)
def test_a_loan_is_worth_nothing_at_its_own_rate(project: Project) -> None:
    """Draws less interest and principal have no present value at the loan's rate."""
    if project.debt is None:
        return
    found = flows(project)
    stream = found[Row.DRAWN] + found[Row.INTEREST] + found[Row.PRINCIPAL]
    assert present_values(stream, project.debt.rate_frac)[0] == pytest.approx(0, abs=1e-2)


@pytest.mark.parametrize("share", [0.3, 0.95])
def test_a_sculpted_loan_has_one_cover(share: float) -> None:
    """The target where the cash limits the loan, more where the cost does; the same in every year."""
    debt = Debt(
        loan_to_cost_frac=share,
        rate_frac=0.08,
        tenor_years=9,
        repayment=Repayment.SCULPTED,
        target_dscr=1.4,
    )
    use = ShellLease(rent_per_it_kw_month=140.0, term_years=15, renewal_frac=0.0)
    found = flows(replace(lease(), use=use, debt=debt))
    cover = found.borrowed.cover[0, 3:12]
    assert cover == pytest.approx(cover[0])
    assert cover[0] == pytest.approx(found.borrowed.life_cover[0])
    assert cover[0] == pytest.approx(1.4) if share > 0.9 else cover[0] > 1.41
    assert found[Row.DRAWN].sum() > 0


@given(st.data())
def test_many_paths_are_each_path_alone(data: st.DataObject) -> None:
    """To the bit: margins, capital cost, lead time, rent and departure differ, the rows do not mix."""
    count, project = data.draw(st.integers(1, 5)), data.draw(projects)
    draws = np.random.default_rng(data.draw(st.integers(0, 99)))
    paths = Paths(
        margin=draws.normal(0, 1e6, (count, project.years)),
        lost=draws.normal(3e6, 1e6, (count, project.years)),
        price=draws.uniform(80, 180, (count, 1)),
        capex_factor=draws.uniform(0.8, 1.5, count),
        lead_months=draws.integers(0, 60, count).astype(float),
        departure_months=np.where(draws.random(count) < 0.5, NEVER, draws.integers(1, 150, count)),
    )
    together = flows(project, paths)
    for path in range(count):
        alone = flows(
            project,
            Paths(
                **{name: getattr(paths, name)[[path]] for name in Paths.__slots__},
            ),
        )
        for row in Row:
            np.testing.assert_array_equal(together[row][path], alone[row][0], err_msg=row)


def test_arrays_that_do_not_fit_are_refused() -> None:
    """Years must be the project's, paths must agree."""
    with pytest.raises(ValueError, match=r"\(paths, 3\)"):
        flows(small(), Paths(margin=np.zeros((1, 2))))
    with pytest.raises(ValueError, match="differ in length"):
        flows(small(), Paths(margin=np.zeros((2, 3)), lost=np.zeros((4, 3))))


def test_ten_thousand_paths_keep_their_mean() -> None:
    """Without tax and loan the value is linear: the mean of values is the value of the mean margin."""
    project = replace(small(), tax=Tax(rate_frac=0.0), years=15, capex=())
    margin = np.random.default_rng(1).lognormal(0, 1, (10_000, 15))
    values = present_values(unlevered(project, margin), 0.1)
    mean = present_values(unlevered(project, margin.mean(axis=0, keepdims=True)), 0.1)
    assert values.shape == (10_000,)
    assert values.mean() == pytest.approx(mean[0])


def test_renewals_on_many_paths_are_each_path_alone() -> None:
    """Accelerators are renewed from each path's own opening, and the table of one path is its row."""
    cloud = OwnCloud(
        price_per_gpu_h=(2.0,),
        utilisation_frac=(0.6,),
        gpu_life_years=3,
        refresh_per_gpu=(25e3, 20e3),
        resale_frac=0.1,
    )
    gpus = Component(name="gpus", cost=Amount(each=30e3, basis=Basis.GPU), write_off=SPLIT)
    base = replace(lease(), use=cloud, capex=(gpus,), block=Block(meter_mw=10.0, pue=1.25, gpus=900.0))
    draws = np.random.default_rng(3)
    paths = Paths(
        price=draws.uniform(1, 3, (6, 15)),
        capex_factor=draws.uniform(0.8, 1.5, 6),
        lead_months=draws.integers(0, 200, 6).astype(float),
    )
    together = flows(base, paths)
    for path in range(6):
        own = Paths(
            **{name: getattr(paths, name)[[path]] for name in ("price", "capex_factor", "lead_months")}
        )
        table = project_result(base, own).table()
        for row in Row:
            np.testing.assert_array_equal(together[row][path], table[row.value], err_msg=row)
    with pytest.raises(ValueError, match="one path"):
        project_result(base, paths)
