"""Plan files: what they say, and everything that is wrong in them at once."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bascule.adapters.files.document import parse_document
from bascule.adapters.plans.plan_entry import table_findings
from bascule.adapters.plans.plan_file import BUNDLED_PLANS, bundled_plan, bundled_plan_text, read_plan
from bascule.chain.statement import Standing
from bascule.errors import InputError
from bascule.study.conversion.build import own_lift
from bascule.study.conversion.machines import Machines
from bascule.study.conversion.plan_drivers import RENT
from bascule.study.conversion.plan_statement import PlanFile, case_of
from bascule.study.margins.surface import Surface
from bascule.study.plan.depreciation import Schedule, depreciation
from bascule.study.plan.process import Gbm, LogOu, Merton
from bascule.study.switching.courses import Scaled

GONE = object()


def written(folder: Path, **changes: object) -> Path:
    """The bundled Texas plan with changes."""
    return written_from("texas", folder, **changes)


def written_from(name: str, folder: Path, **changes: object) -> Path:
    """A bundled plan with values replaced, or taken away, at paths spelled with two underscores."""
    top = parse_document(bundled_plan_text(name), f"{name}.yaml").value
    for path, new in changes.items():
        *way, last = (int(part) if part.isdigit() else part for part in path.split("__"))
        here: Any = top
        for part in way:
            here = here[part]
        if new is GONE:
            del here[last]
        else:
            here[last] = new
    file = folder / "plan.yaml"
    file.write_text(json.dumps(top, indent=1), encoding="utf-8")  # JSON is YAML, with lines
    return file


def plan(folder: Path, **changes: object) -> PlanFile:
    """What a changed plan states."""
    return read_plan(written(folder, **changes))


def refusal(folder: Path, **changes: object) -> str:
    """What is wrong with a changed plan."""
    with pytest.raises(InputError) as caught:
        plan(folder, **changes)
    return str(caught.value)


@pytest.mark.parametrize("name", BUNDLED_PLANS)
def test_a_bundled_plan_is_right_and_fresh_on_its_day(name: str) -> None:
    """It reads, converts the whole connection, and no figure is stale on its own day."""
    found = bundled_plan(name)
    assert found.meter_mw == found.site.grid.import_limit_mw
    assert found.site.currency == found.currency
    assert found.stale(found.as_of) == ()
    assert math.isclose(sum(found.shell.written_off), 1)


def test_no_other_plan_is_bundled() -> None:
    """There are two."""
    with pytest.raises(ValueError, match="france, texas"):
        bundled_plan("norway")


def test_a_figure_goes_stale_after_its_day() -> None:
    """Not on it."""
    found = bundled_plan("texas")
    assert "drivers.hashprice.pricing.start" not in [row.name for row in found.stale("2026-12-31")]
    assert "drivers.hashprice.pricing.start" in [row.name for row in found.stale("2027-01-01")]


def test_rows_say_who_says_a_figure(tmp_path: Path) -> None:
    """A statement, the plan itself for a plain number, Bascule for one that is left out."""
    rows = {row.name: row for row in plan(tmp_path, world__seed=GONE).assumptions}
    capex = rows["shell.capex.value"]
    assert (capex.value, capex.standing, capex.as_of) == (1e7, Standing.PRESS, "2026-07-01")
    assert rows["funding.tenor_years"].source == "the plan's own assumption"
    assert rows["world.seed"].source == "default of Bascule"
    assert rows["drivers.rent.pricing.start"].unit == "USD/IT kW/month"


def test_a_plain_number_is_worth_what_a_stated_one_is(tmp_path: Path) -> None:
    """Only the row differs."""
    bare = plan(tmp_path, tax_frac=0.21)
    assert bare.tax_frac == bundled_plan("texas").tax_frac
    assert next(row for row in bare.assumptions if row.name == "tax_frac").standing is Standing.ASSUMPTION


def test_a_cost_per_meter_mw_is_less_than_one_per_it_mw(tmp_path: Path) -> None:
    """An IT MW takes PUE meter MW: 8 M per meter MW at 1.25 are 10 M per IT MW."""
    found = plan(tmp_path, shell__capex={"value": 8e6, "basis": "meter_mw"}, shell__pue=1.25)
    assert found.shell.capex_per_it_mw == 10e6


def test_write_offs_mix_by_share_and_bonus(tmp_path: Path) -> None:
    """Half of the 15-year part at once, the rest by table; the building by its line: by hand for years 1 and 2."""
    parts = [
        {"schedule": "macrs15", "share": 0.6, "bonus_frac": 0.5},
        {"schedule": "building_39", "share": 0.4, "month": 1},
    ]
    found = plan(tmp_path, shell__write_off=parts).shell.written_off
    building = depreciation(0.4, Schedule.BUILDING_39, 0, 1)
    assert math.isclose(found[0], 0.3 + 0.3 * 0.05 + building[0], rel_tol=1e-9)
    assert math.isclose(found[1], 0.3 * 0.095 + building[1], rel_tol=1e-9)
    assert math.isclose(sum(found), 1)


def test_rates_are_continuous(tmp_path: Path) -> None:
    """Ln 1.1 for a cost of capital of 10 %; a risk-adjusted plan takes its risk-free rate."""
    assert math.isclose(plan(tmp_path).rate, math.log(1.1))
    free = plan(
        tmp_path,
        measure={"kind": "risk_adjusted", "risk_free_frac": 0.04},
        drivers__hashprice__pricing__drift="risk_adjusted",
        drivers__rent__pricing__drift="risk_adjusted",
    )
    assert math.isclose(free.rate, math.log(1.04))
    assert free.measure == "risk_adjusted"


def test_measures_may_differ_in_the_drift(tmp_path: Path) -> None:
    """Drift of the one, stationary mean of the other."""
    found = plan(tmp_path, drivers__hashprice__world__mu=-0.2, drivers__rent__world__level=120)
    assert isinstance(found.hashprice.world, Gbm)
    assert isinstance(found.rent.world, LogOu)
    assert (found.hashprice.world.mu, found.rent.world.level) == (-0.2, 120)


def test_hashprice_may_come_from_bitcoin(tmp_path: Path) -> None:
    """Starts at its start, moves by 1 / (1 + eta) of the price's volatility, and steps at halvings."""
    course = {"kind": "from_btc", "start": 33, "mu": 0.1, "sigma": 0.6, "eta": 0.5}
    course |= {"technology_growth_per_year": 0.1, "fees_frac": 0.01, "halvings_years": [1.5]}
    both = {"pricing": {**course, "drift": "subjective"}, "world": course}
    found = plan(tmp_path, drivers__hashprice=both).hashprice.pricing
    assert isinstance(found, Scaled)
    assert math.isclose(found.process.sigma, 0.4)
    assert found.factors[5] == 1.0
    assert math.isclose(found.factors[6], (0.01 + 0.99 / 2) ** (1 / 1.5))


