"""The page's script writes sentences and numbers as the catalogue does."""

import json
import shutil
import subprocess
from importlib.resources import files
from typing import Final

import pytest

from bascule.model.reason import Reason, ReasonKind
from bascule.report.messages import CATALOGUES, sentence
from bascule.report.numbers import figure, fixed

NODE: Final = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="no Node.js on this machine")

VALUES: Final = (0.0, -0.0004, 0.05, 0.25, 5.0, 9.995, 47.25, -61.05, 999.95, 1234.5, -98765.4321, 4507.49)
NUMBERS: Final = (
    "break_even_per_mwh",
    "price_per_mwh",
    "penalty_per_mwh",
    "worth_per_mwh",
    "stored_per_mwh",
    "available_mw",
    "short_it_mw",
    "short_gpus",
)


def told_by_node(program: str, given: object) -> list[str]:
    """What a program prints as JSON, with the page's own functions before it."""
    assert NODE is not None
    words = files("bascule.report").joinpath("assets", "words.js").read_text(encoding="utf-8")
    source = f"{words}\nconst given = {json.dumps(given)};\nconsole.log(JSON.stringify({program}));"
    run = subprocess.run([NODE, "-e", source], check=True, capture_output=True, text=True, timeout=60)
    told: list[str] = json.loads(run.stdout)
    return told


def test_numbers_are_written_alike() -> None:
    """Both sides round halves and set thousands apart in the same way."""
    told = told_by_node("given.flatMap(v => [figure(v), fixed(v, 0), fixed(v, 2)])", VALUES)
    assert told == [text for v in VALUES for text in (figure(v), fixed(v, 0), fixed(v, 2))]


def test_sentences_are_written_alike() -> None:
    """Every kind, with all its numbers, with one, and with none."""
    reasons = [
        Reason(kind=kind, asset="Hall", numbers=dict.fromkeys(some, value))
        for kind in ReasonKind
        for some in (NUMBERS, ("price_per_mwh",), ())
        for value in (47.25, 1480.2)
    ]
    given = [[CATALOGUES["en"][f"reason.{r.kind.value}"], {**r.numbers, "asset": r.asset}] for r in reasons]
    told = told_by_node('given.map(([template, facts]) => fill(template, facts, "€"))', given)
    assert told == [sentence(reason, "EUR") for reason in reasons]
