"""The copper mine of Brennan and Schwartz, Journal of Business 58, 1985, and the laws of any mine."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import solve_banded

from bascule.model.series import Floats
from bascule.study.plan.mine import Mine, mine_value

PUBLISHED = {
    0.4: (4.15, 4.35),
    0.5: (7.95, 8.11),
    0.6: (12.52, 12.49),
    0.7: (17.56, 17.38),
    0.8: (22.88, 22.68),
    0.9: (28.38, 28.18),
    1.0: (34.01, 33.81),
}
"""Value open and closed, M$, by price in USD per lb: their table 2."""
COPPER = Mine()
FOUND = mine_value(COPPER, tuple(PUBLISHED))


@pytest.mark.parametrize("at", range(len(PUBLISHED)))
def test_published_values(at: int) -> None:
    """Each within 1 % or 0.06 M$."""
    for found, printed in zip(
        (FOUND.open_musd[at], FOUND.closed_musd[at]), list(PUBLISHED.values())[at], strict=True
    ):
        assert found == pytest.approx(printed, rel=0.01, abs=0.06)


def test_published_thresholds() -> None:
    """Close 0.44, open 0.76, abandon 0.20 are printed to the cent; ours rounded so are at most two cents away.

    Not rounded, opening and abandoning are within 0.02 USD per lb and closing is not: it converges to 0.462, 0.022 away, while
    all values agree. No finer grid brings it nearer, and a lattice agrees with it (next tests): the tolerance of 0.02 is missed
    there, by 0.002.
    """
    cents = [round(100 * price) for price in (FOUND.close_below, FOUND.open_above, FOUND.abandon_below)]
    assert max(abs(ours - printed) for ours, printed in zip(cents, (44, 76, 20), strict=True)) <= 2
    assert FOUND.open_above == pytest.approx(0.76, abs=0.02)
    assert FOUND.abandon_below == pytest.approx(0.20, abs=0.02)


def test_thresholds_and_values_have_converged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half the step of the price and a finer stock move values by 0.001 M$ and thresholds by less than a step."""
    monkeypatch.setattr("bascule.study.plan.mine._LOG_STEP", 0.0025)
    monkeypatch.setattr("bascule.study.plan.mine._DEPLETION_STEPS", 480)
    fine = mine_value(COPPER, tuple(PUBLISHED))
    assert FOUND.open_musd == pytest.approx(fine.open_musd, abs=1e-3)
    assert FOUND.closed_musd == pytest.approx(fine.closed_musd, abs=1e-3)
    assert FOUND.close_below == pytest.approx(fine.close_below, rel=0.005)
    assert fine.close_below == pytest.approx(0.462, abs=1e-3)


def _on_a_lattice(step_years: float) -> tuple[Floats, Floats, Floats]:
    """The copper mine on a binomial lattice, level of stock by level: prices, value closed, value open.

    Decisions come once a step, an open mine's only at lower stock, so each level is a stopping problem of the closed mine alone.
    """
    move = math.sqrt(0.08 * step_years)
    nodes = int(math.log(60) / move)
    prices = 0.5 * np.exp(np.arange(-nodes, nodes + 1) * move)
    up = math.exp(move)
    rise, keep = (math.exp(0.01 * step_years) - 1 / up) / (up - 1 / up), math.exp(-0.04 * step_years)
    profit = 10 * (prices - 0.5) * step_years
    earned = np.where(profit > 0, profit / 2, profit)
    either = closed = np.zeros(len(prices))
    acts = np.zeros(len(prices), dtype=int)

    def expected(values: Floats) -> Floats:
        # Beyond the last node values are linear in the price.
        top = values[-1] + (values[-1] - values[-2]) * (up - 1) / (1 - 1 / up)
        padded = np.concatenate([[0.0], values, [top]])
        return np.asarray(rise * padded[2:] + (1 - rise) * padded[:-2])

    for _ in range(round(15 / step_years)):
        running = earned + keep * expected(either)
        for _ in range(100):
            stay = acts == 0
            stay[[0, -1]] = False
            bands = np.ones((3, len(prices)))
            bands[0, 1:], bands[2, :-1] = -keep * rise * stay[:-1], -keep * (1 - rise) * stay[1:]
            right = np.where(stay, -0.5 * step_years, np.where(acts == 1, running - 0.2, 0.0))
            right[0], right[-1] = 0.0, running[-1] - 0.2
            closed = solve_banded((1, 1), bands, right)
            choices = np.stack(
                [keep * expected(closed) - 0.5 * step_years, running - 0.2, np.zeros(len(prices))]
            )
            better = np.where(choices.max(axis=0) > closed + 1e-11, choices.argmax(axis=0), acts)
            if (better == acts).all():
                break
            acts = better
        either = np.maximum(np.maximum(running, closed - 0.2), 0.0)
    return prices, closed, either