JUMPS = {"jumps_per_year": 2, "jump_mean": -0.1, "jump_sd": 0.2}
MERTON = {"kind": "merton", "start": 33, "mu": -0.05, "sigma": 0.4, **JUMPS}
FROM_BTC = {"kind": "from_btc", "start": 33, "mu": 0.1, "sigma": 0.6, "eta": 1}
FROM_BTC |= {"technology_growth_per_year": 0.1, "fees_frac": 0.01, "halvings_years": [1.5]}


def _hashprice(course: dict[str, Any], **world: object) -> dict[str, Any]:
    return {"pricing": {**course, "drift": "subjective"}, "world": {**course, **world}}


def test_a_driver_may_jump(tmp_path: Path) -> None:
    """Under both measures alike, with a drift of each; the figures of the jumps stand among the assumptions."""
    found = plan(tmp_path, drivers__hashprice=_hashprice(MERTON, mu=0.02))
    wanted = Merton(start=33, mu=-0.05, sigma=0.4, jumps_per_year=2, jump_mean=-0.1, jump_sd=0.2)
    assert found.hashprice.pricing == wanted
    assert isinstance(found.hashprice.world, Merton)
    assert found.hashprice.world.mu == 0.02
    row = next(row for row in found.assumptions if row.name == "drivers.hashprice.pricing.jump_mean")
    assert (row.value, row.unit) == (-0.1, "of the logarithm")


