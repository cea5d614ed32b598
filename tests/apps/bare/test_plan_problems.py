"""Bare problems of the planning room."""

import math
from typing import Any

import pytest
from tests.study.switching.cases import case

from bascule.apps.bare.plan import PLAN_KINDS
from bascule.apps.bare.problem import answers
from bascule.study.plan.process import Merton
from bascule.study.switching.grid import solve_grid


def solved(of: str, /, **inputs: object) -> Any:  # noqa: ANN401 -- results are JSON
    """Results of one problem."""
    (found,) = answers([{"id": 1, "kind": of, "inputs": inputs}], PLAN_KINDS)
    assert found.error is None, found.error
    return found.document()["results"]


def erred(of: str, /, **inputs: object) -> str:
    """Error of one problem."""
    (found,) = answers([{"id": 1, "kind": of, "inputs": inputs}], PLAN_KINDS)
    assert found.solved is None
    return found.error or ""


def test_finance() -> None:
    """Each kind of finance answers with its own names."""
    flows = solved("cash_flows", flows=[-100, 60, 60], rate=0.1)
    assert flows["npv"] == pytest.approx(4.1322, abs=1e-4)
    assert len(flows["irr"]) == 1
    dated = solved("cash_flows", dated=[["2023-01-01", -100], ["2024-01-01", 200]], rate=0.1)
    assert dated["xirr"] == pytest.approx([1.0])
    assert len(solved("loan", principal=1000, rate=0.05, years=3)["rows"]) == 3
    assert solved("levelised_cost", capex=100, energy=[10, 10], rate=0)["levelised_cost"] == 5
    tax = solved("after_tax", capex=100, ebitda=60, tax=0.3, rate=0.1, schedule="straight", life=2)
    assert tax["npv"] == pytest.approx(-100 + 57 / 1.1 + 57 / 1.21)
    assert solved("annual_equivalent", rate=0, capex=100, life=20, opex=1)["annual_cost"] == 6
    assert solved("tail_risk", pnl=[-1, 0, 1, 2], levels=[0.75])["var"] == [1]


def test_options() -> None:
    """Each kind of option answers with its own names."""
    assert solved("entry_exit", rho=0.025, mu=0, sigma=0.1, w=1, k=4, l=0)["p_high"] == pytest.approx(
        1.4667, abs=1e-4
    )
    streams = {"mu_x": 0, "mu_y": -0.02, "sigma_x": 0.6, "sigma_y": 0.3, "corr": 0.2}
    assert solved("entry_exit_ratio", r=0.1, cost_to_y=8, cost_to_x=0.5, **streams)[
        "ratio_to_y"
    ] == pytest.approx(5.55, abs=5e-3)
    assert solved("exchange", s1=100, s2=100, sigma1=0.2, sigma2=0.2, corr=0.5, years=1)[
        "value"
    ] == pytest.approx(7.9656, abs=1e-4)
    put = solved(
        "american_put",
        spot=36,
        strike=40,
        rate=0.06,
        vol=0.2,
        years=1,
        exercise_per_year=50,
        method="lattice",
    )
    assert put["value"] == pytest.approx(4.478, abs=1e-3)
    paths = solved("put_on_paths", paths=[[1, 1], [1, 2]], strike=1.5, rate_per_step=0, basis=["1"])
    assert paths["european"] == 0.25
    assert solved("moments", kind="gbm", parameters={"start": 2, "mu": 0, "sigma": 0}, t=1)["mean"] == 2
    jumpy = {"start": 2, "mu": 0.1, "sigma": 0, "jumps_per_year": 1, "jump_mean": math.log(2), "jump_sd": 0}
    jumped = solved("moments", kind="merton", parameters=jumpy, t=1)
    # Twice as much with every jump: E X^2 = 4 exp(0.2 - 2 + 3), one jump a year being expected.
    assert jumped["variance"] == pytest.approx(4 * math.exp(1.2) - 4 * math.exp(0.2))
    assert solved("first_passage", x0=1, barrier=1.2, mu=0.02, sigma=0.2, t=1)[
        "probability"
    ] == pytest.approx(0.361975, abs=1e-6)
    assert solved("first_passage", x0=1, barrier=2, mu=0.02, sigma=0.2, rho=0.02)[
        "discounted_value"
    ] == pytest.approx(0.5)


