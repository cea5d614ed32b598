"""Whether a claim holds, with the arithmetic and what would make it hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bascule.study.claims.claim import Claim
from bascule.study.claims.condition import Condition, conditions
from bascule.study.claims.kind import ClaimKind, Input, Line, Step
from bascule.study.claims.kinds import KINDS


class Verdict(StrEnum):
    """What recomputing a claim shows."""

    HOLDS = "holds"
    HOLDS_ONLY_IF = "holds_only_if"
    DOES_NOT_HOLD = "does_not_hold"
    OTHER_QUANTITY = "other_quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherQuantity:
    """A quantity of the same kind, from the same inputs.

    Attributes:
        line: Which.
        value: What it comes to.
        is_stated: Whether the stated number is this one, within the tolerance.
    """

    line: Line
    value: float
    is_stated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A claim recomputed.

    Attributes:
        claim: What was said.
        verdict: What it shows.
        steps: The arithmetic; the last step is the claimed quantity.
        off_frac: The stated number over the recomputed one, minus 1; None where that is zero.
        others: The kind's other quantities that the inputs allow, for comparison.
        conditions: What each input would have to be; possible ones first.
    """

    claim: Claim
    verdict: Verdict
    steps: tuple[Step, ...]
    off_frac: float | None
    others: tuple[OtherQuantity, ...]
    conditions: tuple[Condition, ...]

    @property
    def value(self) -> float:
        """The recomputed number."""
        return self.steps[-1].value

    @property
    def spread(self) -> tuple[float, float] | None:
        """Least and most of the quantity with one input at an end of its range; None where no input has one."""
        ends = [end for c in self.conditions for end in (c.at_low, c.at_high) if end is not None]
        return (min(ends), max(ends)) if ends else None

    @property
    def is_fragile(self) -> bool:
        """Whether the claim holds, but not with every single input anywhere in its range."""
        if self.verdict is not Verdict.HOLDS or self.spread is None:
            return False
        return not all(map(self.claim.agrees, self.spread))

    @property
    def meant(self) -> OtherQuantity | None:
        """The quantity that the stated number belongs to; None unless it is another than claimed."""
        if self.verdict is not Verdict.OTHER_QUANTITY:
            return None
        return next((other for other in self.others if other.is_stated), None)


def judge(claim: Claim) -> Judgement:
    """Recompute a claim.

    It holds where the recomputed number agrees within the tolerance. Where it does not, the stated number may be right for
    another quantity of the same kind; else it holds only if one input, turned alone, takes a value inside its range.

    Raises:
        KeyError: Its kind, quantity or one of its inputs is missing.
    """
    kind = KINDS[claim.kind]
    steps = kind.steps(claim.quantity, claim.values)
    value, others, found = steps[-1].value, tuple(_others(claim, kind)), conditions(claim, kind)
    return Judgement(
        claim=claim,
        verdict=_verdict(claim, value, others, found),
        steps=steps,
        off_frac=claim.stated / value - 1 if value else None,
        others=others,
        conditions=found,
    )


def stale_ranges(judgement: Judgement, today: date) -> tuple[Input, ...]:
    """Inputs whose common range was used although it can no longer be relied on."""
    month = f"{today:%Y-%m}"
    return tuple(
        part
        for part in (condition.input for condition in judgement.conditions)
        if part.plausible is not None
        and judgement.claim.inputs[part.name].low is None
        and part.plausible.stale_after < month
    )


def _verdict(
    claim: Claim, value: float, others: tuple[OtherQuantity, ...], found: tuple[Condition, ...]
) -> Verdict:
    if claim.agrees(value):
        return Verdict.HOLDS
    if any(other.is_stated for other in others):
        return Verdict.OTHER_QUANTITY
    possible = any(condition.is_possible for condition in found)
    return Verdict.HOLDS_ONLY_IF if possible else Verdict.DOES_NOT_HOLD


def _others(claim: Claim, kind: ClaimKind) -> Iterator[OtherQuantity]:
    for line in kind.lines:
        if not line.claimable or line.name == claim.quantity:
            continue
        if all(name in claim.inputs for name in kind.needs(line.name)):
            value = kind.value(line.name, claim.values)
            yield OtherQuantity(line=line, value=value, is_stated=claim.is_near(value))