def test_jumps_of_bitcoin_are_passed_on_to_the_hashprice(tmp_path: Path) -> None:
    """Half of each at an elasticity of one, as of the volatility."""
    found = plan(tmp_path, drivers__hashprice=_hashprice({**FROM_BTC, **JUMPS})).hashprice.pricing
    assert isinstance(found, Scaled)
    assert isinstance(found.process, Merton)
    assert found.process.sigma == 0.3
    assert (found.process.jumps_per_year, found.process.jump_mean, found.process.jump_sd) == (2, -0.05, 0.1)


def test_the_site_stands_beside_the_plan(tmp_path: Path) -> None:
    """A path is relative to the plan; without the file the remedy names the bundled ones."""
    bundled = Path(__file__).parents[3] / "src/bascule/adapters/files/bundled/texas_mining.yaml"
    (tmp_path / "mine.yaml").write_text(bundled.read_text(encoding="utf-8"), encoding="utf-8")
    assert plan(tmp_path, site="mine.yaml").site.grid.import_limit_mw == 100
    assert "texas_mining" in refusal(tmp_path, site="yours.yaml")


def test_the_hashrate_of_the_site_is_that_of_its_machines() -> None:
    """13,000 S21 of 200 TH/s and 14,500 S19 XP of 140 TH/s, 97 % of them: 4.491 EH/s, more in turbo if it has one."""
    assert 4.49 <= bundled_plan("texas").site_eh_s <= 4.6


def test_part_of_a_site_has_its_part_of_the_hashrate(tmp_path: Path) -> None:
    """40 of 100 MW stop 2 of 5 EH/s, which lifts the hashprice as 2 of 950 EH/s do."""
    surface = Surface(
        hashprice=np.array([0.0, 200.0]),
        power_scale=np.ones(1),
        ai_scale=np.ones(1),
        margin=np.array([0.0, 1.0]).reshape(2, 1, 1),
    )
    rungs = [{"meter_mw": 20}, {"meter_mw": 20}]
    case = case_of(plan(tmp_path, ladder__rungs=rungs), surface, 5.0)
    assert (case.network.site_eh_s, case.mining.connection_meter_mw, case.meter_mw) == (5.0, 100, 40)
    assert own_lift(case, 2) == pytest.approx((1 - 2 / 950) ** (-1 / 1.8))


def test_machines_are_priced_at_today_s_hashprice(tmp_path: Path) -> None:
    """Elasticity 1 where the plan does not say; without the section they are worth nothing."""
    found = plan(tmp_path, machines={"resale_per_ph": 5000, "decline_frac": 0.1}).machines
    assert found == Machines(resale_per_ph=5000.0, at_hashprice=33.0, elasticity=1.0, decline_frac=0.1)
    assert plan(tmp_path, machines=GONE).machines is None


