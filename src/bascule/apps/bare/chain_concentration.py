"""Bare problems of concentration."""

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator

from bascule.apps.bare.numbers import Count, Exact, Inputs
from bascule.apps.bare.problem import Kind, Solved
from bascule.apps.json_text import Json
from bascule.chain.concentration import concentration
from bascule.chain.unknown_rule import UnknownRule


def _threshold(value: Fraction) -> Fraction:
    if not 0 < value < 1:
        raise ValueError("must lie between 0 and 1")
    return value


class ConcentrationInputs(Inputs):
    """Blocks by name, and how to count them."""

    blocks: dict[str, Count]
    unknown: Count = 0
    unknown_rule: UnknownRule = UnknownRule.EXCLUDE
    groups: dict[str, list[str]] | None = None
    threshold: Annotated[Exact, AfterValidator(_threshold)] = Fraction(1, 2)
    keep_zero: bool = False


def solve_concentration(inputs: ConcentrationInputs) -> Solved:
    """Every measure of how few mine how much."""
    found = concentration(
        inputs.blocks,
        unknown=inputs.unknown,
        rule=inputs.unknown_rule,
        groups=inputs.groups,
        threshold=inputs.threshold,
        keep_zero=inputs.keep_zero,
    )
    return Solved(
        results={
            "n_entities": found.n_entities,
            "total": found.total,
            "hhi": ratio(found.hhi),
            "hhi_unbiased": ratio(found.hhi_unbiased),
            "effective_n": ratio(found.effective_n),
            "nakamoto": found.nakamoto,
            "gini": ratio(found.gini),
            "cr1": ratio(found.cr1),
            "cr4": ratio(found.cr4),
            "entropy_nats": found.entropy_nats,
        },
        method=f"exact counts; unknown blocks: {inputs.unknown_rule}; groups before the rule; thresholds passed strictly",
    )


def ratio(value: Fraction | None) -> Json:
    """An exact ratio as numerator, denominator and float."""
    if value is None:
        return None
    return {"numerator": value.numerator, "denominator": value.denominator, "float": float(value)}


CONCENTRATION = Kind(name="concentration", inputs=ConcentrationInputs, solve=solve_concentration)
