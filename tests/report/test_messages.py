"""The catalogue of messages: complete, and readable whatever numbers a reason has."""

import re
from itertools import combinations

import pytest

from bascule.model.ledger import Account
from bascule.model.reason import Reason, ReasonKind
from bascule.model.schedule import PlanSource
from bascule.report.messages import (
    CATALOGUES,
    account_name,
    policy_about,
    policy_name,
    sentence,
    source_name,
    text,
)
from bascule.report.template import gaps, needed
from bascule.study.compare import POLICIES

HASHING = {"break_even_per_mwh", "price_per_mwh"}
WORTH = {"worth_per_mwh", "price_per_mwh"}
STORED = {"stored_per_mwh", "price_per_mwh"}
NUMBERS: dict[str, set[str]] = {
    "hash": HASHING,
    "unavailable": set(),
    "firm": {"penalty_per_mwh", "price_per_mwh", "short_gpus"},
    "sale": WORTH,
    "job": WORTH,
    "battery": STORED,
    "generator": {"available_mw", "price_per_mwh"},
    "load": WORTH,
    "lease": {"short_it_mw"},
    "rule": {"price_per_mwh"},
}


def numbers_of(kind: ReasonKind) -> set[str]:
    """Names of the numbers that a kind may carry."""
    return NUMBERS[kind.value.partition("_")[0]]


def test_the_example_of_the_readme_reads_as_promised() -> None:
    """A fleet that is off names its break-even and the price that it faces."""
    numbers = {"break_even_per_mwh": 47.2, "price_per_mwh": 61.0}
    said = sentence(Reason(kind=ReasonKind.HASH_OFF, asset="S19j Pro hall", numbers=numbers), "USD")
    assert said == "S19j Pro hall off: its break-even is 47.2 $/MWh, power costs 61.0 here."


@pytest.mark.parametrize("kind", ReasonKind)
def test_every_reason_reads_well_with_any_of_its_numbers(kind: ReasonKind) -> None:
    """Each sentence starts with the asset, ends in a full stop and has no stray mark, whichever numbers are missing."""
    names = sorted(numbers_of(kind))
    for few in (few for size in range(len(names) + 1) for few in combinations(names, size)):
        said = sentence(Reason(kind=kind, asset="Hall", numbers=dict.fromkeys(few, 5.0)), "EUR")
        assert said.startswith("Hall")
        assert said.endswith(".")
        assert not re.search(r"[\[\]{}|]|  | [,.:;]|:\.|\(\)|,\.", said), said


@pytest.mark.parametrize("kind", ReasonKind)
def test_a_reason_asks_only_for_numbers_that_its_kind_carries(kind: ReasonKind) -> None:
    """A sentence uses no number that dispatch never gives, and none of them is indispensable."""
    template = CATALOGUES["en"][f"reason.{kind.value}"]
    assert gaps(template) - {"asset"} <= numbers_of(kind)
    assert needed(template) == {"asset"}


@pytest.mark.parametrize("kind", ReasonKind)
def test_a_reason_shows_what_it_knows(kind: ReasonKind) -> None:
    """With all its numbers given, a sentence with gaps states at least one of them."""
    told = sentence(Reason(kind=kind, asset="Hall", numbers=dict.fromkeys(numbers_of(kind), 5.0)), "EUR")
    has_gaps = gaps(CATALOGUES["en"][f"reason.{kind.value}"]) != {"asset"}
    assert ("5" in told) == has_gaps


def test_every_account_source_and_policy_has_a_name() -> None:
    """No group of the ledger, rung of the ladder or built-in policy is without words."""
    assert all(account_name(account) for account in Account)
    assert all(source_name(source) for source in PlanSource)
    assert all(policy_about(policy) for policy in POLICIES)


def test_an_unknown_policy_goes_by_its_own_name() -> None:
    """A policy of the user's own needs no entry."""
    assert policy_name("mine-at-night") == "mine-at-night"


def test_every_language_has_the_same_keys_and_gaps() -> None:
    """A translation may say things otherwise, never leave them out."""
    english = {key: gaps(value) for key, value in CATALOGUES["en"].items()}
    for catalogue in CATALOGUES.values():
        assert {key: gaps(value) for key, value in catalogue.items()} == english


def test_a_text_without_its_fact_is_refused() -> None:
    """A missing fact is a mistake of ours and is never printed as a hole."""
    with pytest.raises(KeyError):
        text("row.use_mwh")