WRONG: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "cost without basis": (
        {"shell__capex": {"value": 1e7}},
        ("shell.capex.basis", "it_mw", "meter_mw"),
    ),
    "bare cost": ({"shell__capex": 10_000_000}, ("shell.capex", "cost without basis")),
    "mixed currencies": ({"currency": "EUR"}, ("currency = EUR", "is in USD")),
    "a figure in another currency": (
        {
            "residual_per_meter_mw": {
                "value": 1,
                "currency": "EUR",
                "source": "x",
                "as_of": "2026-01-01",
                "standing": "press",
            }
        },
        ("residual_per_meter_mw.currency = EUR", "mixes currencies"),
    ),
    "mixed drifts": (
        {"drivers__rent__pricing__drift": "risk_adjusted"},
        ("drivers.rent.pricing.drift = risk_adjusted", "mixes drifts"),
    ),
    "machines that somebody is paid to take": (
        {"machines__resale_per_ph": -1},
        ("machines.resale_per_ph = -1", "must be at least 0"),
    ),
    "machines that lose everything in a year": (
        {"machines__decline_frac": 1},
        ("machines.decline_frac = 1", "must be"),
    ),
    "a price of machines without its fall": (
        {"machines__decline_frac": GONE},
        ("machines.decline_frac", "is missing"),
    ),
    "untold drift": (
        {"drivers__rent__pricing__drift": GONE},
        ("drivers.rent.pricing.drift", "is missing"),
    ),
    "pricing drift in the world": (
        {"drivers__rent__world__drift": "subjective"},
        ("drivers.rent.world.drift = subjective", "real_world"),
    ),
    "another start": (
        {"drivers__hashprice__world__start": 40},
        ("drivers.hashprice.world.start = 40", "only the drift may differ"),
    ),
    "another volatility": (
        {"drivers__hashprice__world__sigma": 0.5},
        ("drivers.hashprice.world.sigma = 0.5", "(0.4)"),
    ),
    "another speed": ({"drivers__rent__world__speed": 0.5}, ("drivers.rent.world.speed = 0.5", "(0.3)")),
    "negative volatility": (
        {"drivers__hashprice__pricing__sigma": -0.4},
        ("drivers.hashprice.pricing.sigma = -0.4", "not negative"),
    ),
    "impossible correlations": (
        {"correlations__table": [[1.0, 1.3], [1.3, 1.0]]},
        ("correlations.table", "not positive semidefinite", "nearest possible table is [[1, 1], [1, 1]]"),
    ),
    "a lead time beyond the horizon": (
        {"horizon_years": 2},
        ("shell.leads[2].quarters = 8", "horizon of 8 quarters"),
    ),
    "probabilities": ({"shell__leads__0__probability": 0.5}, ("shell.leads = 1.1", "sum to 1")),
    "shares": ({"shell__write_off__1__share": 0.3}, ("shell.write_off = 0.9", "sum to 1")),
    "a bonus on a building": (
        {"shell__write_off__1__bonus_frac": 1.0},
        ("shell.write_off[1].bonus_frac", "must be 0"),
    ),
    "a line without years": (
        {"shell__write_off": [{"schedule": "straight"}]},
        ("shell.write_off[0].years", "is missing"),
    ),
    "unknown key": ({"lease__term_year": 3}, ("lease.term_year", "term_years")),
    "missing value": ({"lease__term_years": GONE}, ("lease.term_years", "is missing")),
    "a statement without its number": (
        {"tax_frac": {"source": "x", "as_of": "2026-01-01", "standing": "press"}},
        ("tax_frac.value", "is missing"),
    ),
    "a number without its source": ({"tax_frac": {"value": 0.2}}, ("tax_frac.source", "is missing")),
    "percent": ({"tax_frac": 21}, ("tax_frac = 21", "write 0.21 for 21 %")),
    "more megawatts than the connection": (
        {"ladder__rungs__0__meter_mw": 30},
        ("ladder.rungs = 110 MW", "connection of 100 MW"),
    ),
    "builds that do not divide the year": ({"ladder__builds_per_year": 3}, ("1, 2 or 4",)),
    "the other measure's rate": (
        {"measure__risk_free_frac": 0.04},
        ("measure.risk_free_frac", "other measure"),
    ),
    "French losses in dollars": ({"funding__losses": "france"}, ("funding.losses", "EUR")),
    "a jump without its size": (
        {"drivers__hashprice": _hashprice({key: MERTON[key] for key in MERTON if key != "jump_sd"})},
        ("drivers.hashprice.pricing.jump_sd", "is missing"),
    ),
    "jumps of a walk": (
        {"drivers__hashprice__pricing__jump_mean": -0.1},
        ("drivers.hashprice.pricing.jump_mean = -0.1", "is not known to gbm"),
    ),
    "jumps of bitcoin half stated": (
        {"drivers__hashprice": _hashprice({**FROM_BTC, "jumps_per_year": 2})},
        ("drivers.hashprice.world.jump_mean", "all of them or none"),
    ),
    "jumps of a path that stands still": (
        {"drivers__hashprice": _hashprice({**MERTON, "sigma": 0})},
        ("drivers.hashprice.pricing.sigma = 0", "above zero beside jumps"),
    ),
    "a spread of jumps below zero": (
        {"drivers__hashprice": _hashprice({**MERTON, "jump_sd": -0.2})},
        ("drivers.hashprice.pricing.jump_sd = -0.2", "0"),
    ),
    "other jumps in the world": (
        {"drivers__hashprice": _hashprice(MERTON, jumps_per_year=3)},
        ("drivers.hashprice.world.jumps_per_year = 3", "only the drift may differ"),
    ),
    "a rent from bitcoin": (
        {"drivers__rent__pricing__kind": "from_btc"},
        ("drivers.rent.pricing.kind", "hashprice only"),
    ),
    "nodes beside today's hashprice": (
        {"margins": {"hashprice": [40, 50]}},
        ("margins.hashprice", "span today's hashprice"),
    ),
    "AI prices that nothing drives": (
        {"margins": {"ai_scale": [0.5, 1, 2]}},
        ("drivers.gpu_spot", "margins.ai_scale follows the spot price"),
    ),
    "another way to margins": ({"margins": {"by": "guess"}}, ("margins.by = guess", "merit", "program")),
    "a hedge beyond the horizon": (
        {
            "hedges": [
                {
                    "driver": "hashprice",
                    "price": 30,
                    "amount_per_year": 1e5,
                    "from_quarter": 0,
                    "to_quarter": 61,
                }
            ]
        },
        ("hedges[0].to_quarter = 61", "60 quarters"),
    ),
    "real days of half a year": (
        {"market__to": "2022-07-01"},
        ("world.real_days = true", "needs every season, and the market has 181 days"),
    ),
    "real days in words": ({"world__real_days": "yes please"}, ("world.real_days",)),
    "a market that ends first": ({"market__to": "2021-01-01"}, ("market.to", "later than from")),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_with_place_value_and_remedy(case: str, tmp_path: Path) -> None:
    """Each with the file and its line."""
    changes, words = WRONG[case]
    text = refusal(tmp_path, **changes)
    assert text.startswith("plan.yaml:")
    for word in words:
        assert word in text


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    """Keys, parts and what parts say against each other: a key that is missing hides nothing else."""
    text = refusal(
        tmp_path,
        currency="EUR",
        lease__term_years=GONE,
        drivers__hashprice__pricing__drift="risk_adjusted",
        drivers__rent__world__sigma=0.5,
        shell__leads__0__probability=0.5,
    )
    assert len(text.splitlines()) == 5


