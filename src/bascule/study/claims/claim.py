"""A public statement, with what is needed to recompute it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bascule.chain.statement import Statement


class Bound(StrEnum):
    """How the statement means its number."""

    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An input of a claim.

    Attributes:
        value: The number used.
        low: Least that the claim's file takes as possible; None where it states no range.
        high: Most that it takes as possible.
        source: Who says so, empty where the claim's own source does.
    """

    value: float
    low: float | None = None
    high: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim.

    Attributes:
        id: Unique in its file.
        sentence: What was said.
        kind: Which arithmetic recomputes it.
        quantity: Which of the kind's quantities is claimed.
        stated: The number claimed, in the quantity's unit; shares as fractions.
        tolerance_frac: Distance, as a share of the stated number, within which it still holds.
        bound: Whether about this number is claimed, at least, or at most.
        inputs: Numbers by name.
        level_unit: Unit of levels, such as GW; empty where the kind has none.
        statement: Who said it, when, and how sure that is.
    """

    id: str
    sentence: str
    kind: str
    quantity: str
    stated: float
    tolerance_frac: float
    inputs: Mapping[str, Given]
    statement: Statement
    bound: Bound = Bound.ABOUT
    level_unit: str = ""

    @property
    def values(self) -> Mapping[str, float]:
        """The number of each input."""
        return {name: given.value for name, given in self.inputs.items()}

    def agrees(self, value: float) -> bool:
        """Whether a recomputed number bears the statement out."""
        slack = self.tolerance_frac * abs(self.stated)
        at_least, at_most = value >= self.stated - slack, value <= self.stated + slack
        return {
            Bound.ABOUT: at_least and at_most,
            Bound.AT_LEAST: at_least,
            Bound.AT_MOST: at_most,
        }[self.bound]

    def is_near(self, value: float) -> bool:
        """Whether a number is the stated one within the tolerance, whatever the bound."""
        return abs(value - self.stated) <= self.tolerance_frac * abs(self.stated)
