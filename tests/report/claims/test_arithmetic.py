"""The printed arithmetic gives the printed result."""

from pathlib import Path

import pytest

from bascule.adapters.files.claim_file import read_claims
from bascule.report.claims.form import with_numbers
from bascule.study.claims.arithmetic import evaluate
from bascule.study.claims.claim import Claim
from bascule.study.claims.verdict import judge

CLAIMS = read_claims(Path(__file__).parents[3] / "examples" / "plan" / "claims.yaml").claims


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_whoever_types_the_printed_numbers_gets_the_result(claim: Claim) -> None:
    """Every step of every bundled claim, within the rounding of six digits."""
    for step in judge(claim).steps:
        shown = with_numbers(step.line.formula, step.values)
        typed = shown.replace(",", "").replace("×", "*").replace("^", "**").replace("−", "-")
        if "recovery" not in typed:
            assert evaluate(typed, {}) == pytest.approx(step.value, rel=2e-5)
