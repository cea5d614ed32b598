"""Plans of more than two drivers and own accelerators: what their files say, and what is wrong in them."""

from pathlib import Path

import numpy as np
import pytest
from tests.adapters.plans.test_plan_file import GONE, written_from

from bascule.adapters.plans.plan_file import bundled_plan, read_plan
from bascule.errors import InputError
from bascule.study.conversion.plan_drivers import CONTRACT, POWER, SPOT
from bascule.study.plan.process import LogOu
from bascule.study.switching.courses import Given, Scaled


def _written(folder: Path, **changes: object) -> Path:
    return written_from("texas_cloud", folder, **changes)


def test_the_drivers_of_a_wide_plan_are_those_of_its_file() -> None:
    """A price that falls with technology is a process times known factors; the table's places are the drivers' numbers."""
    plan = bundled_plan("texas_cloud")
    assert plan.beyond is not None
    assert plan.cloud is not None
    contract = plan.beyond.contract.pricing
    assert isinstance(contract, Scaled)
    assert isinstance(contract.process, LogOu)
    assert contract.process.start == 2.91
    assert contract.factors[4] == pytest.approx(np.exp(-0.2))
    assert plan.beyond.corr[CONTRACT, SPOT] == 0.7
    assert plan.beyond.corr[POWER] == pytest.approx(np.eye(6)[POWER])
    assert plan.cloud.capex_per_it_mw == 29e6


def test_a_plan_of_two_drivers_has_nothing_beyond() -> None:
    """Its power level is uncertain on the paths of risk alone."""
    assert bundled_plan("texas").beyond is None


def test_power_in_the_table_is_a_driver_of_values(tmp_path: Path) -> None:
    """With its correlations; what is not stated is known."""
    table = [[1.0, 0.2, -0.3], [0.2, 1.0, 0.0], [-0.3, 0.0, 1.0]]
    file = _written(
        tmp_path,
        cloud=GONE,
        drivers__gpu_contract=GONE,
        drivers__gpu_spot=GONE,
        drivers__capex_index=GONE,
        correlations={"drivers": ["hashprice", "rent", "power"], "table": table},
    )
    beyond = read_plan(file).beyond
    assert beyond is not None
    assert beyond.corr[0, POWER] == -0.3
    assert isinstance(beyond.power.pricing, LogOu)
    assert isinstance(beyond.contract.pricing, Given)


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "a cloud without its price": (
        {"drivers__gpu_spot": GONE},
        "drivers.gpu_spot: is missing: cloud sells GPU-hours, first under contract and then by the hour",
    ),
    "a driver that is not in the table": (
        {"correlations__drivers": ["hashprice", "rent", "gpu_contract", "gpu_spot", "power"]},
        "must name each driver of the plan: hashprice, rent, gpu_contract, gpu_spot, capex_index; power may be named too",
    ),
    "a driver that is named twice": (
        {"correlations__drivers": ["hashprice", "rent", "rent", "gpu_spot", "capex_index"]},
        "must name each driver once",
    ),
    "a life shorter than the contract": (
        {"cloud__life_years": 3},
        "must not be shorter than contract_years (5)",
    ),
    "accelerators without basis": ({"cloud__capex": 29e6}, "is a cost without basis"),
    "an index that starts elsewhere": (
        {"drivers__capex_index__pricing__start": 2, "drivers__capex_index__world__start": 2},
        "must be 1: the index is the cost of building over today's",
    ),
    "a GPU-hour from bitcoin": (
        {"drivers__gpu_spot__pricing__kind": "from_btc"},
        "is for the hashprice only",
    ),
    "another drift than the plan's": (
        {"drivers__gpu_spot__pricing__drift": "risk_adjusted"},
        "mixes drifts: values go by measure.kind (subjective)",
    ),
    "six uncertain drivers": (
        {"drivers__capex_index__pricing__sigma": 0.1, "drivers__capex_index__world__sigma": 0.1},
        "at most 5 drivers may be uncertain",
    ),
    "shares that leave something out": (
        {"cloud__write_off__0__share": 0.5},
        "shares must sum to 1: every part of the cost is written off",
    ),
    "a forward on what the plan does not state": (
        {
            "hedges": [
                {"driver": "power", "price": 1, "amount_per_year": 1, "from_quarter": 0, "to_quarter": 4}
            ]
        },
        "is no driver of this plan, which has hashprice, rent, gpu_contract, gpu_spot, capex_index",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_with_place_value_and_remedy(case: str, tmp_path: Path) -> None:
    """One message, in the words of the file."""
    changes, message = WRONG[case]
    with pytest.raises(InputError) as refused:
        read_plan(_written(tmp_path, **changes))
    assert message in str(refused.value)


def test_a_forward_may_be_on_a_gpu_hour(tmp_path: Path) -> None:
    """Sold forward as hashrate is."""
    hedge = {"driver": "gpu_spot", "price": 2.5, "amount_per_year": 1e6, "from_quarter": 0, "to_quarter": 8}
    assert read_plan(_written(tmp_path, hedges=[hedge])).hedges[0].driver == SPOT