MERTON = {"kind": "merton", "start": 1, "mu": -0.05, "sigma": 0.4}
MERTON |= {"jumps_per_year": 2, "jump_mean": -0.2, "jump_sd": 0.2}
SWITCHING: dict[str, object] = {
    "x": MERTON,
    "y": {"kind": "gbm", "start": 0.5, "mu": -0.02, "sigma": 0.3},
    "corr": 0.3,
    "rate": 0.1,
    "step": 0.25,
    "dates": 20,
    "k_ma": 0.5,
    "energy_cost": 0.6,
    "curtail": True,
}


def test_switching_where_a_driver_jumps() -> None:
    """The grid's value, and with it both bounds by least squares."""
    exact = solved("switching", **SWITCHING)
    jumpy = Merton(start=1, mu=-0.05, sigma=0.4, jumps_per_year=2, jump_mean=-0.2, jump_sd=0.2)
    assert exact["value"] == solve_grid(case(x=jumpy, dates=20, to_ai=0.5, to_mining=None)).value
    found = solved("switching", **SWITCHING, method="lsmc", paths=10_000)
    assert found["value"] == pytest.approx(exact["value"], rel=0.01)
    assert found["upper"] == pytest.approx(exact["value"], rel=0.01)


def test_jumps_without_a_volatility_beside_them_are_refused() -> None:
    """In words."""
    assert "beside a volatility" in erred("switching", **SWITCHING | {"x": MERTON | {"sigma": 0}})


PUT: dict[str, object] = {"spot": 36, "strike": 40, "rate": 0.06, "vol": 0.2, "years": 1}


def test_a_put_by_every_method() -> None:
    """Lattice and grid agree to 1e-3, a simulation within three errors, and it says which Bermudan it valued."""
    found = [
        solved("american_put", exercise_per_year=50, method=method, **PUT)["value"]
        for method in ("lattice", "grid")
    ]
    assert found[0] == pytest.approx(found[1], abs=1e-3)
    raw = {"kind": "american_put", "inputs": PUT | {"method": "lsmc", "paths": 20_000, "seed": 3}}
    (drawn,) = answers([raw], PLAN_KINDS)
    assert drawn.solved is not None
    assert "Bermudan with 50 dates" in drawn.solved.method
    assert "any time is worth" in drawn.solved.method
    assert drawn.solved.standard_error == pytest.approx(0.0015, rel=0.5)
    value = drawn.solved.results["value"]
    assert isinstance(value, float)
    assert -0.012 < value - found[0] < 0.005


def test_a_simulated_put_deep_in_the_money_is_exercised_now() -> None:
    """At any time means now, too; and then nothing is uncertain."""
    raw = {"kind": "american_put", "inputs": PUT | {"spot": 10, "method": "lsmc", "paths": 1000}}
    (drawn,) = answers([raw], PLAN_KINDS)
    assert drawn.solved is not None
    assert drawn.solved.results["value"] == 30
    assert drawn.solved.standard_error == 0


OPEN_CLOSE: dict[str, object] = {
    "price0": 1,
    "rate": 0.06,
    "yield": 0.02,
    "sigma": 0.3,
    "years": 2,
    "steps": 4,
    "output": 10,
    "unit_cost": 0.9,
    "maintenance": 0.4,
    "cost_open": 0.5,
    "cost_close": 0.3,
    "start": "closed",
    "abandon": True,
    "salvage": 0,
    "decide_every": 1,
}


