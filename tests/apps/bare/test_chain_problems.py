"""Bare problems of the chain room, each against a known answer."""

from typing import Any

import pytest

from bascule.apps.bare.chain import CHAIN_KINDS
from bascule.apps.bare.problem import answers

RUN = {"start_bits": "0x17020000", "start_time": 0, "periods": 1}
COHORT = {"name": "a", "eh": 5, "j_per_th": 20, "usd_per_mwh": 1}


def solved(kind: str, **inputs: object) -> Any:  # noqa: ANN401 -- results are JSON
    """Results of one problem."""
    (found,) = answers([{"id": 1, "kind": kind, "inputs": inputs}], CHAIN_KINDS, kind)
    assert found.error is None, found.error
    return found.document()["results"]


def erred(kind: str, **inputs: object) -> str:
    """Error of one problem."""
    (found,) = answers([{"id": 1, "inputs": inputs}], CHAIN_KINDS, kind)
    assert found.solved is None
    return found.error or ""


def test_bits() -> None:
    """The genesis target in all its forms, from either side."""
    found = solved("bits", bits="0x1d00ffff")
    assert found == solved("bits", target_hex="ffff" + "0" * 52) == solved("bits", bits=0x1D00FFFF)
    assert (found["bits"], found["difficulty"]) == ("0x1d00ffff", 1.0)
    assert found["target_hex"] == "00000000ffff" + "0" * 52
    assert found["hashrate_eh_at_600s"] == pytest.approx(2**48 / 65535 / 600 / 1e18)


def test_subsidy() -> None:
    """Whole satoshi at any height, nothing after 33 halvings."""
    assert solved("subsidy", height=840_000) == {"subsidy_sat": 312_500_000}
    assert solved("subsidy", height=2**60) == {"subsidy_sat": 0}


def test_retarget() -> None:
    """Bitcoin Core's published case."""
    found = solved("retarget", bits="0x1d00ffff", first_time=1261130161, last_time=1262152739)
    assert found == {"next_bits": "0x1d00d86a"}


def test_simulate() -> None:
    """A constant share, and a step given as a fraction; before the first step named the share is 1."""
    whole = solved("simulate", start_bits="0x17020000", start_time=0, relative_hashrate="7/10", periods=2)
    assert whole["periods"][0]["timespan_s"] == 1_727_142
    steps = [[1008, "7/10"]]
    late = solved("simulate", start_bits="0x17020000", start_time=0, relative_hashrate=steps, periods=1)
    same = solved(
        "simulate", start_bits="0x17020000", start_time=0, relative_hashrate=[[0, 1], *steps], periods=1
    )
    assert late == same
    assert late["periods"][0]["timespan_s"] == 1007 * 600 + 1008 * 6000 // 7


def test_hashprice() -> None:
    """29.79 $ in February 2026."""
    found = solved("hashprice", difficulty=144.4e12, reward_btc_per_block=3.145, usd_per_btc=68_000)
    assert found["usd_per_ph_day"] == pytest.approx(29.79, abs=5e-3)


def test_concentration() -> None:
    """Exact ratios with numerator, denominator and float; absent is null."""
    found = solved(
        "concentration", blocks={"a": 3, "b": 2, "c": 1}, groups={"g": ["b", "c"]}, threshold="2/3"
    )
    assert found["hhi"] == {"numerator": 1, "denominator": 2, "float": 0.5}
    assert (found["nakamoto"], found["n_entities"], found["total"]) == (2, 2, 6)
    assert solved("concentration", blocks={"a": 1})["hhi_unbiased"] is None
    assert solved("concentration", blocks={"a": 1}, unknown=9, unknown_rule="atomised")["nakamoto"] is None


def test_supply_in_three_forms() -> None:
    """Cohorts, constant elasticity, evenly spread break-evens."""
    cohorts = [
        {"name": "a", "eh": 500, "j_per_th": 20, "usd_per_mwh": 50},
        {"name": "b", "eh": 500, "j_per_th": 30, "usd_per_mwh": 60},
    ]
    found = solved("supply", cohorts=cohorts, revenue_usd_per_day=30e6)
    assert found["hashprice"] == pytest.approx(43.2)
    assert found["on_eh"]["a"] == 500
    assert found["margin_usd_day"] == pytest.approx(500e3 * 19.2)
    assert solved("supply", share_removed=0.36, eta=1)["hashrate_ratio"] == pytest.approx(0.8)
    even = solved("supply", revenue=30e6, capacity_eh=1000, breakeven_low=20, breakeven_high=60)
    assert even["hashprice"] * even["hashrate_eh"] * 1000 == pytest.approx(30e6)
    assert solved("supply", cohorts=cohorts, revenue_usd_per_day=0)["hashprice"] is None