def test_an_impossible_table_names_the_nearest() -> None:
    """The table of three drivers of Higham's kind: the nearest named is possible."""
    (found,) = table_findings([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]], 3)
    near = np.array(json.loads(found.hint.split("table is ")[1]))
    assert np.linalg.eigvalsh(near)[0] > -1e-3
    assert np.allclose(np.diag(near), 1)


@pytest.mark.parametrize("text", ["", "- a\n", "7\n", "name: x\n"])
def test_what_is_no_plan_is_refused(text: str, tmp_path: Path) -> None:
    """Nothing, a list, a number, a plan of a name only."""
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"plan\.yaml"):
        read_plan(tmp_path / "plan.yaml")


def test_an_option_and_hedges_are_kept(tmp_path: Path) -> None:
    """With the number of the driver that settles a hedge."""
    hedge = {"driver": "rent", "price": 150, "amount_per_year": 1e5, "from_quarter": 4, "to_quarter": 8}
    option = {"fee_per_meter_mw": 5e4, "quarters": 8, "leads": [{"quarters": 2, "probability": 1}]}
    found = plan(tmp_path, hedges=[hedge], option=option)
    assert (found.hedges[0].driver, found.hedges[0].start, found.hedges[0].end) == (RENT, 4, 8)
    assert found.option is not None
    assert (found.option.leads[0].quarters, found.option.capex_factor) == (2, 1.0)
    late = {**option, "leads": [{"quarters": 60, "probability": 0.5}]}
    text = refusal(tmp_path, option=late)
    assert "option.leads[0].quarters = 60" in text
    assert "option.leads = 0.5" in text


def test_power_that_is_sold_while_a_site_rests_comes_off_its_upkeep(tmp_path: Path) -> None:
    """More than the upkeep makes resting a use that earns."""
    resting = read_plan(written(tmp_path, resting__power_sold_per_meter_mw_year=40_000)).resting
    assert resting.upkeep_per_year == 15_000 - 40_000