def test_real_options() -> None:
    """A plant that opens and closes, and the mine of 1985 at 0.50 USD per lb."""
    closed = solved("open_close", **OPEN_CLOSE)["value"]
    assert 0 < solved("open_close", **OPEN_CLOSE | {"start": "open"})["value"] - closed <= 0.5
    mine = solved("mine_1985", prices=[0.5])
    assert mine["value_open"] == pytest.approx([7.95], rel=0.01)
    assert mine["value_closed"] == pytest.approx([8.11], rel=0.01)
    assert 0.17 < mine["abandon_below"] < mine["close_below"] < mine["open_above"] < 0.78


@pytest.mark.parametrize(
    ("kind", "inputs", "said"),
    [
        ("cash_flows", {"rate": 0.1}, "one of them"),
        ("cash_flows", {"flows": [], "rate": 0.1}, "1 to"),
        ("cash_flows", {"flows": [1], "rate": -1}, "above -1"),
        ("cash_flows", {"dated": [["soon", 1]], "rate": 0.1}, "soon"),
        ("loan", {"principal": 1, "rate": 0.1, "years": 0}, "from 1"),
        (
            "after_tax",
            {"capex": 1, "ebitda": 1, "tax": 2, "rate": 0, "schedule": "straight", "life": 1},
            "0 to 1",
        ),
        (
            "after_tax",
            {"capex": 1, "ebitda": 1, "tax": 0, "rate": 0, "schedule": "magic", "life": 1},
            "schedule",
        ),
        ("levelised_cost", {"capex": 1, "energy": [0], "rate": 0}, "no output"),
        ("tail_risk", {"pnl": [1], "levels": [1]}, "between 0 and 1"),
        ("entry_exit", {"rho": 0.02, "mu": 0.03, "sigma": 0.1, "w": 1, "k": 1, "l": 0}, "rho above mu"),
        ("entry_exit", {"rho": 0.02, "mu": 0, "sigma": -0.1, "w": 1, "k": 1, "l": 0}, "sigma"),
        ("exchange", {"s1": 1, "s2": 1, "sigma1": 0, "sigma2": 0, "corr": 2, "years": 1}, "correlation"),
        ("put_on_paths", {"paths": [[1]], "strike": 1, "rate_per_step": 0, "basis": ["1"]}, "two dates"),
        ("put_on_paths", {"paths": [[1, 1]], "strike": 1, "rate_per_step": 0, "basis": ["x"]}, "regressors"),
        ("american_put", PUT | {"method": "guess"}, "method"),
        ("american_put", PUT | {"method": "lsmc", "paths": 10}, "100 to"),
        ("american_put", PUT | {"method": "lsmc", "paths": 1_000_000, "years": 30}, "paths x dates"),
        ("open_close", OPEN_CLOSE | {"start": "idle"}, "start"),
        ("open_close", OPEN_CLOSE | {"steps": 0}, "steps"),
        ("open_close", OPEN_CLOSE | {"yield": "x"}, "yield"),
        ("mine_1985", {"prices": []}, "1 to"),
        ("mine_1985", {"prices": [-1]}, "above zero"),
        ("moments", {"kind": "ou", "parameters": {"start": 1}, "t": 1}, "level"),
        ("first_passage", {"x0": 1, "barrier": 2, "mu": 0, "sigma": 0.1}, "t or rho"),
    ],
)
def test_inputs_that_lie(kind: str, inputs: dict[str, object], said: str) -> None:
    """Each names its place and what to write."""
    assert said in erred(kind, **inputs)


def test_write_offs_by_month_of_service() -> None:
    """A building and a French line know their month; the loss rules of both countries have names."""
    asked = {"capex": 390.0, "ebitda": 1, "tax": 0.3, "rate": 0, "life": 10}
    building = solved("after_tax", **asked, schedule="building_39", month=7, loss_rule="us80")
    assert building["depreciation"][:2] == pytest.approx([390 / 39 * 5.5 / 12, 10])
    line = solved("after_tax", **asked, schedule="french_linear", month=4, loss_rule="france")
    assert line["depreciation"][0] == pytest.approx(39 * 9 / 12)
    assert "month" in erred("after_tax", **asked, schedule="french_linear", month=13)