def test_an_independent_lattice_gives_the_same_mine() -> None:
    """Values to 0.01 M$, and the closing price of 0.462 rather than the printed 0.44, to a step of the lattice."""
    prices, closed, either = _on_a_lattice(0.003125)
    at = len(prices) // 2  # 0.50 USD per lb
    assert either[at] == pytest.approx(FOUND.open_musd[1], abs=0.01)
    assert closed[at] == pytest.approx(FOUND.closed_musd[1], abs=0.01)
    shut = (np.abs(either - (closed - 0.2)) < 1e-9) & (either > 0)
    assert prices[shut].max() == pytest.approx(FOUND.close_below, rel=math.sqrt(0.08 * 0.003125))


def test_where_switching_is_certain_the_values_differ_by_its_cost() -> None:
    """Above the upper threshold by the cost of opening, between abandoning and closing by that of closing."""
    found = mine_value(COPPER, (0.3, 0.9))
    assert found.open_musd[0] == pytest.approx(found.closed_musd[0] - 0.2)
    assert found.closed_musd[1] == pytest.approx(found.open_musd[1] - 0.2)


def test_at_a_very_high_price_it_runs_until_it_is_empty() -> None:
    """Then it is worth the discounted after-tax profit of fifteen years, and nothing more."""
    price, years = 50.0, 15.0
    decay = 0.03  # convenience yield and property tax
    growth = 5 * price * (1 - 2.718281828459045 ** (-decay * years)) / decay
    cost = 5 * 0.5 * (1 - 2.718281828459045 ** (-0.04 * years)) / 0.04
    assert mine_value(COPPER, (price,)).open_musd[0] == pytest.approx(growth - cost, rel=2e-4)


def test_an_abandoned_mine_is_worth_nothing() -> None:
    """Below the threshold of abandoning, open or closed."""
    found = mine_value(COPPER, (0.001, 0.05))
    assert (*found.open_musd, *found.closed_musd) == pytest.approx((0, 0, 0, 0), abs=1e-9)


def test_laws() -> None:
    """Freer switching, more stock and more variance are worth more, and dearer upkeep is abandoned sooner."""
    dear = mine_value(replace(COPPER, cost_open_musd=1.0, cost_close_musd=1.0), (0.5,))
    more = mine_value(replace(COPPER, stock_mlb=200.0), (0.5,))
    wild = mine_value(replace(COPPER, variance_frac_per_year=0.16), (0.5,))
    upkeep = mine_value(replace(COPPER, upkeep_musd_per_year=1.0), (0.5,))
    assert dear.closed_musd[0] < FOUND.closed_musd[1] < more.closed_musd[0]
    assert wild.closed_musd[0] > FOUND.closed_musd[1] > upkeep.closed_musd[0]
    assert upkeep.abandon_below > FOUND.abandon_below
    assert dear.open_above > FOUND.open_above


@pytest.mark.parametrize("bad", [{"cost_open_musd": 0.0}, {"interest_frac": 0.05}])
def test_mines_without_a_solution(bad: dict[str, float]) -> None:
    """Each is refused with what is needed."""
    with pytest.raises(ValueError, match=r"needs|cost"):
        replace(COPPER, **bad)
