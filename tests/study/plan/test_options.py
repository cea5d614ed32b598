"""Options against published tables, closed forms and simulation."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.study.plan.entry_exit import EntryExit, Switching, ratio_thresholds, thresholds
from bascule.study.plan.exchange import Exchange, exchange_value
from bascule.study.plan.process import Gbm, LogOu, moments, passage_discount, passage_probability
from bascule.study.plan.put import Put, lattice_put, put_on_paths

DIXIT = EntryExit(rho=0.025, mu=0.0, sigma=0.1, running_cost=1.0, entry_cost=4.0, exit_cost=0.0)
EIGHT_PATHS = [
    [1.00, 1.09, 1.08, 1.34],
    [1.00, 1.16, 1.26, 1.54],
    [1.00, 1.22, 1.07, 1.03],
    [1.00, 0.93, 0.97, 0.92],
    [1.00, 1.11, 1.56, 1.52],
    [1.00, 0.76, 0.77, 0.90],
    [1.00, 0.92, 0.84, 1.01],
    [1.00, 0.88, 1.22, 1.34],
]


def test_dixits_base_case() -> None:
    """Enter above 1.4667 and leave below 0.7657, against 1.10 and 1.00 without foresight (Dixit 1989)."""
    found = thresholds(DIXIT)
    assert (round(found.high, 4), round(found.low, 4)) == (1.4667, 0.7657)
    assert (found.marshall_enter, found.marshall_exit) == (1.1, 1.0)


@given(st.floats(0.05, 0.4), st.floats(0.5, 8.0), st.floats(-0.3, 2.0))
def test_values_match_and_paste(sigma: float, entry: float, leave: float) -> None:
    """Entering pays exactly its cost at the upper threshold and leaving at the lower; hysteresis is wider than Marshall's."""
    business = EntryExit(rho=0.05, mu=0.0, sigma=sigma, running_cost=1.0, entry_cost=entry, exit_cost=leave)
    found = thresholds(business)
    half = 0.5
    width = np.sqrt(half**2 + 2 * 0.05 / sigma**2)
    up, down = half + width, half - width

    def gain(price: float) -> float:
        return float(found.active * price**down + price / 0.05 - 20 - found.idle * price**up)

    assert gain(found.high) == pytest.approx(entry, rel=1e-6, abs=1e-6)
    assert gain(found.low) == pytest.approx(-leave, rel=1e-6, abs=1e-6)
    assert found.high > found.marshall_enter
    assert found.low < found.marshall_exit


def test_small_costs_close_the_gap_slowly() -> None:
    """A hundredth of the costs leaves 1/4.64 of the gap: it goes with their cube root."""
    gaps = []
    for cost in (1e-4, 1e-6):
        found = thresholds(
            EntryExit(rho=0.05, mu=0.0, sigma=0.2, running_cost=1.0, entry_cost=cost, exit_cost=cost)
        )
        gaps.append(np.log(found.high / found.low))
    assert gaps[0] / gaps[1] == pytest.approx(100 ** (1 / 3), rel=0.02)


def test_two_streams() -> None:
    """Convert above 5.55 and return below 0.412, with costs of 8 and 0.5 times x."""
    found = ratio_thresholds(
        Switching(
            rate=0.1, mu_x=0.0, mu_y=-0.02, sigma_x=0.6, sigma_y=0.3, corr=0.2, cost_to_y=8.0, cost_to_x=0.5
        )
    )
    assert (round(found.ratio_to_y, 2), round(found.ratio_to_x, 3)) == (5.55, 0.412)
    assert found.value_in_x > 1 / 0.1
    assert found.value_in_y + 8 >= found.value_in_x


@pytest.mark.parametrize("bad", [{"sigma": 0.0}, {"mu": 0.03}, {"exit_cost": -4.0}, {"exit_cost": 50.0}])
def test_businesses_without_thresholds(bad: dict[str, float]) -> None:
    """Each is refused with what is needed."""
    with pytest.raises(ValueError, match=r"needs|costs"):
        replace(DIXIT, **bad)


