"""``bascule dispatch``: one plan, its worth and its reasons."""

import json
from pathlib import Path

import pytest
from tests.apps.cli.program import MARKET, bascule, write_site

ASKED = ("--market", MARKET, "--at", "2023-03-01T14:00", "--hours", "24")


def test_the_plan_is_printed_with_its_reasons(tmp_path: Path) -> None:
    """Hours, worths and a sentence per asset, in the site's time and currency."""
    result = bascule("dispatch", write_site(tmp_path), *ASKED)
    assert result.exit_code == 0
    for part in ("Plan as known at 2023-03-01 14:00", "Wed 01 14:00", "MW of connection", "€/MWh"):
        assert part in result.stdout
    assert "efficient hall o" in result.stdout
    assert "SYNTHETIC" in result.stdout


def test_the_answer_has_the_plan_interval_by_interval(tmp_path: Path) -> None:
    """Every array has one value per interval; marginal values and reasons are there."""
    document = json.loads(bascule("dispatch", write_site(tmp_path), *ASKED, "--json", "-").stdout)
    assert document["at_utc"] == "2023-03-01T13:00:00Z"
    assert document["source"] == "program"
    arrays = [document["timestamp_utc"], document["import_price_per_mwh"], *document["expected"].values()]
    arrays += [document["marginal"]["bus_per_mwh"], *document["reasons"].values()]
    assert {len(array) for array in arrays} == {24}
    assert {"battery_per_mw", "battery_per_mwh", "import_limit_per_mw", "firm_per_gpu_h"} < set(
        document["marginal"]
    )
    assert document["reasons"]["efficient hall"][0]["text"].startswith("efficient hall")


def test_setpoints_lead_to_what_is_expected(tmp_path: Path) -> None:
    """A fleet's power is its setpoint above rest, plus what its machines draw at rest."""
    document = json.loads(bascule("dispatch", write_site(tmp_path), *ASKED, "--json", "-").stdout)
    run_mw = document["setpoints"]["fleet_run_mw"]["efficient hall"]
    rest_mw = 4000 * 0.97 * 25 / 1e6
    assert document["expected"]["efficient hall.it_mw"] == pytest.approx(
        [mw + rest_mw for mw in run_mw], abs=1e-6
    )


def test_prices_not_published_are_marked(tmp_path: Path) -> None:
    """Before the auction of the day, tomorrow is a forecast; after it, the same hours are known."""
    site = write_site(tmp_path)
    morning = ("--market", MARKET, "--at", "2023-03-01T12:00", "--hours", "24")
    before = json.loads(bascule("dispatch", site, *morning, "--json", "-").stdout)
    assert before["price_published"] == [True] * 12 + [False] * 12
    assert (
        json.loads(bascule("dispatch", site, *ASKED, "--json", "-").stdout)["price_published"] == [True] * 24
    )


def test_a_moment_with_its_own_offset_is_that_moment(tmp_path: Path) -> None:
    """An offset in the text wins over the site's zone."""
    asked = ("--market", MARKET, "--at", "2023-03-01T14:00+00:00", "--hours", "1", "--json", "-")
    assert (
        json.loads(bascule("dispatch", write_site(tmp_path), *asked).stdout)["at_utc"]
        == "2023-03-01T14:00:00Z"
    )


def test_a_moment_off_the_step_is_refused(tmp_path: Path) -> None:
    """An hourly market cannot start a plan at ten past."""
    result = bascule("dispatch", write_site(tmp_path), "--market", MARKET, "--at", "2023-03-01T14:10")
    assert (result.exit_code, "is not on the market's step" in result.stderr) == (2, True)


@pytest.mark.parametrize("hours", ["0", "800", "many"])
def test_hours_have_bounds(tmp_path: Path, hours: str) -> None:
    """A plan lasts an hour to a month."""
    asked = ("--market", MARKET, "--at", "2023-03-01", "--hours", hours)
    assert bascule("dispatch", write_site(tmp_path), *asked).exit_code == 2


RESERVE = """reserve_products:
  - name: slow reserve
    capacity_price: 6
    calls: carbon_g_per_kwh
    response_s: 1800
    duration_h: 4
    eligible: [controllable]
    penalty_per_mwh: 500
    from: 2020-01-01
    to: 2030-01-01

energy_contracts:  """


def test_a_plan_shows_the_site_without_calls(tmp_path: Path) -> None:
    """Calls of a reserve are a series that nobody knows ahead: the plan needs none of it."""
    site = write_site(tmp_path, ("energy_contracts:  ", RESERVE))
    result = bascule("dispatch", site, *ASKED)
    assert result.exit_code == 0, result.stderr
    assert "MW of connection" in result.stdout