def test_attack_in_two_forms() -> None:
    """Odds of a double spend; the cost of owning half."""
    found = solved("attack", attacker_share=0.3, confirmations=6)
    assert (round(found["exact"], 3), round(found["poisson"], 3)) == (0.156, 0.132)
    cost = solved(
        "attack",
        honest_eh=900,
        majority_share=0.5,
        days=7,
        j_per_th=20,
        usd_per_mwh=50,
        hardware_usd_per_th=15,
        site_usd_per_mw=5e5,
        resale=0.4,
    )
    assert (cost["needed_eh"], cost["mw"], cost["capex_usd"]) == (900, 18_000, 22.5e9)
    assert cost["net_usd"] == pytest.approx(22.5e9 * 0.6 + cost["energy_usd"])


@pytest.mark.parametrize(
    ("kind", "inputs", "said"),
    [
        ("bits", {"bits": "0x00000000"}, "zero"),
        ("bits", {"bits": 0}, "zero"),
        ("bits", {"bits": "0x04923456"}, "negative"),
        ("bits", {}, "one of them"),
        ("bits", {"bits": "0x1d00ffff", "target_hex": "ff"}, "one of them"),
        ("bits", {"target_hex": "f" * 65}, "64 digits"),
        ("subsidy", {"height": -1}, "negative"),
        ("subsidy", {"height": 1.5}, "whole number"),
        ("subsidy", {"height": 2.0**60}, "2^53"),
        ("subsidy", {"height": True}, "whole number"),
        ("subsidy", {}, "height: is missing"),
        ("retarget", {"bits": "0x1d00ffff", "first_time": "x", "last_time": 1}, "first_time"),
        (
            "simulate",
            {"start_bits": "0x17020000", "start_time": 0, "relative_hashrate": -1, "periods": 1},
            "above zero",
        ),
        (
            "simulate",
            {"start_bits": "0x17020000", "start_time": 0, "relative_hashrate": "1/0", "periods": 1},
            "zero",
        ),
        (
            "simulate",
            {
                "start_bits": "0x17020000",
                "start_time": 0,
                "relative_hashrate": [[5, 1], [5, 1]],
                "periods": 1,
            },
            "each once",
        ),
        (
            "simulate",
            {"start_bits": "0x17020000", "start_time": 0, "relative_hashrate": 1, "periods": 0},
            "from 1",
        ),
        ("hashprice", {"difficulty": 0, "reward_btc_per_block": 3, "usd_per_btc": 1}, "above zero"),
        ("hashprice", {"difficulty": 1, "reward_btc_per_block": -3, "usd_per_btc": 1}, "negative"),
        ("concentration", {"blocks": {"a": -1}}, "negative"),
        ("concentration", {"blocks": {}, "unknown": 5}, "all are unknown"),
        ("concentration", {"blocks": {"a": 1}, "threshold": 1}, "between 0 and 1"),
        ("concentration", {"blocks": {"a": 1}, "unknown_rule": "guess"}, "unknown_rule"),
        ("concentration", {"blocks": {"a": 1}, "unkown": 1}, "not an input"),
        ("supply", {"share_removed": 0.5}, "one form whole"),
        ("supply", {"share_removed": 1.0, "eta": 1}, "below 1"),
        (
            "supply",
            {
                "cohorts": [{"name": "a", "eh": -5, "j_per_th": 20, "usd_per_mwh": 1}],
                "revenue_usd_per_day": 1,
            },
            "negative",
        ),
        ("attack", {"attacker_share": 1.5, "confirmations": 1}, "from 0 to 1"),
        ("attack", {"attacker_share": 0.3}, "confirmations"),
    ],
)
def test_inputs_that_lie(kind: str, inputs: dict[str, object], said: str) -> None:
    """Each names its place and what to write."""
    assert said in erred(kind, **inputs)


def test_a_bad_problem_does_not_stop_the_others() -> None:
    """Order and ids are kept; what is no problem is an answer too."""
    listed = [
        {"id": "a", "inputs": {"height": -1}},
        {"id": "b", "kind": "subsidy", "inputs": {"height": 0}},
        {"id": "c", "kind": "bits", "inputs": {}},
        {"id": "d"},
        {"id": "e", "inputs": {"height": 1}, "extra": 1},
        "f",
    ]
    found = answers(listed, CHAIN_KINDS, "subsidy")
    assert [part.id for part in found] == ["a", "b", "c", "d", "e", None]
    assert [part.error is None for part in found] == [False, True, False, False, False, False]
    assert found[1].document()["results"] == {"subsidy_sat": 5_000_000_000}


def test_kinds_are_named_where_no_command_says_so() -> None:
    """Without a command each problem names its kind."""
    (found,) = answers([{"id": 1, "inputs": {}}], CHAIN_KINDS)
    assert "must be one of bits" in (found.error or "")