def test_margrabe_by_simulation() -> None:
    """400,000 seeded pairs agree within their error; without volatility it is the difference."""
    option = Exchange(s1=100, s2=110, q1=0.02, q2=0.01, sigma1=0.3, sigma2=0.2, corr=0.4, years=2.0)
    shocks = np.random.default_rng(1).multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], 400_000)
    grown = [
        start * np.exp((-q - s**2 / 2) * 2 + s * np.sqrt(2) * z)
        for start, q, s, z in ((100, 0.02, 0.3, shocks[:, 0]), (110, 0.01, 0.2, shocks[:, 1]))
    ]
    paid = np.maximum(grown[1] - grown[0], 0)
    assert abs(paid.mean() - exchange_value(option)) < 4 * paid.std() / np.sqrt(400_000)
    still = Exchange(s1=1, s2=3, q1=0, q2=0, sigma1=0, sigma2=0, corr=0, years=1)
    assert exchange_value(still) == 2


@pytest.mark.parametrize(("spot", "value"), [(36, 4.478), (38, 3.250), (40, 2.314), (42, 1.617), (44, 1.110)])
def test_longstaff_and_schwartz_table(spot: float, value: float) -> None:
    """Their finite-difference column, which is a Bermudan with 50 dates a year; any time is worth up to 0.009 more."""
    put = Put(spot=spot, strike=40, rate=0.06, vol=0.2, years=1, exercise_per_year=50)
    assert lattice_put(put) == pytest.approx(value, abs=1e-3)
    free = lattice_put(Put(spot=spot, strike=40, rate=0.06, vol=0.2, years=1, exercise_per_year=None))
    assert 0 < free - lattice_put(put) < 0.0095


def test_longstaff_and_schwartz_eight_paths() -> None:
    """American 0.1144, European 0.0564, and both regressions to their printed digits."""
    found = put_on_paths(np.array(EIGHT_PATHS), 1.10, 0.06, ("1", "S", "S^2"), in_the_money_only=True)
    assert (round(found.american, 4), round(found.european, 4)) == (0.1144, 0.0564)
    assert [round(x, 3) for x in found.coefficients[1]] == [-1.070, 2.983, -1.814]
    assert [round(x, 3) for x in found.coefficients[0]] == [2.038, -3.335, 1.356]


@given(st.floats(-0.1, 0.2), st.floats(0.01, 0.6), st.floats(0.1, 5))
def test_moments_of_a_gbm(mu: float, sigma: float, years: float) -> None:
    """The mean grows with mu, whatever the volatility."""
    mean, variance = moments(Gbm(start=2.0, mu=mu, sigma=sigma), years)
    assert mean == pytest.approx(2 * np.exp(mu * years))
    assert variance == pytest.approx(mean**2 * np.expm1(sigma**2 * years))


def test_the_level_is_the_stationary_mean() -> None:
    """After a long time the mean of the variable itself is its level."""
    mean, _ = moments(LogOu(start=5.0, level=2.0, speed=1.5, sigma=0.4), 100.0)
    assert mean == pytest.approx(2.0)


def test_first_passage_by_simulation() -> None:
    """Fine seeded paths pass a barrier nearly as often as the closed form says, and never more than by chance."""
    rng = np.random.default_rng(2)
    steps = rng.normal((0.05 - 0.02) / 2000, 0.2 / np.sqrt(2000), (4000, 2000)).cumsum(axis=1)
    passed = (steps.max(axis=1) >= np.log(1.2)).mean()
    exact = passage_probability(Gbm(start=1.0, mu=0.05, sigma=0.2), 1.2, 1.0)
    assert exact - 0.035 < passed < exact + 0.02
    assert passage_probability(Gbm(start=1.0, mu=0.0, sigma=0.2), 1.0, 1.0) == 1.0


def test_discount_until_a_barrier() -> None:
    """Without drift of the log and rho = sigma^2/2 the positive root is known; nearer barriers are worth more."""
    process = Gbm(start=1.0, mu=0.02, sigma=0.2)
    assert passage_discount(process, 2.0, 0.02) == pytest.approx(0.5**1.0)
    assert passage_discount(process, 1.5, 0.02) > passage_discount(process, 2.0, 0.02)
